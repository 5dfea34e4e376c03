import type { CallbackRequest, Callbacks, VideoJob } from '../../gateway';
import { readAnswer } from '../../answer/answers';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import { failureOfRun, errors } from './errors';
import { appOf, isRequestId, writeJobId } from './jobId';
import { videoIn } from './result';
import { isSigned, joinKeys } from './signature';
import { keysAnswer, webhookBody } from './wire';

/**
 * The parameter in which a webhook brings back the app of its job: its body has only the request's ID, by which alone
 * no job can be asked for.
 */
const APP_PARAMETER = 'fal_app';

/** The address at which fal is to call: the user's own, with the app in its query. The rest of it stays as it is. */
export function webhookAddress(callbackUrl: string, app: string): string {
	const [, address = '', fragment = ''] = /^([^#]*)(#.*)?$/s.exec(callbackUrl) ?? [];
	const separator = address.includes('?') ? '&' : '?';
	return `${address}${separator}${APP_PARAMETER}=${encodeURIComponent(app)}${fragment}`;
}

/** docs/model-apis/inference/webhooks: OK or ERROR. */
const statuses = { ok: 'completed', error: 'failed' } as const;

function readWebhook({ body, query }: CallbackRequest): VideoJob | undefined {
	const wire = webhookBody.safeParse(body);
	if (!wire.success || !isRequestId(wire.data.request_id)) return undefined;
	const { request_id: requestId, payload, error } = wire.data;
	const app = query[APP_PARAMETER];
	const isApp = app !== undefined && appOf(app) === app;
	const { status, warnings } = statusFromWord(statuses, wire.data.status);
	const failure =
		status === 'failed' ? (failureOfRun(payload) ?? failureFromWords(error)) : undefined;
	return compact<VideoJob>({
		gateway: 'fal',
		// Without the app (an address from fal's dashboard), it is a job that only a workflow without Verify can use.
		jobId: isApp ? writeJobId({ app, requestId }) : requestId,
		status: failure?.code === 'cancelled' ? 'cancelled' : status,
		...(status === 'completed' ? videoIn(payload) : {}),
		failure,
		warnings,
	});
}

export const callbacks: Callbacks = {
	reference: false,
	read: (request) => {
		const job = readWebhook(request);
		return job?.status === 'failed' ? completeJob(job) : job;
	},
	signature: {
		// The keys are public: docs/model-apis/inference/webhooks, "cache the JWKS ... no more than 24 hours".
		secret: () => ({
			request: {
				method: 'GET',
				base: 'uploadUrl',
				path: '/.well-known/jwks.json',
				withoutKey: true,
			},
			repeat: 'always',
			timeoutSeconds: 10,
			read: (answer) =>
				readAnswer(errors, answer, keysAnswer, ({ keys }) => ({ secret: joinKeys(keys) })),
		}),
		byPublicKeys: true,
		isValid: isSigned,
	},
};
