import type {
	Format,
	Gateway,
	Price,
	Prices,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { distinct } from '../../../gateways/distinct';
import { listFormats, listMeant } from '../../../gateways/request/models';
import { estimateCost, isPriced, listPrices } from '../../../gateways/request/prices';
import { money } from './costs';
import { orList } from './text';

/** What the panel says of a model's lengths, sizes and prices, from its row of the model table. Pure. */

/** `standard` as `Standard`. */
export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A resolution in one spelling for all gateways: `768P` as `768p`, `720` as `720p`, `4k` as `4K`. */
export function resolutionName(value: string): string {
	if (/^\d+p?$/i.test(value)) return `${parseInt(value, 10)}p`;
	return /^(\d+k|f?hd)$/i.test(value) ? value.toUpperCase() : capitalized(value);
}

/** `6 or 10 s`, `4 to 15 s`; empty where no length is known. */
function lengthsText(seconds: ReadonlyArray<number | undefined>): string {
	const sorted = distinct(seconds).sort((a, b) => a - b);
	const [first, last] = [sorted[0], sorted.at(-1)];
	if (first === undefined || last === undefined) return '';
	const isRange = sorted.length > 2 && sorted.length === last - first + 1;
	return isRange ? `${first} to ${last} s` : `${orList(sorted)} s`;
}

const listOf = (prices: Prices | undefined): readonly Price[] =>
	prices === undefined ? [] : 'amount' in prices ? [prices] : prices;

/** The prices of a row, as one key. */
const priceKey = ({ price }: Format): string => listOf(price).map(money).join(' to ');

/** What a video of a row costs: by its length, where the price is one for each second. */
const costsOf = (model: VideoModel, { price, durationSeconds }: Format): number[] =>
	listOf(model.price ?? price).flatMap(({ amount, per }) => {
		if (per === undefined) return [amount];
		return durationSeconds === undefined ? [] : [amount * durationSeconds];
	});

/** ` for 6 s at 768p`; ` per video` for a model without lengths and sizes. */
function formatText({ durationSeconds, resolution }: Format): string {
	const parts = [
		durationSeconds === undefined ? '' : ` for ${durationSeconds} s`,
		resolution === undefined ? '' : ` at ${resolutionName(resolution)}`,
	];
	return parts.join('') || ' per video';
}

/** The prices of a row, if one of them is only for videos with sound or only for those without. */
function pricesBySound(model: VideoModel, { price }: Format): readonly Price[] {
	const prices = listOf(model.price ?? price);
	return prices.some(({ when }) => when?.audio !== undefined) ? prices : [];
}

/** ` with sound`, where a price depends on it: it can double the price, and isn't seen in the panel. */
function soundText(model: VideoModel, row: Format, total: number): string {
	const prices = pricesBySound(model, row);
	const meant = prices.find(({ amount, per }) => {
		const whole = per === undefined ? amount : amount * (row.durationSeconds ?? 0);
		return Math.abs(whole - total) < 1e-9;
	});
	if (meant === undefined) return '';
	// A price without a condition is for what the others aren't for.
	const isLoud = meant.when?.audio ?? !prices.some(({ when }) => when?.audio === true);
	return isLoud ? ' with sound' : ' without sound';
}

/** What else than the first row a user can choose. */
function othersText(model: VideoModel, rows: readonly Format[]): string {
	const hasOther = (field: keyof Format) => new Set(rows.map((row) => row[field])).size > 1;
	const isBySound = rows.some((row) => pricesBySound(model, row).length > 1);
	if (!hasOther('durationSeconds')) return hasOther('resolution') ? 'sizes' : 'settings';
	return isBySound || hasOther('resolution') ? 'settings' : 'lengths';
}

/** `$0.12 to $0.80`, `12 to 80 credits`. */
const rangeText = (least: number, most: number, currency: Price['currency']): string =>
	[
		currency === 'credits' ? least : money({ amount: least, currency }),
		money({ amount: most, currency }),
	].join(' to ');

/** What a model costs by the second, where its lengths aren't known. */
function rateText(model: VideoModel): string {
	const prices = listPrices(model);
	const amounts = distinct(prices.map(money));
	return model.formats === 'any' && isPerSecond(model) && amounts.length > 0
		? `${amounts.join(' or ')} per second`
		: '';
}

/** What a model costs as the panel starts, and the range of what else it may cost; empty where that isn't published. */
function tariff(gateway: Gateway, model: VideoModel): string {
	const rows = listFormats(model).length > 0 ? listFormats(model) : [{}];
	const [first = {}] = rows;
	const { durationSeconds, resolution } = first;
	const request = { model: model.id, prompt: '', durationSeconds, resolution };
	const cost = estimateCost(gateway, request as VideoRequest);
	if (cost === undefined) return '';
	const { amount, currency } = cost;
	const all = rows.flatMap((row) => costsOf(model, row));
	const [least, most] = [Math.min(...all), Math.max(...all)];
	const text = `${money({ amount, currency })}${formatText(first)}${soundText(model, first, amount)}`;
	if (least === most) return text;
	const range =
		least < amount
			? rangeText(least, most, currency)
			: `up to ${money({ amount: most, currency })}`;
	return `${text}, ${range} for other ${othersText(model, rows)}`;
}

const isPerSecond = (model: VideoModel): boolean =>
	listPrices(model).every(({ per }) => per === 'second');

/** Whether a row stands for models of which only one has a published price: the one that makes videos from an image. */
const isPricedWithImageOnly = (gateway: Gateway, model: VideoModel): boolean =>
	listMeant(gateway, model).some((one) => !isPriced(one)) && isPriced(model);

const BILLED = 'Billed when you submit, even if you never download the video.';

/** Of when a price is, where the gateway's own list may have a newer one, which the panel can't show. */
const priceDate = ({ modelList }: Gateway, { pricedBy }: VideoModel): string =>
	modelList && pricedBy ? ` Price as of ${pricedBy.read}.` : '';

/** What is known of a model's price, in sentences. */
function priceText(gateway: Gateway, model: VideoModel): string {
	const date = priceDate(gateway, model);
	const rate = rateText(model);
	if (rate !== '') return `${rate}; the total isn't known until you set a duration.${date}`;
	const text = tariff(gateway, model);
	if (text === '') {
		return gateway.settings?.advice.price !== undefined
			? "The price isn't known unless the credential has one."
			: "The price isn't known in advance.";
	}
	const condition = isPricedWithImageOnly(gateway, model)
		? " with an image; without one, the price isn't known"
		: '';
	return `${text}${condition}.${date}`;
}

/** The panel's notice about what a model costs. */
export const priceNotice = (gateway: Gateway, model: VideoModel): string =>
	`${priceText(gateway, model)} ${BILLED}`;

/** The panel's notice where the model isn't in the table, or is known only at run time. */
export const UNLISTED_PRICE_NOTICE = `Prices are known only for models in the list. ${BILLED}`;

/** The least that a video costs: by its shortest length, where the price is one for each second. */
function leastPrice(model: VideoModel): string {
	const prices = listPrices(model);
	const [{ currency, per } = {}] = prices;
	if (currency === undefined) return 'price not known';
	if (model.price !== undefined) {
		const amounts = prices.map(({ amount }) => amount);
		const text = money({ amount: Math.min(...amounts), currency });
		const from = new Set(amounts).size > 1 ? `from ${text}` : text;
		return per === 'second' ? `${from} per second` : from;
	}
	const amounts = listFormats(model).flatMap(({ price, durationSeconds = 1 }) =>
		listOf(price).map(({ amount, per: each }) =>
			each === 'second' ? amount * durationSeconds : amount,
		),
	);
	const least = money({ amount: Math.min(...amounts), currency });
	return new Set(amounts).size > 1 || !listFormats(model).every(priceKey)
		? `from ${least}`
		: least;
}

/** What helps to choose a model by its price; nothing where the gateway's list is all that is known of it, and has none. */
const entryPrice = (gateway: Gateway, model: VideoModel): string =>
	isPricedWithImageOnly(gateway, model) || (model.listed && !isPriced(model))
		? ''
		: leastPrice(model);

/**
 * What a video with this length or size costs, as a list in the panel names it: `$0.40`, `from $0.40` where that depends
 * on the rest, such as the sound; empty where it isn't known.
 */
export function valuePrice(
	gateway: Gateway,
	model: VideoModel,
	set: Pick<Format, 'durationSeconds' | 'resolution'>,
): string {
	const costs = listFormats(model)
		.filter((row) =>
			Object.entries(set).every(([key, value]) => row[key as keyof Format] === value),
		)
		.flatMap((row) => {
			const { durationSeconds, resolution } = row;
			const request = { model: model.id, prompt: '', durationSeconds, resolution };
			const usual = estimateCost(gateway, request as VideoRequest);
			if (usual === undefined) return [];
			const { currency } = usual;
			const all = [usual.amount, ...costsOf(model, row)];
			return all.map((amount) => ({ amount, text: money({ amount, currency }) }));
		})
		.sort((one, other) => one.amount - other.amount);
	const [least] = costs;
	if (least === undefined) return '';
	return costs.every(({ text }) => text === least.text) ? least.text : `from ${least.text}`;
}

/** A model's lengths, sizes and price: `6 or 10 s · 768p, 1080p · from $0.35`. */
export function modelSummary(gateway: Gateway, model: VideoModel): string {
	const rows = listFormats(model);
	const sizes = distinct(rows.flatMap(({ resolution }) => resolution ?? []));
	return [
		lengthsText(rows.map(({ durationSeconds }) => durationSeconds)),
		sizes.map(resolutionName).join(', '),
		entryPrice(gateway, model),
	]
		.filter(Boolean)
		.join(' · ');
}

/** A model in a list, with what helps to choose: n8n's model list shows nothing but the name. */
export function modelEntry(gateway: Gateway, model: VideoModel): string {
	const lengths = lengthsText(listFormats(model).map(({ durationSeconds }) => durationSeconds));
	return [model.name, lengths, entryPrice(gateway, model)].filter(Boolean).join(' · ');
}
