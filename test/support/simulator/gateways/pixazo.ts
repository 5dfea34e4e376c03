import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { callbackProblem, endpoint, hasHeaders } from '../gateway';
import type { DocumentedGateway, Ground, Refusal, SimulatedGateway } from '../gateway';
import { imageProblem } from '../images';
import { hasVideo, stageOf } from '../jobs';
import {
	baseResp,
	CALLBACK_VARIANTS,
	callbackShapes,
	challengeProblem,
	minimaxRefusal,
	statusWord,
	taskState,
} from '../protocols/minimax';
import type { Answer, SimulatedJob } from '../types';

/**
 * The answer shapes:
 * - `page`: as printed in Pixazo's MiniMax Hailuo AI API Documentation (the default)
 * - `escapedText`: the submit's answer as JSON inside a JSON text, as the page prints one sample
 * - `filesRetrieve`: the finished video as `file.download_url` without a status, which an older
 *   client of the same address got
 * - `preparing`: MiniMax's first status word, `Preparing`, instead of `Queueing`
 * - `wrapped`: the result in `output`, the status in `task_status`, the reason of a failure in `message`, with the
 *   words that Pixazo's own studio ends on (github.com/Pixazo-AI/pixazo-ai-studio, 2026). [Inferred: that all three come
 *   together, and that the words before the end are MiniMax's.]
 */
const VARIANTS = ['page', 'escapedText', 'filesRetrieve', 'preparing', 'wrapped'] as const;

const API_KEY = '3e9a41d7b06c4f58a2d1c7e0f4b89356';
const keyHeaders = (apiKey: string) => ({ 'Ocp-Apim-Subscription-Key': apiKey });
const otherHeaders = { 'Cache-Control': 'no-cache' };

const SUBMIT_PATH = '/minimax-hailuo-ai/v1';
const STATUS_PATH = '/minimax-hailuo-ai-polling/v1/getStatus';

/**
 * Pixazo, MiniMax Hailuo AI API Documentation, Response Handling; 402 is from
 * github.com/Pixazo-AI/skills (2026-08-20). [Inferred: the text of 402.]
 */
const MESSAGES: Record<number, string> = {
	400: 'Invalid request parameters',
	401: 'Invalid or missing authentication',
	402: 'Out of credits',
	403: 'Access denied for this operation',
	404: 'Endpoint not found',
	429: 'Rate limit exceeded, please retry later',
	500: 'An unexpected error occurred, please try again later',
};

/** The body `{error}`, in the gateway's words where they are printed. */
function pixazoError(status: number, message?: string): Answer {
	return { status, body: { error: message ?? MESSAGES[status] ?? `HTTP ${status}` } };
}

const prompt = z.string().min(1).max(2000);

// Pixazo, MiniMax Hailuo AI API Documentation, Parameters for /imageToVideo.
const imageToVideoBody = z
	.object({
		prompt,
		first_frame_image: z.string().superRefine((value, context) => {
			const message = imageProblem(value, ['png', 'jpeg', 'webp']);
			if (message) context.addIssue({ code: 'custom', message });
		}),
		prompt_optimizer: z.boolean().optional(),
		fast_pretreatment: z.boolean().optional(),
		duration: z.union([z.literal(6), z.literal(10)]).optional(),
		resolution: z.enum(['768P', '1080P']).optional(),
		callback_url: z
			.string()
			.superRefine((address, context) => {
				const message = callbackProblem(address);
				if (message) context.addIssue({ code: 'custom', message });
			})
			.optional(),
		aigc_watermark: z.boolean().optional(),
	})
	.strict();

// github.com/Pixazo-AI/skills, hailuo, 2026-08-20. [Not found: whether it takes more.]
const textToVideoBody = z.object({ prompt, prompt_optimizer: z.boolean().optional() }).strict();

/** Documented is only `Success`; the rest are MiniMax's words for the same body. [Inferred] */
const firstWord = ({ variant }: SimulatedJob) =>
	variant === 'preparing' ? 'Preparing' : 'Queueing';

/** What the answers to status calls have in common with the callbacks. */
const pixazoState = (job: SimulatedJob) => taskState(job, firstWord(job));

/** The words of Pixazo's studio for the same ends. */
const STUDIO_WORDS: Readonly<Record<string, string>> = { Success: 'succeeded', Fail: 'failed' };

/** [Inferred: the texts; the studio only reads them.] */
const STUDIO_REASONS: Partial<Record<SimulatedJob['outcome'], string>> = {
	failed: 'The generation failed',
	cancelled: 'The generation failed',
	moderated: 'The video was withheld as sensitive',
};

function wrappedState(job: SimulatedJob) {
	const word = statusWord(stageOf(job), job.outcome, firstWord(job));
	return {
		task_id: job.jobId,
		task_status: STUDIO_WORDS[word] ?? word,
		output: hasVideo(job) ? { video_url: job.videoUrl } : {},
		...(word === 'Fail' && { message: STUDIO_REASONS[job.outcome] }),
	};
}

function state(job: SimulatedJob) {
	if (job.variant === 'wrapped') return wrappedState(job);
	if (!hasVideo(job)) return pixazoState(job);
	if (job.variant === 'filesRetrieve') {
		return { file: { download_url: job.videoUrl }, ...baseResp(0) };
	}
	return {
		...pixazoState(job),
		video_url: job.videoUrl,
		video_width: 768,
		video_height: 432,
	};
}

/** Pixazo, MiniMax Hailuo (gateway.pixazo.ai). */
function simulate(ground: Ground): SimulatedGateway {
	const gateway: Omit<SimulatedGateway, 'endpoints'> = {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : pixazoError(401),
		headerProblem: (headers) =>
			hasHeaders(headers, otherHeaders)
				? undefined
				: 'header Cache-Control: no-cache is missing',
		// The page prints this text without any detail.
		invalid: () => pixazoError(400),
		notFound: () => pixazoError(404),
		// [Inferred: that Pixazo, which says only "task status update notifications", hands MiniMax's through.]
		callbacks: { shapes: callbackShapes(pixazoState), attempts: 1 },
	};

	async function accept(
		path: string,
		body: Record<string, unknown>,
		callbackUrl?: string,
	): Promise<Answer | Refusal> {
		const jobId = `11173647${randomInt(1e9, 1e10)}`;
		const refused =
			callbackUrl && (await challengeProblem(ground, 'pixazo', jobId, callbackUrl));
		// [Not found: how a refusal looks.] The callback address is a parameter, so MiniMax's code for
		// invalid ones.
		if (refused) return { refused, answer: minimaxRefusal(2013) };
		const job = ground.accept({
			gateway: 'pixazo',
			jobId,
			path,
			body,
			callbackUrl,
			videoUrl: () => ground.mediaUrl('pixazo', jobId),
		});
		const answer = { task_id: job.jobId, ...baseResp(0) };
		if (job.variant !== 'escapedText') return { status: 200, body: answer };
		return {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(JSON.stringify(answer, null, 2)),
		};
	}

	return {
		...gateway,
		endpoints: [
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: `${SUBMIT_PATH}/imageToVideo`,
				body: imageToVideoBody,
				async answer({ path, body }): Promise<Answer | Refusal> {
					// MiniMax makes 1080P for 6 seconds only (platform.minimax.io, image to video).
					// [Inferred: that Pixazo hands its code 2013 through inside HTTP 200.]
					if (body.resolution === '1080P' && body.duration === 10) {
						return {
							refused: '1080P is made for 6 seconds only',
							answer: minimaxRefusal(2013),
						};
					}
					return await accept(path, body, body.callback_url);
				},
			}),
			endpoint(gateway, {
				name: 'submit',
				method: 'POST',
				path: `${SUBMIT_PATH}/generate`,
				body: textToVideoBody,
				answer: async ({ path, body }) => await accept(path, body),
			}),
			endpoint(gateway, {
				name: 'status',
				method: 'POST',
				path: STATUS_PATH,
				body: z.object({ task_id: z.string() }).strict(),
				answer({ body }) {
					const job = ground.find('pixazo', body.task_id);
					// "The requested resource or endpoint could not be found." [Inferred: that an
					// unknown task counts as such a resource.]
					if (!job) return pixazoError(404);
					job.statusCalls.push(Date.now());
					return { status: 200, body: state(job) };
				},
			}),
		],
	};
}

/** Pixazo, by its pages. */
export const pixazo: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: pixazoError,
	// github.com/Pixazo-AI/skills (2026-08-20).
	noCredit: pixazoError(402),
	keyHeaders,
	otherHeaders,
	orderKeys: { prompt: 'prompt' },
	idKeys: ['task_id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
