import { findGateway, gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { readChoice, type Read, type Rules } from './values';

/** The gateway that a value names, by its ID or its label in any case. `among`: those that are offered. */
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
