import type { IDataObject } from 'n8n-workflow';

import { CLIP } from '../support/simulator';
import { readExample } from '../support/n8n/examples';
import { errorText, itemsOf, jsonOf, rows, stageForTests, videoNode } from './stage';

/** A server of the user's own: without a key, in the own network, and what its credential decides. */

const stage = stageForTests(1);
const TYPE = 'openAiCompatibleVideoApi';
let count = 0;

/** The credentials of the stage, with one for the local server that has these fields. */
async function withServer(fields: IDataObject = {}): Promise<typeof stage.credentials> {
	const baseUrl = `${stage.simulator.origin}/localserver`;
	const data = { baseUrl, apiKey: '', ...fields };
	const saved = await stage.n8n.createCredential({ name: `Server ${++count}`, type: TYPE, data });
	return { ...stage.credentials, [TYPE]: saved };
}

const runExample = async (credentials: typeof stage.credentials) =>
	await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(
			await stage.n8n.createWorkflow(await readExample('local-server', credentials)),
		),
		{ timeoutSeconds: 60 },
	);

/** Each answer of the simulated server in turn, but for Together's, which has no such path. */
test.each(['vllmOmni', 'sglang', 'liteLlm', 'newApi'])(
	'%s without a key makes the video, and its file is downloaded',
	async (server) => {
		stage.simulator.variants.openaicompatible = server;
		const model = { __rl: true, mode: 'id', value: 'wan-2.2' };
		const credentials = await withServer();
		const nodes = [
			videoNode({ credentials }, 'submitVideo', {
				gateway: 'openaicompatible',
				model,
				prompt: 'A lake',
				imageSource: 'url',
				imageUrl: stage.simulator.imageUrl,
			}),
			videoNode({ credentials }, 'waitForVideo', { downloadVideo: true }),
		];
		const execution = await stage.run(nodes);
		expect(execution.error?.message).toBeUndefined();
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({ status: 'completed', model: 'wan-2.2' });
		expect(await stage.n8n.binaryFile(done!.binary!.data!)).toEqual(CLIP);
		const submit = stage.simulator.requests.find(({ endpoint }) => endpoint === 'submit');
		expect(submit?.body).toMatchObject({
			input_reference: { contentType: 'image/png' },
		});
		const keys = stage.simulator.requests.map(({ headers }) => headers.authorization);
		expect(keys.filter((key) => key !== undefined)).toEqual([]);
		expect(stage.simulator.refusals).toEqual([]);
	},
);

test('server and key by item: each file is downloaded from its own server, with its own key or none', async () => {
	stage.simulator.variants.openaicompatible = 'vllmOmni';
	const { apiKey } = stage.simulator.credentials.openaicompatible;
	const credentials = await withServer({
		baseUrl: `=${stage.simulator.origin}/{{ $json.server }}`,
		apiKey: '={{ $json.server === "localserver" ? "" : "' + apiKey + '" }}',
	});
	const execution = await stage.run([
		...rows([{ server: 'openaicompatible' }, { server: 'localserver' }]),
		videoNode({ credentials }, 'submitVideo', {
			gateway: 'openaicompatible',
			model: { __rl: true, mode: 'id', value: 'wan-2.2' },
			prompt: 'A lake',
		}),
		{
			name: 'Servers',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				assignments: {
					assignments: [
						{
							id: '1',
							name: 'server',
							type: 'string',
							value: '={{ $("Rows").item.json.server }}',
						},
					],
				},
				includeOtherFields: true,
				options: {},
			},
		},
		videoNode({ credentials }, 'waitForVideo', { downloadVideo: true }),
	]);
	expect(execution.error?.message).toBeUndefined();
	for (const { json, binary } of itemsOf(execution, 'Wait For Video')) {
		expect(json).toMatchObject({ status: 'completed' });
		expect(await stage.n8n.binaryFile(binary!.data!)).toEqual(CLIP);
	}
	const keysAt = (server: string) => [
		...new Set(
			stage.simulator.requests
				.filter(({ path }) => path.startsWith(`/${server}/`))
				.map(({ headers }) => headers.authorization),
		),
	];
	expect(keysAt('openaicompatible')).toEqual([`Bearer ${apiKey}`]);
	expect(keysAt('localserver')).toEqual([undefined]);
	expect(stage.simulator.refusals).toEqual([]);
});

describe('the example with fal behind the own server', () => {
	test('stays at the own server while that is there', async () => {
		const execution = await runExample(await withServer());
		expect(execution.error?.message).toBeUndefined();
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({ gateway: 'openaicompatible', status: 'completed' });
		expect(done!.json.costNote).toMatch(/Price per Second/);
		expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
			expect.objectContaining({ seconds: '4', size: '1280x720', num_inference_steps: '40' }),
		]);
	});

	test('goes to fal when it is off', async () => {
		const execution = await runExample(await withServer({ baseUrl: 'http://127.0.0.1:9' }));
		expect(execution.error?.message).toBeUndefined();
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({
			gateway: 'fal',
			status: 'completed',
			cost: { amount: 0.6, currency: 'USD' },
		});
		expect(stage.simulator.jobs.map(({ gateway }) => gateway)).toEqual(['fal']);
	});
});

describe('what the credential decides', () => {
	const submit = (credentials: typeof stage.credentials, options: IDataObject) =>
		videoNode({ credentials }, 'submitVideo', {
			gateway: 'openaicompatible',
			prompt: 'A lake',
			duration: 4,
			options: options as never,
		});

	test('its price is estimated, and limits keep to it', async () => {
		const credentials = await withServer({ pricePerSecond: 0.3 });
		const [job] = jsonOf(
			await stage.run([submit(credentials, { maxCostPerVideo: 1.2 })]),
			'Submit Video',
		);
		expect(job).toMatchObject({ cost: { amount: 1.2, currency: 'USD', basis: 'estimate' } });
		const over = await stage.run([submit(credentials, { maxCostPerVideo: 1 })]);
		expect(errorText(over)).toMatch(/costs about \$1\.20 .* is \$1/);
		expect(stage.simulator.jobs).toHaveLength(1);
	});

	test('without a price, a limit refuses and says where to set one', async () => {
		const over = await stage.run([submit(await withServer(), { maxCostPerVideo: 1 })]);
		expect(errorText(over)).toMatch(/Set 'Price per Second' in the credential/);
		expect(stage.simulator.jobs).toEqual([]);
	});

	test.each([true, false])('DELETE Cancels Jobs: %p', async (deleteCancels) => {
		stage.simulator.videoSeconds = 60;
		const credentials = await withServer({ deleteCancels });
		const execution = await stage.run([
			submit(credentials, {}),
			videoNode({ credentials }, 'waitForVideo', {
				timeoutMinutes: 0.05,
				options: { cancelOnTimeout: true, onTimeout: 'returnJob' },
			}),
		]);
		const [late] = jsonOf(execution, 'Wait For Video');
		const { message } = late!.failure as { message: string };
		const [job] = stage.simulator.jobs;
		const deletes = stage.simulator.requests.filter(({ method }) => method === 'DELETE');
		if (deleteCancels) {
			expect(late!.status).toBe('cancelled');
			expect([job!.outcome, deletes.length]).toEqual(['cancelled', 1]);
		} else {
			expect(message).toMatch(/turn on 'DELETE Cancels Jobs' in the credential/);
			expect([job!.outcome, deletes.length]).toEqual(['completed', 0]);
		}
	});

	test('Together: its own path and JSON, from the submit to the file', async () => {
		const credentials = await withServer({ api: 'together' });
		const model = { __rl: true, mode: 'id', value: 'minimax/hailuo-02' };
		const execution = await stage.run([
			videoNode({ credentials }, 'submitVideo', {
				gateway: 'openaicompatible',
				model,
				prompt: 'A lake',
			}),
			videoNode({ credentials }, 'waitForVideo', { downloadVideo: true }),
		]);
		expect(execution.error?.message).toBeUndefined();
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done!.json).toMatchObject({ status: 'completed', cost: { amount: 0.28 } });
		expect(await stage.n8n.binaryFile(done!.binary!.data!)).toEqual(CLIP);
		const paths = stage.simulator.requests.map(({ path }) => path.split('/')[2]);
		expect(new Set(paths.filter((part) => part !== 'openaicompatible'))).toEqual(
			new Set(['v2']),
		);
	});
});
