import type { Format, ModelInput, Price } from '../../gateway';
import * as common from '../../inputs';

/** What the rows of `providers.ts` are made of. */

const usd = (amount: number, more: Partial<Price> = {}): Price => ({
	amount,
	currency: 'USD',
	...more,
});

/** The page of a range, by the model's slug. */
export const pricedBy = (slug: string) => ({
	pricedBy: { page: `https://www.segmind.com/models/${slug}/api, a range`, read: '2026-11' },
});

export const negative: ModelInput = { ...common.negativePrompt, wire: 'negative_prompt' };
export const generated: ModelInput = { ...common.audio, wire: 'generate_audio', whenUnset: true };
export const silent: ModelInput = { ...generated, whenUnset: false };
export const { seed } = common;

export const wide = ['16:9', '9:16'] as const;
export const square = [...wide, '1:1'] as const;
export const five = [...square, '4:3', '3:4'] as const;

/** Every length in every size; the first of each is the page's default. */
export const clips = (
	resolutions: ReadonlyArray<string | undefined>,
	lengths: readonly number[],
	priceOf?: (row: Format) => Format['price'],
): Format[] =>
	resolutions.flatMap((resolution) =>
		lengths.map((durationSeconds) => {
			const row = {
				...(resolution === undefined ? {} : { resolution }),
				durationSeconds,
			};
			const price = priceOf?.(row);
			return { ...row, ...(price === undefined ? {} : { price }) };
		}),
	);

/** The usual length first, then up from the shortest. */
export const span = (usual: number, least: number, most: number): number[] => [
	usual,
	...Array.from({ length: most - least + 1 }, (_, index) => least + index).filter(
		(length) => length !== usual,
	),
];

/** 5 s at the least, 10 s at the most price. */
export const fiveOrTen = (least: number, most: number): Format[] =>
	clips([undefined], [5, 10], ({ durationSeconds }) => usd(durationSeconds === 5 ? least : most));

/** The least for the shortest clip in the smallest size, if it is without sound, where there is a choice. */
export const ranged =
	(least: number, most: number, shortest: number, smallest?: string, withSound = false) =>
	({ resolution, durationSeconds }: Format): Format['price'] => {
		const isLeast = durationSeconds === shortest && resolution === smallest;
		if (!isLeast) return usd(most);
		return withSound
			? [usd(least, { when: { audio: false } }), usd(most, { when: { audio: true } })]
			: usd(least);
	};
