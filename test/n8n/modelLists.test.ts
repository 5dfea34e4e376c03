import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import { LIST } from '../support/simulator/gateways/openrouter/list';
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

/** As OpenRouter's list tells lengths, sizes, sound and prices. */
const VEO_WITH_FORMATS = {
	...LIST.find(({ id }) => id === 'google/veo-3.1')!,
	id: 'google/veo-9',
	name: 'Google: Veo 9',
	supported_durations: [6, 12],
	supported_resolutions: ['720p', '1080p'],
	supported_aspect_ratios: ['16:9', '1:1'],
	pricing_skus: {
		duration_seconds_with_audio: '0.50',
		duration_seconds_with_audio_1080p: '0.70',
		duration_seconds_without_audio: '0.30',
		duration_seconds_without_audio_1080p: '0.40',
	},
};

let accounts = 0;

/** A credential whose list nobody has read yet. */
async function newAccount(gateway: 'aimlapi' | 'openrouter' = 'aimlapi') {
	const { apiKey, baseUrl } = stage.simulator.credentials[gateway];
	const data = { apiKey, baseUrl: baseUrl.replace(gateway, `via/${++accounts}/${gateway}`) };
	const type = findGateway(gateway)!.credentialType;
	const made = await stage.n8n.createCredential({ name: `Account ${accounts}`, type, data });
	return { gateway, credentials: { [type]: made } };
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
		account.gateway,
		options,
		{ model: { __rl: true, mode: 'id', value: model }, ...parameters },
		{ credentials: { ...stage.credentials, ...account.credentials } },
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
		credentials: account.credentials as unknown as IDataObject,
		...request,
	})) as Found;

const search = async (account: Account, filter: string) =>
	(
		await ask<{ results: IDataObject[] }>('resource-locator-results', account, {
			path: 'parameters.model',
			methodName: 'searchModels',
			currentNodeParameters: { gateway: account.gateway },
			filter,
		})
	).results;

/** The choices of a field of the panel. */
const choices = async (account: Account, methodName: string, model: string) =>
	await ask<IDataObject[]>('options', account, {
		path: 'parameters.duration',
		methodName,
		currentNodeParameters: {
			gateway: account.gateway,
			model: { __rl: true, mode: 'list', value: model },
		},
	});

const reads = () => stage.simulator.requests.filter(({ endpoint }) => endpoint === 'models');

const down = () =>
	stage.simulator.fault({
		gateway: 'aimlapi',
		endpoint: 'models',
		respond: { status: 503, body: {} },
	});

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

	expect(await search(account, 'veo-9')).toEqual([
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
});

test('one that is gone from the list is refused before it is billed, with the newest of its line', async () => {
	const account = await newAccount();
	stage.simulator.models.retire('aimlapi', 'minimax/hailuo-02');
	const execution = await submit(account, 'minimax/hailuo-02');
	expect(errorText(execution)).toBe(
		"AI/ML API doesn't offer Hailuo 02 any more. Set 'Model' to Hailuo H3 (minimax/h3), or choose another one from the list.",
	);
	expect([stage.simulator.jobs, stage.simulator.refusals]).toEqual([[], []]);
	expect(await search(account, 'hailuo-02')).toEqual([]);
});

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
			{ credentials: { ...stage.credentials, ...account.credentials } },
		),
	]);
	expect(itemOf(execution)?.warnings).toEqual([
		"AI/ML API was left out: AI/ML API doesn't offer Hailuo 2.3 any more.",
	]);
	expect(reads()).toHaveLength(1);
});

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
});

test('where the list is down, the built-in table counts, and an unknown model is told of', async () => {
	const account = await newAccount();
	down();
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
});

test('the fields of the panel read their choices', async () => {
	const account = await newAccount();
	expect(await choices(account, 'loadDurations', 'minimax/hailuo-2.3')).toEqual([
		{ name: '6 · $0.294', value: 6 },
		{ name: '10', value: 10 },
		{ name: "Model's Default", value: 0 },
	]);
	expect(await choices(account, 'loadResolutions', VEO.id)).toEqual([
		{ name: "Model's Default", value: '' },
	]);
});

test('a model that is added to a list of lengths, sizes and prices has them in the panel and the checks', async () => {
	const account = await newAccount('openrouter');
	stage.simulator.models.add('openrouter', VEO_WITH_FORMATS);
	const { id } = VEO_WITH_FORMATS;
	expect(await search(account, 'veo-9')).toEqual([
		{
			name: 'Google: Veo 9 · 6 or 12 s · from $1.80',
			value: id,
			description: '6 or 12 s · 720p, 1080p · from $1.80',
		},
	]);
	expect(await choices(account, 'loadDurations', id)).toEqual([
		{ name: '6 · from $1.80', value: 6 },
		{ name: '12 · from $3.60', value: 12 },
		{ name: "Model's Default", value: 0 },
	]);
	expect(await choices(account, 'loadResolutions', id)).toEqual([
		{ name: '720p · from $1.80', value: '720p' },
		{ name: '1080p · from $2.40', value: '1080p' },
		{ name: "Model's Default", value: '' },
	]);
	expect(await choices(account, 'loadAspectRatios', id)).toEqual([
		{ name: '16:9', value: '16:9' },
		{ name: '1:1', value: '1:1' },
		{ name: "Model's Default", value: '' },
	]);

	const clip = { duration: 6, resolution: '1080p', aspectRatio: '1:1' };
	const limit = { maxCostPerVideo: 3 };
	const asked = (options: Record<string, number | boolean>, more: INodeParameters = {}) =>
		submit(account, id, { ...clip, ...more, options });
	expect(errorText(await asked({}, { duration: 7 }))).toMatch(
		/^Google: Veo 9 doesn't support 7 s\. Set 'Duration' to 6 or 12\./,
	);
	expect(errorText(await asked(limit))).toMatch(
		/^This video costs about \$4\.20 at OpenRouter, but 'Max Cost per Video' is \$3/,
	);
	const silent = { audio: false, ...limit };
	const planned = itemOf(await asked({ ...silent, dryRun: true }));
	expect(planned?.cost).toEqual({ amount: 2.4, currency: 'USD', basis: 'estimate' });
	expect(planned).not.toHaveProperty('warnings');
	expect([stage.simulator.jobs, stage.simulator.refusals]).toEqual([[], []]);

	const submitted = itemOf(await asked(silent));
	expect(submitted).toMatchObject({ gateway: 'openrouter', model: id, status: 'queued' });
	expect(submitted).not.toHaveProperty('warnings');
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{
			model: id,
			prompt: 'A lake',
			duration: 6,
			resolution: '1080p',
			aspect_ratio: '1:1',
			generate_audio: false,
		},
	]);
	expect(stage.simulator.refusals).toEqual([]);
});

test('one that is gone is refused with a newer one that only the list has', async () => {
	const account = await newAccount('openrouter');
	stage.simulator.models.add('openrouter', VEO_WITH_FORMATS);
	stage.simulator.models.retire('openrouter', 'google/veo-3.1');
	expect(errorText(await submit(account, 'google/veo-3.1'))).toBe(
		"OpenRouter doesn't offer Google: Veo 3.1 any more. Set 'Model' to Google: Veo 9 (google/veo-9), or choose another one from the list.",
	);
	expect([stage.simulator.jobs, stage.simulator.refusals]).toEqual([[], []]);
});
