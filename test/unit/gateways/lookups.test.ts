import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type { GatewayError, VideoJob } from '../../../gateways/gateway';
import { segmind } from '../../../gateways/adapters/segmind';
import type { FaultRule } from '../../support/simulator';
import { benchFor, errorIn, jobIn } from './bench';
import { cancelled, expectCancelled, fault, outcomeOf, reads, refusals, sent } from './sentCalls';

describe('AIgateway', () => {
	const bench = benchFor(aigateway);
	beforeEach(() => {
		bench.simulator.videoSeconds = 60;
	});

	test.each(['page', 'asyncDocs', 'sdk'])(
		'a running job is cancelled with one call (shape "%s")',
		async (variant) => {
			bench.simulator.plan = () => ({ variant });
			const result = await cancelled(bench, aigateway);
			const { jobId } = result;

			expectCancelled(bench, result);
			expect(sent(bench)).toEqual([`DELETE /v1/jobs/${jobId}`]);
			refusals(bench);
		},
	);

	test('a cancel is not a call that may always be repeated', () => {
		expect(aigateway.cancel!('job_1')).toMatchObject({
			repeat: 'ifNotAccepted',
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
		const error = errorIn(await outcomeOf(bench, aigateway.cancel!('job_none')!));
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
		const look = aigateway.cancel!('job_1')!.next!(lost)!;
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
		expect(await outcomeOf(bench, aigateway.modelList!.read())).toEqual(
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
		expect(reads(aigateway.modelList!.read(), { object: 'list', data })).toEqual([
			{ id: 'google/veo-3.1', name: 'Veo 3.1' },
			{ id: 'x/y', name: 'Y' },
		]);
		expect(errorIn(reads(aigateway.modelList!.read(), { models: data })).message).toMatch(
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
		const listed = await outcomeOf(bench, aimlapi.modelList!.read());
		const known = aimlapi.models.map(({ id }) => ({ id, name: id }));
		// The IDs that models go by with an end frame are no models of their own.
		expect(listed).toHaveLength(known.length);
		expect(listed).toEqual(expect.arrayContaining(known));
		expect(sent(bench)).toEqual([
			'GET /v1/models?output_modalities=video&include=pricing%2Ccapabilities',
		]);
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
		expect(reads(aimlapi.modelList!.read(), { data: entries })).toEqual(videos);
		// The older /models had the bare list.
		expect(reads(aimlapi.modelList!.read(), entries)).toEqual(videos);
		// Where no type says "video", the server's own filter is believed.
		expect(reads(aimlapi.modelList!.read(), { data: [{ id: 'veo3' }] })).toEqual([
			{ id: 'veo3', name: 'veo3' },
		]);
	});

	/** models-catalogue.md: "two names resolving to one canonical id are one model, not two". */
	test('a model that the table has by another of its names goes by that name', () => {
		const data = [{ id: 'minimax/video-01', aliases: ['hailuo', 'video-01'], type: 'video' }];
		expect(reads(aimlapi.modelList!.read(), { data })).toEqual([
			{ id: 'video-01', name: 'minimax/video-01' },
		]);
		const both = [{ id: 'minimax/h3', aliases: ['minimax/h3-lite', 'h3'], type: 'video' }];
		expect(reads(aimlapi.modelList!.read(), { data: both })).toMatchObject([
			{ id: 'minimax/h3' },
			{ id: 'minimax/h3-lite' },
		]);
	});

	const usd = { currency: 'USD', per: 'second' };
	const second = { unit: 'second', per: 1 };

	/** models-catalogue.md, "Reading prices". */
	test.each<[string, unknown, object]>([
		[
			'the variants of the page',
			{
				kind: 'variants',
				dimensions: ['resolution'],
				variants: [
					{ when: { resolution: '720p' }, price: 0.39, ...second },
					{ when: { resolution: '1080p' }, price: 0.65, ...second },
				],
			},
			{
				price: [
					{ amount: 0.39, ...usd, resolution: '720p' },
					{ amount: 0.65, ...usd, resolution: '1080p' },
				],
			},
		],
		[
			'variants by length and sound',
			{
				kind: 'variants',
				variants: [
					{ when: { duration: '5', generate_audio: true }, price: 0.2, ...second },
				],
			},
			{ price: [{ amount: 0.2, ...usd, durationSeconds: 5, when: { audio: true } }] },
		],
		[
			'one rate, for more than one second',
			{ kind: 'fixed', units: [{ price: 50, unit: 'second', per: 100 }] },
			{ price: { amount: 0.5, ...usd } },
		],
		['no rate in advance', { kind: 'variable' }, { price: [] }],
		// What can't be read says nothing, so that the table's price stays.
		[
			'a rate by something else',
			{ kind: 'variants', variants: [{ when: { mode: 'pro' }, price: 1, ...second }] },
			{},
		],
		['another unit', { kind: 'fixed', units: [{ price: 1, unit: 'token', per: 1000000 }] }, {}],
		[
			'rates that add up',
			{
				kind: 'fixed',
				units: [
					{ price: 1, ...second },
					{ price: 1, unit: 'token', per: 1 },
				],
			},
			{},
		],
		['another shape', [{ origin: 'x', price: 1 }], {}],
		['none', null, {}],
	])('reads a price: %s', (_name, pricing, price) => {
		const data = [{ id: 'google/veo-9', type: 'video', info: { name: 'Veo 9' }, pricing }];
		expect(reads(aimlapi.modelList!.read(), { data })).toEqual([
			{ id: 'google/veo-9', name: 'Veo 9', ...price },
		]);
	});

	test.each<[string[] | null, string | undefined]>([
		[['text_to_video', 'image_to_video', 'audio_generation'], 'optional'],
		[['image_to_video'], 'required'],
		[['text_to_video', 'audio_generation'], 'unsupported'],
		[['text_to_video', 'reference_to_video'], undefined],
		[['audio_generation'], undefined],
		[null, undefined],
	])('a model that declares %j', (capabilities, firstFrame) => {
		const entries = (id: string) => ({ data: [{ id, type: 'video', capabilities }] });
		expect(reads(aimlapi.modelList!.read(), entries('veo-9'))).toEqual([
			{ id: 'veo-9', name: 'veo-9', ...(firstFrame ? { firstFrame } : {}) },
		]);
		// The pages say more of the models in the table.
		expect(reads(aimlapi.modelList!.read(), entries('minimax/h3'))).toEqual([
			{ id: 'minimax/h3', name: 'minimax/h3' },
		]);
	});
});

describe('Segmind', () => {
	const bench = benchFor(segmind);

	test('tells the credits', async () => {
		expect(await outcomeOf(bench, segmind.balance!())).toEqual({
			amount: expect.any(Number) as number,
			currency: 'USD',
		});
		expect(sent(bench)).toEqual(['GET /v1/get-user-credits']);
		expect(reads(segmind.balance!(), { credits: '7.5' })).toMatchObject({ amount: 7.5 });
		refusals(bench);
	});

	test('"No credits found for the user" is an empty account, another 404 is an error', () => {
		const none = { error: 'No credits found for the user' };
		expect(reads(segmind.balance!(), none, 404)).toEqual({ amount: 0, currency: 'USD' });
		expect(errorIn(reads(segmind.balance!(), { error: 'Not found' }, 404)).code).toBe(
			'notFound',
		);
	});
});
