import { minimax } from '../../../gateways/adapters/minimax';
import type { GatewayError, VideoJob } from '../../../gateways/gateway';
import type { FaultRule } from '../../support/simulator';
import { h3Error } from '../../support/simulator/gateways/minimaxH3';
import { answer, benchFor, errorIn, jobIn, leastRequest, modelOf } from './bench';
import {
	cancelled,
	expectCancelled,
	fault,
	outcomeOf,
	reads,
	refusals,
	requestFor,
	sent,
} from './sentCalls';

/** Cancel and list at MiniMax, which only version 2 of its API has, for H3. */

const bench = benchFor(minimax);
beforeEach(() => {
	bench.simulator.plan = () => ({ seconds: 60, queuedSeconds: 60 });
});

const hailuo = leastRequest(minimax, modelOf(minimax, 'MiniMax-Hailuo-2.3'));
const taskOf = (jobId: string) => jobId.slice('v2:'.length);
const checkOf = (jobId: string) => `GET /v2/query/video_generation/${taskOf(jobId)}`;
const deletionOf = (jobId: string) => `DELETE /v2/video_generation/${taskOf(jobId)}`;

describe('a cancel', () => {
	test('of a job in the queue checks it, and then takes one call that is never repeated', async () => {
		const result = await cancelled(bench, minimax);
		const { jobId } = result;

		expectCancelled(bench, result);
		expect(sent(bench)).toEqual([checkOf(jobId), deletionOf(jobId)]);
		const queued = { gateway: 'minimax', jobId, status: 'queued' } as const;
		expect(minimax.cancel!(jobId)!.next!(queued)!.repeat).toBe('never');
		refusals(bench);
	});

	test.each([
		['completed', 'completed'],
		['failed', 'failed'],
		['moderated', 'failed'],
		['cancelled', 'cancelled'],
	] as const)('of a job that is %s deletes nothing', async (outcome, status) => {
		bench.simulator.plan = () => ({ seconds: 0, outcome });
		const { jobId, outcome: job } = await cancelled(bench, minimax);

		expect(job).toMatchObject({ jobId, status });
		expect(sent(bench)).toEqual([checkOf(jobId)]);
		expect(jobIn(await bench.look(jobId)).status).toBe(status);
	});

	test.each<[string, object]>([
		['that is being made', { seconds: 60, queuedSeconds: 0 }],
		['of an unknown status', { seconds: 0, outcome: 'unknownStatus' }],
	])('of a job %s is an error, and sends nothing more', async (_name, plan) => {
		bench.simulator.plan = () => plan;
		const { jobId, outcome } = await cancelled(bench, minimax);

		expect(errorIn(outcome)).toMatchObject({
			message: "MiniMax only cancels jobs that are still in its queue, and this one isn't",
			fix: 'The job continues and is billed.',
			retryable: false,
		});
		expect(sent(bench)).toEqual([checkOf(jobId)]);
	});

	/** The moment between the two calls, for which the check tells an older status. */
	const queuedAtFirst: FaultRule['respond'] = {
		rewrite: () => ({ task: { status: 'queued' } }),
	};

	test('of a job that has started since is judged by the job', async () => {
		fault(bench, 'cancel', h3Error(400, 'task is running (2013)'));
		const running = await cancelled(bench, minimax);
		expect(errorIn(running.outcome)).toMatchObject({
			message:
				'MiniMax only cancels jobs that are still in its queue, and this one isn\'t (HTTP 400): "task is running (2013)"',
		});
		expect(sent(bench)).toEqual([
			checkOf(running.jobId),
			deletionOf(running.jobId),
			checkOf(running.jobId),
		]);

		bench.simulator.plan = () => ({ seconds: 0 });
		bench.simulator.fault({ endpoint: 'status', respond: queuedAtFirst, times: 1 });
		const done = await cancelled(bench, minimax);
		expect(jobIn(done.outcome as VideoJob)).toMatchObject({ status: 'completed' });
	});

	test('that met a finished video says that it is gone, and most likely billed', async () => {
		bench.simulator.plan = () => ({ seconds: 0 });
		bench.simulator.fault({ endpoint: 'status', respond: queuedAtFirst, times: 1 });
		const { jobId, outcome } = await cancelled(bench, minimax);
		expect(outcome).toMatchObject({
			jobId,
			status: 'failed',
			failure: {
				code: 'gateway',
				retryable: false,
				message: expect.stringMatching(/deleted it.*most likely billed/) as unknown,
			},
		});
	});

	test('without an answer, or with an unknown one, counts by what has become of the job', async () => {
		const lost: GatewayError = {
			kind: 'gatewayError',
			code: 'gateway',
			message: 'The connection broke',
			fix: 'Try again.',
			retryable: true,
			accepted: 'maybe',
		};
		const queued = { gateway: 'minimax', jobId: 'v2:7', status: 'queued' } as const;
		const deletion = minimax.cancel!('v2:7')!.next!(queued)!;
		const unknown = deletion.read(answer({ task_id: '7', action: 'paused' }));
		for (const error of [lost, errorIn(unknown)]) {
			const look = deletion.next!(error)!;
			expect(reads(look, { task: { id: '7', status: 'cancelled' } })).toMatchObject({
				status: 'cancelled',
			});
			expect(reads(look, { task: { id: '7', status: 'running' } })).toBe(error);
		}
		expect(deletion.read(answer({ task_id: '7', action: 'cancel' }))).toMatchObject({
			status: 'cancelled',
		});
	});

	test('of a task that MiniMax does not know any more is not found, and deletes nothing', async () => {
		const error = errorIn(await outcomeOf(bench, minimax.cancel!('v2:1')!));
		expect(error).toMatchObject({ code: 'notFound', retryable: false });
		expect(sent(bench)).toHaveLength(1);
	});

	test('is nothing that a Hailuo job knows', async () => {
		const { jobId } = await bench.submit(hailuo);
		expect(minimax.cancel!(jobId)).toBeUndefined();
	});
});

describe('the list', () => {
	const listed = async (limit: number) =>
		(await outcomeOf(bench, minimax.list!({ limit }))) as VideoJob[];

	test('has so many of the newest H3 jobs, with the IDs that a check wants, and none of Hailuo', async () => {
		bench.simulator.plan = ({ index }) => ({ seconds: index === 2 ? 0 : 60 });
		const ids: string[] = [];
		for (let count = 0; count < 3; count++) {
			ids.unshift((await bench.submit(requestFor(minimax))).jobId);
		}
		await bench.submit(hailuo);
		const jobs = await listed(2);

		expect(jobs.map(({ jobId }) => jobId)).toEqual(ids.slice(0, 2));
		expect(jobs[0]).toMatchObject({
			gateway: 'minimax',
			status: 'completed',
			model: 'MiniMax-H3',
			videoUrl: bench.simulator.jobs[2]!.videoUrl,
		});
		expect(jobs[1]).toMatchObject({ status: 'queued' });
		expect(sent(bench)).toEqual(['GET /v2/query/video_generation?page_num=1&page_size=2']);
		expect(jobIn(await bench.look(ids[0]!)).status).toBe('completed');
		refusals(bench);
	});

	test('leaves out prompts and what can not be read, and is an error only if nothing can', () => {
		const call = minimax.list!({ limit: 9 });
		const video = { id: 7, status: 'running', task_type: 'generation' };
		const items = [
			{ ...video, id: '5', task_type: 'h3_context_ir', status: 'succeeded' },
			{ ...video, id: '6', modality: 'text' },
			video,
			{ status: 'running' },
			'x',
			null,
		];
		expect(reads(call, { items, total: 6 })).toEqual([
			{ gateway: 'minimax', jobId: 'v2:7', status: 'processing' },
		]);
		expect(reads(call, { items: null, total: 0 })).toEqual([]);
		expect(errorIn(reads(call, { items: ['x'] })).message).toMatch(/unknown format/);
		expect(errorIn(reads(call, { total: 3 })).message).toMatch(/unknown format.*items/);
	});
});
