import type { PriceSource } from '../../gateway';
import type { ModelEntry } from './wire';

/**
 * OpenRouter's list as it was when it was read: what its models can do and cost where the list of today can't be read.
 * The newest come first, as there.
 */

/** Where the rows are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'https://openrouter.ai/api/v1/videos/models',
	read: '2026-10-09',
};

const upTo = (least: number, most: number): number[] =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** A row of the list; sound, seed and names that the provider takes only where the model has them. */
function row(
	id: string,
	name: string,
	[lengths, sizes, ratios]: readonly [number[], string[], string[]],
	{ frames = 1, ...more }: { frames?: 1 | 2 } & Partial<ModelEntry>,
): ModelEntry {
	return {
		id,
		name,
		supported_durations: lengths,
		supported_resolutions: sizes,
		supported_aspect_ratios: ratios,
		supported_frame_images: ['first_frame', 'last_frame'].slice(0, frames),
		...more,
	};
}

const TALL_OR_WIDE = ['16:9', '9:16'];
const WITH_SQUARE = [...TALL_OR_WIDE, '1:1'];
const FIVE = ['16:9', '4:3', '1:1', '3:4', '9:16'];
const SIX = ['21:9', ...FIVE];
const WAN_27 = ['16:9', '9:16', '1:1', '4:3', '3:4'];
const SEEDANCE_15 = ['1:1', '3:4', '9:16', '9:21', '4:3', '16:9', '21:9'];
const GROK = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3'];
const SEEDANCE_2 = ['1:1', '3:4', '9:16', '4:3', '16:9', '21:9', '9:21'];

const SOUND = { generate_audio: true } as const;
const SILENT = { generate_audio: false } as const;
const SEED = { seed: true } as const;
const VEO: Partial<ModelEntry> & { frames: 2 } = {
	frames: 2,
	...SOUND,
	...SEED,
	allowed_passthrough_parameters: ['personGeneration', 'negativePrompt', 'enhancePrompt'],
};

export const entries: readonly ModelEntry[] = [
	row(
		'x-ai/grok-imagine-video-1.5-lite',
		'xAI: Grok Imagine Video 1.5 Lite',
		[upTo(1, 15), ['480p', '720p', '1080p'], GROK],
		{
			pricing_skus: {
				cents_per_image_input: 1,
				cents_per_video_output_second_480p: 2,
				cents_per_video_output_second_720p: 3,
				cents_per_video_output_second_1080p: 14,
			},
		},
	),
	row('minimax/hailuo-3-max', 'MiniMax: H3 Max', [upTo(5, 15), ['768p', '480p'], SIX], {
		frames: 2,
		...SILENT,
		pricing_skus: {
			duration_seconds: 0.08,
			duration_seconds_480p: 0.05,
			duration_seconds_768p: 0.08,
		},
	}),
	row(
		'alibaba/wan-3.0-prime',
		'Alibaba: Wan 3.0 Prime',
		[upTo(2, 30), ['480p', '720p', '1080p'], FIVE],
		{
			...SOUND,
			...SEED,
			pricing_skus: {
				duration_seconds_480p: 0.068,
				duration_seconds_720p: 0.14,
				duration_seconds_1080p: 0.28,
			},
		},
	),
	row('alibaba/wan-3.0', 'Alibaba: Wan 3.0', [upTo(2, 30), ['480p', '720p', '1080p'], FIVE], {
		...SOUND,
		...SEED,
		pricing_skus: {
			duration_seconds_480p: 0.05,
			duration_seconds_720p: 0.1,
			duration_seconds_1080p: 0.2,
		},
	}),
	row(
		'bytedance/seedance-2.0-mini',
		'ByteDance: Seedance 2.0 Mini',
		[upTo(4, 15), ['480p', '720p'], SEEDANCE_2],
		{ frames: 2, ...SOUND, ...SEED, pricing_skus: { video_tokens: 0.0000035 } },
	),
	row(
		'bytedance/seedance-2.5',
		'ByteDance: Seedance 2.5',
		[upTo(4, 30), ['480p', '720p'], [...FIVE, '21:9']],
		{
			frames: 2,
			...SOUND,
			...SEED,
			pricing_skus: { video_tokens: 0.0000107 },
		},
	),
	row(
		'black-forest-labs/flux-3-video',
		'Black Forest Labs: FLUX 3 Video',
		[upTo(5, 20), ['720p', '1080p'], SIX],
		{
			frames: 2,
			...SOUND,
			pricing_skus: {
				cents_per_second_output: 17,
				cents_per_second_output_720p: 17,
				cents_per_second_output_1080p: 29,
				cents_per_second_video_continuation_720p: 41,
				cents_per_second_video_continuation_1080p: 53,
			},
		},
	),
	row('minimax/hailuo-3', 'MiniMax: H3', [upTo(5, 15), ['2K'], SIX], {
		frames: 2,
		...SOUND,
		pricing_skus: { duration_seconds: 0.13, reference_images: 0.04 },
	}),
	row('runway/gen-4.5', 'Runway: Gen-4.5', [upTo(2, 10), ['720p'], TALL_OR_WIDE], {
		...SILENT,
		...SEED,
		pricing_skus: { cents_per_second_output: 12 },
	}),
	row(
		'x-ai/grok-imagine-video-1.5',
		'xAI: Grok Imagine Video 1.5',
		[upTo(1, 15), ['480p', '720p', '1080p'], GROK],
		{
			pricing_skus: {
				cents_per_image_input: 1,
				cents_per_video_output_second_480p: 8,
				cents_per_video_output_second_720p: 14,
				cents_per_video_output_second_1080p: 25,
			},
		},
	),
	row(
		'alibaba/happyhorse-1.1',
		'Alibaba: HappyHorse 1.1',
		[upTo(3, 15), ['720p', '1080p'], [...WAN_27, '21:9', '9:21']],
		{
			...SEED,
			pricing_skus: { duration_seconds_720p: 0.0988, duration_seconds_1080p: 0.1278 },
		},
	),
	...(
		[
			['pro', 'Pro', 0.112, 0.168],
			['std', 'Standard', 0.084, 0.126],
		] as const
	).map(([tier, word, silent, loud]) =>
		row(
			`kwaivgi/kling-v3.0-${tier}`,
			`Kling: Video v3.0 ${word}`,
			[upTo(3, 15), ['720p'], WITH_SQUARE],
			{
				frames: 2,
				...SOUND,
				pricing_skus: {
					duration_seconds: silent,
					duration_seconds_with_audio: loud,
					text_to_video_duration_seconds_720p: silent,
					image_to_video_duration_seconds_720p: silent,
				},
			},
		),
	),
	row(
		'google/veo-3.1-fast',
		'Google: Veo 3.1 Fast',
		[[4, 6, 8], ['720p', '1080p', '4K'], TALL_OR_WIDE],
		{
			...VEO,
			pricing_skus: {
				duration_seconds_with_audio: 0.12,
				duration_seconds_with_audio_4k: 0.3,
				duration_seconds_without_audio: 0.1,
				duration_seconds_with_audio_720p: 0.1,
				duration_seconds_without_audio_4k: 0.25,
				duration_seconds_without_audio_720p: 0.08,
			},
		},
	),
	row(
		'google/veo-3.1-lite',
		'Google: Veo 3.1 Lite',
		[[4, 6, 8], ['720p', '1080p'], TALL_OR_WIDE],
		{
			...VEO,
			pricing_skus: {
				duration_seconds_with_audio: 0.08,
				duration_seconds_without_audio: 0.05,
				duration_seconds_with_audio_720p: 0.05,
				duration_seconds_without_audio_720p: 0.03,
			},
		},
	),
	row('kwaivgi/kling-video-o1', 'Kling: Video O1', [[5, 10], ['720p'], WITH_SQUARE], {
		frames: 2,
		...SOUND,
		pricing_skus: { duration_seconds: 0.112 },
	}),
	row('minimax/hailuo-2.3', 'MiniMax: Hailuo 2.3', [[6, 10], ['1080p'], ['16:9']], {
		...SILENT,
		pricing_skus: { duration_seconds: 0.0817 },
	}),
	row(
		'bytedance/seedance-2.0',
		'ByteDance: Seedance 2.0',
		[upTo(4, 15), ['480p', '720p', '1080p', '4K'], SEEDANCE_2],
		{ frames: 2, ...SOUND, ...SEED, pricing_skus: { video_tokens: 0.000007 } },
	),
	row(
		'bytedance/seedance-2.0-fast',
		'ByteDance: Seedance 2.0 Fast',
		[upTo(4, 15), ['480p', '720p'], SEEDANCE_2],
		{ frames: 2, ...SOUND, ...SEED, pricing_skus: { video_tokens: 0.0000042 } },
	),
	row('alibaba/wan-2.7', 'Alibaba: Wan 2.7', [upTo(2, 10), ['720p', '1080p'], WAN_27], {
		frames: 2,
		...SOUND,
		...SEED,
		pricing_skus: { duration_seconds: 0.1 },
	}),
	row('alibaba/wan-2.6', 'Alibaba: Wan 2.6', [[5, 10], ['720p', '1080p'], TALL_OR_WIDE], {
		...SOUND,
		...SEED,
		pricing_skus: {
			text_to_video_duration_seconds_720p: 0.08,
			image_to_video_duration_seconds_720p: 0.1,
			text_to_video_duration_seconds_1080p: 0.12,
			image_to_video_duration_seconds_1080p: 0.15,
		},
	}),
	row(
		'bytedance/seedance-1-5-pro',
		'ByteDance: Seedance 1.5 Pro',
		[upTo(4, 12), ['480p', '720p', '1080p'], SEEDANCE_15],
		{ frames: 2, ...SOUND, ...SEED, pricing_skus: { video_tokens: 0.0000024 } },
	),
	row('google/veo-3.1', 'Google: Veo 3.1', [[4, 6, 8], ['720p', '1080p', '4K'], TALL_OR_WIDE], {
		...VEO,
		pricing_skus: {
			duration_seconds_with_audio: 0.4,
			duration_seconds_with_audio_4k: 0.6,
			duration_seconds_without_audio: 0.2,
			duration_seconds_without_audio_4k: 0.4,
		},
	}),
];
