import { findModel, listFormats } from '../../gateways/request/models';
import type { Gateway } from '../../gateways/gateway';
import {
	asField,
	filledRequest,
	locate,
	refusedFields,
	sentBy,
	type Base,
	type FieldName,
} from './fields';
import type { Wire } from './protocols/types';
import { isConstant, toData, type Value } from './values';

/** The model and the fields that make the same request as the one of a loop: all are tried, the nearest counts. Pure. */

/** One way to say in Submit Video what a request says. */
export interface Candidate {
	base: Base;
	isListed: boolean;
	fields: ReadonlyMap<FieldName, Value>;
	/** Places of the body that have no field. */
	rest: ReadonlyMap<string, Value>;
	/** Places that Submit Video fills by itself. */
	extra: readonly string[];
	/** How far it is from the request; 0 is the same. */
	distance: number;
}

/** The request that a loop made. */
export interface Original {
	wire: Wire;
	leaves: ReadonlyMap<string, Value>;
}

const same = (one: unknown, other: unknown): boolean => String(one) === String(other);

const isSent = (value: Value, sent: unknown): boolean =>
	isConstant(value) && same(toData(value), sent);

const MODEL_PLACES = ['model', 'version'];

/** Sorts the places of a body into fields and others. */
function sorted(gateway: Gateway, base: Base, { leaves }: Original, without: ReadonlySet<string>) {
	const locations = locate(gateway, base);
	const fields = new Map<FieldName, Value>();
	const rest = new Map<string, Value>();
	for (const [place, value] of leaves) {
		const field = locations.get(place);
		const read =
			field === undefined || without.has(field)
				? undefined
				: asField(gateway, base.model, field, value);
		if (field === undefined || read === undefined) rest.set(place, value);
		else if (!fields.has(field)) fields.set(field, read);
	}
	return { fields, rest, locations };
}

function candidate(
	gateway: Gateway,
	base: Base,
	original: Original,
	without: ReadonlySet<string> = new Set(),
): Candidate | undefined {
	const { fields, rest, locations } = sorted(gateway, base, original, without);
	if (fields.has('firstFrame') !== base.hasFirst || fields.has('endFrame') !== base.hasEnd) {
		return undefined;
	}
	const request = filledRequest(gateway, base, fields);
	const sent = sentBy(gateway, request);
	const isElsewhere = MODEL_PLACES.some((place) => {
		const value = original.leaves.get(place);
		return (
			value !== undefined &&
			isConstant(value) &&
			sent.leaves.has(place) &&
			!isSent(value, sent.leaves.get(place))
		);
	});
	if (isElsewhere || sent.path !== original.wire.path) return undefined;
	const refused = refusedFields(gateway, request).filter(
		(field) => fields.has(field) && isConstant(fields.get(field)!) && field !== 'prompt',
	);
	if (refused.length > 0 && refused.some((field) => !without.has(field))) {
		return candidate(gateway, base, original, new Set([...without, ...refused]));
	}
	for (const [place, value] of original.leaves) {
		if (isSent(value, sent.leaves.get(place))) rest.delete(place);
		else if (isConstant(value) && locations.has(place)) rest.set(place, value);
	}
	for (const place of MODEL_PLACES) if (sent.leaves.has(place)) rest.delete(place);
	const extra = [...sent.leaves.keys()].filter((place) => !original.leaves.has(place));
	const isListed = findModel(gateway, base.model) !== undefined;
	const distance = 2 * rest.size + extra.length + (isListed ? 0 : 1);
	return { base, isListed, fields, rest, extra, distance };
}

/** Everything that decides where a request of this gateway goes. */
function basesOf(gateway: Gateway, ownModel: string): Base[] {
	const ids = [...gateway.models.map(({ id }) => id), ownModel];
	return [...new Set(ids)].flatMap((model) => {
		const sizes = new Set(
			listFormats(findModel(gateway, model)).map(({ resolution }) => resolution),
		);
		return [undefined, ...[...sizes].filter((size) => size !== undefined)].flatMap(
			(resolution) =>
				[
					{ hasFirst: false, hasEnd: false },
					{ hasFirst: true, hasEnd: false },
					{ hasFirst: true, hasEnd: true },
				].map((pictures) => ({
					model,
					...pictures,
					...(resolution === undefined ? {} : { resolution }),
				})),
		);
	});
}

/** Stands for a model that only n8n will know. */
const ANY_MODEL = 'migrate/probe';

/** Where such a model is in the path, the path that the stand-in gives; otherwise the path as it is. */
const pathFor = (gateway: Gateway, path: string): string =>
	path.includes('{}') ? sentBy(gateway, { model: ANY_MODEL, prompt: 'one' }).path : path;

/** The nearest candidate; of equals the first, so a model of the table comes before one by its ID. */
export function nearest(gateway: Gateway, { wire, leaves }: Original): Candidate | undefined {
	const { model } = wire;
	const isOpen = model.kind !== 'literal' || model.value === '';
	const bases = isOpen
		? basesOf({ ...gateway, models: [] }, ANY_MODEL)
		: basesOf(gateway, String(model.value));
	const original = { leaves, wire: { ...wire, path: pathFor(gateway, wire.path) } };
	return bases
		.map((base) => candidate(gateway, base, original))
		.filter((one) => one !== undefined)
		.reduce<Candidate | undefined>(
			(best, one) => (best && best.distance <= one.distance ? best : one),
			undefined,
		);
}
