import type { GatewayId } from './types';

/** An entry of a gateway's own list of models, as that list has it. */
export type ModelEntry = Readonly<Record<string, unknown>> & { readonly id: string };

/** What a gateway offers beside the models of its pages, and which of those it offers no longer. */
export interface ModelBook {
	/** The entries of a gateway's list as it is now. */
	listed: <Entry extends { id: string }>(
		gateway: GatewayId,
		documented: readonly Entry[],
	) => Array<Entry | ModelEntry>;
	isAdded: (gateway: GatewayId, id: unknown) => boolean;
	isRetired: (gateway: GatewayId, id: unknown) => boolean;
	add: (gateway: GatewayId, entry: ModelEntry) => void;
	retire: (gateway: GatewayId, id: string) => void;
	clear: () => void;
}

export function createModelBook(): ModelBook {
	const added = new Map<string, ModelEntry>();
	const retired = new Set<string>();
	const keyOf = (gateway: GatewayId, id: unknown) => `${gateway} ${String(id)}`;
	const isRetired: ModelBook['isRetired'] = (gateway, id) => retired.has(keyOf(gateway, id));
	return {
		listed: (gateway, documented) => [
			...documented.filter(({ id }) => !isRetired(gateway, id)),
			...[...added].flatMap(([key, entry]) => (key.startsWith(`${gateway} `) ? [entry] : [])),
		],
		isAdded: (gateway, id) => added.has(keyOf(gateway, id)),
		isRetired,
		add: (gateway, entry) => {
			added.set(keyOf(gateway, entry.id), entry);
		},
		retire: (gateway, id) => {
			added.delete(keyOf(gateway, id));
			retired.add(keyOf(gateway, id));
		},
		clear: () => {
			added.clear();
			retired.clear();
		},
	};
}
