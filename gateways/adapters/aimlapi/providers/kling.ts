import type { VideoModel } from '../../../gateway';
import { audioByDefault, negativePrompt } from '../../../inputs';
import { span, withSquare } from '../../../rows';
import { ofLength, one, pair, type Row } from './rows';

/** The IDs of `klingai/{name}-text-to-video` and `-image-to-video`. */
const klingIds = (name: string) =>
	[`klingai/${name}-text-to-video`, `klingai/${name}-image-to-video`] as const;

// kling-ai/v3-pro-..., v3-standard-...: a prompt, or several shots (`multi_prompt`), which have no place here.
const kling3 = (family: string, textSeconds: number, imageSeconds: number): [Row, Row, Row] => [
	{ family, formats: ofLength(...span(5, 3, 15)), inputs: [audioByDefault, negativePrompt] },
	{ aspectRatios: withSquare, typicalSeconds: textSeconds },
	{ endFrame: true, typicalSeconds: imageSeconds },
];

// Kling-AI/v3-omni-...: the end frame, which excludes sound, goes through Additional Fields (`tail_image_url` with
// `"generate_audio": false`).
const omni = (family: string): [Row, Row, Row] => [
	{ family, formats: ofLength(...span(5, 3, 15)), inputs: [audioByDefault, negativePrompt] },
	{ aspectRatios: withSquare },
	{},
];

// kling-ai/v3-turbo-pro-..., v3-standard-turbo-...
const turbo = (): [Row, Row, Row] => [
	{ family: 'kling-3-turbo', promptLimit: 3072, formats: ofLength(...span(5, 3, 15)) },
	{ aspectRatios: withSquare },
	{},
];

/** Up to 2.1: the page of the text's ID names no default for the length, and an image needs no prompt. */
const upTo21 = (family: string, text: Row, image: Row): [Row, Row, Row] => [
	{ family, formats: ofLength(5, 10), inputs: [negativePrompt] },
	{ aspectRatios: withSquare, defaultFormatUnknown: true, ...text },
	{ promptRequired: false, ...image },
];

// "Around 5-6 minutes for a 5-second video and 11-14 minutes for a 10-second video."
const master = { typicalSeconds: 330 };

export const kling: readonly VideoModel[] = [
	...pair(klingIds('video-v3-pro'), 'Kling 3.0 Pro', ...kling3('kling-3-pro', 381, 401)),
	...pair(
		klingIds('video-v3-standard'),
		'Kling 3.0 Standard',
		...kling3('kling-3-standard', 431, 235),
	),
	...pair(klingIds('video-v3-omni-1080p'), 'Kling 3.0 Omni 1080p', ...omni('kling-3-omni-1080p')),
	...pair(klingIds('video-v3-omni-720p'), 'Kling 3.0 Omni 720p', ...omni('kling-3-omni-720p')),
	...pair(klingIds('video-v3-turbo-pro'), 'Kling 3.0 Turbo Pro', ...turbo()),
	...pair(klingIds('video-v3-standard-turbo'), 'Kling 3.0 Turbo Standard', ...turbo()),
	// kling-ai/video-v2-6-pro-text-to-video, video-v2.6-pro-image-to-video
	...pair(
		klingIds('video-v2-6-pro'),
		'Kling 2.6 Pro',
		{
			family: 'kling-2.6-pro',
			promptLimit: 2500,
			formats: ofLength(5, 10),
			inputs: [audioByDefault, negativePrompt],
		},
		{ aspectRatios: withSquare, typicalSeconds: 152 },
		{ typicalSeconds: 110 },
	),
	// kling-ai/video-o1-image-to-video, video-o1-reference-to-video
	one('klingai/video-o1-image-to-video', 'Kling O1 Image to Video', {
		family: 'kling-o1',
		promptLimit: 2500,
		firstFrame: 'required',
		endFrame: true,
		formats: ofLength(5, 10),
		typicalSeconds: 79,
	}),
	one('klingai/video-o1-reference-to-video', 'Kling O1 Reference to Video', {
		promptLimit: 2500,
		subjectReferences: 7,
		formats: ofLength(5, 10),
		aspectRatios: withSquare,
		typicalSeconds: 126,
	}),
	// kling-ai/v2.5-turbo-pro-text-to-video, -image-to-video
	...pair(
		['klingai/v2.5-turbo/pro/text-to-video', 'klingai/v2.5-turbo/pro/image-to-video'],
		'Kling 2.5 Turbo Pro',
		{ family: 'kling-2.5-turbo-pro', formats: ofLength(5, 10), inputs: [negativePrompt] },
		{ aspectRatios: withSquare },
		{},
	),
	// kling-ai/v2.1-...: "around 3-4 minutes for a 5-second video" for pro.
	...pair(
		klingIds('v2.1-master'),
		'Kling 2.1 Master',
		...upTo21('kling-2.1-master', master, master),
	),
	one('kling-video/v2.1/pro/image-to-video', 'Kling 2.1 Pro Image to Video', {
		family: 'kling-2.1-pro',
		firstFrame: 'required',
		promptRequired: false,
		formats: ofLength(5, 10),
		inputs: [negativePrompt],
		typicalSeconds: 210,
	}),
	one('kling-video/v2.1/standard/image-to-video', 'Kling 2.1 Standard Image to Video', {
		family: 'kling-2.1-standard',
		firstFrame: 'required',
		promptRequired: false,
		formats: ofLength(5, 10),
		inputs: [negativePrompt],
	}),
	...pair(klingIds('v2-master'), 'Kling 2.0 Master', ...upTo21('kling-2-master', master, master)),
	...pair(
		['kling-video/v1.6/pro/text-to-video', 'kling-video/v1.6/pro/image-to-video'],
		'Kling 1.6 Pro',
		...upTo21(
			'kling-1.6-pro',
			{ typicalSeconds: 186 },
			{ endFrame: true, typicalSeconds: 186 },
		),
	),
	...pair(
		['kling-video/v1.6/standard/text-to-video', 'kling-video/v1.6/standard/image-to-video'],
		'Kling 1.6 Standard',
		{ family: 'kling-1.6-standard', formats: ofLength(5, 10), inputs: [negativePrompt] },
		{ aspectRatios: withSquare, typicalSeconds: 186 },
		{ typicalSeconds: 122 },
	),
	...pair(
		['kling-video/v1/pro/text-to-video', 'kling-video/v1/pro/image-to-video'],
		'Kling 1.0 Pro',
		...upTo21('kling-1-pro', { typicalSeconds: 78 }, { endFrame: true, typicalSeconds: 204 }),
	),
	...pair(
		['kling-video/v1/standard/text-to-video', 'kling-video/v1/standard/image-to-video'],
		'Kling 1.0 Standard',
		...upTo21(
			'kling-1-standard',
			{ typicalSeconds: 322 },
			{ endFrame: true, typicalSeconds: 249 },
		),
	),
];
