import type { InputValues } from '../../gateways/gateway';
import { dollars, type PrintedPrice } from './types';

/**
 * kie.ai/pricing, whose table comes from POST api.kie.ai/client/v1/model-pricing/page (read 2026-09-24): each row has
 * `creditPrice` and `usdPrice`. Here as "credits, dollars".
 */

type Row = readonly [
	model: string,
	resolution: string | undefined,
	lengths: readonly number[],
	words: string,
	sound?: true,
];

const range = (least: number, most: number) =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

const VEO = [4, 6, 8];

const perVideo: readonly Row[] = [
	['veo3_fast', '720p', VEO, '60 per video, $0.30'],
	['veo3_fast', '1080p', VEO, '65 per video, $0.325'],
	['veo3_fast', '4k', VEO, '180 per video, $0.90'],
	['veo3', '720p', VEO, '250 per video, $1.25'],
	['veo3', '1080p', VEO, '255 per video, $1.275'],
	['veo3', '4k', VEO, '380 per video, $1.90'],
	['veo3_lite', '720p', VEO, '30 per video, $0.15'],
	['veo3_lite', '1080p', VEO, '35 per video, $0.175'],
	['veo3_lite', '4k', VEO, '150 per video, $0.75'],
	['kling-2.6', undefined, [5], '55 per video, $0.275'],
	['kling-2.6', undefined, [5], '110 per video, $0.55', true],
	['kling-2.6', undefined, [10], '110 per video, $0.55'],
	['kling-2.6', undefined, [10], '220 per video, $1.10', true],
	['kling-2.5-turbo-pro', undefined, [5], '42 per video, $0.21'],
	['kling-2.5-turbo-pro', undefined, [10], '84 per video, $0.42'],
	['kling-2.1-master', undefined, [5], '160 per video, $0.80'],
	['kling-2.1-master', undefined, [10], '320 per video, $1.60'],
	['kling/v2-1-pro', undefined, [5], '50 per video, $0.25'],
	['kling/v2-1-pro', undefined, [10], '100 per video, $0.50'],
	['kling/v2-1-standard', undefined, [5], '25 per video, $0.125'],
	['kling/v2-1-standard', undefined, [10], '50 per video, $0.25'],
	['hailuo/2-3-image-to-video-pro', '768P', [6], '45 per video, $0.225'],
	['hailuo/2-3-image-to-video-pro', '768P', [10], '90 per video, $0.45'],
	['hailuo/2-3-image-to-video-pro', '1080P', [6], '80 per video, $0.40'],
	['hailuo/2-3-image-to-video-standard', '768P', [6], '30 per video, $0.15'],
	['hailuo/2-3-image-to-video-standard', '768P', [10], '50 per video, $0.25'],
	['hailuo/2-3-image-to-video-standard', '1080P', [6], '50 per video, $0.25'],
	['hailuo-02-pro', '1080P', [6], '57 per video, $0.285'],
	['hailuo-02-standard', '768P', [6], '30 per video, $0.15'],
	['hailuo-02-standard', '768P', [10], '50 per video, $0.25'],
	['hailuo-02-standard', '512P', [6], '12 per video, $0.06'],
	['hailuo-02-standard', '512P', [10], '20 per video, $0.10'],
	['wan-2.6', '720p', [5], '70 per video, $0.35'],
	['wan-2.6', '720p', [10], '140 per video, $0.70'],
	['wan-2.6', '720p', [15], '209.5 per video, $1.0475'],
	['wan-2.6', '1080p', [5], '104.5 per video, $0.5225'],
	['wan-2.6', '1080p', [10], '209.5 per video, $1.0475'],
	['wan-2.6', '1080p', [15], '315 per video, $1.575'],
	['wan-2.5', '720p', [5], '60 per video, $0.30'],
	['wan-2.5', '720p', [10], '120 per video, $0.60'],
	['wan-2.5', '1080p', [5], '100 per video, $0.50'],
	['wan-2.5', '1080p', [10], '200 per video, $1.00'],
	['runway', '720p', [5], '12 per video, $0.06'],
	['runway', '720p', [10], '30 per video, $0.15'],
	['runway', '1080p', [5], '30 per video, $0.15'],
];

const KLING = range(3, 15);
const SEEDANCE_2 = range(4, 15);
const SEEDANCE_15 = range(4, 12);
const WAN = range(2, 15);

const perSecond: readonly Row[] = [
	['kling-3.0-pro', '1080p', KLING, '18 per second, $0.09'],
	['kling-3.0-pro', '1080p', KLING, '27 per second, $0.135', true],
	['kling-3.0-standard', '720p', KLING, '14 per second, $0.07'],
	['kling-3.0-standard', '720p', KLING, '20 per second, $0.10', true],
	['kling-3.0-4k', '4K', KLING, '67 per second, $0.335'],
	['kling-3.0-turbo', '720p', KLING, '18 per second, $0.09'],
	['kling-3.0-turbo', '1080p', KLING, '22.5 per second, $0.1125'],
	['bytedance/seedance-2', '480p', SEEDANCE_2, '19 per second, $0.095'],
	['bytedance/seedance-2', '720p', SEEDANCE_2, '41 per second, $0.205'],
	['bytedance/seedance-2', '1080p', SEEDANCE_2, '102 per second, $0.51'],
	['bytedance/seedance-2', '4k', SEEDANCE_2, '208 per second, $1.04'],
	['bytedance/seedance-2-fast', '480p', SEEDANCE_2, '11.7 per second, $0.0585'],
	['bytedance/seedance-2-fast', '720p', SEEDANCE_2, '24.8 per second, $0.124'],
	['bytedance/seedance-2-mini', '480p', SEEDANCE_2, '3.8 per second, $0.019'],
	['bytedance/seedance-2-mini', '720p', SEEDANCE_2, '8.2 per second, $0.041'],
	['bytedance/seedance-1.5-pro', '480p', SEEDANCE_15, '1.75 per second, $0.00875'],
	['bytedance/seedance-1.5-pro', '480p', SEEDANCE_15, '3.5 per second, $0.0175', true],
	['bytedance/seedance-1.5-pro', '720p', SEEDANCE_15, '3.5 per second, $0.0175'],
	['bytedance/seedance-1.5-pro', '720p', SEEDANCE_15, '7 per second, $0.035', true],
	['bytedance/seedance-1.5-pro', '1080p', SEEDANCE_15, '7.5 per second, $0.0375'],
	['bytedance/seedance-1.5-pro', '1080p', SEEDANCE_15, '15 per second, $0.075', true],
	['wan-2.7', '720p', WAN, '16 per second, $0.08'],
	['wan-2.7', '1080p', WAN, '24 per second, $0.12'],
];

const withSound: InputValues = { audio: true };

const printed = (rows: readonly Row[], times: (seconds: number) => number): PrintedPrice[] =>
	rows.flatMap(([model, resolution, lengths, words, sound]) =>
		lengths.map((durationSeconds) => ({
			models: [model],
			request: {
				durationSeconds,
				...(resolution ? { resolution } : {}),
				...(sound ? { inputs: withSound } : {}),
			},
			words,
			// To a hundredth of a cent, as the estimate is.
			amount: (text: string) =>
				Math.round(dollars(text) * times(durationSeconds) * 10_000) / 10_000,
			currency: 'USD' as const,
		})),
	);

export const kiePrices: readonly PrintedPrice[] = [
	...printed(perVideo, () => 1),
	...printed(perSecond, (seconds) => seconds),
];
