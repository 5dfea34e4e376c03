import type {
	Format,
	Gateway,
	VideoCost,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { pricedFields } from '../../../gateways/request/additionalFields';
import { findModel, listMatching } from '../../../gateways/request/models';
import { estimateCost, hasUnknownExtra, isPriced } from '../../../gateways/request/prices';

/** What a request costs by its gateway's price page, or why that isn't known. Pure. */
export interface Estimate {
	cost?: VideoCost;
	/** Why it isn't known, as a sentence; absent where it is. */
	costNote?: string;
	/** What the user can do about that: the beginning of a sentence. */
	costUnknown?: string;
}

const labels = { durationSeconds: "'Duration'", resolution: "'Resolution'" } as const;

type Field = keyof typeof labels;

/** The fewest first. */
const choices: ReadonlyArray<readonly Field[]> = [
	['durationSeconds'],
	['resolution'],
	['durationSeconds', 'resolution'],
];

/** The fields that make the cost known once they are set, as the panel labels them; undefined where none do. */
function fieldsToSet(gateway: Gateway, request: VideoRequest): string | undefined {
	const model: VideoModel | undefined = findModel(gateway, request.model);
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

/** Why a cost that doesn't depend on the credential can't be estimated: a sentence, and `advice` where that would help. */
function whyNoEstimate(gateway: Gateway, { model: id }: VideoRequest, advice = ''): string {
	const { label } = gateway;
	const model = findModel(gateway, id);
	if (model === undefined || (model.listed && !isPriced(model))) {
		return `The price of ${id} at ${label} isn't known.`;
	}
	if (!isPriced(model)) return `The price of ${model.name} at ${label} isn't known in advance.`;
	return `The price of ${model.name} at ${label} isn't known for these settings.${advice}`;
}

/** Why the cost of a request isn't known, and what makes it known where there is more to say than that. */
function unknownCost(gateway: Gateway, request: VideoRequest): Estimate {
	const inCredential = gateway.settings?.advice.price;
	if (inCredential !== undefined) {
		return { costNote: `The cost isn't known. ${inCredential}.`, costUnknown: inCredential };
	}
	const fields = fieldsToSet(gateway, request);
	const advice = fields === undefined ? '' : ` Set ${fields} to get an estimate.`;
	const costNote = whyNoEstimate(gateway, request, advice);
	if (hasUnknownExtra(gateway, request)) {
		const costUnknown = 'Remove the references or the earlier job, which cost extra';
		return { costNote, costUnknown };
	}
	return { costNote, ...(fields === undefined ? {} : { costUnknown: `Set ${fields}` }) };
}

/** The cost of a request, unless Additional Fields may change it or nothing is known of it. */
export function estimate(gateway: Gateway, request: VideoRequest): Estimate {
	const names = pricedFields(request).join(', ');
	if (names !== '') {
		return {
			costNote: `The cost wasn't estimated: Additional Fields sets ${names}, which the price may depend on.`,
			costUnknown: `Remove ${names} from Additional Fields, and set Model, Duration and Resolution in their place`,
		};
	}
	const cost = estimateCost(gateway, request);
	return cost ? { cost } : unknownCost(gateway, request);
}
