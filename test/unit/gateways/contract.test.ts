import { findGateway, gateways } from '../../../gateways';
import { GATEWAY_IDS } from '../../support/simulator';
import { benchFor } from './bench';
import { testContract } from './contract';

test('there are facts of every gateway, and of no other', () => {
	expect([...GATEWAY_IDS].sort()).toEqual(gateways.map(({ id }) => id).sort());
});

describe.each(GATEWAY_IDS)('%s', (id) => {
	const gateway = findGateway(id)!;
	testContract(benchFor(gateway), gateway);
});
