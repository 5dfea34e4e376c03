import { failureOfStatus, readAnswer, unreadable } from '../../answer/answers';
import { completeJob } from '../../answer/jobs';
import { compact } from '../../compact';
import {
	isGatewayError,
	type AccountCallback,
	type AccountSlots,
	type Balance,
	type Call,
	type GatewayError,
	type GatewayQueue,
	type JobReferences,
	type OperationInputs,
	type SubmittedJob,
	type VideoJob,
} from '../../gateway';
import { errors, readVideo } from './jobs';
import { accountFor, namedAccount } from './submit';
import {
	accountAnswer,
	featuresAnswer,
	queueAnswer,
	videoCallback,
	videosAnswer,
	type QueueAnswer,
} from './wire';

/** What the user's accounts at hailuoai.video have, do and are set to. */

/** The jobs in a list; an error only if none of its entries can be read. */
function jobsIn(entries: unknown[]): VideoJob[] | GatewayError {
	const jobs = entries.flatMap((entry) => {
		const wire = videoCallback.safeParse(entry);
		return wire.success ? completeJob(readVideo(wire.data.videoId, wire.data)) : [];
	});
	return jobs.length === 0 && entries.length > 0
		? unreadable(errors, 'sent a list of videos in an unknown format')
		: jobs;
}

/** Page get-minimax-videos (2024-10-11). With several accounts, `account` is required. */
const listRequest = (page: { account?: string | undefined; limit: number; before?: string }) =>
	({
		method: 'GET',
		path: '/v1/minimax/videos/',
		query: compact<Record<string, string>>({
			account: page.account,
			limit: String(page.limit),
			lastVideoId: page.before,
		}),
	}) as const;

/** The newest jobs. */
export const list = ({
	limit,
	inputs,
}: {
	limit: number;
	inputs?: OperationInputs;
}): Call<VideoJob[]> => ({
	request: listRequest({ account: namedAccount({ inputs: inputs ?? {} }), limit }),
	repeat: 'always',
	timeoutSeconds: 60,
	read: (answer) =>
		readAnswer(errors, answer, videosAnswer, (entries) => {
			const jobs = jobsIn(entries);
			return isGatewayError(jobs) ? jobs : jobs.slice(0, limit);
		}),
});

/** Page get-minimax-features (2025-05-31). With several accounts, `account` is required. */
export const balance = (inputs?: OperationInputs): Call<Balance> => {
	const account = namedAccount({ inputs: inputs ?? {} });
	return {
		request: {
			method: 'GET',
			path: '/v1/minimax/features/',
			query: compact<Record<string, string>>({ account }),
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, featuresAnswer, ({ totalCredits }) => ({
				amount: totalCredits,
				currency: 'credits',
				...(account ? { account } : {}),
			})),
	};
};

/** Page get-minimax-scheduler-available (2025-03-17). */
const queueCall = <Result>(then: (queue: QueueAnswer) => Result): Call<Result> => ({
	request: { method: 'GET', path: '/v1/minimax/scheduler/available' },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) => readAnswer(errors, answer, queueAnswer, then),
});

const runningJobs = ({ executing }: QueueAnswer): SubmittedJob[] =>
	executing.map(({ videoId, started, replyRef }) =>
		compact<SubmittedJob>({
			jobId: videoId,
			callbackReference: replyRef,
			startedAt: started,
		}),
	);

/** What is running, and how many more videos would be accepted now. */
export const queue = (): Call<GatewayQueue> =>
	queueCall((wire) => ({ accounts: wire.available, executing: runningJobs(wire) }));

/** Whether the account that is named or has the pictures has room for another video, or any, if it can be any. */
export const slots: AccountSlots = {
	hasRoom: (request) => {
		const named = accountFor(request);
		return queueCall(({ available: accounts }) => ({
			hasRoom: accounts.some(
				({ account, available }) => available > 0 && (!named || named === account),
			),
		}));
	},
	// POST videos/create, 429: "10..30 seconds".
	secondsBetween: 10,
};

/** The jobs that run now, and the accounts whose lists may have the job of this request. */
const running: JobReferences['running'] = (request) => {
	const named = namedAccount(request);
	return queueCall((wire) => ({
		jobs: runningJobs(wire),
		places: named ? [named] : wire.available.map(({ account }) => account),
	}));
};

/**
 * The newest jobs of an account with the references that they were submitted with. That a reference is "stored and
 * returned along with" the result is on post-minimax-videos-create.
 */
const listSubmitted: JobReferences['list'] = ({ place, before }, request) => {
	const account = place ?? namedAccount(request);
	return {
		request: listRequest({ account, limit: 100, ...(before ? { before } : {}) }),
		repeat: 'always',
		timeoutSeconds: 60,
		read: (answer) =>
			readAnswer(errors, answer, videosAnswer, (entries) =>
				entries
					.map((entry) => videoCallback.safeParse(entry).data)
					// "The video id from where to start" doesn't say whether that one is still part of the page.
					.filter((wire) => wire !== undefined && wire.videoId !== before)
					.map((wire) =>
						compact<SubmittedJob>({
							jobId: wire!.videoId,
							callbackReference: wire!.replyRef,
						}),
					),
			),
	};
};

/** Finding the job of a submit whose answer was lost. */
export const references: JobReferences = {
	// A job is there as soon as it is accepted, or soon after a 502.
	checksAfter: [0, 1, 3, 8],
	// 100 jobs each.
	pages: 10,
	running,
	list: listSubmitted,
};

/** Page post-account: `{ name, replyUrl }`; a field that is omitted stays as it is. */
export const accountDefault: AccountCallback = {
	read: () => ({
		request: { method: 'GET', path: '/v2/account' },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, accountAnswer, ({ replyUrl }) => ({ url: replyUrl ?? '' })),
	}),
	// How to remove an address isn't documented; setting an empty one comes closest.
	write: (url) => ({
		request: { method: 'POST', path: '/v2/account', body: { replyUrl: url } },
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			answer.status >= 200 && answer.status < 300 ? { url } : failureOfStatus(errors, answer),
	}),
	place: 'https://useapi.net/docs/account-management/post-account (replyUrl)',
};
