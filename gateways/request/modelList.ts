import type { Format, Gateway, ListedModel, VideoModel } from '../gateway';

/** A gateway as its own list of models describes it. */

const keyOf = (id: string): string => id.trim().toLowerCase();

/** Whether the list says anything of a model's price. */
const hasPrice = ({ price, extraCost, formats }: ListedModel): boolean =>
	price !== undefined ||
	extraCost !== undefined ||
	(Array.isArray(formats) &&
		(formats as readonly Format[]).some((row) => row.price !== undefined));

function without<Value extends object, Key extends keyof Value>(
	value: Value,
	...keys: Key[]
): Omit<Value, Key> {
	const entries = Object.entries(value).filter(([key]) => !keys.includes(key as Key));
	return Object.fromEntries(entries) as Omit<Value, Key>;
}

/** The row without any price. */
function unpriced(row: VideoModel): VideoModel {
	const { formats } = row;
	return {
		...without(row, 'price', 'extraCost'),
		...(Array.isArray(formats)
			? { formats: (formats as Format[]).map((format) => without(format, 'price')) }
			: {}),
	};
}

/** The list's lengths and sizes, with the prices that the row has for them. */
const withPricesOf = (row: VideoModel, formats: readonly Format[]): readonly Format[] =>
	formats.map((format) => {
		const same =
			row.formats === 'any'
				? undefined
				: row.formats?.find(
						(one) =>
							one.durationSeconds === format.durationSeconds &&
							one.resolution?.toLowerCase() === format.resolution?.toLowerCase(),
					);
		return same?.price === undefined ? format : { ...format, price: same.price };
	});

/** A row of the table with what the list says over it. A price of the list replaces all of the row's. */
function follow(row: VideoModel, listed: ListedModel): VideoModel {
	const { id, name } = row;
	if (hasPrice(listed)) return { ...unpriced(row), ...listed, id, name };
	const { formats } = listed;
	return {
		...row,
		...listed,
		...(Array.isArray(formats) ? { formats: withPricesOf(row, formats as Format[]) } : {}),
		id,
		name,
	};
}

/**
 * The gateway with the models of its own list: the rows of its table with what the list says over them, then
 * the listed models that no row has. Rows that the list lacks are `retired`, except for those that stand for a choice.
 * A list that lacks more than half of them retires nothing: it is one page of several, or names them in another way.
 */
export function followList(gateway: Gateway, listed: readonly ListedModel[]): Gateway {
	const { models, unlistedModels } = gateway;
	const byId = new Map(listed.map((model) => [keyOf(model.id), model]));
	const choices = models.filter(({ resolve }) => resolve === undefined);
	const lacking = choices.filter(({ id }) => !byId.has(keyOf(id)));
	const retires = lacking.length * 2 <= choices.length;
	const rows = models.map((row): VideoModel => {
		const found = byId.get(keyOf(row.id));
		if (found) return follow(row, found);
		return retires && row.resolve === undefined ? { ...row, retired: true } : row;
	});
	const known = new Set(models.map(({ id }) => keyOf(id)));
	const others = unlistedModels
		? [...byId]
				.filter(([key]) => !known.has(key))
				.map(([, model]): VideoModel => ({ ...unlistedModels, ...model, listed: true }))
		: [];
	return { ...gateway, models: [...rows, ...others] };
}
