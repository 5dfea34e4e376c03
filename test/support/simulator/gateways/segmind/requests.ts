import { endpoint, type Endpoint, type Ground } from '../../gateway';
import { hasVideo, stageOf } from '../../jobs';
import type { Answer, SimulatedJob } from '../../types';
import { segmindError } from './errors';
import { headers } from './headers';
import { RECORD_LIFETIME_MS, linksOf, metricsOf, outputOf, reasonOf, statusWord } from './job';

/** The calls on jobs of v2: status and result. */
export const requestEndpoints = (ground: Ground): Endpoint[] => [
	endpoint(headers, {
		name: 'status',
		method: 'GET',
		path: '/v2/requests/:id/status',
		answer: ({ params }) => checked(ground, params.id, (job) => statusAnswer(ground, job)),
	}),
	endpoint(headers, {
		name: 'result',
		method: 'GET',
		path: '/v2/requests/:id',
		answer: ({ params }) => checked(ground, params.id, resultAnswer),
	}),
];

function checked(
	ground: Ground,
	id: string | undefined,
	answer: (job: SimulatedJob) => Answer,
): Answer {
	const job = ground.find('segmind', id ?? '');
	if (!job || Date.now() - job.submittedAt > RECORD_LIFETIME_MS) {
		return segmindError(404, `Request ${id} not found`);
	}
	job.statusCalls.push(Date.now());
	return answer(job);
}

const statusAnswer = (ground: Ground, job: SimulatedJob): Answer => ({
	status: 200,
	body: {
		status: statusWord(job),
		request_id: job.jobId,
		...linksOf(ground, job.jobId),
		metrics: stageOf(job) === 'ended' ? metricsOf(job) : {},
	},
});

function resultAnswer(job: SimulatedJob): Answer {
	const status = statusWord(job);
	const head = { request_id: job.jobId, status };
	// [Inferred: what is answered before the end.]
	if (stageOf(job) !== 'ended') return { status: 200, body: { ...head, metrics: {} } };
	const metrics = metricsOf(job);
	if (status === 'FAILED') {
		return { status: 422, body: { ...head, error: reasonOf(job), metrics } };
	}
	const output = hasVideo(job) ? { output: outputOf(job) } : {};
	const beside =
		hasVideo(job) && job.variant === 'besideOutput' ? { video_url: job.videoUrl } : {};
	return { status: 200, body: { ...head, ...output, ...beside, metrics } };
}
