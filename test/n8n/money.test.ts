import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { FACTS } from '../facts';
import { uploadsPictures } from '../facts/types';
import {
	documentedError,
	startSimulator,
	type GatewayId,
	type Simulator,
} from '../support/simulator';
import { rateLimited } from '../support/simulator/ready-faults';
import { startDamagingTls } from '../support/simulator/tls';
import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import {
	errorText,
	everythingWritten,
	itemsOf,
	jsonOf,
	rows,
	stageForTests,
	videoNode,
	submitNode,
} from './stage';

/** Who takes a video, and what it may cost, on the real n8n: fallbacks, limits, dry runs, lost answers, slots. */

// One test has a certificate that nobody has signed.
const stage = stageForTests(0.5, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });

const onError = { onError: 'continueErrorOutput' as const };

/** Submit Video that takes its prompt from the item. */
const submit = (
	gateway: string,
	...more: [options?: IDataObject, parameters?: INodeParameters, node?: Partial<NodeSketch>]
) => submitNode(stage, gateway, ...more);

const prompts = (count: number) =>
	rows(Array.from({ length: count }, (_, index) => ({ prompt: `A lake, take ${index}.` })));

/** Runs a Submit Video with an error output, which gets its items in batches. */
async function runInLoop(name: string, batchSize: number, nodes: NodeSketch[]): Promise<Execution> {
	const loop: NodeSketch = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize, options: {} },
	};
	const id = await stage.n8n.createWorkflow(
		workflow(
			name,
			[...nodes, loop],
			[
				['Start', 'List'],
				['List', 'Rows'],
				['Rows', 'Loop'],
				['Loop', 'Submit Video', 1],
				['Submit Video', 'Loop'],
				['Submit Video', 'Loop', 1],
			],
		),
	);
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
}

const submits = (id?: GatewayId) =>
	stage.simulator.requests.filter(
		({ endpoint, gateway }) => endpoint === 'submit' && (!id || gateway === id),
	);

const takeOf = (prompt = '') => Number(/take (\d+)\./.exec(prompt)?.[1]);

const messages = (execution: Execution) =>
	itemsOf(execution, 'Submit Video', 1).map(({ json }) => String(json.error));

function expectNoKey(execution: Execution): void {
	const written = everythingWritten(stage, execution);
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written).not.toContain(apiKey);
	}
}

/** A run of three requests at two a minute, begun before the other tests because it lasts a minute. */
let slow: { execution: Promise<Execution>; simulator: Simulator };

beforeAll(async () => {
	const simulator = await startSimulator({ videoSeconds: 0.5 });
	const credential = await stage.n8n.createCredential({
		name: 'A plan of two requests a minute',
		type: 'pixazoApi',
		data: { ...simulator.credentials.pixazo },
	});
	const nodes = [
		...prompts(3),
		submit('pixazo', { requestsPerMinute: 2 }, {}, { credentials: { pixazoApi: credential } }),
	];
	const id = await stage.n8n.createWorkflow(workflow('Two a minute', nodes));
	const execution = stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id), {
		timeoutSeconds: 180,
	});
	// Where the test that waits for it is not among those that run, n8n ends before it.
	execution.catch(() => undefined);
	slow = { execution, simulator };
});

afterAll(async () => {
	await slow?.simulator.close();
});

describe('a gateway that does not take the video', () => {
	/** All that certainly made no job, by the pages of AIgateway; 429 with a wait that is too long included. */
	const refusals = [
		documentedError('aigateway', 401),
		documentedError('aigateway', 402),
		{ ...documentedError('aigateway', 402), status: 403 },
		documentedError('aigateway', 404),
		{ ...documentedError('aigateway', 404), status: 410 },
		rateLimited('aigateway').respond,
		rateLimited('aigateway', 1).respond,
		rateLimited('aigateway', 600).respond,
		documentedError('aigateway', 500),
		documentedError('aigateway', 503),
	] as const;

	test('is followed by the next, for ten ways to refuse: 30 items, 30 jobs, each with its cost', async () => {
		for (const [index, respond] of refusals.entries()) {
			stage.simulator.fault({
				gateway: 'aigateway',
				endpoint: 'submit',
				when: ({ prompt }) => takeOf(prompt) % refusals.length === index,
				respond,
			});
		}
		// Every third one is refused by the second gateway as well.
		stage.simulator.fault({
			gateway: 'segmind',
			endpoint: 'submit',
			when: ({ prompt }) => takeOf(prompt) % 3 === 0,
			respond: documentedError('segmind', 406),
		});
		const execution = await stage.run(
			[
				...prompts(30),
				submit('aigateway', { fallbackGateways: ['segmind', 'useapi'] }, { duration: 6 }),
				videoNode(stage, 'waitForVideo'),
			],
			{ timeoutSeconds: 120 },
		);

		expect(execution.error?.message).toBeUndefined();
		const items = jsonOf(execution, 'Submit Video');
		expect(items).toHaveLength(30);
		for (const [index, item] of items.entries()) {
			expect(item).toMatchObject({
				gateway: index % 3 === 0 ? 'useapi' : 'segmind',
				cost:
					index % 3 === 0
						? { amount: 25, currency: 'credits', basis: 'estimate' }
						: { amount: 0.625, currency: 'USD', basis: 'estimate' },
			});
			const { warnings } = item as { warnings: string[] };
			expect(warnings[0]).toMatch(/^AIgateway /);
			if (index % 3 === 0) expect(warnings[1]).toMatch(/^Segmind .*406/);
			expect(warnings.at(-1)).toMatch(/'Duration' wasn't sent: .* doesn't support it/);
		}
		// One job for each prompt, and none at the gateway that refused.
		const { jobs } = stage.simulator;
		expect(
			jobs.map(({ prompt }) => takeOf(prompt)).sort((left, right) => left - right),
		).toEqual(items.map((_, index) => index));
		expect(jobs.filter(({ gateway }) => gateway === 'aigateway')).toEqual([]);
		expect(jsonOf(execution, 'Wait For Video').map(({ status }) => status)).toEqual(
			items.map(() => 'completed'),
		);
		console.log(
			`30 items over ten refusals: ${jobs.length} jobs, ${submits('aigateway').length} submits at AIgateway, ${submits('segmind').length} at Segmind, ${submits('useapi').length} at useapi.net`,
		);
		expect(stage.simulator.refusals).toEqual([]);
		expectNoKey(execution);
	});

	test('that can not be reached at all is followed by the next', async () => {
		const { simulator, credentials, n8n } = stage;
		const nowhere = await n8n.createCredential({
			name: 'Nobody listens',
			type: 'aiGatewayApi',
			data: { ...simulator.credentials.aigateway, baseUrl: 'http://127.0.0.1:9' },
		});
		const execution = await stage.run([
			...prompts(1),
			submit(
				'aigateway',
				{ fallbackGateways: ['pixazo'] },
				{},
				{ credentials: { ...credentials, aiGatewayApi: nowhere } },
			),
		]);
		expect(jsonOf(execution, 'Submit Video')).toMatchObject([
			{
				gateway: 'pixazo',
				model: 'hailuo-text-to-video',
				warnings: [
					expect.stringMatching(/^AIgateway couldn't be reached/),
					'Pixazo uses Hailuo Text to Video instead of MiniMax Video 01.',
				],
			},
		]);
	});

	test('and may have made a job all the same is the last: the item fails, and nobody else is asked', async () => {
		const ends = ['resetBefore', 'resetAfter', 'truncated', 'withoutId', 'html'] as const;
		for (const [index, respond] of [
			...ends,
			{ ...documentedError('aimlapi', 502), accepted: true },
			documentedError('aimlapi', 500),
		].entries()) {
			stage.simulator.fault({
				gateway: 'aimlapi',
				endpoint: 'submit',
				when: ({ prompt }) => takeOf(prompt) === index,
				respond,
			});
		}
		const execution = await stage.run([
			...prompts(8),
			submit('aimlapi', { fallbackGateways: ['segmind', 'aigateway'] }, {}, onError),
		]);
		expect(messages(execution)).toHaveLength(7);
		for (const message of messages(execution)) {
			expect(message).toMatch(/The job may exist and be billed, so it wasn't sent again/);
		}
		expect(submits().map(({ gateway }) => gateway)).toEqual(submits().map(() => 'aimlapi'));
		expect(submits()).toHaveLength(8);
		expect(jsonOf(execution, 'Submit Video')).toHaveLength(1);
	});

	test('and whose answer was damaged on its way, is the last', async () => {
		const { simulator, credentials, n8n } = stage;
		const { apiKey, baseUrl } = simulator.credentials.aimlapi;
		const damaging = await startDamagingTls(simulator.origin);
		const aimlApi = await n8n.createCredential({
			name: 'Over a line that damages answers',
			type: 'aimlApi',
			data: { apiKey, baseUrl: baseUrl.replace(simulator.origin, damaging.origin) },
		});
		const execution = await stage.run([
			...prompts(1),
			submit(
				'aimlapi',
				{ fallbackGateways: ['segmind'] },
				{},
				{ ...onError, credentials: { ...credentials, aimlApi } },
			),
		]);
		await damaging.close();
		expect(messages(execution)).toEqual([
			expect.stringMatching(/broke before a response arrived.*The job may exist/),
		]);
		expect(simulator.jobs.map(({ gateway }) => gateway)).toEqual(['aimlapi']);
	});

	test('because of the prompt or the request is the last', async () => {
		for (const [index, status] of [400, 422].entries()) {
			stage.simulator.fault({
				gateway: 'useapi',
				endpoint: 'submit',
				when: ({ prompt }) => takeOf(prompt) === index,
				respond: documentedError('useapi', status),
			});
		}
		const execution = await stage.run([
			...prompts(2),
			submit('useapi', { fallbackGateways: ['segmind'] }, {}, onError),
		]);
		expect(messages(execution)).toEqual([
			expect.stringMatching(/HTTP 400.*Nothing was submitted for this item/),
			expect.stringMatching(/HTTP 422.*Nothing was submitted for this item/),
		]);
		expect(submits('segmind')).toEqual([]);
		expect(stage.simulator.jobs).toEqual([]);
	});

	test('is not followed by one that lacks what must be kept; all that was tried is told', async () => {
		for (const gateway of ['segmind', 'aimlapi'] as const) {
			stage.simulator.fault({
				gateway,
				endpoint: 'submit',
				respond: documentedError(gateway, 401),
			});
		}
		const execution = await stage.run([
			...prompts(1),
			submit(
				'segmind',
				{
					fallbackGateways: ['pixazo', 'useapi', 'aimlapi'],
					fallbackMustKeep: ['resolution', 'model'],
				},
				{
					model: { __rl: true, mode: 'list', value: 'hailuo-2.3' },
					resolution: '1080p',
					duration: 10,
				},
				onError,
			),
		]);
		// 1080p with 10 s is a slip, told before anybody is asked.
		expect(messages(execution)).toEqual([
			expect.stringMatching(/doesn't support 1080p at 10 s/),
		]);
		expect(submits()).toEqual([]);

		const second = await stage.run([
			...prompts(1),
			submit(
				'segmind',
				{
					fallbackGateways: ['pixazo', 'aimlapi'],
					fallbackMustKeep: ['resolution', 'model'],
				},
				{
					model: { __rl: true, mode: 'list', value: 'hailuo-2.3' },
					resolution: '1080p',
				},
				onError,
			),
		]);
		const [message] = messages(second);
		expect(message).toMatch(/^AI\/ML API rejected .*401/);
		expect(message).toMatch(/Before that: Segmind rejected .*401/);
		// The same model, in the other gateway's words.
		expect(submits('aimlapi')[0]!.body).toMatchObject({
			model: 'minimax/hailuo-2.3',
			resolution: '1080P',
		});
		expect(submits('pixazo')).toEqual([]);
	});

	test('without a credential for the next is told before anybody is asked', async () => {
		const { aiGatewayApi } = stage.credentials;
		const execution = await stage.run([
			...prompts(1),
			submit(
				'aigateway',
				{ fallbackGateways: ['segmind'] },
				{},
				{ credentials: { aiGatewayApi: aiGatewayApi! } },
			),
		]);
		expect(errorText(execution)).toMatch(/No credential is selected for Segmind/);
		expect(submits()).toEqual([]);
	});
});

describe('a dry run', () => {
	test('shows each request and its price, and sends nothing', async () => {
		const { simulator } = stage;
		const list = Object.keys(simulator.credentials).map((gateway) => ({
			gateway,
			prompt: 'A lake, take 1.',
			image: uploadsPictures(FACTS[gateway as GatewayId]) ? simulator.imageUrl : '',
		}));
		const execution = await stage.run([
			...rows(list),
			submit(
				'={{ $json.gateway }}',
				{ dryRun: true },
				{
					imageSource: '={{ $json.image ? "url" : "none" }}',
					imageUrl: '={{ $json.image }}',
				},
			),
		]);
		expect(execution.error?.message).toBeUndefined();
		expect(simulator.requests).toEqual([]);
		const items = jsonOf(execution, 'Submit Video');
		expect(items.map(({ gateway }) => gateway)).toEqual(list.map(({ gateway }) => gateway));
		for (const item of items) {
			expect(item).toMatchObject({ dryRun: true, request: { method: 'POST' } });
			expect(item).not.toHaveProperty('jobId');
		}
		expectNoKey(execution);

		// What was shown is what goes out.
		simulator.reset();
		const real = await stage.run([
			...rows(list),
			submit(
				'={{ $json.gateway }}',
				{},
				{
					imageSource: '={{ $json.image ? "url" : "none" }}',
					imageUrl: '={{ $json.image }}',
				},
			),
		]);
		expect(real.error?.message).toBeUndefined();
		for (const item of items) {
			const { url, body } = item.request as { url: string; body: IDataObject };
			const sent = submits(item.gateway as GatewayId)[0]!;
			expect(url).toBe(simulator.origin + sent.path);
			const fileFields = /file|image/i;
			const own = (fields: object) =>
				Object.entries(fields).filter(
					([key]) => !fileFields.test(key) && key !== 'replyRef' && key !== 'account',
				);
			expect(own(body)).toEqual(own(sent.body as object));
			expect(Object.keys(body).filter((key) => fileFields.test(key))).toEqual(
				Object.keys(sent.body as object).filter((key) => fileFields.test(key)),
			);
		}
	});

	test('shows the camera commands in the prompt, where n8n lets the option through', async () => {
		const models = { aimlapi: 'minimax/hailuo-2.3', pixazo: 'auto', useapi: 'T2V-2.3' };
		for (const [gateway, value] of Object.entries(models)) {
			const execution = await stage.run([
				...prompts(1),
				submit(
					gateway,
					{ dryRun: true, cameraMovement: ['Pan left', 'Zoom in'] },
					{ model: { __rl: true, mode: 'list', value } },
				),
			]);
			expect(jsonOf(execution, 'Submit Video')).toEqual([
				expect.objectContaining({
					request: expect.objectContaining({
						body: expect.objectContaining({
							prompt: '[Pan left,Zoom in] A lake, take 0.',
						}) as unknown,
					}) as unknown,
				}),
			]);
		}
	});
});

describe('a limit', () => {
	/** $0.625 per video. */
	const video01 = { model: { __rl: true, mode: 'list', value: 'minimax-ai' } };

	test('for one video refuses what costs more, and asks a cheaper fallback', async () => {
		const execution = await stage.run([
			...prompts(1),
			submit('segmind', { maxCostPerVideo: 0.5 }, video01, onError),
		]);
		expect(messages(execution)).toEqual([
			expect.stringMatching(
				/costs about \$0\.625 at Segmind, but 'Max Cost per Video' is \$0\.5/,
			),
		]);
		expect(submits()).toEqual([]);

		const second = await stage.run([
			...prompts(1),
			submit(
				'segmind',
				{ maxCostPerVideo: 0.3, fallbackGateways: ['aimlapi'] },
				{
					model: { __rl: true, mode: 'list', value: 'hailuo-2.3' },
					resolution: '768p',
					duration: 6,
				},
			),
		]);
		expect(jsonOf(second, 'Submit Video')).toMatchObject([
			{ gateway: 'aimlapi', model: 'minimax/hailuo-2.3' },
		]);
		expect(submits('segmind')).toEqual([]);
	});

	test('for a run lets through what it pays for, in the items order; in a loop and after a retry as well', async () => {
		const limits = { maxCostPerRun: 2 };
		const execution = await stage.run([
			...prompts(5),
			submit('segmind', limits, video01, onError),
		]);
		expect(jsonOf(execution, 'Submit Video')).toHaveLength(3);
		expect(messages(execution)).toEqual([
			expect.stringMatching(/the run would cost \$2\.50, but 'Max Cost per Run' is \$2/),
			expect.stringMatching(/the run would cost \$2\.50, but 'Max Cost per Run' is \$2/),
		]);
		expect(stage.simulator.jobs.map(({ prompt }) => takeOf(prompt)).sort()).toEqual([0, 1, 2]);

		// Where the node stops at errors, nothing at all is sent.
		stage.simulator.reset();
		const stopped = await stage.run([...prompts(5), submit('segmind', limits, video01)]);
		expect(errorText(stopped)).toMatch(/'Max Cost per Run' is \$2/);
		expect(submits()).toEqual([]);

		stage.simulator.reset();
		await runInLoop('A limit in a loop', 2, [
			...prompts(5),
			submit('segmind', limits, video01, onError),
		]);
		expect(stage.simulator.jobs).toHaveLength(3);
	});

	test('and an unknown price: the user decides', async () => {
		const refused = await stage.run([
			...prompts(1),
			submit('aigateway', { maxCostPerVideo: 1 }, {}, onError),
		]);
		expect(messages(refused)).toEqual([
			expect.stringMatching(/price of .* at AIgateway isn't known.*Submit Anyway/),
		]);
		expect(submits()).toEqual([]);
		const allowed = await stage.run([
			...prompts(1),
			submit('aigateway', { maxCostPerVideo: 1, unknownPrice: 'allow' }),
		]);
		expect(jsonOf(allowed, 'Submit Video')).toHaveLength(1);
	});

	test('and Additional Fields that change the price: it counts as unknown, and the item tells no wrong facts', async () => {
		const additionalFields = { duration: 10, model: 'minimax/hailuo-02' };
		const parameters = {
			model: { __rl: true, mode: 'list', value: 'minimax/hailuo-2.3' },
			duration: 6,
			resolution: '768p',
		};
		const limits = { additionalFields, maxCostPerVideo: 1, maxCostPerRun: 5 };
		const refused = await stage.run([
			...prompts(1),
			submit('aimlapi', limits, parameters, onError),
		]);
		expect(messages(refused)).toEqual([
			expect.stringMatching(
				/price of .* isn't known.*Remove duration, model from Additional Fields.*Submit Anyway/,
			),
		]);
		expect(submits()).toEqual([]);
		const allowed = await stage.run([
			...prompts(1),
			submit('aimlapi', { ...limits, unknownPrice: 'allow' }, parameters),
		]);
		const [item] = jsonOf(allowed, 'Submit Video');
		expect(item).toMatchObject({
			gateway: 'aimlapi',
		});
		expect(item).not.toHaveProperty('model');
		expect(item).not.toHaveProperty('durationSeconds');
		const dry = await stage.run([
			...prompts(1),
			submit('aimlapi', { ...limits, unknownPrice: 'allow', dryRun: true }, parameters),
		]);
		expect(jsonOf(dry, 'Submit Video')).toMatchObject([
			{ costNote: expect.stringMatching(/^The cost wasn't estimated: Additional Fields/) },
		]);
		// What the gateway itself says of it, which isn't charged yet.
		expect(item!.cost).toEqual({ amount: 0.294, currency: 'USD', basis: 'estimate' });
		expect(submits('aimlapi')[0]!.body).toMatchObject(additionalFields);
	});

	test.each([
		[
			'slotWaitMinutes',
			/'Wait for a Free Slot \(Minutes\)' is "soon", which isn't a number.*number of minutes, 0 or more/,
		],
		['requestsPerMinute', /'Requests per Minute' is "soon", which isn't a number/],
	])('%s that is no number is told', async (option, message) => {
		const execution = await stage.run([
			...prompts(1),
			submit('useapi', { [option]: '={{ "soon" }}' }, {}, onError),
		]);
		expect(messages(execution)).toEqual([expect.stringMatching(message)]);
		expect(submits()).toEqual([]);
	});

	test('that is none is told', async () => {
		const execution = await stage.run([
			...prompts(1),
			submit('segmind', { maxCostPerVideo: 0 }, {}, onError),
		]);
		expect(messages(execution)).toEqual([
			expect.stringMatching(
				/'Max Cost per Video' is "0", which isn't a number greater than 0/,
			),
		]);
		expect(submits()).toEqual([]);
	});
});

describe('a lost answer at useapi.net', () => {
	test.each([
		['the connection was cut', 'resetAfter' as const],
		['502', { ...documentedError('useapi', 502), accepted: true }],
	])('(%s) ends as one job, found in the queue', async (_name, respond) => {
		stage.simulator.videoSeconds = 30;
		stage.simulator.fault({ gateway: 'useapi', endpoint: 'submit', times: 2, respond });
		const execution = await stage.run([...prompts(3), submit('useapi', {})]);

		expect(execution.error?.message).toBeUndefined();
		const items = jsonOf(execution, 'Submit Video');
		const { jobs } = stage.simulator;
		expect(jobs).toHaveLength(3);
		expect(submits('useapi')).toHaveLength(3);
		const byTake = new Map(jobs.map(({ jobId, prompt }) => [takeOf(prompt), jobId]));
		expect(items.map(({ jobId }) => jobId)).toEqual([0, 1, 2].map((take) => byTake.get(take)));
		const adopted = items.filter(({ warnings }) =>
			(warnings as string[] | undefined)?.some((one) => one.includes('found in the queue')),
		);
		expect(adopted).toHaveLength(2);
		for (const item of items) expect(item).not.toHaveProperty('callbackReference');
	});

	test('is not billed again where another item ends the node meanwhile, and Retry On Fail runs it anew', async () => {
		const { simulator } = stage;
		simulator.videoSeconds = 60;
		const ofTake = (take: number) => ({
			gateway: 'useapi' as const,
			endpoint: 'submit' as const,
			when: ({ prompt }: { prompt?: string }) => takeOf(prompt) === take,
		});
		simulator.fault({ ...ofTake(0), respond: 'resetAfter' });
		simulator.fault({ ...ofTake(1), respond: documentedError('useapi', 401), delaySeconds: 1 });
		// So that the look for the job lasts.
		simulator.fault({
			gateway: 'useapi',
			endpoint: 'queue',
			respond: documentedError('useapi', 401),
		});
		const retried = { retryOnFail: true, maxTries: 2, waitBetweenTries: 100 };
		const execution = await stage.run([...prompts(2), submit('useapi', {}, {}, retried)]);

		expect(errorText(execution)).toMatch(
			/^useapi\.net rejected the API token \(HTTP 401\).*\[item 1\]/,
		);
		expect(simulator.jobs.map(({ prompt }) => takeOf(prompt))).toEqual([0]);
		expect(
			submits('useapi')
				.map(({ prompt }) => takeOf(prompt))
				.sort(),
		).toEqual([0, 1, 1]);
	});

	test('is not looked for by a reference that another item has as well', async () => {
		stage.simulator.fault({
			gateway: 'useapi',
			endpoint: 'submit',
			when: ({ prompt }) => takeOf(prompt) === 0,
			respond: 'resetBefore',
		});
		stage.simulator.fault({
			gateway: 'useapi',
			endpoint: 'submit',
			when: ({ prompt }) => takeOf(prompt) === 1,
			respond: 'resetAfter',
		});
		const execution = await stage.run([
			...prompts(2),
			submit('useapi', { callbackReference: 'the same' }, {}, onError),
		]);

		expect(jsonOf(execution, 'Submit Video')).toEqual([]);
		expect(messages(execution)).toEqual([
			expect.stringMatching(/The job may exist/),
			expect.stringMatching(/The job may exist/),
		]);
	});

	test('is not found in the job of another execution with the same reference', async () => {
		const { simulator } = stage;
		simulator.videoSeconds = 60;
		const options = { callbackReference: 'my-site' };
		await stage.run([...prompts(1), submit('useapi', options)]);
		simulator.fault({ gateway: 'useapi', endpoint: 'submit', respond: 'resetBefore' });
		const second = await stage.run([...prompts(1), submit('useapi', options, {}, onError)]);
		expect(simulator.jobs).toHaveLength(1);
		expect(jsonOf(second, 'Submit Video')).toEqual([]);
		expect(messages(second)).toEqual([expect.stringMatching(/The job may exist/)]);
	});

	test('is not found in the job of an earlier round of a loop', async () => {
		stage.simulator.videoSeconds = 60;
		stage.simulator.fault({
			gateway: 'useapi',
			endpoint: 'submit',
			when: ({ prompt }) => takeOf(prompt) === 1,
			respond: 'resetBefore',
		});
		const execution = await runInLoop('A reference in a loop', 1, [
			...prompts(2),
			submit('useapi', { callbackReference: 'the same' }, {}, onError),
		]);

		expect(stage.simulator.jobs).toHaveLength(1);
		const runs = execution.nodes['Submit Video']!.runs.map(({ outputs }) => outputs);
		expect(runs.map(([out]) => out?.map(({ json }) => json.jobId))).toEqual([
			[stage.simulator.jobs[0]!.jobId],
			[],
		]);
		expect(runs[1]![1]![0]!.json.error).toMatch(/The job may exist/);
	});

	test('where no job was made is told as it is', async () => {
		stage.simulator.fault({ gateway: 'useapi', endpoint: 'submit', respond: 'resetBefore' });
		const execution = await stage.run([...prompts(1), submit('useapi', {}, {}, onError)]);
		expect(messages(execution)).toEqual([
			expect.stringMatching(/The job may exist and be billed, so it wasn't sent again/),
		]);
		expect(submits()).toHaveLength(1);
	});
});

test('an account that runs three at a time is fed as slots free up', async () => {
	const { simulator } = stage;
	simulator.enforceMaxJobs = true;
	simulator.videoSeconds = 4;
	const execution = await stage.run(
		[...prompts(7), submit('useapi', { slotWaitMinutes: 5 }), videoNode(stage, 'waitForVideo')],
		{ timeoutSeconds: 120 },
	);
	expect(execution.error?.message).toBeUndefined();
	const items = jsonOf(execution, 'Wait For Video');
	expect(items.map(({ status }) => status)).toEqual(items.map(() => 'completed'));
	expect(simulator.jobs).toHaveLength(7);
	const first = Math.min(...simulator.jobs.map(({ submittedAt }) => submittedAt));
	console.log(
		`Fed in after s: ${simulator.jobs.map(({ submittedAt }) => ((submittedAt - first) / 1000).toFixed(0)).join(' ')}`,
	);
	// Never more than the account has slots for.
	for (const { submittedAt } of simulator.jobs) {
		const running = simulator.jobs.filter(
			(job) => job.submittedAt <= submittedAt && job.endsAt > submittedAt,
		);
		expect(running.length).toBeLessThanOrEqual(3);
	}
});

test('requests keep to the limit of the plan', async () => {
	const { execution, simulator } = slow;
	expect(jsonOf(await execution, 'Submit Video')).toHaveLength(3);
	const [first, second, third] = simulator.jobs.map(({ submittedAt }) => submittedAt);
	expect(second! - first!).toBeLessThan(30_000);
	expect(third! - first!).toBeGreaterThanOrEqual(59_900);
});
