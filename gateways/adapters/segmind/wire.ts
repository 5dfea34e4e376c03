import { z } from 'zod';

import { maybe, numberLike } from '../../answer/wire';

/**
 * What was charged. Segmind's credits are US dollars: the page "Pricing and Billing" (docs.segmind.com/readme/
 * pricing-and-billing, 2026) gives credits "equivalent to the amount they pay", and the account's balance "in dollars".
 */
const metrics = z.object({ cost: numberLike.nullish() }).nullish().catch(undefined);

/** Answer of a v2 submit (docs.segmind.com, async-inference). */
export const submitAnswer = z.object({
	request_id: z.string().min(1),
	status: maybe(z.string()),
});

/** Answer of `/status`: no output. */
export const statusAnswer = z.object({ status: z.string(), metrics });

const address = z.string().nullish().catch(undefined);
const oneFile = z.union([z.string(), z.object({ url: address, video_url: address })]);
const file = z.union([
	z.string(),
	z.object({ url: address, video_url: address, video: oneFile.nullish().catch(undefined) }),
]);
const files = z
	.union([file, z.array(file)])
	.nullish()
	.catch(undefined);

/**
 * Where a video's address may lie. `output` is documented as always there, in no exact form: clients in the wild (to
 * 2026-08) meet a text, `{ url }`, `{ video_url }`, `{ video: { url } }` and a list; others read `video_url` or `url`
 * beside it. `video` is said to carry the same for videos.
 */
const places = { output: files, video: files, video_url: address, url: address };

/** A finished request. `error` is a text in the docs, and an object with a message in failures of 2026-08. */
export const resultAnswer = z.object({
	...places,
	status: z.string().nullish(),
	error: z.unknown(),
	metrics,
});

/** A v1 answer that is JSON, as the model page's sample reads it. */
export const blockingAnswer = z.object({ ...places, request_id: address }).passthrough();

/** Answer of upload-asset: the docs name the list `urls`, the SDK 1.1 `file_urls`. */
export const uploadAnswer = z
	.object({
		file_urls: z.array(z.string()).nullish(),
		urls: z.array(z.string()).nullish(),
	})
	.transform(({ file_urls, urls }) => (file_urls ?? urls ?? [])[0])
	.pipe(z.string({ required_error: 'no file_urls and no urls' }));

/** The first address in an output of any of the forms above. */
function firstUrl(output: z.output<typeof files>): string | undefined {
	const one = Array.isArray(output) ? output[0] : output;
	if (typeof one === 'string') return one || undefined;
	if (!one) return undefined;
	return one.url || one.video_url || firstUrl(one.video) || undefined;
}

/** The address of the video, in whichever place it lies. */
export function videoUrlIn(
	wire: Pick<z.output<typeof resultAnswer>, keyof typeof places>,
): string | undefined {
	return firstUrl(wire.output) || firstUrl(wire.video) || wire.video_url || wire.url || undefined;
}

/** Answer of `get-user-credits`. */
export const creditsAnswer = z.object({ credits: numberLike });
