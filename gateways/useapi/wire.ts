import { z } from 'zod';

import { numberLike } from '../wire';

/** Answer of `videos/create`. The job is polled by `videoId`; `id` alone does not name it. */
export const createAnswer = z.object({
	videoId: z.string().min(1),
	replyRef: z.string().nullish(),
});

/** Answer of `videos/{videoId}` (page get-minimax-videos-videoId). Without a paid account `downloadURL` is missing. */
export const videoAnswer = z.object({
	status: numberLike,
	statusLabel: z.string().nullish(),
	statusFinal: z.boolean().nullish(),
	percent: numberLike.nullish().catch(undefined),
	message: z.string().nullish(),
	downloadURL: z.string().nullish(),
	videoURL: z.string().nullish(),
	width: numberLike.nullish().catch(undefined),
	height: numberLike.nullish().catch(undefined),
	replyRef: z.string().nullish(),
});

/**
 * A callback. Its body is not documented for MiniMax; useapi.net's own sample for another service
 * (examples/generate-assets-with-webhook) shows the answer of the matching GET.
 */
export const videoCallback = videoAnswer.extend({ videoId: z.string().min(1) });

/** Answer of `POST files`. */
export const fileAnswer = z.object({ fileID: z.string().min(1) });

/** Answer of `GET /v2/account`: `replyUrl` is the address for jobs that have none of their own. */
export const accountAnswer = z.object({ replyUrl: z.string().nullish() });
