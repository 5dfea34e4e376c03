import { failureOfStatus, readAnswer, unreadable } from '../../answer/answers';
import { costInAnswer } from '../../answer/costs';
import { completeJob } from '../../answer/jobs';
import { compact } from '../../compact';
import type {
	Answer,
	GatewayError,
	GatewayInput,
	RequestProblem,
	VideoJob,
	VideoRequest,
} from '../../gateway';
import { inputValue } from '../../request/inputs';
import { errors } from './errors';
import { blockingAnswer, videoUrlIn } from './wire';

/** The v1 route, which keeps the connection open and answers with the video itself. */

/** The model whose blocking v1 route has a page. */
const BLOCKING_MODEL = 'minimax-ai';

/** Keeps the connection open until the video is ready instead of submitting a job. */
export const blocking: GatewayInput = {
	key: 'blocking',
	label: 'Blocking',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the connection open until the video is ready (about 3 minutes) and add it to the item, instead of starting a job. If the connection drops, the video is lost.',
	wire: false,
};

/** Whether the request goes to the v1 route. */
export const isBlocking = (request: VideoRequest): boolean =>
	inputValue(request, blocking.key) === true;

/** Longest wait for a blocking answer, in seconds: the deadline of Segmind's own video sample. */
export const BLOCKING_SECONDS = 900;

/** Checks that the model is the only one that the route is documented for. */
export const checkBlocking = (request: VideoRequest): RequestProblem[] =>
	isBlocking(request) && request.model !== BLOCKING_MODEL
		? [{ field: blocking.key, code: 'onlyForModel', model: BLOCKING_MODEL }]
		: [];

/** Reads the answer of the v1 route: the video itself, or JSON with its address. */
export function readBlocking(request: VideoRequest, answer: Answer): VideoJob | GatewayError {
	const { status, headers, mediaType } = answer;
	const jobId = headers['x-request-id'] || `v1-${answer.receivedAt}`;
	const job: VideoJob = compact<VideoJob>({
		gateway: 'segmind',
		jobId,
		status: 'completed',
		model: request.model,
		cost: costInAnswer(Number(headers['x-cost']), 'completed'),
	});
	if (status < 200 || status > 299) return failureOfStatus(errors, answer);
	if (mediaType !== undefined) return job;
	return readAnswer(errors, answer, blockingAnswer, (wire): VideoJob | GatewayError => {
		const videoUrl = videoUrlIn(wire);
		return !videoUrl
			? unreadable(errors, 'sent a response without a video')
			: completeJob({ ...job, jobId: wire.request_id || jobId, videoUrl });
	});
}
