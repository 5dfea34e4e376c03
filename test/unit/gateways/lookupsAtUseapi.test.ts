import type { Gateway, VideoJob } from '../../../gateways/gateway';
import { useapi } from '../../../gateways/adapters/useapi';
import type { FaultRule } from '../../support/simulator';
import { benchFor, errorIn, jobIn } from './bench';
import {
	ACCOUNT,
	cancelled,
	expectCancelled,
	fault,
	outcomeOf,
	reads,
	refusals,
	requestFor,
	sent,
} from './sentCalls';

describe('useapi.net', () => {
	const bench = benchFor(useapi);
	beforeEach(() => {
		bench.simulator.videoSeconds = 60;
	});
	const pathOf = (jobId: string) => `/v1/minimax/videos/${encodeURIComponent(jobId)}`;
	const listed = async (page: Parameters<NonNullable<Gateway['list']>>[0]) =>
		(await outcomeOf(bench, useapi.list!(page))) as VideoJob[];
	const submitSome = async (count: number) => {
		const jobs: VideoJob[] = [];
		for (let index = 0; index < count; index++)
			jobs.push(await bench.submit(requestFor(useapi)));
		return jobs.map(({ jobId }) => jobId).reverse();
	};

	test('a running job is read, cancelled, and read again', async () => {
		const result = await cancelled(bench, useapi);
		const { jobId } = result;

		expectCancelled(bench, result);
		expect(sent(bench)).toEqual([
			`GET ${pathOf(jobId)}`,
			'POST /v1/minimax/videos/cancel',
			`GET ${pathOf(jobId)}`,
		]);
		expect(bench.sentBody()).toBeDefined();
		expect(
			bench.simulator.requests.find(({ endpoint }) => endpoint === 'cancel')?.body,
		).toEqual({
			videoId: jobId,
		});
		refusals(bench);
	});

	test.each([
		{ outcome: 'completed', status: 'completed' },
		{ outcome: 'failed', status: 'failed' },
		{ outcome: 'moderated', status: 'failed' },
	] as const)('a job that has ended as $outcome is left alone', async ({ outcome, status }) => {
		bench.simulator.plan = () => ({ seconds: 0, outcome });
		const { jobId, outcome: job } = await cancelled(bench, useapi);

		expect(job).toMatchObject({ status });
		expect(sent(bench)).toEqual([`GET ${pathOf(jobId)}`]);
	});

	/** What the job shows after a cancel is not documented. */
	test.each<[string, FaultRule['respond'] | undefined, string]>([
		['that is gone', { status: 404, body: { error: 'Not found.', code: 404 } }, 'cancelled'],
		['that failed', { rewrite: () => ({ status: 3, statusFinal: true }) }, 'cancelled'],
		['that was moderated', { rewrite: () => ({ status: 5, message: 'no' }) }, 'failed'],
		[
			'that was just completed',
			{ rewrite: () => ({ status: 2, videoURL: 'https://a/v.mp4' }) },
			'completed',
		],
		['that runs on', { rewrite: () => ({ status: 1 }) }, 'processing'],
	])('a job %s after its cancel reads as %3$s', async (_name, respond, status) => {
		bench.simulator.fault({
			endpoint: 'status',
			respond: respond!,
			when: () => bench.simulator.requests.some(({ endpoint }) => endpoint === 'cancel'),
		});
		expect((await cancelled(bench, useapi)).outcome).toMatchObject({ status });
	});

	test('a cancel that is refused while the job runs is an error with the gateway its own words', async () => {
		fault(bench, 'cancel', { status: 400, body: { error: 'Unable to cancel' } });
		expect(errorIn((await cancelled(bench, useapi)).outcome).message).toBe(
			'useapi.net rejected the request (HTTP 400): "Unable to cancel"',
		);
	});

	test('an unknown job is told as such, and nothing is cancelled', async () => {
		expect(
			errorIn(await outcomeOf(bench, useapi.cancel!('user:1-minimax:2-video:3')!)),
		).toMatchObject({
			code: 'notFound',
		});
		expect(sent(bench)).toHaveLength(1);
	});

	test('lists the newest jobs first', async () => {
		const ids = await submitSome(3);
		const jobs = await listed({ limit: 30 });

		expect(jobs.map(({ jobId }) => jobId)).toEqual(ids);
		expect(jobs[0]).toMatchObject({ gateway: 'useapi', status: 'queued', progress: 0 });
		expect(sent(bench)).toEqual(['GET /v1/minimax/videos/?limit=30']);
		refusals(bench);
	});

	test('lists so many jobs of an account', async () => {
		const ids = await submitSome(4);
		const jobs = await listed({ limit: 2, inputs: { account: ACCOUNT } });

		expect(jobs.map(({ jobId }) => jobId)).toEqual(ids.slice(0, 2));
		expect(bench.simulator.requests.at(-1)!.query).toEqual({ account: ACCOUNT, limit: '2' });
		refusals(bench);
	});

	test('gives no more jobs than asked for', () => {
		const entries = ['a', 'b', 'c'].map((videoId) => ({ videoId, status: 1 }));
		const jobs = reads(useapi.list!({ limit: 2 }), entries) as VideoJob[];
		expect(jobs.map(({ jobId }) => jobId)).toEqual(['a', 'b']);
	});

	test('lists the jobs of an account before another one, with their references', async () => {
		const ids = await submitSome(4);
		const page = { place: ACCOUNT, before: ids[0]! };
		const jobs = await outcomeOf(
			bench,
			useapi.references!.list(page, { ...requestFor(useapi), callbackReference: 'order 7' }),
		);

		expect(jobs).toEqual(ids.slice(1).map((jobId) => ({ jobId })));
		expect(bench.simulator.requests.at(-1)!.query).toEqual({
			account: ACCOUNT,
			limit: '100',
			lastVideoId: ids[0],
		});
		refusals(bench);
	});

	test('the job "from where to start" is left out, and references come with the others', () => {
		const list = useapi.references!.list({ before: 'a' }, requestFor(useapi));
		const entries = ['a', 'b', 'c', 'd'].map((videoId) => ({
			videoId,
			status: 1,
			replyRef: `of ${videoId}`,
		}));
		expect(reads(list, entries)).toEqual(
			['b', 'c', 'd'].map((jobId) => ({ jobId, callbackReference: `of ${jobId}` })),
		);
	});

	test('each job of a list reads as if it were looked at', async () => {
		bench.simulator.plan = () => ({ seconds: 0 });
		const [jobId] = await submitSome(1);
		const looked = jobIn(await bench.look(jobId!));
		expect(await listed({ limit: 5 })).toEqual([looked]);
		expect(looked.videoUrl).toBeDefined();
	});

	test('an odd entry does not hide the others; a list of nothing else is an error', () => {
		const list = useapi.list!({ limit: 5 });
		const jobs = reads(list, [null, { id: '1' }, { videoId: 'a', status: '2' }]) as VideoJob[];
		// Completed without an address, as everywhere.
		expect(jobs).toMatchObject([
			{ jobId: 'a', status: 'failed', failure: { code: 'gateway' } },
		]);
		expect(reads(list, [])).toEqual([]);
		expect(errorIn(reads(list, [{ id: '1' }])).message).toMatch(/unknown format/);
		expect(errorIn(reads(list, { videos: [] })).message).toMatch(/unknown format/);
	});
});
