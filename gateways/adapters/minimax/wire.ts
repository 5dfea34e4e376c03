import { z } from 'zod';

import { numberLike, textLike } from '../../answer/wire';
import { baseResponse } from '../../protocols/minimax/answers';

const base_resp = baseResponse.nullish();

/** Answer of `video_generation`, both versions. `task_id` is missing or empty when `base_resp` refuses. */
export const submitAnswer = z.object({ task_id: textLike.nullish().catch(undefined), base_resp });

/** Answer of `/v1/query/video_generation`: `file_id` is empty until there is a video. */
export const statusAnswer = z.object({
	status: z.string().nullish(),
	file_id: textLike.nullish().catch(undefined),
	video_width: numberLike.nullish().catch(undefined),
	video_height: numberLike.nullish().catch(undefined),
	base_resp,
});

/** Answer of `/v1/files/retrieve`. */
export const fileAnswer = z.object({
	file: z.object({ download_url: z.string().nullish() }).nullish(),
	base_resp,
});

/** A task of version 2 (`VideoTask`, api-reference/video-generation-v2-query). */
const task = z.object({
	id: textLike.nullish().catch(undefined),
	model: z.string().nullish().catch(undefined),
	status: z.string().min(1),
	// No catch: a finished task whose address can't be read must be checked again.
	content: z.object({ url: z.string().nullish() }).nullish(),
	duration: numberLike.nullish().catch(undefined),
	created_at: numberLike.nullish().catch(undefined),
	updated_at: numberLike.nullish().catch(undefined),
	error: z
		.object({ code: textLike.nullish().catch(undefined), message: z.string().nullish() })
		.nullish()
		.catch(undefined),
});

export type Task = z.output<typeof task>;

/** Answer of `/v2/query/video_generation/{task_id}`, and the body of a callback. */
export const taskAnswer = z.object({ task: task.nullish(), base_resp });
