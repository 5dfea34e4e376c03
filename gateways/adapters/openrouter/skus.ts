import type { Price, Prices, VideoRequest } from '../../gateway';
import { referenceAudio, referenceVideos } from '../../inputs';
import { previousJob } from './inputs';

/**
 * The prices of OpenRouter's list: `pricing_skus`, amounts by names such as `duration_seconds_with_audio_4k`. No page
 * explains the names, so only those count whose meaning the price of a model page confirms; another name makes the
 * price of that model unknown, and so does a price for each video token, since no page says how many a second has.
 */
type Skus = Readonly<Record<string, number>>;

/** One price for a second of the video, and what it is for; absent: for all. */
interface Rate {
	usd: number;
	mode?: 'text_to_video' | 'image_to_video';
	audio?: boolean;
	resolution?: string;
}

const SIZE = '(\\d{3,4}p|\\dk)';

/** In dollars: `duration_seconds`, `text_to_video_duration_seconds_720p`, `duration_seconds_with_audio_4k`. */
const dollars = new RegExp(
	`^(?:(text_to_video|image_to_video)_)?duration_seconds(?:_(with|without)_audio)?(?:_${SIZE})?$`,
);

/** In cents: `cents_per_second_output_720p`, `cents_per_video_output_second`. */
const cents = new RegExp(`^cents_per_(?:second_output|video_output_second)(?:_${SIZE})?$`);

/** Prices of requests that this package tells from others, and for which no estimate is given. */
const APART = new RegExp(
	`^(?:reference_images|reference_duration_seconds(?:_${SIZE})?|cents_per_second_video_continuation(?:_${SIZE})?)$`,
);

/** What each picture costs, in cents. */
const PER_IMAGE = 'cents_per_image_input';
/** What a video costs at least, in cents. */
const MINIMUM = 'minimum_cents_per_generation';

const fromCents = (amount: number): number => Math.round(amount * 1e6) / 1e8;

function readRate(name: string, amount: number): Rate | undefined {
	const inDollars = dollars.exec(name);
	if (inDollars) {
		const [, mode, audio, resolution] = inDollars;
		return {
			usd: amount,
			...(mode === undefined ? {} : { mode: mode as NonNullable<Rate['mode']> }),
			...(audio === undefined ? {} : { audio: audio === 'with' }),
			...(resolution === undefined ? {} : { resolution }),
		};
	}
	const inCents = cents.exec(name);
	if (!inCents) return undefined;
	const [, resolution] = inCents;
	return { usd: fromCents(amount), ...(resolution === undefined ? {} : { resolution }) };
}

/** The prices for a second, undefined if any name is unknown, or an amount is negative: -1 often says "it varies". */
function readRates(skus: Skus): Rate[] | undefined {
	const rates: Rate[] = [];
	for (const [name, amount] of Object.entries(skus)) {
		if (amount < 0) return undefined;
		const rate = readRate(name.toLowerCase(), amount);
		if (rate) rates.push(rate);
		else if (![PER_IMAGE, MINIMUM].includes(name) && !APART.test(name)) return undefined;
	}
	return rates;
}

/** The price that says most about such a request: of the sound first, then of the size, then of the first frame. */
function closest(
	rates: readonly Rate[],
	wanted: Required<Omit<Rate, 'usd' | 'resolution'>> & { resolution: string | undefined },
): number | undefined {
	const fits = rates.filter(
		({ mode = wanted.mode, audio = wanted.audio, resolution = wanted.resolution }) =>
			mode === wanted.mode && audio === wanted.audio && resolution === wanted.resolution,
	);
	const weight = ({ mode, audio, resolution }: Rate) =>
		(audio === undefined ? 0 : 4) +
		(resolution === undefined ? 0 : 2) +
		(mode === undefined ? 0 : 1);
	return [...fits].sort((left, right) => weight(right) - weight(left))[0]?.usd;
}

/** Whether a model makes sound: if one asks for it, never, or the list doesn't say. */
export type Sound = 'optional' | 'never' | 'unknown';

/** A length and size of a model, and its sound. */
interface PricedFormat {
	resolution?: string | undefined;
	seconds: number;
	sound: Sound;
}

const same = (left: readonly Price[], right: readonly Price[]): boolean =>
	JSON.stringify(left) === JSON.stringify(right);

/** The prices with this sound: one, or one for each way where a first frame makes a difference. */
function pricesWith(
	audio: boolean,
	{ resolution, seconds }: PricedFormat,
	{ rates, minimum }: { rates: readonly Rate[]; minimum: number },
): Price[] {
	const priceBy = (mode: NonNullable<Rate['mode']>): Price[] => {
		const usd = closest(rates, { mode, audio, resolution: resolution?.toLowerCase() });
		if (usd === undefined) return [];
		return usd * seconds < minimum
			? [{ amount: minimum, currency: 'USD' }]
			: [{ amount: usd, currency: 'USD', per: 'second' }];
	};
	const withFrame = priceBy('image_to_video');
	const without = priceBy('text_to_video');
	if (same(withFrame, without)) return withFrame;
	return [
		...withFrame.map((price) => ({ ...price, firstFrame: true })),
		...without.map((price) => ({ ...price, firstFrame: false })),
	];
}

/** What a video of this format costs by the list, undefined where that isn't certain. */
export function readPrices(skus: Skus, format: PricedFormat): Prices | undefined {
	const rates = readRates(skus);
	if (rates === undefined) return undefined;
	if (format.sound === 'unknown' && rates.some(({ audio }) => audio !== undefined))
		return undefined;
	const all = { rates, minimum: fromCents(skus[MINIMUM] ?? 0) };
	const silent = pricesWith(false, format, all);
	const loud = format.sound === 'optional' ? pricesWith(true, format, all) : silent;
	const prices = same(silent, loud)
		? silent
		: [
				...silent.map((price) => ({ ...price, when: { audio: false } })),
				...loud.map((price) => ({ ...price, when: { audio: true } })),
			];
	if (prices.length === 0) return undefined;
	return prices.length === 1 ? prices[0]! : prices;
}

/** Inputs that the list prices separately, or not at all. */
const PRICED_APART = [previousJob, referenceVideos, referenceAudio];

/** What a request costs beyond the seconds of its video: its pictures; undefined where that isn't certain. */
export function readExtraCost(skus: Skus) {
	const perImage = fromCents(skus[PER_IMAGE] ?? 0);
	return ({
		firstFrame,
		endFrame,
		subjectReferences = [],
		inputs = {},
	}: Pick<VideoRequest, 'firstFrame' | 'endFrame' | 'subjectReferences' | 'inputs'>):
		number | undefined => {
		if (subjectReferences.length > 0) return undefined;
		if (PRICED_APART.some(({ key }) => Object.hasOwn(inputs, key))) return undefined;
		return perImage * [firstFrame, endFrame].filter((picture) => picture !== undefined).length;
	};
}
