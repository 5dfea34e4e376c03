import { knownCost } from '../../gateways/answer/costs';
import type { VideoJob } from '../../gateways/gateway';
import { isObject } from '../../gateways/json';

/** What an item already knows of its job, and what a newer answer adds to it. */

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isCost = (value: unknown): boolean =>
	isObject(value) &&
	Number.isFinite(value.amount) &&
	(value.currency === 'USD' || value.currency === 'credits') &&
	(value.basis === 'estimate' || value.basis === 'reported');

/**
 * What a status answer usually leaves out and the submit knew, and whether a value may be that: rows from a table or a
 * sheet have nulls, numbers and texts in place of what Submit Video returned.
 */
const carried: Partial<Record<keyof VideoJob, (value: unknown) => boolean>> = {
	prompt: isText,
	model: isText,
	submittedAt: isText,
	callbackReference: isText,
	cost: isCost,
	costNote: isText,
	durationSeconds: Number.isFinite,
	warnings: (value) => Array.isArray(value) && value.every(isText),
};

/** What an item knows of its job that a status answer may leave out. */
export const readHistory = (shown: Partial<Record<keyof VideoJob, unknown>>): Partial<VideoJob> =>
	Object.fromEntries(
		Object.entries(carried).flatMap(([key, may]) => {
			const value = shown[key as keyof VideoJob];
			return may(value) ? [[key, value]] : [];
		}),
	) as Partial<VideoJob>;

/** The job as it is now, with what only its submit knew. */
export function withHistory(job: VideoJob, before: Partial<VideoJob>): VideoJob {
	const warnings = [...new Set([...(before.warnings ?? []), ...(job.warnings ?? [])])];
	const { cost: costBefore, ...known } = before;
	const cost = knownCost(job, costBefore);
	return {
		...known,
		...job,
		...(cost ? { cost } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

/** A job, or its item's JSON, with the links that a later answer has, and until when they last. */
export function withLinksOf<Shown extends object>(
	shown: Shown,
	{ videoUrl, moreVideoUrls, expiresAt }: VideoJob,
): Shown & Pick<VideoJob, 'videoUrl' | 'moreVideoUrls' | 'expiresAt'> {
	const fresh: Shown & Pick<VideoJob, 'videoUrl' | 'moreVideoUrls' | 'expiresAt'> = {
		...shown,
		...(videoUrl === undefined ? {} : { videoUrl }),
		...(moreVideoUrls === undefined ? {} : { moreVideoUrls }),
	};
	if (expiresAt === undefined) delete fresh.expiresAt;
	else fresh.expiresAt = expiresAt;
	return fresh;
}
