import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type { Call, Gateway, GatewayError, VideoJob } from '../../../gateways/gateway';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import type { FaultRule } from '../../support/simulator';
import { answer, benchFor, errorIn, jobIn, leastRequest, modelOf, type Bench } from './bench';

/**
 * Cancel, list, balance, queue and model list, where a gateway has them: over real HTTP against the simulator, and
 * with answers in shapes that no page rules out.
 */

const ACCOUNT = '987654321';

const requestFor = (gateway: Gateway) =>
	leastRequest(gateway, modelOf(gateway, gateway.defaultModel));

/** What was sent, as "METHOD path?query", without what made the job. */
function sent({ simulator, id }: Bench): string[] {
	return simulator.requests
		.filter(({ endpoint }) => endpoint !== 'submit')
		.map(({ method, path, query }) => {
			const search = new URLSearchParams(query as Record<string, string>).toString();
			return `${method} ${path.replace(`/${id}`, '')}${search && `?${search}`}`;
		});
}

/** Submits a job that runs on, and cancels it. */
async function cancelled(bench: Bench, gateway: Gateway) {
	const { jobId } = await bench.submit(requestFor(gateway));
	return { jobId, outcome: (await bench.send(gateway.cancel!(jobId))).outcome };
}

/** A capability's result, or the error. */
const outcomeOf = async <Result>(bench: Bench, call: Call<Result>) =>
	(await bench.send(call)).outcome;

const fault = (bench: Bench, endpoint: FaultRule['endpoint'], respond: FaultRule['respond']) =>
	bench.simulator.fault({ endpoint: endpoint!, respond });

const refusals = (bench: Bench) => expect(bench.simulator.refusals).toEqual([]);

/** Reads an answer that no simulator gives. */
const reads = <Result>(call: Call<Result>, body: unknown, status = 200) =>
	call.read(answer(body, { status }));

describe('AIgateway', () => {
	const bench = benchFor(aigateway);
	beforeEach(() => {
		bench.simulator.videoSeconds = 60;
	});

	test.each(['page', 'asyncDocs', 'sdk'])(
		'a running job is cancelled with one call (shape "%s")',
		async (variant) => {
			bench.simulator.plan = () => ({ variant });
			const { jobId, outcome } = await cancelled(bench, aigateway);

			expect(outcome).toEqual({
				gateway: 'aigateway',
				jobId,
				status: 'cancelled',
				failure: expect.objectContaining({ code: 'cancelled' }) as unknown,
			});
			expect(bench.simulator.jobs[0]!.outcome).toBe('cancelled');
			expect(sent(bench)).toEqual([`DELETE /v1/jobs/${jobId}`]);
			refusals(bench);
		},
	);

	test('a cancel is not a call that may always be repeated', () => {
		expect(aigateway.cancel!('job_1')).toMatchObject({
			repeat: 'whenRefused',
			request: { method: 'DELETE' },
		});
	});

	test('a job that has ended is read again, with its video', async () => {
		bench.simulator.plan = () => ({ seconds: 0 });
		const { jobId, outcome } = await cancelled(bench, aigateway);

		expect(jobIn(outcome as VideoJob)).toMatchObject({
			status: 'completed',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
			durationSeconds: 5,
		});
		expect(sent(bench)).toEqual([`DELETE /v1/jobs/${jobId}`, `GET /v1/jobs/${jobId}`]);
	});

	/** The body of the answer is not documented. */
	test.each<[string, FaultRule['respond']]>([
		['nothing (204)', { status: 204, accepted: true }],
		['no JSON', { status: 200, body: 'OK', accepted: true }],
		['an empty object', { rewrite: () => ({}) }],
		['null', { status: 200, body: 'null', accepted: true }],
		['a word of its own', { rewrite: () => ({ cancelled: true }) }],
		['an unknown status', { rewrite: () => ({ status: 'cancelling' }) }],
	])('where the answer to a cancel is %s, the job itself tells', async (_name, respond) => {
		fault(bench, 'cancel', respond);
		const { jobId, outcome } = await cancelled(bench, aigateway);

		expect(outcome).toMatchObject({ jobId, status: 'cancelled' });
		expect(sent(bench)).toEqual([`DELETE /v1/jobs/${jobId}`, `GET /v1/jobs/${jobId}`]);
	});

	test('a job that goes on after its cancel was taken is told as it is', async () => {
		fault(bench, 'cancel', { status: 200, body: {} });
		expect((await cancelled(bench, aigateway)).outcome).toMatchObject({ status: 'queued' });
	});

	test('a refusal that may mean "too late" is judged by the job', async () => {
		const tooLate = { error: { message: 'Job is not cancellable', type: 'x', code: 409 } };
		fault(bench, 'cancel', { status: 409, body: tooLate });
		const running = await cancelled(bench, aigateway);
		expect(errorIn(running.outcome)).toMatchObject({
			code: 'invalidRequest',
			message:
				'AIgateway rejected the request because of a conflict (HTTP 409): "Job is not cancellable"',
		});
		bench.simulator.plan = () => ({ seconds: 0 });
		expect((await cancelled(bench, aigateway)).outcome).toMatchObject({ status: 'completed' });
	});

	test('an unknown job is told as such, and not asked for', async () => {
		const error = errorIn(await outcomeOf(bench, aigateway.cancel!('job_none')));
		expect(error).toMatchObject({ code: 'notFound', accepted: 'no' });
		expect(sent(bench)).toHaveLength(1);
	});

	test('after a lost answer the job tells whether it was cancelled; as long as it runs, the loss counts', () => {
		const lost: GatewayError = {
			kind: 'gatewayError',
			code: 'gateway',
			message: 'The connection broke',
			fix: 'Try again.',
			retryable: true,
			accepted: 'maybe',
		};
		const look = aigateway.cancel!('job_1').next!(lost)!;
		expect(look.request).toEqual({ method: 'GET', path: '/v1/jobs/job_1' });
		expect(reads(look, { id: 'job_1', status: 'cancelled' })).toMatchObject({
			status: 'cancelled',
		});
		expect(reads(look, { id: 'job_1', status: 'processing' })).toBe(lost);
		expect(reads(look, '', 304)).toMatchObject({ code: 'unchanged' });
	});

	test('tells the balance', async () => {
		expect(await outcomeOf(bench, aigateway.balance!())).toEqual({
			amount: 25,
			currency: 'USD',
		});
		expect(sent(bench)).toEqual(['GET /v1/balance']);
		refusals(bench);
	});

	/** "Current credit balance and recent spend" (OpenAPI): no field is documented. */
	test.each<[unknown, number]>([
		[{ balance: '12.50', recent_spend: 3 }, 12.5],
		[{ balance_cents: 1250, spend_cents: 300 }, 12.5],
		[{ credit_balance: 12.5 }, 12.5],
		[{ credit_balance_cents: 1250 }, 12.5],
		[{ balance_usd: 12.5, balance: 'twelve' }, 12.5],
		[{ balance: { amount: 12.5, currency: 'USD' } }, 12.5],
		[{ balance: { cents: 1250 } }, 12.5],
		[{ data: { wallet: { credits: 12.5 } } }, 12.5],
		[{ wallet: { balance_cents: '1250' }, currency: 'usd' }, 12.5],
		[{ balance: 0 }, 0],
		[{ balance: -1.5 }, -1.5],
	])('finds the balance in %j', (body, amount) => {
		expect(reads(aigateway.balance!(), body)).toEqual({ amount, currency: 'USD' });
	});

	test('a balance in credits is told as such', () => {
		const body = { balance: { amount: 7, currency: 'credits' } };
		expect(reads(aigateway.balance!(), body)).toEqual({ amount: 7, currency: 'credits' });
	});

	test.each<[string, unknown, RegExp]>([
		['only the spend', { recent_spend: 3 }, /without a balance/],
		['no object', [25], /without a balance/],
		['an unknown currency', { balance: 3, currency: 'EUR' }, /unknown currency \(EUR\)/],
		['a page', '<html>', /an HTML page/],
	])('an answer with %s is a clear error', (_name, body, says) => {
		expect(errorIn(reads(aigateway.balance!(), body)).message).toMatch(says);
	});

	test('lists its video models only', async () => {
		expect(await outcomeOf(bench, aigateway.listModels!())).toEqual(
			aigateway.models.map(({ id }) => ({ id, name: id })),
		);
		expect(sent(bench)).toEqual(['GET /v1/models?modality=video']);
		refusals(bench);
	});

	test('an odd entry does not hide the other models', () => {
		const data = [
			{ id: 'google/veo-3.1', name: 'Veo 3.1' },
			{ id: 'x/y', display_name: 'Y', name: null, modality: 7 },
			{ id: 'openai/gpt-5.4', modality: 'text' },
			{ id: '' },
			'z',
			null,
		];
		expect(reads(aigateway.listModels!(), { object: 'list', data })).toEqual([
			{ id: 'google/veo-3.1', name: 'Veo 3.1' },
			{ id: 'x/y', name: 'Y' },
		]);
		expect(errorIn(reads(aigateway.listModels!(), { models: data })).message).toMatch(
			/unknown format.*data/,
		);
	});
});

describe('AI/ML API', () => {
	const bench = benchFor(aimlapi);

	test('tells the balance', async () => {
		expect(await outcomeOf(bench, aimlapi.balance!())).toEqual({ amount: 25, currency: 'USD' });
		expect(sent(bench)).toEqual(['GET /v2/billing']);
		expect(reads(aimlapi.balance!(), { current_balance: '1.25' })).toMatchObject({
			amount: 1.25,
		});
		expect(errorIn(reads(aimlapi.balance!(), {})).message).toMatch(/current_balance/);
		refusals(bench);
	});

	test('lists its video models only', async () => {
		const listed = await outcomeOf(bench, aimlapi.listModels!());
		const known = aimlapi.models.map(({ id }) => ({ id, name: id }));
		expect(listed).toHaveLength(known.length);
		expect(listed).toEqual(expect.arrayContaining(known));
		expect(sent(bench)).toEqual(['GET /v1/models?output_modalities=video']);
		refusals(bench);
	});

	test('a server that does not filter is filtered here', () => {
		const entries = [
			{ id: 'gpt-4o', type: 'chat-completion', info: { name: 'GPT-4o' } },
			{ id: 'veo3', type: 'video', info: { name: 'Veo 3' } },
			{ id: 'kling', type: 'image-to-video', info: null },
			{ name: 'no id' },
		];
		const videos = [
			{ id: 'veo3', name: 'Veo 3' },
			{ id: 'kling', name: 'kling' },
		];
		expect(reads(aimlapi.listModels!(), { data: entries })).toEqual(videos);
		// The older /models had the bare list.
		expect(reads(aimlapi.listModels!(), entries)).toEqual(videos);
		// Where no type says "video", the server's own filter is believed.
		expect(reads(aimlapi.listModels!(), { data: [{ id: 'veo3' }] })).toEqual([
			{ id: 'veo3', name: 'veo3' },
		]);
	});

	/** models-catalogue.md: "two names resolving to one canonical id are one model, not two". */
	test('a model that the table has by another of its names goes by that name', () => {
		const data = [{ id: 'minimax/video-01', aliases: ['hailuo', 'video-01'], type: 'video' }];
		expect(reads(aimlapi.listModels!(), { data })).toEqual([
			{ id: 'video-01', name: 'minimax/video-01' },
		]);
	});
});

describe('Segmind', () => {
	const bench = benchFor(segmind);

	test('tells the credits', async () => {
		expect(await outcomeOf(bench, segmind.balance!())).toEqual({
			amount: expect.any(Number) as number,
			currency: 'credits',
		});
		expect(sent(bench)).toEqual(['GET /v1/get-user-credits']);
		expect(reads(segmind.balance!(), { credits: '7.5' })).toMatchObject({ amount: 7.5 });
		refusals(bench);
	});

	test('"No credits found for the user" is an empty account, another 404 is an error', () => {
		const none = { error: 'No credits found for the user' };
		expect(reads(segmind.balance!(), none, 404)).toEqual({ amount: 0, currency: 'credits' });
		expect(errorIn(reads(segmind.balance!(), { error: 'Not found' }, 404)).code).toBe(
			'notFound',
		);
	});
});

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
		const { jobId, outcome } = await cancelled(bench, useapi);

		expect(outcome).toEqual({
			gateway: 'useapi',
			jobId,
			status: 'cancelled',
			failure: expect.objectContaining({ code: 'cancelled' }) as unknown,
		});
		expect(bench.simulator.jobs[0]!.outcome).toBe('cancelled');
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
			errorIn(await outcomeOf(bench, useapi.cancel!('user:1-minimax:2-video:3'))),
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

	test('tells what runs, and on which accounts the job of a lost submit may be', async () => {
		const { jobId } = await bench.submit({
			...requestFor(useapi),
			callbackReference: 'order 7',
		});
		const running = useapi.references!.running(requestFor(useapi));
		expect(await outcomeOf(bench, running)).toMatchObject({
			jobs: [{ jobId, callbackReference: 'order 7' }],
			places: [ACCOUNT],
		});
		refusals(bench);
	});

	test('the job of a submit to one account can be on that account only', () => {
		const wanted = { ...requestFor(useapi), inputs: { account: 'b' } };
		const body = { executing: [], available: [{ account: 'a' }, { account: 'b' }] };
		const running = useapi.references!.running;
		expect(reads(running(wanted), body)).toEqual({ jobs: [], places: ['b'] });
		expect(reads(running(requestFor(useapi)), body)).toEqual({ jobs: [], places: ['a', 'b'] });
	});

	test('there is room where an account makes fewer videos than it may, the named one if any', () => {
		const body = {
			executing: [],
			available: [
				{ account: 'a', maxJobs: 2, executing: 2, available: 0 },
				{ account: 'b', maxJobs: 2, executing: 1, available: 1 },
			],
		};
		const hasRoom = (inputs: Record<string, string>) =>
			reads(useapi.slots!({ ...requestFor(useapi), inputs }), body);
		expect(hasRoom({})).toEqual({ hasRoom: true });
		expect(hasRoom({ account: 'b' })).toEqual({ hasRoom: true });
		expect(hasRoom({ account: 'a' })).toEqual({ hasRoom: false });
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

	test('an account that is not configured is refused in the gateway its own words', async () => {
		const error = errorIn(
			await outcomeOf(bench, useapi.list!({ limit: 1, inputs: { account: '1' } })),
		);
		expect(error).toMatchObject({ code: 'invalidRequest' });
	});

	test('tells the credits of an account', async () => {
		expect(await outcomeOf(bench, useapi.balance!({ account: ACCOUNT }))).toEqual({
			amount: 1000,
			currency: 'credits',
			account: ACCOUNT,
		});
		expect(await outcomeOf(bench, useapi.balance!())).toEqual({
			amount: 1000,
			currency: 'credits',
		});
		expect(sent(bench)).toEqual([
			`GET /v1/minimax/features/?account=${ACCOUNT}`,
			'GET /v1/minimax/features/',
		]);
		expect(errorIn(reads(useapi.balance!(), { queueLength: 3 })).message).toMatch(
			/totalCredits/,
		);
		refusals(bench);
	});

	test('tells what runs and what would be taken', async () => {
		const { jobId } = await bench.submit({
			...requestFor(useapi),
			callbackReference: 'order 7',
		});
		expect(await outcomeOf(bench, useapi.queue!())).toEqual({
			accounts: [{ account: ACCOUNT, maxJobs: 3, executing: 1, available: 2 }],
			executing: [
				{
					jobId,
					callbackReference: 'order 7',
					startedAt: new Date(bench.simulator.jobs[0]!.submittedAt).toISOString(),
				},
			],
		});
		refusals(bench);
	});

	/** Whether `available[]` holds accounts that are full is not documented. */
	test.each([true, false])(
		'a full account is told, whether listed or not (%p)',
		async (listed) => {
			bench.simulator.openFacts.fullAccountsListed = listed;
			for (let count = 0; count < 3; count++) await bench.submit(requestFor(useapi));
			expect(await outcomeOf(bench, useapi.queue!())).toMatchObject({
				accounts: [{ account: ACCOUNT, maxJobs: 3, executing: 3, available: 0 }],
			});
		},
	);

	/** Entries of GET accounts hold a `jwt`, should they ever come here, and what the account can do. */
	test('an account that makes no videos takes none, and no secret is read', () => {
		const jwt = { token: 'secret-of-hailuoai' };
		const entry = { account: 'a', maxJobs: 3, jwt, supportMusic: true, supportVideo: false };
		const read = reads(useapi.queue!(), { executing: [], available: [entry] });
		expect(read).toEqual({
			accounts: [{ account: 'a', maxJobs: 3, executing: 0, available: 0 }],
			executing: [],
		});
	});

	/** Page get-minimax-scheduler-available: images run beside the videos; capacity is for videos only. */
	test('a queue with images, numbers as text and gaps is read', () => {
		const body = {
			executing: [
				{ videoId: 'user:1-minimax:2-image:3', started: 'x' },
				{ videoId: 'user:1-minimax:2-video:3' },
				{ started: 'x' },
			],
			available: [
				{ account: 123, maxJobs: '3', executing: '1' },
				{ account: 'b', available: 2 },
				{ account: 'c', maxJobs: 1, executing: 4 },
			],
		};
		expect(reads(useapi.queue!(), body)).toEqual({
			accounts: [
				{ account: '123', maxJobs: 3, executing: 1, available: 2 },
				{ account: 'b', maxJobs: 2, executing: 0, available: 2 },
				{ account: 'c', maxJobs: 1, executing: 4, available: 0 },
				// Not listed: full, as the video that it makes tells.
				{ account: '2', maxJobs: 1, executing: 1, available: 0 },
			],
			executing: [{ jobId: 'user:1-minimax:2-video:3' }],
		});
		expect(reads(useapi.queue!(), { available: [] })).toEqual({ accounts: [], executing: [] });
		expect(errorIn(reads(useapi.queue!(), { executing: [] })).message).toMatch(/available/);
	});
});
