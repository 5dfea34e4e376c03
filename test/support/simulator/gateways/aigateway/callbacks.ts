import { createHmac, randomBytes } from 'node:crypto';
import { endpoint, type CallbackShape, type Endpoint } from '../../gateway';
import { hasVideo, stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';
import { headers } from './headers';
import { failureOf, snapshot, statusWord, variantOf } from './job';

/**
 * The shapes of callbacks, the default first:
 * - `record`: the job record, as https://aigateway.sh/docs/async-jobs (read 2026-11) says of `webhook_url`,
 *   with the one header that github.com/aigateway-sh/sdk-node 0.1.3 (2026-06-23) verifies for jobs
 * - `recordDashboardHeaders`: the job record under the headers of the dashboard's webhooks
 * - `sdk`: `{id,status}` alone, the body that the SDK's tests sign
 * - `dashboard`: the event of https://aigateway.sh/docs/webhooks (read 2026-11), with its two headers
 */
export const CALLBACK_VARIANTS = ['record', 'recordDashboardHeaders', 'sdk', 'dashboard'] as const;

/** [Inferred: the form, from the secrets in the tests of github.com/aigateway-sh/sdk-node 0.1.3.] */
const newWebhookSecret = () => `whsec_${randomBytes(24).toString('hex')}`;

/** "Exponential backoff for 24 hours (~8 attempts)" (https://aigateway.sh/docs/webhooks, read 2026-11). */
export const CALLBACK_ATTEMPTS = 8;

/** https://aigateway.sh model page of MiniMax Video 01, per video second. */
const CENTS_PER_SECOND = 50;

/** https://aigateway.sh/docs/webhooks, Payload shape, read 2026-11. [Inferred: what a failure's data holds.] */
function dashboardEvent(job: SimulatedJob) {
	const isCompleted = statusWord(job, 'page') === 'completed';
	const seconds = typeof job.body.duration === 'number' ? job.body.duration : 5;
	return {
		// One event keeps its id however often it is delivered. [Inferred]
		id: job.jobId.replace('job_', 'evt_'),
		type: isCompleted ? 'job.completed' : 'job.failed',
		created: Math.floor(job.endsAt / 1000),
		data: {
			job_id: job.jobId,
			model: job.body.model,
			...(hasVideo(job) && { result_url: job.videoUrl }),
			...failureOf(job, 'asyncDocs'),
			usage: { cost_cents: isCompleted ? seconds * CENTS_PER_SECOND : 0 },
		},
	};
}

const hmac = (secret: string, timestamp: number, body: string) =>
	createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** The same signature goes under the SDK's one header and under the webhooks page's two. */
const SIGNATURE_HEADERS = {
	sdk: (timestamp: number, signature: string) => ({
		'X-Gateway-Signature': `t=${timestamp},v1=${signature}`,
	}),
	dashboard: (timestamp: number, signature: string) => ({
		'aig-signature': signature,
		'aig-timestamp': String(timestamp),
	}),
};

/** AIgateway's callbacks, and the secret that signs them. */
interface Webhooks {
	/** By the names of `CALLBACK_VARIANTS`. */
	shapes: Record<(typeof CALLBACK_VARIANTS)[number], CallbackShape>;
	endpoints: Endpoint[];
	/** Makes a new secret. */
	reset: () => void;
}

/** Makes the callbacks of an account, with a secret of its own. */
export function createWebhooks(): Webhooks {
	let webhookSecret = newWebhookSecret();

	// "Delivery id" and "attempt count" have headers too, which no page names, so they are not sent.
	function callbackShape(
		style: keyof typeof SIGNATURE_HEADERS,
		bodyOf: CallbackShape['bodyOf'],
	): CallbackShape {
		return {
			bodyOf,
			// The events are `job.completed` and `job.failed`: none for the start, none for a cancel.
			tells: (job) => stageOf(job) === 'ended' && job.outcome !== 'cancelled',
			signatureOf: (body, timestamp, secret = webhookSecret) =>
				SIGNATURE_HEADERS[style](timestamp, hmac(secret, timestamp, body)),
		};
	}

	return {
		shapes: {
			record: callbackShape('sdk', snapshot),
			recordDashboardHeaders: callbackShape('dashboard', snapshot),
			sdk: callbackShape('sdk', (job) => ({
				id: job.jobId,
				status: statusWord(job, variantOf(job)),
			})),
			dashboard: callbackShape('dashboard', dashboardEvent),
		},
		reset() {
			webhookSecret = newWebhookSecret();
		},
		endpoints: [
			endpoint(headers, {
				name: 'webhookSecret',
				method: 'GET',
				path: '/v1/webhook-secret',
				// `{secret: string | null}` (github.com/aigateway-sh/sdk-node 0.1.3, 2026-06-23).
				// [Not found: when it is null.]
				answer: () => ({ status: 200, body: { secret: webhookSecret } }),
			}),
			endpoint(headers, {
				name: 'webhookSecret',
				method: 'POST',
				path: '/v1/webhook-secret/rotate',
				answer() {
					webhookSecret = newWebhookSecret();
					return { status: 200, body: { secret: webhookSecret } };
				},
			}),
		],
	};
}
