import { z } from 'zod';

import { baseResponse } from '../minimax';
import { numberLike, textLike } from '../wire';

const base_resp = baseResponse.nullish();

/** Answer of both submit routes. `task_id` is missing or empty when `base_resp` refuses. */
export const submitAnswer = z.object({ task_id: textLike.nullish().catch(undefined), base_resp });

/** Answer of `getStatus`: MiniMax's query reply with `video_url`; an older form had MiniMax's `file` instead. */
export const statusAnswer = z.object({
	task_id: textLike.nullish().catch(undefined),
	status: z.string().nullish(),
	video_url: z.string().nullish(),
	file: z.object({ download_url: z.string().nullish() }).nullish(),
	video_width: numberLike.nullish().catch(undefined),
	video_height: numberLike.nullish().catch(undefined),
	base_resp,
});
