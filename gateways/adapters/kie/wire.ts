import { z } from 'zod';

import { jsonIn } from '../../answer/answers';
import { numberLike, textLike } from '../../answer/wire';

const text = z.string().nullish().catch(undefined);

/** What every answer is wrapped in: the true status is `code`, whatever the HTTP status says. */
export const envelope = z.object({
	code: numberLike.nullish(),
	msg: text,
	message: text,
	data: z.unknown(),
});

/** Answer of both submits. */
export const submitData = z.object({ taskId: textLike.nullish() });

/** Addresses as a list, or as the JSON of one (older callbacks of Veo). No catch: a finished job must be read. */
const addresses = z
	.preprocess(
		(value) => (typeof value === 'string' && value !== '' ? (jsonIn(value) ?? value) : value),
		z.union([z.array(z.string()), z.literal('')]),
	)
	.nullish();

/** `resultJson`: JSON inside a string. `result_urls` is what the newest video pages have (2026-10-08). */
const result = z
	.preprocess(
		(value) => (typeof value === 'string' && value !== '' ? (jsonIn(value) ?? value) : value),
		z.union([
			z.object({ resultUrls: addresses, result_urls: addresses }),
			z.literal('').transform(() => ({ resultUrls: undefined, result_urls: undefined })),
		]),
	)
	.nullish();

/** docs.kie.ai, market/common/get-task-detail. Times are milliseconds since 1970. */
export const taskData = z.object({
	state: z.string().min(1),
	resultJson: result,
	failCode: textLike.nullish().catch(undefined),
	failMsg: text,
	progress: numberLike.nullish().catch(undefined),
	createTime: numberLike.nullish().catch(undefined),
	completeTime: numberLike.nullish().catch(undefined),
	creditsConsumed: numberLike.nullish().catch(undefined),
});

/** docs.kie.ai, old-model/veo3-api/get-veo-3-video-details. Its times have no zone. */
export const veoData = z.object({
	successFlag: textLike,
	response: z.object({ resultUrls: addresses }).nullish(),
	errorCode: textLike.nullish().catch(undefined),
	errorMessage: text,
	creditsConsumed: numberLike.nullish().catch(undefined),
});

/** A callback: a task's record with its `state`, or Veo's, which has `info` and tells the end by `code`. */
export const callbackBody = z.object({
	code: numberLike.nullish().catch(undefined),
	msg: text,
	data: z.object({
		state: z.string().min(1).nullish(),
		failMsg: text,
		failCode: textLike.nullish().catch(undefined),
		resultJson: result.catch(undefined),
		info: z
			.object({ resultUrls: addresses.catch(undefined) })
			.nullish()
			.catch(undefined),
	}),
});

/** common-api/get-account-credits. */
export const creditsData = numberLike;

/** file-upload-api/upload-file-base-64. */
export const uploadData = z.object({ downloadUrl: z.string().min(1) });

/** The record of a job, of either route: which one it is, its fields say. */
export const recordData = z.union([veoData, taskData]);
