import { randomInt, randomUUID } from 'node:crypto';
import { endpoint, type Call, type Endpoint, type Ground } from '../../gateway';
import type { Answer, SimulatedJob } from '../../types';
import { segmindError } from './errors';
import { headers } from './headers';
import { COST_PER_VIDEO, CREDITS, FAILURES, linksOf } from './job';
import { MODELS, minimaxAi } from './models';

/** The submits: one path for each model of v2, and v1, which answers when the video is there. */
export const submitEndpoints = (ground: Ground): Endpoint[] => [
	...Object.entries(MODELS).map(([slug, body]) =>
		endpoint(headers, {
			name: 'submit',
			method: 'POST',
			path: `/v2/${slug}`,
			body,
			answer: (call) => queued(ground, accept(ground, call)),
		}),
	),
	endpoint(headers, {
		name: 'submit',
		method: 'POST',
		path: '/v1/minimax-ai',
		body: minimaxAi,
		answer: (call) => blockingAnswer(ground, accept(ground, call)),
	}),
];

/** Takes an order as a job; `rejected` says what is wrong with it, if it ends as failed. */
export function accept(
	ground: Ground,
	{ path, body }: Pick<Call<unknown, object>, 'path' | 'body'>,
	rejected?: string,
): SimulatedJob {
	const jobId = randomUUID();
	return ground.accept({
		gateway: 'segmind',
		jobId,
		path,
		body: { ...body },
		...(rejected !== undefined && { rejected }),
		videoUrl: () => ground.mediaUrl('segmind', jobId),
	});
}

/** The answer of v2 to a submit. */
export const queued = (ground: Ground, { jobId }: SimulatedJob): Answer => ({
	status: 200,
	body: {
		request_id: jobId,
		status: 'QUEUED',
		poll_url: `${ground.origin}/segmind/v1/requests/${jobId}`,
		...linksOf(ground, jobId),
	},
});

function blockingAnswer(ground: Ground, job: SimulatedJob): Answer {
	const notBefore = job.endsAt;
	if (job.outcome !== 'completed') {
		// [Inferred: how a failure of v1 looks.]
		return { ...segmindError(500, FAILURES[job.outcome]), notBefore };
	}
	if (job.variant === 'json') {
		// [Inferred: the fields; the page's sample only prints whatever JSON there is.]
		return {
			status: 200,
			notBefore,
			body: { request_id: job.jobId, status: 'COMPLETED', output: job.videoUrl },
		};
	}
	const file = ground.video(job, undefined);
	return {
		...file,
		notBefore,
		headers: {
			...file.headers,
			'x-cost': String(COST_PER_VIDEO),
			'x-remaining-credits': String(CREDITS),
			'x-generation-time': String((job.endsAt - job.submittedAt) / 1000),
			'x-seed-value': String(randomInt(1e9)),
			'x-request-id': job.jobId,
		},
	};
}
