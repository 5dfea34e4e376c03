import type { z } from 'zod';

import { unreadable, unreadFiles } from '../../answer/answers';
import { costInAnswer } from '../../answer/costs';
import { completeJob, failureFromWords, isJobId, statusFromWord } from '../../answer/jobs';
import { isoFromTime } from '../../answer/times';
import { compact } from '../../compact';
import { isWebAddress } from '../../bytes/addresses';
import {
	isFinal,
	type Answer,
	type GatewayError,
	type VideoJob,
	type VideoStatus,
} from '../../gateway';
import { errors } from './errors';
import { pixelsIn } from './size';
import { jobAnswer } from './wire';

type Wire = z.output<typeof jobAnswer>;

/**
 * The words of all servers. OpenAI, vLLM-Omni: queued, in_progress, completed, failed. LiteLLM starts Veo as processing
 * (docs.litellm.ai/docs/providers/gemini/videos). New API adds unknown, its resellers submitted and its older route
 * succeeded (docs.newapi.pro). Together: cancelled (docs.together.ai/docs/videos-overview). SGLang: deleted. Read 2026-11.
 */
const statuses: Readonly<Record<string, VideoStatus>> = {
	queued: 'queued',
	submitted: 'queued',
	pending: 'queued',
	in_progress: 'processing',
	processing: 'processing',
	running: 'processing',
	unknown: 'processing',
	completed: 'completed',
	succeeded: 'completed',
	failed: 'failed',
	expired: 'failed',
	cancelled: 'cancelled',
	canceled: 'cancelled',
	deleted: 'cancelled',
};

/** A Base URL, or its path, without the version at its end, which the paths have, too. */
export const rootOf = (base: string): string => base.replace(/\/v\d+$/, '');

/** An address of an answer as a whole one: some servers leave their own host out. */
function wholeAddress(text: string | null | undefined, baseUrl: string): string | undefined {
	if (!text) return undefined;
	if (isWebAddress(text)) return text;
	return text.startsWith('/') && URL.canParse(text, baseUrl)
		? new URL(text, baseUrl).href
		: undefined;
}

const addressIn = ({ outputs, url, metadata }: Wire, baseUrl: string): string | undefined =>
	[outputs?.video_url, url, metadata?.url]
		.map((text) => wholeAddress(text, baseUrl))
		.find((address) => address !== undefined);

/** How a server is asked for its jobs and files. */
export interface Reading {
	/** The path of a job. */
	jobPath: (jobId: string) => string;
	/** It has the file of each job below the job's own path. */
	hasContent: boolean;
}

/** A job's fields, whatever its status. */
const factsIn = ({ size, completed_at, expires_at }: Wire) => ({
	...pixelsIn(size),
	completedAt: isoFromTime(completed_at),
	expiresAt: isoFromTime(expires_at),
});

/** A job as any of the servers tells it. A check may lack the ID: it is about the job that was asked for. */
export function readJob(
	wire: Wire,
	{ baseUrl }: Pick<Answer, 'baseUrl'>,
	{ jobPath, hasContent }: Reading,
	askedFor?: string,
): VideoJob | GatewayError {
	const jobId = askedFor ?? wire.id ?? wire.task_id;
	if (!jobId || !isJobId(jobId)) {
		return unreadable(errors, 'sent a response without a job ID');
	}
	const address = addressIn(wire, baseUrl);
	// A submit needs no status; a check without one says nothing.
	const word = wire.status ?? (askedFor === undefined ? 'queued' : undefined);
	if (word === undefined && address === undefined) {
		return unreadable(errors, 'sent a response without a status');
	}
	const { status, warnings } = statusFromWord(statuses, word ?? 'completed', address);
	const content = hasContent ? `${rootOf(baseUrl)}${jobPath(jobId)}/content` : undefined;
	const file = address ?? content;
	const unread = unreadFiles(errors, { status, videoUrl: file }, wire.unread);
	if (unread) return unread;
	return completeJob(
		compact<VideoJob>({
			gateway: 'openaicompatible',
			jobId,
			status,
			progress: isFinal({ status }) ? undefined : wire.progress,
			...factsIn(wire),
			cost: costInAnswer(wire.outputs?.cost, status),
			videoUrl: status === 'completed' ? file : undefined,
			failure:
				status === 'failed'
					? failureFromWords(wire.error?.message, wire.error?.code)
					: undefined,
			warnings,
		}),
	);
}
