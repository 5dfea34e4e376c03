import type { Format, ModelInput, VideoModel } from '../../../gateway';
import { promptOptimizer } from '../../../protocols/minimax/inputs';
import { everyFormat } from '../../../rows';

/**
 * The models of other providers that make videos from text or from pictures: docs.aimlapi.com, API references > Video
 * models, one page and one schema each (source repository f14fa72f, 2026-08-21), as far as the list "All Model IDs" has
 * them. Most providers have one ID for text and one for an image, with other inputs. Left out are models that need a
 * video or audio to work on, and Sora 2, which OpenAI shut down on 2026-09-24.
 *
 * Times: those of the pages' samples, where they give one. Prices: the `credits_used` of the samples of Wan 2.6 and 2.7.
 * Those of PixVerse and Seedance 1.0 print the same round number for every length and size, and those of Seedance 2.0
 * are of requests with references, so they price no row.
 */

/** By the name that most providers have for it. */
export const optimizer: ModelInput = { ...promptOptimizer, wire: 'enhance_prompt' };

/** For models without a field for the size. */
export const ofLength = (...lengths: number[]): Format[] => everyFormat([undefined], lengths);

/** What a row says beyond its ID and its name. */
export type Row = Partial<VideoModel>;

/** One ID. Where the page gives no time, two minutes. */
export const one = (id: string, name: string, row: Row): VideoModel => ({
	id,
	name,
	typicalSeconds: 120,
	...row,
});

/** A model that has one ID for text and one for an image: what both have, and what each has beyond that. */
export const pair = (
	[textId, imageId]: readonly [text: string, image: string],
	name: string,
	both: Row,
	text: Row,
	image: Row,
): VideoModel[] => [
	one(textId, `${name} Text to Video`, { ...both, ...text }),
	one(imageId, `${name} Image to Video`, { firstFrame: 'required', ...both, ...image }),
];

/** From text, from a first frame, or from both frames. */
export const frames = { firstFrame: 'optional', endFrame: true } as const;
