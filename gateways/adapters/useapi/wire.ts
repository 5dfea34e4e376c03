import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';

/** Answer of `videos/create`. The job is polled by `videoId`; `id` alone does not name it. */
export const createAnswer = z.object({
	videoId: z.string().min(1),
	replyRef: maybe(z.string()),
});

const facts = {
	status: numberLike,
	statusLabel: maybe(z.string()),
	statusFinal: maybe(z.boolean()),
	percent: maybe(numberLike),
	message: maybe(z.string()),
	width: maybe(numberLike),
	height: maybe(numberLike),
	replyRef: maybe(z.string()),
};

/** Without a paid account `downloadURL` is missing. */
const files = { downloadURL: z.string().nullish(), videoURL: z.string().nullish() };

/** Answer of `videos/{videoId}` (page get-minimax-videos-videoId). */
export const videoAnswer = jobAnswerOf(facts, files);

/**
 * A callback. Its body is not documented for MiniMax; useapi.net's own sample for another service
 * (examples/generate-assets-with-webhook) shows the answer of the matching GET.
 */
export const videoCallback = jobAnswerOf({ ...facts, videoId: z.string().min(1) }, files);

/** Answer of `POST files`. */
export const fileAnswer = z.object({ fileID: z.string().min(1) });

/** Answer of `GET /v2/account`: `replyUrl` is the address for jobs that have none of their own. */
export const accountAnswer = z.object({ replyUrl: z.string().nullish() });

/** Answer of `GET videos` (page get-minimax-videos): the entries one by one, so that an odd one does not hide the others. */
export const videosAnswer = z.array(z.unknown());

/** Answer of `features`, of which only this is read (page get-minimax-features). */
export const featuresAnswer = z.object({ totalCredits: numberLike });

/**
 * An account. Only what is named here is read: entries of `GET accounts` also hold a `jwt`, which opens the account at
 * hailuoai.video and must reach no item. `supportVideo` (entries of `GET accounts`, and the official script of
 * useapi.net, 2026, which stops without it): false where the account makes no videos.
 */
const accountCapacity = z.object({
	account: textLike,
	supportVideo: z.boolean().nullish().catch(undefined),
	maxJobs: numberLike.nullish().catch(undefined),
	executing: numberLike.nullish().catch(undefined),
	available: numberLike.nullish().catch(undefined),
});

const executingJob = z.object({
	videoId: z.string().min(1),
	started: z.string().nullish().catch(undefined),
	replyRef: z.string().nullish().catch(undefined),
});

interface Capacity {
	account: string;
	maxJobs: number;
	executing: number;
	available: number;
}

function capacityOf(wire: z.output<typeof accountCapacity>): Capacity {
	const executing = wire.executing ?? 0;
	const maxJobs = wire.maxJobs ?? executing + (wire.available ?? 0);
	const available = wire.available ?? Math.max(0, maxJobs - executing);
	const makesVideos = wire.supportVideo !== false;
	return { account: wire.account, maxJobs, executing, available: makesVideos ? available : 0 };
}

/** A video's account: `user:<user>-minimax:<account>-video:<video>`. */
const accountOf = (videoId: string): string | undefined =>
	/-minimax:(.+)-video:/.exec(videoId)?.[1];

/**
 * Accounts that are only seen by what they execute. Whether full accounts are in `available` is not documented; left
 * out they would look like accounts that do not exist.
 */
function fullAccounts(
	executing: ReadonlyArray<{ videoId: string }>,
	listed: readonly Capacity[],
): Capacity[] {
	const names = executing.map(({ videoId }) => accountOf(videoId));
	const missing = new Set(
		names.filter((name) => name !== undefined && !listed.some((one) => one.account === name)),
	) as ReadonlySet<string>;
	return [...missing].map((account) => {
		const running = names.filter((name) => name === account).length;
		return { account, maxJobs: running, executing: running, available: 0 };
	});
}

/** Answer of `scheduler/available`; `executing` holds images too, whose id says `-image:` (page get-minimax-scheduler-available). */
export const queueAnswer = z
	.object({
		executing: z
			.array(z.unknown())
			.nullish()
			.transform((entries) =>
				(entries ?? [])
					.flatMap((entry) => executingJob.safeParse(entry).data ?? [])
					.filter(({ videoId }) => !videoId.includes('-image:')),
			),
		available: z.array(accountCapacity).transform((accounts) => accounts.map(capacityOf)),
	})
	.transform(({ executing, available }) => ({
		executing,
		available: [...available, ...fullAccounts(executing, available)],
	}));

/** What runs and what would be accepted, as read. */
export type QueueAnswer = z.output<typeof queueAnswer>;
