import type { VideoModel } from '../../gateway';
import { referenceAudio, referenceVideos, seed } from '../../inputs';
import { audio } from './inputs';
import { makesVideos, readModel, type Untold } from './listed';
import { entries, source } from './table';
import type { ModelEntry } from './wire';

/** "30s to a few minutes" (openrouter-video skill, 2026-07); the list has no times. */
const typicalSeconds = 90;

/** "Audio and video references are only honored by ... BytePlus Seedance generation 2 and newer" (@openrouter/sdk 1.3.19). */
const seedance2 = { references: [referenceVideos, referenceAudio], typicalSeconds } as const;

/** What the list doesn't tell, by the models' IDs. How many pictures: Seedance's and MiniMax's own pages. */
const untold: Readonly<Record<string, Untold | undefined>> = {
	'minimax/hailuo-3': { family: 'hailuo-h3', subjectReferences: 9, typicalSeconds: 200 },
	'minimax/hailuo-3-max': { family: 'hailuo-h3-max', typicalSeconds: 60 },
	'minimax/hailuo-2.3': { family: 'hailuo-2.3', typicalSeconds: 100 },
	'bytedance/seedance-2.5': { family: 'seedance-2.5', subjectReferences: 30, ...seedance2 },
	'bytedance/seedance-2.0': { family: 'seedance-2', subjectReferences: 9, ...seedance2 },
	'bytedance/seedance-2.0-fast': {
		family: 'seedance-2-fast',
		subjectReferences: 9,
		...seedance2,
	},
	'bytedance/seedance-2.0-mini': {
		family: 'seedance-2-mini',
		subjectReferences: 9,
		...seedance2,
	},
	'bytedance/seedance-1-5-pro': { family: 'seedance-1.5-pro', typicalSeconds },
	'alibaba/wan-3.0': { family: 'wan-3', typicalSeconds },
	'alibaba/wan-3.0-prime': { family: 'wan-3-prime', typicalSeconds },
	'alibaba/wan-2.7': { family: 'wan-2.7', typicalSeconds },
	'alibaba/wan-2.6': { family: 'wan-2.6', typicalSeconds },
	'google/veo-3.1': { family: 'veo-3.1', typicalSeconds },
	'google/veo-3.1-fast': { family: 'veo-3.1-fast', typicalSeconds },
	'google/veo-3.1-lite': { family: 'veo-3.1-lite', typicalSeconds },
	'kwaivgi/kling-v3.0-pro': { family: 'kling-3-pro', typicalSeconds },
	'kwaivgi/kling-v3.0-std': { family: 'kling-3-standard', typicalSeconds },
	'runway/gen-4.5': { family: 'runway-gen-4.5', typicalSeconds },
};

/** The models of a list that make a video of a prompt, each as the table would have it. */
export const readList = (list: readonly ModelEntry[], read: string): VideoModel[] =>
	list
		.filter(makesVideos)
		.map((entry) => readModel(entry, untold[entry.id] ?? { typicalSeconds }))
		.map((model) => ({ ...model, pricedBy: { page: source.page, read } }));

export { source };

export const models: readonly VideoModel[] = readList(entries, source.read);

/** A model that neither list has: the fields of the API, without limits. */
export const unlistedModels: Omit<VideoModel, 'id' | 'name'> = {
	firstFrame: 'optional',
	endFrame: true,
	formats: 'any',
	// Longer and larger than any model of the list (read 2026-10).
	plausible: { mostSeconds: 60, resolution: /^(\d{3,4}p|\dk)$/i },
	aspectRatios: 'any',
	inputs: [audio, seed],
	typicalSeconds,
};
