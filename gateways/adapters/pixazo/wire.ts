import { z } from 'zod';

import { baseResponse } from '../../protocols/minimax/answers';
import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';
import { isObject } from '../../json';

const base_resp = maybe(baseResponse);

/**
 * The body with what lies in its `output` beside the rest, which counts where both have a key. Pixazo's own studio
 * (Pixazo-AI/pixazo-ai-studio, 2026) reads results either way.
 */
function withoutWrapper(body: unknown): unknown {
	if (!isObject(body) || !isObject(body.output)) return body;
	const given = Object.entries(body).filter(([, value]) => value !== null && value !== '');
	return { ...body.output, ...Object.fromEntries(given) };
}

/** Answer of both submit routes. `task_id` is missing or empty when `base_resp` refuses. */
export const submitAnswer = z.preprocess(
	withoutWrapper,
	z.object({ task_id: textLike.nullish().catch(undefined), base_resp }),
);

/**
 * Answer of `getStatus`: MiniMax's query reply with `video_url`; an older form had MiniMax's `file` instead. The studio
 * reads the status from `task_status` as well.
 */
export const statusAnswer = z.preprocess(
	withoutWrapper,
	jobAnswerOf(
		{
			task_id: maybe(textLike),
			status: maybe(z.string()),
			task_status: maybe(z.string()),
			video_width: maybe(numberLike),
			video_height: maybe(numberLike),
			base_resp,
			/** Where the studio looks for a reason, in this order. */
			message: z.unknown(),
			error: z.unknown(),
			detail: z.unknown(),
		},
		{
			video_url: z.string().nullish(),
			file: z.object({ download_url: z.string().nullish() }).nullish(),
		},
	),
);
