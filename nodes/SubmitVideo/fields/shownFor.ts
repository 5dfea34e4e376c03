import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway, VideoModel } from '../../../gateways/gateway';

/**
 * When the panel shows what depends on the model. By `hide` alone: n8n shows every field whose `show` depends on an
 * expression, so that a model from a column would show one field for each set of values, and give it the default of
 * the last one.
 */

/** Whether a model accepts what a field is for. */
export type Accepts = (model: VideoModel) => boolean;

/** The model field when it is empty, as n8n leaves it after another gateway was chosen: the gateway's default. */
const EMPTY = '';

/** The row of a gateway's default model. */
export const defaultOf = (gateway: Gateway): VideoModel =>
	gateway.models.find(({ id }) => id === gateway.defaultModel)!;

/** The gateway's entry for models that are in no table, if it accepts such models. */
export const otherOf = ({ unlistedModels }: Gateway): VideoModel[] =>
	unlistedModels ? [{ id: '', name: '', ...unlistedModels }] : [];

/** The values of a gateway's model field that mean models of its table for which `test` holds. */
const valuesFor = (gateway: Gateway, test: Accepts): string[] => [
	...gateway.models.filter(test).map(({ id }) => id),
	...(test(defaultOf(gateway)) ? [EMPTY] : []),
];

const gatewaysThatAccept = (accepts: Accepts): Gateway[] =>
	gateways.filter((gateway) => [...gateway.models, ...otherOf(gateway)].some(accepts));

/** What a field at a gateway is shown for. */
interface ShownFor {
	/** Models of the table. */
	accepts: Accepts;
	/** Models that are in no table. Default: as `accepts` says of the gateway's row for them. */
	others?: boolean;
	/** A model that is known only at run time. */
	expressions: boolean;
	/** Only together with an image. */
	withImageOnly?: boolean;
}

type Conditions = NonNullable<NonNullable<IDisplayOptions['hide']>[string]>;

/** The last text before all texts that start with this one. */
const justBelow = (text: string): string =>
	`${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) - 1)}\uffff`;

/**
 * All texts except these values, as ranges between them. n8n has no condition for that but a pattern, and runs each
 * pattern in a context of its own, for 250 ms by the clock at most (n8n-workflow 2.41, safe-regex): on a busy machine the
 * execution fails, and on an idle one it takes a millisecond for each.
 *
 * @param expressions whether expressions are left out, too
 */
function noneOf(values: readonly string[], expressions: boolean): Conditions {
	const excepted = [
		...values.map((value) => ({ from: value, after: `${value}\u0000` })),
		...(expressions ? [{ from: '=', after: '>' }] : []),
	].sort((left, right) => (left.from < right.from ? -1 : 1));
	return [...excepted, undefined].flatMap((next, index): Conditions => {
		const from = excepted[index - 1]?.after ?? '';
		if (next === undefined) return [{ _cnd: { gte: from } }];
		// Nothing comes before an empty text.
		return next.from === '' ? [] : [{ _cnd: { between: { from, to: justBelow(next.from) } } }];
	});
}

function hiddenModels(gateway: Gateway, { accepts, others, expressions }: ShownFor): Conditions {
	if (others ?? otherOf(gateway).some(accepts)) {
		const lacking = valuesFor(gateway, (model) => !accepts(model));
		return expressions ? lacking : [...lacking, { _cnd: { startsWith: '=' } }];
	}
	return noneOf(valuesFor(gateway, accepts), expressions);
}

/** When to show a field of one gateway. */
export function shownAt(gateway: Gateway, what: ShownFor): IDisplayOptions {
	const model = hiddenModels(gateway, what);
	return {
		hide: {
			gateway: [{ _cnd: { not: gateway.id } }],
			...(model.length > 0 ? { model } : {}),
			...(what.withImageOnly ? { imageSource: ['none'] } : {}),
		},
	};
}

/** When to show a field whose gateway is known only at run time: an expression that has no data yet. */
export const shownWhereUnknown: IDisplayOptions = {
	hide: { gateway: gateways.map(({ id }) => id) },
};

type FieldAt = (gateway?: Gateway) => Omit<INodeProperties, 'displayOptions'> | undefined;

/**
 * One field for each gateway that has a model which accepts it, shown for those models and for a model that is an
 * expression. An ID is never looked up in another gateway's table: several sell the same one, with other inputs. And
 * one field for a gateway that is known only at run time.
 *
 * @param fieldAt the field at a gateway, or at an unknown one; undefined if it has none
 * @param atRunTime gateways with such a model have the field for what is known only at run time; null: none has it
 */
export function forModels(
	accepts: Accepts,
	fieldAt: FieldAt,
	atRunTime: Accepts | null = accepts,
): INodeProperties[] {
	const expressions = atRunTime !== null;
	const known = gatewaysThatAccept(atRunTime ?? accepts).flatMap((gateway) => {
		const field = fieldAt(gateway);
		if (field === undefined) return [];
		return [{ ...field, displayOptions: shownAt(gateway, { accepts, expressions }) }];
	});
	const anywhere = expressions ? fieldAt() : undefined;
	return anywhere ? [...known, { ...anywhere, displayOptions: shownWhereUnknown }] : known;
}

/** The values of the model field that don't mean a model with the field at any gateway. */
export function valuesThatLack(accepts: Accepts): string[] {
	const able = gatewaysThatAccept(accepts);
	const accepting = new Set(able.flatMap((gateway) => valuesFor(gateway, accepts)));
	const lacking = able.flatMap((gateway) => valuesFor(gateway, (model) => !accepts(model)));
	return [...new Set(lacking.filter((value) => !accepting.has(value)))];
}

/**
 * When to show an option that depends on the model: at the gateways that have a model which accepts it, except for
 * their models that don't. One condition for all gateways, because n8n offers an option of a collection as often as
 * it's listed.
 */
export function optionForModels(accepts: Accepts): { displayOptions: IDisplayOptions } {
	return {
		displayOptions: {
			show: { '/gateway': gatewaysThatAccept(accepts).map(({ id }) => id) },
			hide: { '/model': valuesThatLack(accepts) },
		},
	};
}
