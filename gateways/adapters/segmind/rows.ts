import type { Format, ModelInput } from '../../gateway';
import * as common from '../../inputs';
import { clips, usd } from '../../rows';

export { clips, five, span, square, wide } from '../../rows';

/** The page of a range, by the model's slug. */
export const pricedBy = (slug: string) => ({
	pricedBy: { page: `https://www.segmind.com/models/${slug}/api, a range`, read: '2026-11' },
});

export const negative: ModelInput = { ...common.negativePrompt, wire: 'negative_prompt' };
export const generated: ModelInput = { ...common.audio, wire: 'generate_audio', whenUnset: true };
export const silent: ModelInput = { ...generated, whenUnset: false };
export const { seed } = common;

/** 5 s at the least, 10 s at the most price. */
export const fiveOrTen = (least: number, most: number): Format[] =>
	clips([undefined], [5, 10], ({ durationSeconds }) => ({
		price: usd(durationSeconds === 5 ? least : most),
	}));

/** The least for the shortest clip in the smallest size, if it is without sound, where there is a choice. */
export const ranged =
	(least: number, most: number, shortest: number, smallest?: string, withSound = false) =>
	({ resolution, durationSeconds }: Format): Pick<Format, 'price'> => {
		const isLeast = durationSeconds === shortest && resolution === smallest;
		if (!isLeast) return { price: usd(most) };
		return {
			price: withSound
				? [usd(least, { when: { audio: false } }), usd(most, { when: { audio: true } })]
				: usd(least),
		};
	};
