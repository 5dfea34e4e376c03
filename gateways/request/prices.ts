import type {
	Format,
	Gateway,
	InputValues,
	ModelInput,
	Price,
	Prices,
	VideoCost,
	VideoModel,
	VideoRequest,
} from '../gateway';
import { declaredInputs, inputValue } from './inputs';
import {
	modelRow,
	findFormat,
	findModel,
	listFormats,
	listMatching,
	sameResolution,
} from './models';

/** What of a request a price may depend on. */
interface Priced extends Pick<VideoRequest, 'inputs' | 'firstFrame'> {
	durationSeconds: number | undefined;
	resolution: string | undefined;
}

/** Whether the inputs are set as a price wants them; what isn't set counts as what the model does then. */
function agrees(when: InputValues, inputs: readonly ModelInput[], request: Priced): boolean {
	return Object.entries(when).every(([key, value]) => {
		const row = inputs.find((input) => input.key === key);
		return (inputValue(request, key) ?? row?.whenUnset) === value;
	});
}

/** Whether a price is the one for a video as it is made; what the price doesn't say doesn't matter. */
function isFor(price: Price, inputs: readonly ModelInput[], made: Priced): boolean {
	const { when = {}, firstFrame, resolution, durationSeconds } = price;
	return (
		(firstFrame === undefined || firstFrame === (made.firstFrame !== undefined)) &&
		(resolution === undefined || sameResolution(resolution, made.resolution)) &&
		(durationSeconds === undefined || durationSeconds === made.durationSeconds) &&
		agrees(when, inputs, made)
	);
}

function findPrice(
	prices: Prices | undefined,
	inputs: readonly ModelInput[],
	made: Priced,
): Price | undefined {
	if (prices === undefined) return undefined;
	const rows = 'amount' in prices ? [prices] : prices;
	return rows.find((price) => isFor(price, inputs, made));
}

/** Tenths of a thousandth, so that 0.1 * 3 doesn't show as 0.30000000000000004. */
const tidy = (amount: number): number => Math.round(amount * 10_000) / 10_000;

function costFor(price: Price | undefined, seconds: number | undefined): VideoCost | undefined {
	if (price === undefined) return undefined;
	const { amount, currency, per } = price;
	if (per === undefined) return { amount, currency, basis: 'estimate' };
	return seconds === undefined
		? undefined
		: { amount: tidy(amount * seconds), currency, basis: 'estimate' };
}

/**
 * The rows that the video may be of. Where the gateway doesn't say which row it uses, what isn't set may be any of those
 * that match the rest; elsewhere, it's the one that the request means. Undefined stands for no row.
 */
function possibleRows(
	model: VideoModel | undefined,
	request: VideoRequest,
): ReadonlyArray<Format | undefined> {
	const rows = model?.defaultFormatUnknown ? listMatching(model, request) : [];
	return rows.length > 0 ? rows : [findFormat(model, request)];
}

/** What the request will cost by the gateway's price page, or undefined where that can't be known. */
export function estimateCost(
	gateway: Pick<Gateway, 'models' | 'unlistedModels' | 'inputs'>,
	request: VideoRequest,
): VideoCost | undefined {
	const model = modelRow(gateway, request.model);
	const inputs = declaredInputs(gateway, request.model);
	const costs = possibleRows(model, request).map((format) => {
		const durationSeconds = request.durationSeconds ?? format?.durationSeconds;
		const resolution = request.resolution ?? format?.resolution;
		const made: Priced = { ...request, durationSeconds, resolution };
		const price =
			findPrice(model?.price, inputs, made) ?? findPrice(format?.price, inputs, made);
		return costFor(price, durationSeconds);
	});
	const [cost] = costs;
	const isSame = costs.every((one) => one?.amount === cost?.amount);
	const extra = model?.extraCost ? model.extraCost(request) : 0;
	return cost && isSame && extra !== undefined
		? { ...cost, amount: tidy(cost.amount + extra) }
		: undefined;
}

/** Whether a request costs something beyond its price that can't be known in advance, whatever its length and size. */
export function hasUnknownExtra(gateway: Pick<Gateway, 'models'>, request: VideoRequest): boolean {
	const { extraCost } = findModel(gateway, request.model) ?? {};
	return extraCost !== undefined && extraCost(request) === undefined;
}

/** Every price that a model's table holds. */
export function listPrices(model: VideoModel): Price[] {
	const all = [model.price, ...listFormats(model).map(({ price }) => price)];
	return all.flatMap((prices) =>
		prices === undefined ? [] : 'amount' in prices ? [prices] : [...prices],
	);
}

/** Whether a model's table holds any price. */
export const isPriced = (model: VideoModel): boolean => listPrices(model).length > 0;
