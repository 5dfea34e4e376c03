import { z } from 'zod';

import { numberLike } from '../wire';

const metrics = z.object({ cost: numberLike.nullish() }).nullish().catch(undefined);

/** Answer of a v2 submit (docs.segmind.com, async-inference). */
export const submitAnswer = z.object({
	request_id: z.string().min(1),
	status: z.string().nullish(),
});

/** Answer of `/status`: no output. */
export const statusAnswer = z.object({ status: z.string(), metrics });

const file = z.union([
	z.string(),
	z.object({
		url: z.string().nullish(),
		video_url: z.string().nullish(),
	}),
]);
const files = z.union([file, z.array(file)]);

/**
 * A finished request. `output` is documented as always there, in no exact form: clients in the wild meet a
 * string, `{ url }`, a list, and `{ video_url }`; `video` is said to carry the same for videos.
 */
export const resultAnswer = z.object({
	status: z.string().nullish(),
	output: files.nullish().catch(undefined),
	video: files.nullish().catch(undefined),
	error: z.string().nullish().catch(undefined),
	metrics,
});

/** A v1 answer that is JSON, as the model page's sample reads it. */
export const blockingAnswer = z
	.object({
		output: files.nullish().catch(undefined),
		video: files.nullish().catch(undefined),
		video_url: z.string().nullish().catch(undefined),
		url: z.string().nullish().catch(undefined),
		request_id: z.string().nullish().catch(undefined),
	})
	.passthrough();

/** Answer of upload-asset: the docs name the list `urls`, the SDK 1.1 `file_urls`. */
export const uploadAnswer = z
	.object({
		file_urls: z.array(z.string()).nullish(),
		urls: z.array(z.string()).nullish(),
	})
	.transform(({ file_urls, urls }) => (file_urls ?? urls ?? [])[0])
	.pipe(z.string({ required_error: 'no file_urls and no urls' }));

/** The first address in an output of any of the forms above. */
export function firstUrl(output: z.output<typeof files> | null | undefined): string | undefined {
	const one = Array.isArray(output) ? output[0] : output;
	if (typeof one === 'string') return one || undefined;
	return one?.url || one?.video_url || undefined;
}

/** Answer of `get-user-credits`. */
export const creditsAnswer = z.object({ credits: numberLike });
