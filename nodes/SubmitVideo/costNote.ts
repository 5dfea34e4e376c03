import type { Format, Gateway, VideoModel, VideoRequest } from '../../gateways/gateway';
import { findModel, listMatching } from '../../gateways/request/models';
import { estimateCost, hasUnknownExtra, listPrices } from '../../gateways/request/prices';

const labels = { durationSeconds: "'Duration'", resolution: "'Resolution'" } as const;

type Field = keyof typeof labels;

/** The fewest first. */
const choices: ReadonlyArray<readonly Field[]> = [
	['durationSeconds'],
	['resolution'],
	['durationSeconds', 'resolution'],
];

/** The fields that make the cost known once they are set, as the panel labels them; undefined where none do. */
function fieldsToSet(
	gateway: Gateway,
	model: VideoModel | undefined,
	request: VideoRequest,
): string | undefined {
	const rows: Format[] =
		model?.formats === 'any' ? [{ durationSeconds: 1 }] : listMatching(model, request);
	const helps = (fields: readonly Field[]) =>
		fields.every((field) => request[field] === undefined) &&
		rows.some((row) => {
			const set = Object.fromEntries(fields.map((field) => [field, row[field]]));
			return estimateCost(gateway, { ...request, ...set }) !== undefined;
		});
	return choices
		.find(helps)
		?.map((field) => labels[field])
		.join(' and ');
}

/** Why the cost of a request can't be estimated, and what to set where that would help. Pure. */
export function whyNoEstimate(gateway: Gateway, request: VideoRequest): string {
	const { label, models, settings } = gateway;
	const { model: id } = request;
	if (settings) return `The cost isn't known. ${settings.advice.price}.`;
	const model = findModel({ models }, id);
	const isPriced = model !== undefined && listPrices(model).length > 0;
	if (model === undefined || (model.listed && !isPriced)) {
		return `The price of ${id} at ${label} isn't known.`;
	}
	if (!isPriced) return `${label} publishes no price for ${model.name}.`;
	const fields = fieldsToSet(gateway, model, request);
	const advice = fields === undefined ? '' : ` Set ${fields} to get an estimate.`;
	return `The price of ${model.name} at ${label} isn't known for these settings.${advice}`;
}

/**
 * What makes the cost of a request known, as the beginning of a sentence; undefined where there is no more to say than
 * that its length and size may. Pure.
 */
export function howToGetEstimate(gateway: Gateway, request: VideoRequest): string | undefined {
	if (gateway.settings) return gateway.settings.advice.price;
	if (hasUnknownExtra(gateway, request)) {
		return 'Remove the references or the earlier job, which cost extra';
	}
	const fields = fieldsToSet(gateway, findModel(gateway, request.model), request);
	return fields === undefined ? undefined : `Set ${fields}`;
}
