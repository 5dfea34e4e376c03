import type { VideoModel } from '../../../gateway';
import { audioByDefault, negativePrompt, seed } from '../../../inputs';
import { everyFormat, landscapeAndPortrait, span } from '../../../rows';
import { frames, ofLength, one, optimizer, pair, type Row } from './rows';

// google/veo-3-1-text-to-video, -image-to-video, -first-last-image-to-video and their `-fast`. With an end frame, the
// ID is the one of the last: `names.ts`.
const veo31 = (family: string): [Row, Row, Row] => [
	{
		family,
		formats: everyFormat(['1080p', '720p'], [8, 4, 6]),
		aspectRatios: landscapeAndPortrait,
	},
	{ inputs: [audioByDefault, seed, negativePrompt, optimizer] },
	{ inputs: [audioByDefault], endFrame: true, typicalSeconds: 90 },
];

// google/veo3-text-to-video, veo-3-image-to-video and their `fast`.
const veo3 = (family: string): [Row, Row, Row] => [
	{
		family,
		formats: everyFormat(['720P', '1080P'], [8, 4, 6]),
		aspectRatios: landscapeAndPortrait,
		inputs: [audioByDefault, seed, negativePrompt, optimizer],
	},
	{},
	{},
];

export const google: readonly VideoModel[] = [
	// google/gemini-omni-flash-preview
	one('google/gemini-omni-flash-preview', 'Gemini Omni Flash Preview', {
		family: 'gemini-omni-flash',
		firstFrame: 'optional',
		subjectReferences: 6,
		formats: ofLength(...span(8, 3, 10)),
		aspectRatios: landscapeAndPortrait,
	}),
	...pair(['google/veo-3.1-t2v', 'google/veo-3.1-i2v'], 'Veo 3.1', ...veo31('veo-3.1')),
	...pair(
		['google/veo-3.1-t2v-fast', 'google/veo-3.1-i2v-fast'],
		'Veo 3.1 Fast',
		...veo31('veo-3.1-fast'),
	),
	// google/veo-3.1-lite-generate; its schema names it without `google/`.
	one('google/veo-3.1-lite-generate-001', 'Veo 3.1 Lite', {
		family: 'veo-3.1-lite',
		...frames,
		formats: everyFormat(['720P', '1080P'], [8, 4, 6]),
		aspectRatios: landscapeAndPortrait,
		inputs: [audioByDefault],
		typicalSeconds: 60,
	}),
	// google/veo-3.1-lite-generate-preview: "When using last_image_url, the duration can only be 8s."
	one('google/veo-3-1-lite-generate-preview', 'Veo 3.1 Lite Preview', {
		family: 'veo-3.1-lite',
		...frames,
		formats: everyFormat(['1080p', '720p'], [8, 4, 6]).map((row) =>
			row.durationSeconds === 8 ? { ...row, endFrame: true } : row,
		),
		aspectRatios: landscapeAndPortrait,
		inputs: [audioByDefault],
		typicalSeconds: 128,
	}),
	...pair(['google/veo3', 'google/veo-3.0-i2v'], 'Veo 3', ...veo3('veo-3')),
	...pair(
		['google/veo-3.0-fast', 'google/veo-3.0-i2v-fast'],
		'Veo 3 Fast',
		...veo3('veo-3-fast'),
	),
	// google/veo2-text-to-video, veo2-image-to-video
	...pair(
		['veo2', 'veo2/image-to-video'],
		'Veo 2',
		{
			family: 'veo-2',
			formats: ofLength(5, 6, 7, 8),
			aspectRatios: landscapeAndPortrait,
			inputs: [seed, negativePrompt, optimizer],
			typicalSeconds: 45,
		},
		{},
		{ endFrame: true },
	),
];
