import { z } from 'zod';

import { numberLike, textLike } from '../wire';

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

/** Answer of `GET videos` (page get-minimax-videos): the entries one by one, so that an odd one does not hide the others. */
export const videosAnswer = z.array(z.unknown());

/** Answer of `features`, of which only this is read (page get-minimax-features). */
export const featuresAnswer = z.object({ totalCredits: numberLike });

const accountCapacity = z.object({
	account: textLike,
	maxJobs: numberLike.nullish().catch(undefined),
	executing: numberLike.nullish().catch(undefined),
	available: numberLike.nullish().catch(undefined),
});

const executingJob = z.object({
	videoId: z.string().min(1),
	started: z.string().nullish().catch(undefined),
	replyRef: z.string().nullish().catch(undefined),
});

/** Answer of `scheduler/available`; `executing` holds images too, whose id says `-image:` (page get-minimax-scheduler-available). */
export const queueAnswer = z.object({
	executing: z
		.array(z.unknown())
		.nullish()
		.transform((entries) =>
			(entries ?? [])
				.flatMap((entry) => executingJob.safeParse(entry).data ?? [])
				.filter(({ videoId }) => !videoId.includes('-image:')),
		),
	available: z.array(accountCapacity).transform((accounts) =>
		accounts.map(({ account, maxJobs, executing, available }) => {
			const running = executing ?? 0;
			const limit = maxJobs ?? running + (available ?? 0);
			return {
				account,
				maxJobs: limit,
				executing: running,
				available: available ?? Math.max(0, limit - running),
			};
		}),
	),
});
