import type { VideoModel } from '../../gateway';
import {
	audioByDefault,
	audioOnRequest,
	negativePrompt,
	referenceAudio,
	referenceVideos,
	seed,
} from '../../inputs';
import { promptOptimizer } from '../../protocols/minimax/inputs';
import {
	everyFormat,
	commonRatios,
	landscapeAndPortrait,
	span,
	withSquare,
	withUltrawide,
} from '../../rows';
import { fiveOrTen, pricedBy, ranged } from './rows';

/**
 * Segmind's models of other providers: segmind.com/models/{slug}/api of each (read 2026-11), whose stored copies end at
 * different places. What no copy shows is left out, or open (`any`). The durations of Seedance 2.0 are those of
 * Segmind's blog ("intermediate values are rejected", 2026-05-28), its sizes and references those of two clients
 * that quote the page (2026).
 *
 * Prices: the range that a page prints, "by length and size": the least is that of the shortest clip without sound in
 * the smallest size, and the most is assumed for every other one, so that a limit is never passed. Kling 3.0, Kling O3
 * and PixVerse 6 print ranges so wide ($0.504 to $8.40) that they would say nothing, so these have no price, like the
 * models whose page prints an average.
 */

const veo = (slug: string, least: number, most: number, typicalSeconds: number) => ({
	id: slug,
	...pricedBy(`${slug}/api`),
	firstFrame: 'optional' as const,
	endFrame: true,
	formats: everyFormat(['720p', '1080p'], [8, 4, 6], ranged(least, most, 4, '720p', true)),
	// The copies of the pages have 720p in one sample, and 1080p in another.
	defaultFormatUnknown: true,
	aspectRatios: landscapeAndPortrait,
	typicalSeconds,
});

const loud = { inputs: [audioByDefault, negativePrompt] };

const kling3 = (tier: string, name: string, text: number, image: number): VideoModel[] => {
	const both = {
		family: `kling-3-${tier}`,
		formats: everyFormat([undefined], span(5, 3, 15)),
		aspectRatios: withSquare,
		...loud,
	};
	return [
		{
			id: `kling-3-${tier}-text2video`,
			name: `Kling 3.0 ${name} Text to Video`,
			...both,
			typicalSeconds: text,
		},
		{
			id: `kling-3-${tier}-image2video`,
			name: `Kling 3.0 ${name} Image to Video`,
			...both,
			firstFrame: 'required',
			endFrame: true,
			typicalSeconds: image,
		},
	];
};

/** The size is the model's `mode`. */
const klingO3 = { formats: everyFormat(['pro', 'std'], span(5, 3, 15)) };

const seedance2 = (resolutions: readonly string[]) =>
	({
		firstFrame: 'optional',
		endFrame: true,
		subjectReferences: 9,
		notWithFrames: ['subjectReferences', 'referenceVideos', 'referenceAudio'],
		formats: everyFormat(resolutions, [5, 4, 6, 8, 10, 12, 15]),
		aspectRatios: 'any',
		inputs: [
			audioByDefault,
			seed,
			{ ...referenceVideos, wire: 'reference_videos' },
			{ ...referenceAudio, wire: 'reference_audios' },
		],
	}) as const;

const seedance1 = {
	firstFrame: 'optional',
	formats: everyFormat(['720p', '480p', '1080p'], [5, 10]),
	aspectRatios: commonRatios,
	inputs: [seed],
} as const;

/** Its seeds are 1 to 99999, unlike all others', and go through Additional Fields. */
const runway = {
	firstFrame: 'required',
	formats: fiveOrTen(0.5, 1),
} as const;

/** "Only 5 is allowed for fast mode or 1080p quality". */
const pixverse5 = (slug: string, typicalSeconds: number) =>
	({
		id: slug,
		...pricedBy(`${slug}/api`),
		firstFrame: 'optional',
		formats: everyFormat(
			['540p', '360p', '720p', '1080p'],
			[5, 8],
			ranged(0.375, 1, 5, '360p'),
		).filter((row) => !(row.resolution === '1080p' && row.durationSeconds === 8)),
		aspectRatios: commonRatios,
		inputs: [negativePrompt, seed],
		typicalSeconds,
	}) as const;

/** By provider, each with its newest models first. */
export const otherModels: readonly VideoModel[] = [
	{
		...veo('veo-3.1', 0.8, 3.2, 110),
		name: 'Veo 3.1',
		family: 'veo-3.1',
		inputs: [audioByDefault, negativePrompt],
	},
	{
		...veo('veo-3.1-fast', 0.4, 1.2, 102),
		name: 'Veo 3.1 Fast',
		family: 'veo-3.1-fast',
		inputs: [audioByDefault, seed],
	},
	{
		...veo('veo-3.1-lite', 0.25, 1, 50),
		name: 'Veo 3.1 Lite',
		family: 'veo-3.1-lite',
		inputs: [audioByDefault],
	},
	...kling3('pro', 'Pro', 239, 291),
	...kling3('standard', 'Standard', 175, 109),
	{
		id: 'kling-o3-text2video',
		name: 'Kling O3 Text to Video',
		family: 'kling-o3',
		...klingO3,
		aspectRatios: withSquare,
		inputs: [audioOnRequest, negativePrompt],
		typicalSeconds: 89,
	},
	{
		id: 'kling-o3-image2video',
		name: 'Kling O3 Image to Video',
		family: 'kling-o3',
		firstFrame: 'required',
		endFrame: true,
		...klingO3,
		inputs: [audioOnRequest],
		typicalSeconds: 190,
	},
	{
		id: 'kling-2.6',
		name: 'Kling 2.6 Pro',
		family: 'kling-2.6-pro',
		...pricedBy('kling-2.6/api'),
		firstFrame: 'optional',
		// 10 s by default.
		formats: everyFormat([undefined], [10, 5], ranged(0.438, 1.75, 5, undefined, true)),
		aspectRatios: withSquare,
		...loud,
		typicalSeconds: 123,
	},
	{
		id: 'kling-2.5-turbo',
		name: 'Kling 2.5 Turbo Pro',
		family: 'kling-2.5-turbo-pro',
		...pricedBy('kling-2.5-turbo/api'),
		firstFrame: 'optional',
		// 10 s by default.
		formats: fiveOrTen(0.44, 0.88).reverse(),
		aspectRatios: withSquare,
		inputs: [negativePrompt],
		typicalSeconds: 134,
	},
	{
		id: 'kling-2',
		name: 'Kling 2.0 Master',
		family: 'kling-2-master',
		...pricedBy('kling-2/api'),
		firstFrame: 'optional',
		formats: fiveOrTen(1.75, 3.5),
		aspectRatios: 'any',
		typicalSeconds: 317,
	},
	{
		id: 'seedance-2.0',
		name: 'Seedance 2.0',
		family: 'seedance-2',
		...seedance2(['720p', '480p', '1080p']),
		typicalSeconds: 163,
	},
	{
		id: 'seedance-2.0-fast',
		name: 'Seedance 2.0 Fast',
		family: 'seedance-2-fast',
		...seedance2(['720p', '480p']),
		typicalSeconds: 87,
	},
	{
		id: 'seedance-2.0-mini',
		name: 'Seedance 2.0 Mini',
		family: 'seedance-2-mini',
		...seedance2(['720p', '480p']),
		typicalSeconds: 147,
	},
	{
		id: 'seedance-1.5-pro',
		name: 'Seedance 1.5 Pro',
		family: 'seedance-1.5-pro',
		firstFrame: 'optional',
		formats: 'any',
		aspectRatios: 'any',
		inputs: [audioByDefault, seed],
		typicalSeconds: 94,
	},
	{
		id: 'seedance-pro',
		name: 'Seedance 1.0 Pro',
		family: 'seedance-1-pro',
		...seedance1,
		typicalSeconds: 64,
	},
	{
		id: 'seedance-1.0-pro-fast',
		name: 'Seedance 1.0 Pro Fast',
		family: 'seedance-1-pro-fast',
		...seedance1,
		typicalSeconds: 49,
	},
	{
		id: 'wan2.7-t2v',
		name: 'Wan 2.7 Text to Video',
		family: 'wan-2.7',
		promptLimit: 5000,
		formats: everyFormat(['720P', '1080P'], span(5, 2, 15)),
		aspectRatios: 'any',
		inputs: [seed, negativePrompt],
		typicalSeconds: 271,
	},
	{
		id: 'wan2.7-i2v',
		name: 'Wan 2.7 Image to Video',
		family: 'wan-2.7',
		firstFrame: 'required',
		formats: everyFormat(['720P', '1080P'], span(5, 2, 15)),
		inputs: [negativePrompt],
		typicalSeconds: 138,
	},
	{
		id: 'wan-2.6-i2v',
		name: 'Wan 2.6 Image to Video',
		family: 'wan-2.6',
		...pricedBy('wan-2.6-i2v/api'),
		firstFrame: 'required',
		formats: everyFormat(['720p', '1080p'], [5, 10, 15], ranged(0.625, 2.81, 5, '720p')),
		inputs: [negativePrompt, { ...promptOptimizer, wire: 'enable_prompt_expansion' }],
		typicalSeconds: 129,
	},
	{
		id: 'runway-gen4-turbo',
		name: 'Runway Gen-4 Turbo',
		family: 'runway-gen4-turbo',
		...pricedBy('runway-gen4-turbo/api'),
		...runway,
		aspectRatios: withUltrawide,
		typicalSeconds: 38,
	},
	{
		id: 'runway-gen3-alphaturbo',
		name: 'Runway Gen-3 Alpha Turbo',
		family: 'runway-gen3a-turbo',
		...pricedBy('runway-gen3-alphaturbo/api'),
		...runway,
		aspectRatios: landscapeAndPortrait,
		typicalSeconds: 27,
	},
	{
		id: 'pixverse-v6',
		name: 'PixVerse 6',
		family: 'pixverse-6',
		firstFrame: 'optional',
		formats: everyFormat(['540p', '360p', '720p', '1080p'], span(5, 1, 15)),
		aspectRatios: [...commonRatios, '2:3', '3:2', '21:9'],
		inputs: [{ ...audioByDefault, wire: 'generate_audio_switch' }, negativePrompt],
		typicalSeconds: 86,
	},
	{ ...pixverse5('pixverse-5-video', 62), name: 'PixVerse 5', family: 'pixverse-5' },
	{ ...pixverse5('pixverse-4.5-video', 46), name: 'PixVerse 4.5', family: 'pixverse-4.5' },
];
