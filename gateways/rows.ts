import type { Format, Price } from './model';

/** What the rows of model tables are made of, at whichever gateway. */

/** US dollars for a video. */
export const usd = (amount: number, more: Partial<Price> = {}): Price => ({
	amount,
	currency: 'USD',
	...more,
});

/** US dollars for each second of video. */
export const perSecond = (amount: number, more: Partial<Price> = {}): Price =>
	usd(amount, { per: 'second', ...more });

/** US dollars for each second of video, where that depends on the sound. */
export const perSecondByAudio = (without: number, withIt: number): Price[] => [
	perSecond(without, { when: { audio: false } }),
	perSecond(withIt, { when: { audio: true } }),
];

/** Whole seconds: the usual length first, then up from the shortest. */
export const span = (usual: number, least: number, most: number): number[] => [
	usual,
	...Array.from({ length: most - least + 1 }, (_, index) => least + index).filter(
		(length) => length !== usual,
	),
];

/**
 * Every length in every size; the first of each is what is made if nothing is set.
 *
 * @param resolutions undefined for a model without a field for the size
 * @param lengths in seconds
 * @param more what else every row has, or has by its length and size
 */
export const everyFormat = (
	resolutions: ReadonlyArray<string | undefined>,
	lengths: readonly number[],
	more: Partial<Format> | ((row: Format) => Partial<Format>) = {},
): Format[] =>
	resolutions.flatMap((resolution) =>
		lengths.map((durationSeconds) => {
			const row = { ...(resolution === undefined ? {} : { resolution }), durationSeconds };
			return { ...row, ...(typeof more === 'function' ? more(row) : more) };
		}),
	);

/** The two aspect ratios that nearly every model makes. */
export const landscapeAndPortrait = ['16:9', '9:16'] as const;

/** These and a square. */
export const withSquare = [...landscapeAndPortrait, '1:1'] as const;

/** The five aspect ratios that most models make. */
export const commonRatios = [...withSquare, '4:3', '3:4'] as const;

/** These and that of cinema. */
export const withUltrawide = [...commonRatios, '21:9'] as const;
