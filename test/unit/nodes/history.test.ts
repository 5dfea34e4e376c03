import type { VideoCost, VideoJob } from '../../../gateways/gateway';
import { completeJob } from '../../../gateways/answer/jobs';
import { openrouter } from '../../../gateways/adapters/openrouter';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { withHistory } from '../../../nodes/shared/jobHistory';
import { answer, jobIn } from '../gateways/bench';

/** What an item shows of a job's cost, of all that was said of it since its submit. */

const usd = (amount: number, basis: VideoCost['basis']): VideoCost => ({
	amount,
	currency: 'USD',
	basis,
});
const done: VideoJob = { gateway: 'aimlapi', jobId: '1', status: 'completed', videoUrl: 'x' };

test.each([
	['reported at last', usd(2, 'reported'), usd(1, 'reported'), usd(2, 'reported')],
	['reported as nothing', usd(0, 'reported'), usd(1, 'reported'), usd(0, 'reported')],
	['reported for an estimate', usd(2, 'reported'), usd(1, 'estimate'), usd(2, 'reported')],
	['estimated after a report', usd(2, 'estimate'), usd(1, 'reported'), usd(1, 'reported')],
	['no longer told', undefined, usd(1, 'reported'), usd(1, 'reported')],
	['never told', undefined, usd(1, 'estimate'), usd(1, 'estimate')],
	['told once', usd(2, 'reported'), undefined, usd(2, 'reported')],
	['never known', undefined, undefined, undefined],
])('a cost that is %s', (_how, cost, before, shown) => {
	const job = { ...done, ...(cost ? { cost } : {}) };
	expect(withHistory(job, before ? { cost: before } : {}).cost).toEqual(shown);
});

describe('a video that failed', () => {
	const failed: VideoJob = { gateway: 'aimlapi', jobId: '1', status: 'failed' };

	test.each([
		['an estimate', usd(1, 'estimate')],
		['what was reported of it while it ran', usd(1, 'reported')],
	])('does not cost %s', (_what, cost) => {
		expect(withHistory(failed, { cost })).not.toHaveProperty('cost');
	});

	test('costs what its own answer says', () => {
		const cost = usd(0.1, 'reported');
		expect(withHistory({ ...failed, cost }, { cost: usd(1, 'estimate') }).cost).toEqual(cost);
	});

	test('only because it has no address was most likely billed', () => {
		const job = completeJob({ ...failed, status: 'completed' });
		expect(job.status).toBe('failed');
		const cost = usd(1, 'estimate');
		expect(withHistory(job, { cost }).cost).toEqual(cost);
	});
});

test.each(['queued', 'processing', 'cancelled'] as const)(
	'a video that is %s keeps its estimate: it may be billed',
	(status) => {
		const cost = usd(1, 'estimate');
		expect(withHistory({ ...done, status }, { cost }).cost).toEqual(cost);
	},
);

test('a failed video of AI/ML API costs what its last answer says: nothing', () => {
	const meta = (credits_used: number) => ({ meta: { usage: { credits_used } } });
	const request = { model: 'minimax/hailuo-2.3', prompt: 'A lake' };
	const submitted = jobIn(
		aimlapi.submit(request).read(answer({ id: 'a', status: 'queued', ...meta(588_000) })),
	);
	expect(submitted.cost?.amount).toBe(0.294);
	const failed = jobIn(
		aimlapi.status('a').read(answer({ id: 'a', status: 'error', error: 'X', ...meta(0) })),
	);
	expect(withHistory(failed, submitted).cost?.amount).toBe(0);
	const repeating = jobIn(
		aimlapi.status('a').read(answer({ id: 'a', status: 'error', ...meta(588_000) })),
	);
	expect(withHistory(repeating, submitted)).not.toHaveProperty('cost');
});

test('the 0 of a submit to OpenRouter is not what the video costs', () => {
	const usage = (cost: number) => ({ usage: { cost } });
	const submitted = jobIn(
		openrouter
			.submit({ model: 'google/veo-3.1', prompt: 'A lake' })
			.read(answer({ id: 'a', status: 'pending', ...usage(0) })),
	);
	expect(submitted.cost).toBeUndefined();
	const finished = { id: 'a', status: 'completed', urls: ['https://a/v.mp4'] };
	const look = (body: object) => jobIn(openrouter.status('a').read(answer(body)));
	const before = { cost: usd(1.6, 'estimate') };
	expect(withHistory(look({ ...finished, ...usage(1.2) }), before).cost?.amount).toBe(1.2);
	expect(withHistory(look(finished), before).cost?.amount).toBe(1.6);
});
