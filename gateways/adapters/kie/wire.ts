import { z } from 'zod';

import { jsonIn } from '../../answer/answers';
import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';

const text = maybe(z.string());

/** What every answer is wrapped in: the true status is `code`, whatever the HTTP status says. */
export const envelope = z.object({
	code: maybe(numberLike),
	msg: text,
	message: text,
	data: z.unknown(),
});

/** Answer of both submits. */
export const submitData = z.object({ taskId: textLike.nullish() });

/** Addresses as a list, or as the JSON of one (older callbacks of Veo). */
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
export const taskData = jobAnswerOf(
	{
		state: z.string().min(1),
		failCode: maybe(textLike),
		failMsg: text,
		progress: maybe(numberLike),
		createTime: maybe(numberLike),
		completeTime: maybe(numberLike),
		creditsConsumed: maybe(numberLike),
	},
	{ resultJson: result },
);

/** docs.kie.ai, old-model/veo3-api/get-veo-3-video-details. Its times have no zone. */
export const veoData = jobAnswerOf(
	{
		successFlag: textLike,
		errorCode: maybe(textLike),
		errorMessage: text,
		creditsConsumed: maybe(numberLike),
	},
	{ response: z.object({ resultUrls: addresses }).nullish() },
);

/** A callback: a task's record with its `state`, or Veo's, which has `info` and tells the end by `code`. */
export const callbackBody = z.object({
	code: maybe(numberLike),
	msg: text,
	data: z.object({
		state: z.string().min(1).nullish(),
		model: text,
		param: text,
		failMsg: text,
		failCode: maybe(textLike),
		resultJson: result.catch(undefined),
		info: maybe(z.object({ resultUrls: addresses.catch(undefined) })),
	}),
});

/** common-api/get-account-credits. */
export const creditsData = numberLike;

/** file-upload-api/upload-file-base-64. */
export const uploadData = z.object({ downloadUrl: z.string().min(1) });

/** The record of a job, of either route: which one it is, its fields say. */
export const recordData = z.union([veoData, taskData]);
