import type { VideoModel } from '../../../gateway';
import { audioByDefault, seed } from '../../../inputs';
import { everyFormat, span, withUltrawide } from '../../../rows';
import { references } from '../references';
import { frames, one, pair } from './rows';

// ByteDance/seedance-2.5, dreamina-seedance-2-5, seedance-2-0-mini; bytedance/seedance-2.0, seedance-2.0-fast
const seedance2 = (sizes: readonly string[], lengths: readonly number[]) =>
	({
		...frames,
		subjectReferences: 9,
		formats: everyFormat(sizes, lengths),
		aspectRatios: withUltrawide,
		inputs: [audioByDefault, seed, ...references],
	}) as const;

// bytedance/seedance-1.0-pro-...: no default for the length. The schema of text has the fields of pictures too, its page doesn't mention any.
const seedance1 = {
	formats: everyFormat(['1080p', '480p', '720p'], [5, 10]),
	defaultFormatUnknown: true,
	inputs: [seed],
};

export const byteDance: readonly VideoModel[] = [
	...(
		[
			['bytedance/seedance-2-5', 'Seedance 2.5'],
			['bytedance/dreamina-seedance-2-5', 'Dreamina Seedance 2.5'],
		] as const
	).map(([id, name]) =>
		one(id, name, { family: 'seedance-2.5', ...seedance2(['720p', '480p'], span(5, 4, 30)) }),
	),
	one('bytedance/seedance-2-0', 'Seedance 2.0', {
		family: 'seedance-2',
		...seedance2(['720p', '480p', '1080p', '4k'], span(5, 4, 15)),
		typicalSeconds: 139,
	}),
	one('bytedance/seedance-2-0-fast', 'Seedance 2.0 Fast', {
		family: 'seedance-2-fast',
		...seedance2(['720p', '480p'], span(8, 4, 15)),
		typicalSeconds: 93,
	}),
	one('bytedance/dreamina-seedance-2-0-mini', 'Seedance 2.0 Mini', {
		family: 'seedance-2-mini',
		...seedance2(['720p', '480p'], span(5, 4, 15)),
	}),
	// bytedance/seedance-1.5-pro
	one('bytedance/seedance-1-5-pro', 'Seedance 1.5 Pro', {
		family: 'seedance-1.5-pro',
		...frames,
		formats: everyFormat(['720p', '480p', '1080p'], span(5, 4, 12)),
		defaultFormatUnknown: true,
		aspectRatios: [...withUltrawide, 'adaptive'],
		inputs: [audioByDefault, seed],
		typicalSeconds: 216,
	}),
	one('bytedance/seedance-1-0-pro-fast', 'Seedance 1.0 Pro Fast', {
		family: 'seedance-1-pro-fast',
		...frames,
		...seedance1,
		typicalSeconds: 34,
	}),
	...pair(
		['bytedance/seedance-1-0-pro-t2v', 'bytedance/seedance-1-0-pro-i2v'],
		'Seedance 1.0 Pro',
		{ family: 'seedance-1-pro', ...seedance1 },
		{ typicalSeconds: 60 },
		{ endFrame: true, typicalSeconds: 56 },
	),
];
