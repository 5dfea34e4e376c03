import type { Call, Gateway } from '../../../gateways/gateway';
import type { FaultRule } from '../../support/simulator';
import { answer, leastRequest, modelOf, type Bench } from './bench';

/**
 * Cancel, list, balance, queue and model list, where a gateway has them: over real HTTP against the simulator, and
 * with answers in shapes that no page rules out.
 */

export const ACCOUNT = '987654321';

/** A request that the gateway accepts. */
export const requestFor = (gateway: Gateway) =>
	leastRequest(gateway, modelOf(gateway, gateway.defaultModel));

/** What was sent, as "METHOD path?query", without what made the job. */
export function sent({ simulator, id }: Bench): string[] {
	return simulator.requests
		.filter(({ endpoint }) => endpoint !== 'submit')
		.map(({ method, path, query }) => {
			const search = new URLSearchParams(query as Record<string, string>).toString();
			return `${method} ${path.replace(`/${id}`, '')}${search && `?${search}`}`;
		});
}

/** Submits a job that runs on, and cancels it. */
export async function cancelled(bench: Bench, gateway: Gateway) {
	const { jobId } = await bench.submit(requestFor(gateway));
	return { jobId, outcome: (await bench.send(gateway.cancel!(jobId)!)).outcome };
}

/** That the outcome is the job as cancelled, and that the gateway has cancelled it. */
export function expectCancelled(
	{ simulator, id: gateway }: Bench,
	{ jobId, outcome }: Awaited<ReturnType<typeof cancelled>>,
): void {
	expect(outcome).toEqual({
		gateway,
		jobId,
		status: 'cancelled',
		failure: expect.objectContaining({ code: 'cancelled' }) as unknown,
	});
	expect(simulator.jobs[0]!.outcome).toBe('cancelled');
}

/** A capability's result, or the error. */
export const outcomeOf = async <Result>(bench: Bench, call: Call<Result>) =>
	(await bench.send(call)).outcome;

/** Makes an endpoint fail. */
export const fault = (
	bench: Bench,
	endpoint: FaultRule['endpoint'],
	respond: FaultRule['respond'],
) => bench.simulator.fault({ endpoint: endpoint!, respond });

/** That the simulator refused nothing. */
export const refusals = (bench: Bench) => expect(bench.simulator.refusals).toEqual([]);

/** Reads an answer that no simulator gives. */
export const reads = <Result>(call: Call<Result>, body: unknown, status = 200) =>
	call.read(answer(body, { status }));
