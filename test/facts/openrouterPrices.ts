import type { VideoRequest } from '../../gateways/gateway';
import type { PrintedPrice } from './types';

/** Every price of the list, in its own words: name and amount of each that applies (read 2026-10-09). */

const upTo = (least: number, most: number): number[] =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

const amountIn = (words: string): number => {
	const [, cents, amount] = /^(cents)?.*=([\d.]+)$/.exec(words)!;
	return cents === undefined ? Number(amount) : Number(amount) / 100;
};

const rounded = (amount: number): number => Math.round(amount * 1e4) / 1e4;

/** A price for each second. */
const perSecond = (
	models: readonly string[],
	words: string,
	lengths: readonly number[],
	request: Partial<VideoRequest> = {},
): PrintedPrice[] =>
	lengths.map((durationSeconds) => ({
		models,
		request: { ...request, durationSeconds },
		words,
		amount: (text) => rounded(durationSeconds * amountIn(text)),
		currency: 'USD',
	}));

const bySize = (
	model: string,
	lengths: readonly number[],
	words: Readonly<Record<string, string>>,
	request: Partial<VideoRequest> = {},
): PrintedPrice[] =>
	Object.entries(words).flatMap(([resolution, text]) =>
		perSecond([model], text, lengths, { ...request, resolution }),
	);

const withAudio = { inputs: { audio: true } };
const silent = { inputs: { audio: false } };
const VEO = [4, 6, 8];
const IMAGE = { firstFrame: { kind: 'url', url: 'https://example.com/first.jpg' } } as const;

const grok = (model: string, small: number, middle: number, large: number) =>
	bySize(model, upTo(1, 15), {
		'480p': `cents_per_video_output_second_480p=${small}`,
		'720p': `cents_per_video_output_second_720p=${middle}`,
		'1080p': `cents_per_video_output_second_1080p=${large}`,
	});

const wan3 = (model: string, small: number, middle: number, large: number) =>
	bySize(model, upTo(2, 30), {
		'480p': `duration_seconds_480p=${small}`,
		'720p': `duration_seconds_720p=${middle}`,
		'1080p': `duration_seconds_1080p=${large}`,
	});

export const openrouterPrices: readonly PrintedPrice[] = [
	...grok('x-ai/grok-imagine-video-1.5-lite', 2, 3, 14),
	...grok('x-ai/grok-imagine-video-1.5', 8, 14, 25),
	...bySize('minimax/hailuo-3-max', upTo(5, 15), {
		'768p': 'duration_seconds_768p=0.08',
		'480p': 'duration_seconds_480p=0.05',
	}),
	...wan3('alibaba/wan-3.0-prime', 0.068, 0.14, 0.28),
	...wan3('alibaba/wan-3.0', 0.05, 0.1, 0.2),
	...bySize('black-forest-labs/flux-3-video', upTo(5, 20), {
		'720p': 'cents_per_second_output_720p=17',
		'1080p': 'cents_per_second_output_1080p=29',
	}),
	...bySize('minimax/hailuo-3', upTo(5, 15), { '2K': 'duration_seconds=0.13' }),
	...bySize('runway/gen-4.5', upTo(2, 10), { '720p': 'cents_per_second_output=12' }),
	...bySize('alibaba/happyhorse-1.1', upTo(3, 15), {
		'720p': 'duration_seconds_720p=0.0988',
		'1080p': 'duration_seconds_1080p=0.1278',
	}),
	...bySize('kwaivgi/kling-v3.0-pro', upTo(3, 15), { '720p': 'duration_seconds=0.112' }, silent),
	...bySize(
		'kwaivgi/kling-v3.0-pro',
		upTo(3, 15),
		{ '720p': 'duration_seconds_with_audio=0.168' },
		withAudio,
	),
	...bySize('kwaivgi/kling-v3.0-std', upTo(3, 15), { '720p': 'duration_seconds=0.084' }, silent),
	...bySize(
		'kwaivgi/kling-v3.0-std',
		upTo(3, 15),
		{ '720p': 'duration_seconds_with_audio=0.126' },
		withAudio,
	),
	...bySize(
		'google/veo-3.1-fast',
		VEO,
		{
			'720p': 'duration_seconds_with_audio_720p=0.10',
			'1080p': 'duration_seconds_with_audio=0.12',
			'4K': 'duration_seconds_with_audio_4k=0.30',
		},
		withAudio,
	),
	...bySize(
		'google/veo-3.1-fast',
		VEO,
		{
			'720p': 'duration_seconds_without_audio_720p=0.08',
			'1080p': 'duration_seconds_without_audio=0.10',
			'4K': 'duration_seconds_without_audio_4k=0.25',
		},
		silent,
	),
	...bySize(
		'google/veo-3.1-lite',
		VEO,
		{
			'720p': 'duration_seconds_with_audio_720p=0.05',
			'1080p': 'duration_seconds_with_audio=0.08',
		},
		withAudio,
	),
	...bySize(
		'google/veo-3.1-lite',
		VEO,
		{
			'720p': 'duration_seconds_without_audio_720p=0.03',
			'1080p': 'duration_seconds_without_audio=0.05',
		},
		silent,
	),
	...bySize(
		'google/veo-3.1',
		VEO,
		{
			'720p': 'duration_seconds_with_audio=0.40',
			'1080p': 'duration_seconds_with_audio=0.40',
			'4K': 'duration_seconds_with_audio_4k=0.60',
		},
		withAudio,
	),
	...bySize(
		'google/veo-3.1',
		VEO,
		{
			'720p': 'duration_seconds_without_audio=0.20',
			'1080p': 'duration_seconds_without_audio=0.20',
			'4K': 'duration_seconds_without_audio_4k=0.40',
		},
		silent,
	),
	...bySize('kwaivgi/kling-video-o1', [5, 10], { '720p': 'duration_seconds=0.1120' }),
	...bySize('minimax/hailuo-2.3', [6, 10], { '1080p': 'duration_seconds=0.0817' }),
	...bySize('alibaba/wan-2.7', upTo(2, 10), {
		'720p': 'duration_seconds=0.1',
		'1080p': 'duration_seconds=0.1',
	}),
	...bySize('alibaba/wan-2.6', [5, 10], {
		'720p': 'text_to_video_duration_seconds_720p=0.08',
		'1080p': 'text_to_video_duration_seconds_1080p=0.12',
	}),
	...bySize(
		'alibaba/wan-2.6',
		[5, 10],
		{
			'720p': 'image_to_video_duration_seconds_720p=0.10',
			'1080p': 'image_to_video_duration_seconds_1080p=0.15',
		},
		IMAGE,
	),
];
