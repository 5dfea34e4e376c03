import { z } from 'zod';

import { numberLike, textLike } from '../../answer/wire';
import { baseResponse } from '../../protocols/minimax/answers';

const base_resp = baseResponse.nullish();

/** Answer of `video_generation`. `task_id` is missing or empty when `base_resp` refuses. */
export const submitAnswer = z.object({ task_id: textLike.nullish().catch(undefined), base_resp });

/** Answer of `query/video_generation`: `file_id` is empty until there is a video. */
export const statusAnswer = z.object({
	status: z.string().nullish(),
	file_id: textLike.nullish().catch(undefined),
	video_width: numberLike.nullish().catch(undefined),
	video_height: numberLike.nullish().catch(undefined),
	base_resp,
});

/** Answer of `files/retrieve`. */
export const fileAnswer = z.object({
	file: z.object({ download_url: z.string().nullish() }).nullish(),
	base_resp,
});
