import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';
import { baseResponse } from '../../protocols/minimax/answers';

const base_resp = maybe(baseResponse);

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
const task = jobAnswerOf(
	{
		id: maybe(textLike),
		model: maybe(z.string()),
		status: z.string().min(1),
		duration: maybe(numberLike),
		created_at: maybe(numberLike),
		updated_at: maybe(numberLike),
		error: maybe(z.object({ code: maybe(textLike), message: maybe(z.string()) })),
		task_type: maybe(z.string()),
		modality: maybe(z.string()),
	},
	{ content: z.object({ url: z.string().nullish() }).nullish() },
);

export type Task = z.output<typeof task>;

/** Answer of `/v2/query/video_generation/{task_id}`, and the body of a callback. */
export const taskAnswer = z.object({ task: task.nullish(), base_resp });

/** An entry of the list (`ListVideoGenerationV2Resp`, api-reference/video-generation-v2-list). */
export const listedTask = task;

/** Answer of the list. [Inferred: that an empty one may be null.] */
export const listAnswer = z.object({ items: z.array(z.unknown()).nullable() });

/**
 * Answer of DELETE `/v2/video_generation/{task_id}` (`DeleteVideoGenerationV2Resp`). Older pages for mainland China have the
 * words of `action` without their endings.
 */
export const deleteAnswer = z.object({
	action: z
		.enum(['cancelled', 'deleted', 'cancel', 'delete'])
		.transform((action) =>
			action === 'cancel' || action === 'cancelled' ? 'cancelled' : 'deleted',
		)
		.nullish()
		.catch(undefined),
});
