import type { Format, PriceSource } from '../../gateway';
import { everyFormat, usd } from '../../rows';

/**
 * A page that prints a range of prices, "by length and size", without the rows: the least is that of the shortest clip in
 * the smallest size. For every other one the most is assumed, so that a limit is never passed.
 *
 * @param page below segmind.com/models/
 */
export const pricedBy = (page: string): { pricedBy: PriceSource } => ({
	pricedBy: {
		page: `https://www.segmind.com/models/${page}, a range by length and size`,
		read: '2026-11',
	},
});

/** 5 s at the least, 10 s at the most price. */
export const fiveOrTen = (least: number, most: number): Format[] =>
	everyFormat([undefined], [5, 10], ({ durationSeconds }) => ({
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
