import type { Gateway } from '../../../../gateways/gateway';
import { FACTS } from '../../../facts';
import type { Bench } from '../bench';
import { testBrokenAnswers, testOddAnswers } from './answers';
import { testCalls, testCameraFollowers, testCapabilities } from './calls';
import { testEndings, testEverySubmit, testEveryVariant } from './jobs';
import { testRefusals, testUnclearSubmits } from './refusals';

/** Everything that is asked of every gateway, by its facts. */
export function testContract(bench: Bench, gateway: Gateway): void {
	const facts = FACTS[bench.id];
	testEverySubmit(bench, gateway, facts);
	testEveryVariant(bench, gateway, facts);
	testEndings(bench, gateway, facts);
	testRefusals(bench, gateway, facts);
	testUnclearSubmits(bench, gateway);
	testBrokenAnswers(bench, gateway);
	testOddAnswers(bench, gateway);
	testCalls(bench, gateway, facts);
	testCapabilities(gateway, facts);
	testCameraFollowers(gateway, facts);
}
