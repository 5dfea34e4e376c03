import { z } from 'zod';

import { baseResponse } from '../../protocols/minimax/answers';
import { numberLike, textLike } from '../../answer/wire';
import { isObject } from '../../json';

const base_resp = baseResponse.nullish();

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
	z.object({
		task_id: textLike.nullish().catch(undefined),
		status: z.string().nullish(),
		task_status: z.string().nullish(),
		video_url: z.string().nullish(),
		file: z.object({ download_url: z.string().nullish() }).nullish(),
		video_width: numberLike.nullish().catch(undefined),
		video_height: numberLike.nullish().catch(undefined),
		base_resp,
		message: z.unknown(),
		error: z.unknown(),
		detail: z.unknown(),
	}),
);
