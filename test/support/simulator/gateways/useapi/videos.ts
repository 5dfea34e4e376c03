import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { plainEndpoint, type Call, type Endpoint, type Refusal } from '../../gateway';
import { stageOf } from '../../jobs';
import type { Answer } from '../../types';
import {
	ACCOUNT_MAX_JOBS,
	USER,
	digits,
	isOf,
	oneAccount,
	wrongAccount,
	type Account,
} from './account';
import { createBody, listQuery, type CreateBody } from './bodies';
import { useapiError } from './errors';
import { batchOf, idOf, replyOf, state } from './job';
import { brokenRules } from './rules';

/** The calls on videos: submit, status, list, cancel. */
export function videoEndpoints(account: Account): Endpoint[] {
	const { ground } = account;
	return [
		plainEndpoint({
			name: 'submit',
			method: 'POST',
			path: '/v1/minimax/videos/create',
			body: createBody,
			answer: (call) => submit(account, call),
		}),
		plainEndpoint({
			name: 'status',
			method: 'GET',
			path: '/v1/minimax/videos/:videoId',
			answer: ({ params }) => status(account, params.videoId ?? ''),
		}),
		plainEndpoint({
			name: 'list',
			method: 'GET',
			path: ['/v1/minimax/videos', '/v1/minimax/videos/'],
			query: listQuery,
			answer({ query }) {
				const one = oneAccount(account, query.account);
				return 'refused' in one ? one : list(account, { ...query, ...one });
			},
		}),
		plainEndpoint({
			name: 'cancel',
			method: 'POST',
			path: '/v1/minimax/videos/cancel',
			body: z.object({ videoId: z.string() }).strict(),
			answer({ body }) {
				const job = ground.find('useapi', body.videoId);
				if (!job) return useapiError(404);
				ground.cancel(job);
				// [Not found: the answer, which POST videos/cancel does not print.]
				return { status: 200, body: { videoId: job.jobId } };
			},
		}),
	];
}

/**
 * The account that makes a video. "If not specified API will randomly select account from available accounts", also
 * where the submit has files, which belong to one account: with several, it must be named then.
 */
function makerOf(account: Account, body: CreateBody, maxJobs: number): { maker: string } | Refusal {
	const connected = account.connected();
	if (body.account !== undefined) return { maker: body.account };
	if (connected.length > 1 && Object.keys(body).some((key) => /fileID/i.test(key))) {
		return { refused: 'account is required with files where there are several accounts' };
	}
	const isFree = (one: string) => account.running(one).length < maxJobs;
	const choice = connected.some(isFree) ? connected.filter(isFree) : connected;
	return { maker: choice[randomInt(choice.length)]! };
}

function submit(account: Account, { path, body }: Call<unknown, CreateBody>): Answer | Refusal {
	const { ground, files } = account;
	const maxJobs = body.maxJobs ?? ACCOUNT_MAX_JOBS;
	const made = wrongAccount(account, body.account) ?? makerOf(account, body, maxJobs);
	if ('refused' in made) return made;
	const { maker } = made;
	const fileOf = (id: unknown) => (isOf(maker, String(id)) ? files.get(String(id)) : undefined);
	const broken = [...brokenRules(body, fileOf)];
	if (broken.length > 0) return { refused: broken.join('; ') };
	if (ground.enforceMaxJobs() && account.running(maker).length >= maxJobs) {
		return queueFull(account, maker, maxJobs);
	}
	const jobId = `${USER}-minimax:${maker}-video:${digits(18)}`;
	const job = ground.accept({
		gateway: 'useapi',
		jobId,
		path,
		body,
		// "Default value for all API calls unless you choose to override" (POST account).
		callbackUrl: body.replyUrl ?? account.settings().replyUrl,
		videoUrl: () => ground.mediaUrl('useapi', jobId),
	});
	return {
		status: 200,
		body: {
			id: idOf(job),
			task: { batchID: batchOf(job), videoIDs: [idOf(job)] },
			videoId: job.jobId,
			...replyOf(job),
		},
	};
}

function queueFull(account: Account, name: string, maxJobs: number): Answer {
	return {
		status: 429,
		body: {
			error: `Account ${name} is busy executing ${maxJobs} videos`,
			runningVideos: {
				[name]: account.running(name).map((job) => ({
					account: name,
					id: idOf(job),
					scheduledVideo: idOf(job),
					videoId: job.jobId,
					started: new Date(job.submittedAt).toISOString(),
					...replyOf(job),
				})),
			},
		},
	};
}

function status({ ground }: Account, videoId: string): Answer {
	const job = ground.find('useapi', videoId);
	if (!job) return useapiError(404);
	job.statusCalls.push(Date.now());
	// "Most often means the video was moderated and removed after generation."
	const isRemoved =
		job.variant === 'removed' && job.outcome === 'moderated' && stageOf(job) === 'ended';
	return isRemoved ? useapiError(404) : { status: 200, body: state(job) };
}

function list(
	own: Account,
	{ account, lastVideoId, limit = 30 }: z.infer<typeof listQuery>,
): Answer {
	const newestFirst = own.jobs(account).reverse();
	// [Inferred: that the page starts after the video named.]
	const start = lastVideoId ? newestFirst.findIndex((job) => job.jobId === lastVideoId) + 1 : 0;
	// [Inferred: that the list tells the reference, as the video's own result does.]
	return {
		status: 200,
		body: newestFirst
			.slice(start, start + limit)
			.map((job) => ({ ...state(job), ...replyOf(job) })),
	};
}
