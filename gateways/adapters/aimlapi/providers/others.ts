import type { Format, VideoModel } from '../../../gateway';
import { audioByDefault, audioOnRequest, negativePrompt, seed } from '../../../inputs';
import {
	everyFormat,
	commonRatios,
	landscapeAndPortrait,
	span,
	withUltrawide,
} from '../../../rows';
import { frames, ofLength, one, optimizer, pair, type Row } from './rows';

// runway/gen4_turbo, gen3a_turbo
const gen = {
	promptRequired: false,
	promptLimit: 1000,
	firstFrame: 'required',
	endFrame: true,
	formats: ofLength(5, 10),
	inputs: [seed],
} as const;

/** "The 1080p quality option does not support 8-second videos." */
const pixverseFormats = (...lengths: number[]): Format[] =>
	everyFormat(['720p', '360p', '540p', '1080p'], lengths).filter(
		(row) => !(row.resolution === '1080p' && row.durationSeconds === 8),
	);

export const runway: readonly VideoModel[] = [
	one('runway/gen4_turbo', 'Runway Gen-4 Turbo', {
		family: 'runway-gen4-turbo',
		...gen,
		aspectRatios: withUltrawide,
	}),
	one('gen3a_turbo', 'Runway Gen-3 Alpha Turbo', {
		family: 'runway-gen3a-turbo',
		...gen,
		aspectRatios: landscapeAndPortrait,
	}),
];

export const pixVerse: readonly VideoModel[] = [
	// pixverse/v5-5-...; the schemas write `pixverse/v5.5/...`, the pages and "All Model IDs" these.
	...pair(
		['pixverse/v5-5-text-to-video', 'pixverse/v5-5-image-to-video'],
		'PixVerse 5.5',
		{
			family: 'pixverse-5.5',
			formats: pixverseFormats(5, 8, 10),
			inputs: [{ ...audioOnRequest, wire: 'generate_audio_switch' }, seed, negativePrompt],
		},
		{ aspectRatios: commonRatios, typicalSeconds: 123 },
		{ typicalSeconds: 50 },
	),
	// pixverse/v5-text-to-video, v5-image-to-video; with an end frame v5-transition: `names.ts`.
	...pair(
		['pixverse/v5/text-to-video', 'pixverse/v5/image-to-video'],
		'PixVerse 5',
		{ family: 'pixverse-5', formats: pixverseFormats(5, 8), inputs: [seed, negativePrompt] },
		{ aspectRatios: commonRatios, typicalSeconds: 77 },
		{ endFrame: true, typicalSeconds: 62 },
	),
];

// luma-ai/luma-ray-2, luma-ray-flash-2: pictures are keyframes, which go through Additional Fields.
const ray2 = {
	formats: everyFormat(['1080p', '540p', '720p', '4k'], [5, 9]),
	aspectRatios: [...withUltrawide, '9:21'],
};

// ltxv/ltxv-2, ltxv-2-fast: no default for the length.
const ltx = {
	firstFrame: 'optional',
	formats: everyFormat(['1080p', '1440p', '2160p'], [6, 8, 10]),
	defaultFormatUnknown: true,
	aspectRatios: ['16:9'],
	inputs: [audioByDefault],
} as const;

// Black-Forest-Labs/flux-3-video-..., flux-3-video-draft-...
const flux = (family: string, ...sizes: string[]): [Row, Row, Row] => [
	{
		family,
		formats: everyFormat(sizes, span(5, 5, 20)),
		aspectRatios: ['auto', ...withUltrawide, '2:1'],
		inputs: [audioByDefault],
	},
	{},
	{ endFrame: true },
];

const grokRatios = [...commonRatios, '3:2', '2:3'];
const kandinsky = { formats: ofLength(5, 10), aspectRatios: ['3:2', '1:1', '2:3'] };

export const others: readonly VideoModel[] = [
	...pair(
		['blackforestlabs/flux-3-video-t2v', 'blackforestlabs/flux-3-video-i2v'],
		'FLUX 3 Video',
		...flux('flux-3-video', 'hd', 'fhd'),
	),
	...pair(
		['blackforestlabs/flux-3-video-draft-t2v', 'blackforestlabs/flux-3-video-draft-i2v'],
		'FLUX 3 Video Draft',
		...flux('flux-3-video-draft', 'hd'),
	),
	// xai/grok-imagine-video-1.5-preview: the size follows the image.
	one('x-ai/grok-imagine-video-1.5-preview', 'Grok Imagine 1.5 Preview Image to Video', {
		family: 'grok-imagine-1.5',
		firstFrame: 'required',
		promptRequired: false,
		formats: ofLength(...span(10, 1, 15)),
		aspectRatios: grokRatios,
		typicalSeconds: 64,
	}),
	// xai/grok-imagine-video: 720p by default; an image or references, not both.
	one('x-ai/grok-imagine-video', 'Grok Imagine', {
		family: 'grok-imagine',
		firstFrame: 'optional',
		promptRequired: false,
		subjectReferences: 7,
		notWithFrames: ['subjectReferences'],
		formats: everyFormat(['720p', '480p', '1080p'], span(10, 1, 15)),
		aspectRatios: grokRatios,
		typicalSeconds: 107,
	}),
	// luma-ai/ray-3.2
	one('luma/ray-3.2', 'Luma Ray 3.2', {
		family: 'luma-ray-3.2',
		...frames,
		formats: everyFormat(['720p', '360p', '540p', '1080p'], [5, 10]),
		aspectRatios: withUltrawide,
	}),
	one('luma/ray-2', 'Luma Ray 2', { family: 'luma-ray-2', ...ray2, typicalSeconds: 108 }),
	one('luma/ray-flash-2', 'Luma Ray Flash 2', {
		family: 'luma-ray-flash-2',
		...ray2,
		typicalSeconds: 60,
	}),
	one('ltxv/ltxv-2', 'LTX 2', { family: 'ltx-2', ...ltx, typicalSeconds: 70 }),
	one('ltxv/ltxv-2-fast', 'LTX 2 Fast', { family: 'ltx-2-fast', ...ltx, typicalSeconds: 59 }),
	// krea/krea-wan-14b-text-to-video: the length is a number of frames.
	one('krea/krea-wan-14b/text-to-video', 'Krea Wan 14B Text to Video', {
		family: 'krea-wan-14b',
		inputs: [seed, { ...optimizer, wire: 'enable_prompt_expansion' }],
		typicalSeconds: 12,
	}),
	// sber-ai/kandinsky5-text-to-video, kandinsky5-distill-text-to-video
	one('sber-ai/kandinsky5-t2v', 'Kandinsky 5', {
		family: 'kandinsky-5',
		...kandinsky,
		typicalSeconds: 148,
	}),
	one('sber-ai/kandinsky5-distill-t2v', 'Kandinsky 5 Distill', {
		family: 'kandinsky-5-distill',
		...kandinsky,
		typicalSeconds: 54,
	}),
];
