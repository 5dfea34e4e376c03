import type { z } from 'zod';

import { readAnswer, unreadable, unreadFiles } from '../../answer/answers';
import { costInAnswer } from '../../answer/costs';
import { completeJob, failureFromWords, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import type {
	Answer,
	Callbacks,
	GatewayError,
	VideoFailure,
	VideoJob,
	VideoStatus,
} from '../../gateway';
import { errors } from './errors';
import { isSigned } from './signature';
import { jobAnswer, jobEvent } from './wire';

/** Jobs as answers and callbacks have them. */

type JobAnswer = z.output<typeof jobAnswer>;

/** `VideoGenerationResponse` of @openrouter/sdk 1.3.19. */
const statuses: Readonly<Record<string, VideoStatus>> = {
	pending: 'queued',
	in_progress: 'processing',
	completed: 'completed',
	failed: 'failed',
	cancelled: 'cancelled',
	expired: 'failed',
};

function failureOf({ status, error }: JobAnswer): VideoFailure {
	if (status?.toLowerCase() !== 'expired') return failureFromWords(error);
	const message = error ?? 'The job expired before its video was ready.';
	return { code: 'timeout', message, retryable: true };
}

/** The videos' addresses: those that work without the key first. Some clients see them without the host. */
function addressesIn({ urls, unsigned_urls: unsigned }: JobAnswer, baseUrl: string): string[] {
	const all = urls && urls.length > 0 ? urls : (unsigned ?? []);
	return all.map((address) =>
		address.startsWith('/') && URL.canParse(address, baseUrl)
			? new URL(address, baseUrl).href
			: address,
	);
}

function readJob(
	wire: JobAnswer,
	{ baseUrl, askedFor }: { baseUrl: string; askedFor?: string | undefined },
): VideoJob | GatewayError {
	const jobId = askedFor ?? wire.id;
	if (!jobId) return unreadable(errors, 'sent a response without a job ID');
	const [videoUrl, ...more] = addressesIn(wire, baseUrl);
	// A submit needs no status; a check without one says nothing.
	const word = wire.status ?? (askedFor === undefined ? 'pending' : undefined);
	if (word === undefined && videoUrl === undefined) {
		return unreadable(errors, 'sent a response without a status');
	}
	const { status, warnings } = statusFromWord(statuses, word ?? 'completed', videoUrl);
	const unread = unreadFiles(errors, { status, videoUrl }, wire.unread);
	if (unread) return unread;
	return compact<VideoJob>({
		gateway: 'openrouter',
		jobId,
		status,
		model: wire.model,
		videoUrl,
		moreVideoUrls: more.length === 0 ? undefined : more,
		failure: status === 'failed' ? failureOf(wire) : undefined,
		cost: costInAnswer(wire.usage?.cost, status),
		warnings,
	});
}

/** @param askedFor the job of a check, whose answer may lack the ID; a submit without one is unreadable */
export const readJobAnswer = (answer: Answer, askedFor?: string): VideoJob | GatewayError =>
	readAnswer(errors, answer, jobAnswer, (wire) => {
		const job = readJob(wire, { baseUrl: answer.baseUrl, askedFor });
		return 'kind' in job ? job : completeJob(job);
	});

/**
 * Callbacks of each job's own address: `video.generation.completed`, `failed`, `cancelled` and `expired`
 * (docs/cookbook/video-generation/video-generation-webhooks, read 2026-11). `X-OpenRouter-Idempotency-Key` is the job's ID
 * and its status, by which the trigger knows a call again whether or not the header is there.
 */
export const callbacks: Callbacks = {
	reference: false,
	read: ({ body }) => {
		const event = jobEvent.safeParse(body);
		if (!event.success || !event.data.data.id || !event.data.data.status) return undefined;
		// Addresses without a host belong to the base of a credential, which a call doesn't know: the check has them.
		const job = readJob(event.data.data, { baseUrl: '' });
		return 'kind' in job ? undefined : job;
	},
	signature: { entered: "your workspace's webhook signing secret", isValid: isSigned },
};
