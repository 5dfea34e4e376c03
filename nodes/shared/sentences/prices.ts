import type { Format, Gateway, Price, Prices, VideoModel } from '../../../gateways/gateway';
import { listFormats, listMeant } from '../../../gateways/request/models';
import { listPrices } from '../../../gateways/request/prices';
import { orList } from './text';

/** What the panel says of a model's lengths, sizes and prices, from its row of the model table. Pure. */

/** `standard` as `Standard`. */
export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A resolution in one spelling for all gateways: `768P` as `768p`, `720` as `720p`, `4k` as `4K`. */
export function resolutionName(value: string): string {
	if (/^\d+p?$/i.test(value)) return `${parseInt(value, 10)}p`;
	return /^\d+k$/i.test(value) ? value.toUpperCase() : capitalized(value);
}

/** An amount with cents: `$0.50`, `$0.294`, `25 credits`. */
export function amountText(amount: number, currency: Price['currency']): string {
	if (currency === 'credits') return `${amount} credits`;
	const digits = String(Math.round(amount * 10_000) / 10_000);
	return `$${/\.\d\d/.test(digits) ? digits : Number(digits).toFixed(2)}`;
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** `6 or 10 s`, `4 to 15 s`; empty where no length is known. */
export function lengthsText(seconds: ReadonlyArray<number | undefined>): string {
	const sorted = distinct(seconds.filter((one) => one !== undefined)).sort((a, b) => a - b);
	const [first, last] = [sorted[0], sorted.at(-1)];
	if (first === undefined || last === undefined) return '';
	const isRange = sorted.length > 2 && sorted.length === last - first + 1;
	return isRange ? `${first} to ${last} s` : `${orList(sorted)} s`;
}

const listOf = (prices: Prices | undefined): readonly Price[] =>
	prices === undefined ? [] : 'amount' in prices ? [prices] : prices;

/** The prices of a row, as one key. */
const priceKey = ({ price }: Format): string =>
	listOf(price)
		.map(({ amount, currency }) => amountText(amount, currency))
		.join(' to ');

const lengthsOf = (rows: readonly Format[], size: string | undefined) =>
	rows
		.filter(({ resolution }) => resolution === size)
		.map(({ durationSeconds }) => durationSeconds);

/** What some rows of a model are: `768p at 6 s`; only what tells them from the model's other rows. */
function rowsText(rows: readonly Format[], all: readonly Format[]): string {
	if (rows.length === all.length) return '';
	const sizesOf = (formats: readonly Format[]) =>
		distinct(formats.map(({ resolution }) => resolution));
	const sizes = sizesOf(all);
	const lengths = distinct(all.map(({ durationSeconds }) => durationSeconds));
	const isGrid = all.length === sizes.length * lengths.length;
	return sizesOf(rows)
		.map((size) => {
			const ofSize = lengthsOf(rows, size);
			const isWhole = isGrid && sizes.length > 1 && ofSize.length === lengths.length;
			const name = sizes.length === 1 || size === undefined ? '' : resolutionName(size);
			return [name, isWhole ? '' : lengthsText(ofSize)].filter(Boolean).join(' at ');
		})
		.join(', ');
}

/** The rows with the same prices together, the cheapest first. */
function rowsByPrice(rows: readonly Format[]): Array<[key: string, rows: Format[]]> {
	const keys = distinct(rows.map(priceKey)).filter(Boolean);
	const least = ([row]: readonly Format[]) => listOf(row?.price)[0]?.amount ?? 0;
	return keys
		.map((key): [string, Format[]] => [key, rows.filter((row) => priceKey(row) === key)])
		.sort(([, left], [, right]) => least(left) - least(right));
}

/** What a model costs, by length and size. */
function tariff(model: VideoModel): string {
	if (model.price !== undefined) return priceKey(model);
	const rows = listFormats(model);
	const parts = rowsByPrice(rows).map(([key, ofPrice]) => {
		const what = rowsText(ofPrice, rows);
		return what === '' ? key : `${key} (${what})`;
	});
	return [
		...parts,
		...(rows.every(priceKey) ? [] : ['not published for other lengths and sizes']),
	].join('; ');
}

const isPerSecond = (model: VideoModel): boolean =>
	listPrices(model).every(({ per }) => per === 'second');

const isPriced = (model: VideoModel): boolean => listPrices(model).length > 0;

/** Whether a row stands for models of which only one has a published price: the one that makes videos from an image. */
const isPricedWithImageOnly = (gateway: Gateway, model: VideoModel): boolean =>
	listMeant(gateway, model).some((one) => !isPriced(one)) && isPriced(model);

/** The panel's notice about what a model costs, or about models that aren't in the table. */
export function priceNotice(gateway: Gateway, model?: VideoModel): string {
	const { label } = gateway;
	if (model === undefined) {
		return "Prices are only known for models in the list. For others, cost limits can't be checked.";
	}
	if (!isPriced(model)) {
		return `The cost of this model isn't known in advance: ${label} doesn't publish its price`;
	}
	if (isPricedWithImageOnly(gateway, model)) {
		return `Price per video with an image: ${tariff(model)}. Without an image, the price isn't published.`;
	}
	const text = `Price per ${isPerSecond(model) ? 'second' : 'video'}: ${tariff(model)}`;
	return model.formats === 'any' && isPerSecond(model)
		? `${text}. Set a duration to know the total in advance.`
		: text;
}

/** The least that a video costs: by its shortest length, where the price is one for each second. */
function leastPrice(model: VideoModel): string {
	const prices = listPrices(model);
	const [{ currency, per } = {}] = prices;
	if (currency === undefined) return 'price not published';
	if (model.price !== undefined) {
		const text = amountText(Math.min(...prices.map(({ amount }) => amount)), currency);
		return per === 'second' ? `${text} per second` : text;
	}
	const amounts = listFormats(model).flatMap(({ price, durationSeconds = 1 }) =>
		listOf(price).map(({ amount, per: each }) =>
			each === 'second' ? amount * durationSeconds : amount,
		),
	);
	const least = amountText(Math.min(...amounts), currency);
	return new Set(amounts).size > 1 || !listFormats(model).every(priceKey)
		? `from ${least}`
		: least;
}

/** A model's lengths, sizes and price: `6 or 10 s · 768p, 1080p · from $0.35`. */
export function modelSummary(gateway: Gateway, model: VideoModel): string {
	const rows = listFormats(model);
	const sizes = distinct(rows.flatMap(({ resolution }) => resolution ?? []));
	return [
		lengthsText(rows.map(({ durationSeconds }) => durationSeconds)),
		sizes.map(resolutionName).join(', '),
		isPricedWithImageOnly(gateway, model) ? '' : leastPrice(model),
	]
		.filter(Boolean)
		.join(' · ');
}

/** A model in a list, with what helps to choose: n8n's model list shows nothing but the name. */
export function modelEntry(gateway: Gateway, model: VideoModel): string {
	const lengths = lengthsText(listFormats(model).map(({ durationSeconds }) => durationSeconds));
	const price = isPricedWithImageOnly(gateway, model) ? '' : leastPrice(model);
	return [model.name, lengths, price].filter(Boolean).join(' · ');
}
