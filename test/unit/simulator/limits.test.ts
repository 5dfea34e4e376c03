import type { Answer, GatewayId, Plan } from '../../support/simulator/index';
import { GATEWAYS } from '../../support/simulator/index';
import { createLimitBook, type RateLimits } from '../../support/simulator/limits';
import { firstSubmit, look, simulator, submitOf } from './requests';

/** The documented limits of requests, which are kept to only for accounts whose plan a test has set. */

const later = (milliseconds: number) => {
	const at = Date.now() + milliseconds;
	return jest.spyOn(Date, 'now').mockReturnValue(at);
};

afterEach(() => {
	jest.restoreAllMocks();
});

test.each<[GatewayId, Plan, most: number, seconds: number]>([
	['aigateway', 'free', 10, 60],
	['kie', 'paid', 20, 10],
	['minimax', 'paid', 20, 60],
	['segmind', 'free', 5, 60],
	['segmind', 'paid', 50, 60],
])('%s takes on the plan %s %i submits in %i s', async (gateway, plan, most, seconds) => {
	simulator.enforceLimits = { [gateway]: plan };
	const now = later(0);
	for (let count = 0; count < most; count += 1) await submitOf(firstSubmit(gateway));
	const answer = await submitOf(firstSubmit(gateway));

	expect(simulator.jobs).toHaveLength(most);
	expect(simulator.limited).toMatchObject([{ gateway, endpoint: 'submit' }]);
	const { body, status } = GATEWAYS[gateway].limits!.answer(seconds, answer.config.url!);
	expect([answer.status, answer.data]).toEqual([status, body]);

	now.mockReturnValue(Date.now() + seconds * 1000 + 1);
	await submitOf(firstSubmit(gateway));
	expect(simulator.jobs).toHaveLength(most + 1);
	expect(simulator.refusals).toEqual([]);
});

test('none is refused where no plan is set', async () => {
	for (let count = 0; count < 25; count += 1) await submitOf(firstSubmit('minimax'));
	expect(simulator.jobs).toHaveLength(25);
	expect(simulator.limited).toEqual([]);
});

test('a limit of submits leaves checks alone', async () => {
	simulator.enforceLimits = { kie: 'paid' };
	await submitOf(firstSubmit('kie'));
	for (let count = 0; count < 25; count += 1) await look('kie', simulator.jobs[0]!.jobId);
	expect(simulator.limited).toEqual([]);
});

test('the answer says when there is room again', () => {
	const limits: RateLimits = {
		rules: [{ most: 2, seconds: 60 }],
		answer: (seconds): Answer => ({ status: 429, body: { seconds } }),
	};
	const book = createLimitBook(() => 'paid');
	const ask = () => book.refusal({ gateway: 'pixazo', endpoint: 'status', path: '/' }, limits);
	const start = Date.now();
	const now = jest.spyOn(Date, 'now').mockReturnValue(start);
	expect(ask()).toBeUndefined();
	now.mockReturnValue(start + 30_000);
	expect(ask()).toBeUndefined();
	now.mockReturnValue(start + 40_000);
	expect(ask()).toEqual({ status: 429, body: { seconds: 20 } });
	now.mockReturnValue(start + 60_000);
	expect(ask()).toBeUndefined();
	expect(ask()).toEqual({ status: 429, body: { seconds: 30 } });
});
