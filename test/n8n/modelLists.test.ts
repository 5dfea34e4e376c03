import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { GatewayId } from '../support/simulator';
import { workflow, type Execution } from '../support/n8n/n8n';
import { errorText, jsonOf, stageForTests, submitNode, rows } from './stage';

/** The gateways' own lists of models, on a real n8n that runs on while they change. */

const stage = stageForTests(0.5);

/** As AI/ML API's catalogue prints prices and capabilities. */
const VEO = {
	id: 'google/veo-9',
	aliases: [],
	type: 'video',
	info: { name: 'Veo 9', developer: 'Google' },
	tags: [],
	pricing: {
		kind: 'variants',
		dimensions: ['resolution'],
		variants: [
			{ when: { resolution: '720p' }, price: 0.39, unit: 'second', per: 1 },
			{ when: { resolution: '1080p' }, price: 0.65, unit: 'second', per: 1 },
		],
	},
	capabilities: ['text_to_video'],
};

let accounts = 0;

/** A credential of AI/ML API whose list nobody has read yet. */
async function newAccount() {
	const { apiKey, baseUrl } = stage.simulator.credentials.aimlapi;
	const data = { apiKey, baseUrl: baseUrl.replace('/aimlapi', `/via/${++accounts}/aimlapi`) };
	return await stage.n8n.createCredential({
		name: `Account ${accounts}`,
		type: 'aimlApi',
		data,
	});
}

type Account = Awaited<ReturnType<typeof newAccount>>;

const nodesFor = (
	account: Account,
	model: string,
	{ options = {}, ...parameters }: INodeParameters & { options?: IDataObject } = {},
) => [
	...rows([{ prompt: 'A lake' }]),
	submitNode(
		stage,
		'aimlapi',
		options,
		{ model: { __rl: true, mode: 'id', value: model }, ...parameters },
		{ credentials: { ...stage.credentials, aimlApi: account } },
	),
];

const submit = async (...given: Parameters<typeof nodesFor>): Promise<Execution> =>
	await stage.run(nodesFor(...given));

const itemOf = (execution: Execution) => jsonOf(execution, 'Submit Video')[0];

/** What the panel asks n8n for, for a Submit Video with these parameters. */
const ask = async <Found>(
	what: 'resource-locator-results' | 'options',
	account: Account,
	request: IDataObject & { currentNodeParameters: IDataObject },
): Promise<Found> =>
	(await stage.n8n.rest('POST', `/dynamic-node-parameters/${what}`, {
		nodeTypeAndVersion: { name: 'n8n-nodes-video-gateways.submitVideo', version: 1 },
		credentials: { aimlApi: account as unknown as IDataObject },
		...request,
	})) as Found;

const search = async (account: Account, filter: string) =>
	(
		await ask<{ results: IDataObject[] }>('resource-locator-results', account, {
			path: 'parameters.model',
			methodName: 'searchModels',
			currentNodeParameters: { gateway: 'aimlapi' },
			filter,
		})
	).results;

const reads = () => stage.simulator.requests.filter(({ endpoint }) => endpoint === 'models');

const down = (gateway: GatewayId) =>
	stage.simulator.fault({ gateway, endpoint: 'models', respond: { status: 503, body: {} } });

test('a model that is added to the list is usable with checks and price within a minute', async () => {
	const account = await newAccount();
	const clip = { duration: 5, resolution: '720P' };
	const limited = { ...clip, options: { maxCostPerVideo: 2 } };
	const before = await submit(account, VEO.id, limited);
	expect(errorText(before)).toMatch(/the price of google\/veo-9 .* isn't known/);

	stage.simulator.models.add('aimlapi', VEO);
	const added = Date.now();
	const asked = async () =>
		itemOf(await submit(account, VEO.id, { ...clip, options: { dryRun: true } }));
	let planned = await asked();
	while (planned?.cost === undefined && Date.now() < added + 60_000) {
		await sleep(3_000);
		planned = await asked();
	}
	expect(planned?.cost).toEqual({ amount: 1.95, currency: 'USD', basis: 'estimate' });
	expect(Date.now() - added).toBeLessThan(60_000);

	expect(await search(account, 'veo')).toEqual([
		{
			name: 'Veo 9 · from $0.39 per second',
			value: VEO.id,
			description: 'from $0.39 per second',
		},
	]);
	const image = { imageSource: 'url', imageUrl: 'https://example.com/a.png' };
	expect(errorText(await submit(account, VEO.id, image))).toMatch(
		/^Veo 9 doesn't support images\. Set 'Image' to None/,
	);
	const tooDear = { ...clip, resolution: '1080p', options: limited.options };
	expect(errorText(await submit(account, VEO.id, tooDear))).toMatch(
		/^This video costs about \$3\.25 at AI\/ML API, but 'Max Cost per Video' is \$2/,
	);
	const submitted = await submit(account, 'Google/Veo-9', limited);
	expect(itemOf(submitted)).toMatchObject({ gateway: 'aimlapi', status: 'queued' });
	expect(stage.simulator.jobs.map(({ model }) => model)).toEqual([VEO.id]);
	expect(stage.simulator.refusals).toEqual([]);
}, 180_000);

test('one that is gone from the list is refused before it is billed, with the newest of its line', async () => {
	const account = await newAccount();
	stage.simulator.models.retire('aimlapi', 'minimax/hailuo-02');
	const execution = await submit(account, 'minimax/hailuo-02');
	expect(errorText(execution)).toBe(
		"AI/ML API doesn't offer Hailuo 02 any more. Set 'Model' to Hailuo H3 (minimax/h3), or choose another one from the list.",
	);
	expect([stage.simulator.jobs, stage.simulator.refusals]).toEqual([[], []]);
	expect(await search(account, 'hailuo-02')).toEqual([]);
}, 60_000);

test('a fallback that is gone is left out', async () => {
	const account = await newAccount();
	stage.simulator.models.retire('aimlapi', 'minimax/hailuo-2.3');
	// A dry run asks for no list, and goes by one that was just read.
	await search(account, '');
	const execution = await stage.run([
		...rows([{ prompt: 'A lake' }]),
		submitNode(
			stage,
			'segmind',
			{ dryRun: true, fallbackGateways: ['aimlapi'] },
			{ model: { __rl: true, mode: 'list', value: 'hailuo-2.3' } },
			{ credentials: { ...stage.credentials, aimlApi: account } },
		),
	]);
	expect(itemOf(execution)?.warnings).toEqual([
		"AI/ML API was left out: AI/ML API doesn't offer Hailuo 2.3 any more.",
	]);
	expect(reads()).toHaveLength(1);
}, 60_000);

test('what an execution has submitted is not refused in its Retry', async () => {
	const account = await newAccount();
	stage.simulator.plan = () => ({ outcome: 'moderated' });
	const nodes = nodesFor(account, 'minimax/hailuo-02', { waitForCompletion: true });
	const id = await stage.n8n.createWorkflow(workflow('Retired', nodes));
	const failed = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
	expect(errorText(failed)).toMatch(/^AI\/ML API job .* failed/);

	stage.simulator.models.retire('aimlapi', 'minimax/hailuo-02');
	await search(account, '');
	const again = await stage.n8n.waitForExecution(await stage.n8n.retryExecution(failed.id));
	expect(errorText(again)).toBe(errorText(failed));
	expect(stage.simulator.jobs).toHaveLength(1);
}, 60_000);

test('where the list is down, the built-in table counts, and an unknown model is told of', async () => {
	const account = await newAccount();
	down('aimlapi');
	stage.simulator.models.add('aimlapi', VEO);
	const known = itemOf(
		await submit(account, 'minimax/hailuo-2.3', { options: { dryRun: true } }),
	);
	expect(known).toMatchObject({ dryRun: true, cost: { amount: 0.294, basis: 'estimate' } });
	expect(known).not.toHaveProperty('warnings');
	const unknown = itemOf(await submit(account, VEO.id));
	expect(unknown).toMatchObject({
		status: 'queued',
		warnings: [
			expect.stringMatching(
				/^The limits and the price of google\/veo-9 aren't known: .*built-in table for AI\/ML API \(2026-08-21\).*HTTP 503/,
			),
		],
	});
	expect(errorText(await submit(account, 'minimax/hailuo-2.3', { duration: 7 }))).toMatch(
		/^Hailuo 2\.3 doesn't support 7 s\. Set 'Duration' to 6 or 10\./,
	);
	// Not asked for again in each run.
	expect(reads()).toHaveLength(1);
}, 60_000);

test('the fields of the panel read their choices', async () => {
	const account = await newAccount();
	const choices = async (methodName: string, model: string) =>
		await ask<IDataObject[]>('options', account, {
			path: 'parameters.duration',
			methodName,
			currentNodeParameters: {
				gateway: 'aimlapi',
				model: { __rl: true, mode: 'list', value: model },
			},
		});
	expect(await choices('loadDurations', 'minimax/hailuo-2.3')).toEqual([
		{ name: '6 · $0.294', value: 6 },
		{ name: '10', value: 10 },
		{ name: "Model's Default", value: 0 },
	]);
	expect(await choices('loadResolutions', VEO.id)).toEqual([
		{ name: "Model's Default", value: '' },
	]);
}, 60_000);
