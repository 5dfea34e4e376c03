import { findGateway, gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { labelsOf } from './capabilities';
import type { Item } from './item';
import { readChoice, type Read, type Rules } from './values';

/** The gateway that a value names, by its ID or its label in any case. `among`: the gateways to choose from. */
export function readGatewayChoice(
	value: unknown,
	{
		among = gateways,
		...rules
	}: Rules & { among?: ReadonlyArray<Pick<Gateway, 'id' | 'label'>> },
): Read<Gateway> {
	const choices = among.map(({ id, label }) => ({ value: id, name: label }));
	const read = readChoice(value, { ...rules, choices });
	return 'problem' in read ? read : { value: findGateway(read.value) };
}

/** How to correct a gateway, as the end of a sentence. */
export const oneOfGateways = (some: ReadonlyArray<Pick<Gateway, 'label'>> = gateways): string =>
	`to one of: ${labelsOf(some)}.`;

/**
 * The gateway that an item's parameter names. Throws a NodeOperationError where it names none.
 *
 * @param able those that can do what the item is about, where not all can
 */
export function readGateway({ params, fail }: Item, able?: readonly Gateway[]): Gateway {
	const fix = `Set it ${oneOfGateways(able)}`;
	const rules = { label: 'Gateway', ...(able ? { fix } : {}) };
	const gateway = params.by('gateway', readGatewayChoice, rules);
	if (gateway) return gateway;
	throw fail({ code: 'empty', field: 'gateway', title: "'Gateway' is empty", fix });
}
