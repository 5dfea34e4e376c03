import type { Format, ModelInput, VideoModel } from '../../gateway';
import { seed } from '../../inputs';
import { audio, negativePrompt } from './inputs';
import { readExtraCost, readPrices, type Sound } from './skus';
import type { ModelEntry } from './wire';

/** A model as OpenRouter's own list has it: the same reading for the built-in table and for the list of today. */

/** What the list doesn't tell of a model. */
export type Untold = Pick<VideoModel, 'family' | 'subjectReferences' | 'typicalSeconds'> & {
	/** Follows videos and audio, beside pictures. */
	references?: readonly ModelInput[];
};

/** Google's name for it; other makers' names come without the place where they belong (docs, "Provider-Specific Options"). */
const acceptsNegativePrompt = ({ id, allowed_passthrough_parameters: allowed }: ModelEntry) =>
	id.startsWith('google/') && (allowed ?? []).includes('negativePrompt');

/** What people mostly want, in seconds and as a size: the panel starts with it. OpenRouter doesn't say what it makes by default. */
const USUAL = { seconds: 5, resolution: '720p' };

/** The usual one first, the others in their order. */
const usualFirst = <Value>(all: readonly Value[], usual: Value | undefined): Value[] => [
	...all.filter((one) => one === usual),
	...all.filter((one) => one !== usual),
];

function lengthsOf(entry: ModelEntry): number[] {
	const lengths = [...new Set(entry.supported_durations ?? [])].sort((one, other) => one - other);
	const distance = (length: number) => Math.abs(length - USUAL.seconds);
	const [usual] = [...lengths].sort((one, other) => distance(one) - distance(other));
	return usualFirst(lengths, usual);
}

const soundOf = ({ generate_audio: makes }: ModelEntry): Sound =>
	makes === true ? 'optional' : makes === false ? 'never' : 'unknown';

function formatsOf(entry: ModelEntry): Format[] {
	const resolutions = usualFirst(entry.supported_resolutions ?? [], USUAL.resolution);
	const sizes = resolutions.length === 0 ? [undefined] : resolutions;
	return sizes.flatMap((resolution) =>
		lengthsOf(entry).map((seconds): Format => {
			const format = { resolution, seconds, sound: soundOf(entry) };
			const price = readPrices(entry.pricing_skus ?? {}, format);
			return {
				...(resolution === undefined ? {} : { resolution }),
				durationSeconds: seconds,
				...(price === undefined ? {} : { price }),
			};
		}),
	);
}

const inputsOf = (entry: ModelEntry, { references = [] }: Untold): ModelInput[] => [
	...(entry.generate_audio === true ? [audio] : []),
	...(entry.seed === true ? [seed] : []),
	...(acceptsNegativePrompt(entry) ? [negativePrompt] : []),
	...references,
];

/**
 * Whether it makes a video of a prompt: the others enlarge or edit a video, or let a portrait speak, and have no lengths
 * in the list (read 2026-10).
 */
export const makesVideos = ({ supported_durations: lengths, upscale_factor: factor }: ModelEntry) =>
	(lengths ?? []).length > 0 && (factor === undefined || factor === null);

/** The model of an entry. */
export function readModel(entry: ModelEntry, untold: Untold): VideoModel {
	const frames = entry.supported_frame_images ?? [];
	const ratios = entry.supported_aspect_ratios ?? [];
	const { family, subjectReferences, references = [], typicalSeconds } = untold;
	return {
		id: entry.id,
		name: entry.name ?? entry.id,
		...(family === undefined ? {} : { family }),
		firstFrame: frames.includes('first_frame') ? 'optional' : 'unsupported',
		...(frames.includes('last_frame') ? { endFrame: true } : {}),
		...(subjectReferences === undefined
			? {}
			: {
					subjectReferences,
					// "If both are present, frame_images wins" (openrouter-video skill, 2026-07).
					notWithFrames: ['subjectReferences', ...references.map(({ key }) => key)],
				}),
		formats: formatsOf(entry),
		defaultFormatUnknown: true,
		...(ratios.length === 0 ? {} : { aspectRatios: ratios }),
		inputs: inputsOf(entry, untold),
		extraCost: readExtraCost(entry.pricing_skus ?? {}),
		typicalSeconds,
	};
}
