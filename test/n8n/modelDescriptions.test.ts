import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { GatewayId } from '../support/simulator';
import { OTHER_MODELS } from '../support/simulator/gateways/replicateSchemas';
import type { Execution } from '../support/n8n/n8n';
import { errorText, jsonOf, stageForTests, submitNode, rows } from './stage';

/** Models that no table has: what their gateway says of their inputs, on a real n8n. */

const stage = stageForTests(0.5);

let accounts = 0;

/** A credential with which nobody has read a description yet. */
async function newAccount(gateway: GatewayId) {
	const via = `via/${++accounts}`;
	const data = Object.fromEntries(
		Object.entries(stage.simulator.credentials[gateway]).map(([name, value]) => [
			name,
			String(value).replace(/(127\.0\.0\.1:\d+)\//, `$1/${via}/`),
		]),
	);
	const type = findGateway(gateway)!.credentialType;
	const made = await stage.n8n.createCredential({ name: `Account ${accounts}`, type, data });
	return { gateway, credentials: { [type]: made } };
}

type Account = Awaited<ReturnType<typeof newAccount>>;

const submit = async (
	account: Account,
	model: string,
	{
		items = [{ prompt: 'A lake' }],
		options = {},
		...parameters
	}: INodeParameters & { options?: IDataObject; items?: IDataObject[] } = {},
): Promise<Execution> =>
	await stage.run([
		...rows(items),
		submitNode(
			stage,
			account.gateway,
			options,
			{ model: { __rl: true, mode: 'id', value: model }, ...parameters },
			{ credentials: { ...stage.credentials, ...account.credentials } },
		),
	]);

const itemOf = (execution: Execution) => jsonOf(execution, 'Submit Video')[0];
const reads = () => stage.simulator.requests.filter(({ endpoint }) => endpoint === 'description');
const image = { imageSource: 'url', imageUrl: 'https://example.com/a.png' };

test('Replicate: a model that is new today is submitted right at the first try', async () => {
	const account = await newAccount('replicate');
	stage.simulator.models.add('replicate', {
		id: 'acme/film-1',
		schemas: OTHER_MODELS['lightricks/ltx-9-pro'],
	});
	const clip = { duration: 8, resolution: '4K', aspectRatio: '9:16', ...image };
	const item = itemOf(
		await submit(account, 'acme/film-1', {
			...clip,
			options: { audio: false, seed: 7, additionalFields: '{"camera_motion":"jib_up"}' },
		}),
	);
	expect(item).toMatchObject({ gateway: 'replicate', model: 'acme/film-1', status: 'queued' });
	expect(item).not.toHaveProperty('warnings');
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{
			input: {
				prompt: 'A lake',
				start_frame: image.imageUrl,
				seconds: 8,
				quality: '4k',
				ratio: '9:16',
				with_audio: false,
				seed: 7,
				camera_motion: 'jib_up',
			},
		},
	]);
	expect(stage.simulator.refusals).toEqual([]);
});

test('fal: lengths with their unit, an image that must be, the end frame and the sound under its own names', async () => {
	const account = await newAccount('fal');
	const model = 'lightricks/ltx-9/image-to-video';
	const end = { endFrameSource: 'url', endFrameUrl: 'https://example.com/b.png' };
	const clip = { duration: 8, resolution: '1440P', aspectRatio: '9:16', ...image, ...end };
	const item = itemOf(await submit(account, model, { ...clip, options: { audio: false } }));
	expect(item).toMatchObject({ gateway: 'fal', model, status: 'queued' });
	expect(item).not.toHaveProperty('warnings');
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{
			prompt: 'A lake',
			first_frame_url: image.imageUrl,
			last_frame_url: end.endFrameUrl,
			duration: '8s',
			resolution: '1440p',
			aspect_ratio: '9:16',
			enable_audio: false,
		},
	]);
	// The key belongs to the queue: the description lies on another host.
	expect(reads().map(({ headers }) => headers.authorization)).toEqual([undefined]);
	expect(stage.simulator.refusals).toEqual([]);
});

test('fal: lengths as words, and names of its own for ratio and prompt expansion', async () => {
	const account = await newAccount('fal');
	const model = 'fal-ai/marey-9/text-to-video';
	await submit(account, model, {
		duration: 10,
		aspectRatio: '1:1',
		options: { promptOptimizer: false, negativePrompt: 'fog' },
	});
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{
			prompt: 'A lake',
			duration: '10',
			ratio: '1:1',
			negative_prompt: 'fog',
			enable_prompt_expansion: false,
		},
	]);
});

describe('what the description shows to be wrong is refused before it is billed', () => {
	const refused = async (
		gateway: GatewayId,
		model: string,
		parameters: Parameters<typeof submit>[2] = {},
	) => {
		const execution = await submit(await newAccount(gateway), model, parameters);
		expect([stage.simulator.jobs, stage.simulator.refusals]).toEqual([[], []]);
		return errorText(execution);
	};

	test.each<[string, GatewayId, string, Parameters<typeof submit>[2], RegExp]>([
		[
			'a length at Replicate',
			'replicate',
			'lightricks/ltx-9-pro',
			{ duration: 7 },
			/^lightricks\/ltx-9-pro doesn't support 7 s\. Set 'Duration' to 6, 8 or 10\./,
		],
		[
			'a length at fal',
			'fal',
			'fal-ai/marey-9/text-to-video',
			{ duration: 8 },
			/doesn't support 8 s\. Set 'Duration' to 5 or 10\./,
		],
		[
			'a resolution',
			'replicate',
			'lightricks/ltx-9-pro',
			{ resolution: '720p' },
			/doesn't support 720p\. Set 'Resolution' to 1080p, 2K or 4K\./,
		],
		[
			'an image that must be',
			'replicate',
			'pruna/p-video-9',
			{},
			/^pruna\/p-video-9 needs an image\./,
		],
		[
			'an image that it has no input for',
			'fal',
			'fal-ai/marey-9/text-to-video',
			image,
			/doesn't support images\./,
		],
		[
			'a long prompt',
			'replicate',
			'pruna/p-video-9',
			{ ...image, items: [{ prompt: 'A lake. '.repeat(40) }] },
			/'Prompt' has 3\d\d characters, but pruna\/p-video-9 supports up to 200\./,
		],
		[
			'an input that no parameter stands for',
			'fal',
			'fal-ai/ltx-9/extend-video',
			{},
			/^"video_url" isn't set, but fal-ai\/ltx-9\/extend-video needs it\. Set "video_url" in the Additional Fields option/,
		],
		[
			'a model that makes pictures',
			'fal',
			'fal-ai/flux-9',
			{},
			/^'Model' is fal-ai\/flux-9, which doesn't make videos: fal lists it as text-to-image\./,
		],
		[
			'a value in Additional Fields',
			'replicate',
			'lightricks/ltx-9-pro',
			{ options: { additionalFields: '{"camera_motion":"spin"}' } },
			/^"camera_motion" in 'Additional Fields' can't be "spin"\. Set it to none, dolly_in or jib_up:/,
		],
	])('%s', async (_name, gateway, model, parameters, message) => {
		expect(await refused(gateway, model, parameters)).toMatch(message);
	});
});

test('Additional Fields stand for what no parameter does, and for what the image would be', async () => {
	const account = await newAccount('replicate');
	const additionalFields = '{"video":"https://example.com/a.mp4","target_resolution":"4k"}';
	const options = { additionalFields };
	const upscaled = itemOf(await submit(account, 'topaz/upscale-9', { options }));
	expect(upscaled).toMatchObject({
		status: 'queued',
		warnings: ["'Prompt' wasn't sent: topaz/upscale-9 doesn't support it."],
	});
	const animated = await submit(account, 'pruna/p-video-9', {
		options: { additionalFields: `{"input_image":"${image.imageUrl}"}` },
	});
	expect(itemOf(animated)).toMatchObject({ status: 'queued' });
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{ input: JSON.parse(additionalFields) as unknown },
		{ input: { prompt: 'A lake', input_image: image.imageUrl } },
	]);
	expect(stage.simulator.refusals).toEqual([]);
});

test('a name in Additional Fields that the description lacks is sent with a warning', async () => {
	const account = await newAccount('fal');
	const item = itemOf(
		await submit(account, 'fal-ai/marey-9/text-to-video', {
			options: { dryRun: true, additionalFields: '{"guidance":5}' },
		}),
	);
	expect(item).toMatchObject({
		request: { body: { prompt: 'A lake', guidance: 5 } },
		warnings: [
			expect.stringMatching(
				/^'Additional Fields' sets guidance, which fal doesn't list as an input of fal-ai\/marey-9\/text-to-video\. Its inputs: prompt, duration, .* and guidance_scale\.$/,
			),
		],
	});
});

test.each<[GatewayId, string, string]>([
	['replicate', 'lightricks/ltx-9-pro', 'start_frame'],
	['fal', 'lightricks/ltx-9/image-to-video', 'first_frame_url'],
])(
	'%s: a dry run shows the exact body, and 100 items read the description once',
	async (gateway, model, name) => {
		const account = await newAccount(gateway);
		const items = Array.from({ length: 100 }, (_, index) => ({ prompt: `Lake ${index}` }));
		const clip = { ...image, duration: 6, options: { dryRun: true } };
		const planned = jsonOf(await submit(account, model, { ...clip, items }), 'Submit Video');
		expect(planned).toHaveLength(100);
		expect(JSON.stringify(planned[99]?.request)).toContain(`"${name}":"${image.imageUrl}"`);
		expect(reads()).toHaveLength(1);
		expect(stage.simulator.jobs).toEqual([]);
	},
);

test('a version of a model is described by its own schema, a version alone is a guess', async () => {
	const account = await newAccount('replicate');
	const version = '9dcd6d78e7c6560c340d916fe32e9f24aabfa331e5cce95fe31f77fb03121426';
	const asked = async (model: string) =>
		itemOf(await submit(account, model, { ...image, options: { dryRun: true } }));
	const planned = await asked(`lightricks/ltx-9-pro:${version}`);
	expect(planned).toMatchObject({
		request: { body: { version, input: { prompt: 'A lake', start_frame: image.imageUrl } } },
	});
	expect(planned).not.toHaveProperty('warnings');
	expect(reads().map(({ path }) => path)).toEqual([
		expect.stringMatching(`/v1/models/lightricks/ltx-9-pro/versions/${version}$`),
	]);
	expect(await asked(version)).toMatchObject({
		warnings: [
			expect.stringMatching(/are a guess.* describes no model under this ID alone\.$/),
		],
	});
});

describe('a description that cannot be read', () => {
	const hostile = JSON.parse(
		'{"__proto__":{"type":"string"},"constructor":{"$ref":"#/components/schemas/Input"}}',
	) as IDataObject;
	const schemas = (Input: unknown) => ({
		latest_version: { openapi_schema: { components: { schemas: { Input } } } },
	});

	test.each<[string, Parameters<typeof stage.simulator.fault>[0]['respond'], RegExp]>([
		['is an HTML page', 'html', /HTML/i],
		['is a server error', { status: 500, body: {} }, /HTTP 500/],
		['is of a model that is unknown', { status: 404, body: { detail: 'No' } }, /HTTP 404/],
		['has no inputs', { status: 200, body: schemas(undefined) }, /without inputs/],
	])('%s: the names are a guess, and the item says so', async (_name, respond, reason) => {
		const account = await newAccount('replicate');
		stage.simulator.models.add('replicate', {
			id: 'acme/film-2',
			schemas: { Input: { type: 'object' } },
		});
		stage.simulator.fault({ gateway: 'replicate', endpoint: 'description', respond });
		const item = itemOf(await submit(account, 'acme/film-2', { options: { dryRun: true } }));
		expect(item).toMatchObject({
			request: { body: { input: { prompt: 'A lake' } } },
			warnings: [
				expect.stringMatching(
					/^The input names for acme\/film-2 are a guess based on other models at Replicate: the model's description couldn't be read\./,
				),
			],
		});
		expect((item?.warnings as string[])[0]).toMatch(reason);
		await submit(account, 'acme/film-2', { options: { dryRun: true } });
		expect(reads()).toHaveLength(1);
	});

	test('a hostile one neither throws nor gets into the body', async () => {
		const account = await newAccount('replicate');
		const respond = {
			status: 200,
			body: schemas({ properties: hostile, required: ['__proto__'] }),
		};
		stage.simulator.fault({ gateway: 'replicate', endpoint: 'description', respond });
		expect(errorText(await submit(account, 'acme/film-3'))).toMatch(
			/^"__proto__" isn't set, but acme\/film-3 needs it\./,
		);
	});
});

test('what an execution has submitted is not sent again in its Retry, whatever the description says by then', async () => {
	const account = await newAccount('replicate');
	stage.simulator.plan = () => ({ outcome: 'moderated' });
	stage.simulator.models.add('replicate', {
		id: 'acme/film-4',
		schemas: OTHER_MODELS['lightricks/ltx-9-pro'],
	});
	const waits = { waitForCompletion: true };
	const failed = await submit(account, 'acme/film-4', { duration: 8, ...waits });
	expect(errorText(failed)).toMatch(/^Replicate job .* failed/);
	stage.simulator.models.add('replicate', {
		id: 'acme/film-4',
		schemas: OTHER_MODELS['topaz/upscale-9'],
	});
	const again = await stage.n8n.waitForExecution(await stage.n8n.retryExecution(failed.id));
	expect(errorText(again)).toBe(errorText(failed));
	expect(stage.simulator.jobs).toHaveLength(1);
});
