import type { INodeParameters } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import {
	documentedError,
	GATEWAY_IDS,
	minimaxRefusal,
	type FaultRule,
	type GatewayId,
} from '../support/simulator';
import { workflow, type Execution } from '../support/n8n/n8n';
import {
	callsOf,
	errorText,
	everythingWritten,
	itemsOf,
	jsonOf,
	rows,
	stageForTests,
	videoNode,
} from './stage';

/**
 * Everything that goes wrong, on a real n8n: one clear message for the right item by the error output, the other
 * items go on, nothing is billed that need not be, nothing is sent twice, and no key shows.
 */

const stage = stageForTests(1);

/** Parameters that take everything from the item, so that one run holds many cases. */
const fromRow: INodeParameters = {
	gateway: '={{ $json.gateway }}',
	model: { __rl: true, mode: 'id', value: '={{ $json.model }}' },
	prompt: '={{ $json.prompt }}',
	imageSource: '={{ $json.imageUrl ? "url" : "none" }}',
	imageUrl: '={{ $json.imageUrl }}',
	endFrameSource: '={{ $json.endFrameUrl ? "url" : "none" }}',
	endFrameUrl: '={{ $json.endFrameUrl }}',
	duration: '={{ $json.duration ?? "" }}',
	resolution: '={{ $json.resolution ?? "" }}',
	aspectRatio: '={{ $json.aspectRatio ?? "" }}',
	options: {
		callbackUrl: '={{ $json.callbackUrl ?? "" }}',
		additionalFields: '={{ $json.additionalFields ?? "{}" }}',
	},
};

const errorOutput = { onError: 'continueErrorOutput' as const };

/** The messages that left by the error output, by the number of the input item. */
function messages(execution: Execution, node: string): Map<number, string> {
	return new Map(
		itemsOf(execution, node, 1).map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			String(json.error),
		]),
	);
}

function expectNoKey(execution: Execution): void {
	const written = everythingWritten(stage, execution);
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written).not.toContain(apiKey);
	}
}

const GOOD = { gateway: 'aimlapi', model: 'video-01', prompt: 'A lake' };
const picture = 'https://example.com/first.png';

const slips: Array<[string, object, RegExp]> = [
	['an empty prompt', { prompt: '  ' }, /'Prompt' is empty/],
	[
		'a prompt that is too long',
		{ prompt: 'a'.repeat(2001) },
		/'Prompt' has 2001 characters.*up to 2000/,
	],
	['a model that needs an image', { model: 'video-01-live2d' }, /needs an image. Set 'Image'/],
	[
		'an image for a text model',
		{ gateway: 'useapi', model: 'T2V-2.3', imageUrl: picture },
		/doesn't support images. Set 'Image' to None/,
	],
	[
		'1080P with 10 s',
		{ model: 'minimax/hailuo-02', resolution: '1080P', duration: 10 },
		/doesn't support 1080p at 10 s. Set 'Duration' to 6, or change 'Resolution'/,
	],
	[
		'1080P with 10 s at Pixazo',
		{ gateway: 'pixazo', model: 'auto', imageUrl: picture, resolution: '1080P', duration: 10 },
		/doesn't support 1080p at 10 s/,
	],
	[
		'an unknown duration',
		{ model: 'minimax/hailuo-02', duration: 7 },
		/doesn't support 7 s. Set 'Duration' to 6 or 10/,
	],
	[
		'a duration that is no number',
		{ model: 'minimax/hailuo-02', duration: 'long' },
		/'Duration \(Seconds\)' is "long", which isn't a number. Set it to a number of seconds/,
	],
	[
		'an unknown resolution',
		{ model: 'minimax/hailuo-02', resolution: '4K' },
		/doesn't support 4K. Set 'Resolution' to 768p or 1080p/,
	],
	[
		'an unknown aspect ratio',
		{ gateway: 'useapi', model: 'Sora-2', aspectRatio: '1:1' },
		/doesn't support 1:1. Set 'Aspect Ratio' to 16:9 or 9:16/,
	],
	[
		'an end frame equal to the first',
		{ model: 'minimax/hailuo-02', imageUrl: picture, endFrameUrl: picture },
		/'End Frame' is the same image as 'Image'/,
	],
	[
		'an end frame for a model without',
		{ imageUrl: picture, endFrameUrl: 'https://example.com/last.png' },
		/doesn't support an end frame. Set 'End Frame' to None/,
	],
	[
		'an image address that is none',
		{ imageUrl: 'first.png' },
		/'Image' is "first.png", which isn't a web address/,
	],
	[
		'a callback address that is none',
		{ gateway: 'pixazo', model: 'auto', imageUrl: picture, callbackUrl: 'row 7' },
		/'Callback URL' is "row 7", which isn't a web address/,
	],
	[
		'additional fields that are no JSON',
		{ additionalFields: '{seed: 7}' },
		/'Additional Fields' is "\{seed: 7\}", which isn't valid JSON. Write it like/,
	],
	[
		'an unknown gateway',
		{ gateway: 'vimeo' },
		/'Gateway' is "vimeo", which isn't one of its choices. Set it to one of: AIgateway/,
	],
	[
		'an unknown Pixazo model',
		{ gateway: 'pixazo', model: 'hailuo-9' },
		/Choose a 'Model' from the list/,
	],
];

test('slips in the parameters each get one message that names the parameter and the fix, and nothing is sent', async () => {
	const execution = await stage.run([
		...rows([GOOD, ...slips.map(([, row]) => ({ ...GOOD, ...row }))]),
		videoNode(stage, 'submitVideo', fromRow, errorOutput),
	]);

	expect(execution.error?.message).toBeUndefined();
	const found = messages(execution, 'Submit Video');
	slips.forEach(([name, , message], index) => {
		expect({ name, message: found.get(index + 1) }).toEqual({
			name,
			message: expect.stringMatching(message) as string,
		});
	});
	expect(jsonOf(execution, 'Submit Video')).toHaveLength(1);
	expect(stage.simulator.jobs).toHaveLength(1);
	expect(callsOf(stage)).toHaveLength(1);
	expectNoKey(execution);
});

test('a node that stops at errors sends nothing for a batch with a slip in its last item', async () => {
	const execution = await stage.run([
		...rows([GOOD, GOOD, { ...GOOD, prompt: '' }]),
		videoNode(stage, 'submitVideo', fromRow),
	]);

	expect(execution.status).toBe('error');
	expect(errorText(execution)).toMatch(/'Prompt' is empty.*\[item 2\]/);
	expect(callsOf(stage)).toEqual([]);
});

/** Refusals of a submit: what the gateway says, and what the user reads. Sent once, or as often as may be. */
const refusals: Array<[GatewayId, string, FaultRule['respond'], RegExp, number]> = [
	[
		'aigateway',
		'402',
		documentedError('aigateway', 402),
		/AIgateway reported .* no credit.*HTTP 402.*Top up/,
		1,
	],
	[
		'aimlapi',
		'403',
		documentedError('aimlapi', 403),
		/AI\/ML API reported .* no credits.*HTTP 403.*Top up/,
		1,
	],
	['segmind', '406', documentedError('segmind', 406), /Segmind .*credits.*HTTP 406/, 1],
	['useapi', '412', documentedError('useapi', 412), /useapi.net .*too few credits.*HTTP 412/, 1],
	[
		'useapi',
		'422',
		documentedError('useapi', 422),
		/useapi.net rejected the prompt or image.*HTTP 422.*Change 'Prompt' or 'Image'/,
		1,
	],
	['useapi', '596', documentedError('useapi', 596), /on hold.*HTTP 596.*Wait a few hours/, 1],
	[
		'pixazo',
		'1026',
		minimaxRefusal(1026),
		/rejected the prompt or image as sensitive \(code 1026\).*Change the prompt/,
		1,
	],
	['pixazo', '1027', minimaxRefusal(1027), /code 1027/, 1],
	['pixazo', '2013', minimaxRefusal(2013), /rejected the parameters \(code 2013\)/, 1],
	['pixazo', '1002', minimaxRefusal(1002), /the rate limit is reached \(code 1002\).*Wait/, 4],
	[
		'aigateway',
		'429',
		{ ...documentedError('aigateway', 429), headers: { 'Retry-After': '1' } },
		/HTTP 429.*Wait, send fewer/,
		4,
	],
	[
		'aigateway',
		'500',
		documentedError('aigateway', 500),
		/the model provider failed \(HTTP 500\)/,
		1,
	],
	['aigateway', '503', documentedError('aigateway', 503), /overloaded \(HTTP 503\)/, 1],
	[
		'pixazo',
		'401',
		documentedError('pixazo', 401),
		/rejected the subscription key \(HTTP 401\).*Check 'Subscription Key'/,
		1,
	],
];

test.each(refusals)(
	'%s answers a submit with %s',
	async (gateway, code, respond, message, sends) => {
		stage.simulator.fault({
			gateway,
			endpoint: 'submit',
			respond,
			when: ({ prompt }) => prompt === 'bad',
		});
		const row = { gateway, model: findGateway(gateway)!.defaultModel };
		const execution = await stage.run([
			...rows([
				{ ...row, prompt: 'good' },
				{ ...row, prompt: 'bad' },
				{ ...row, prompt: 'good' },
			]),
			videoNode(stage, 'submitVideo', fromRow, errorOutput),
		]);

		const found = messages(execution, 'Submit Video');
		expect([...found.keys()]).toEqual([1]);
		expect(found.get(1)).toMatch(message);
		expect(found.get(1)).toContain('Nothing was submitted for this item');
		expect(jsonOf(execution, 'Submit Video')).toHaveLength(2);
		const sent = stage.simulator.requests.filter(({ prompt }) => prompt === 'bad');
		expect({ code, sends: sent.length }).toEqual({ code, sends });
		expectNoKey(execution);
	},
);

/** Ends of a submit after which a job may exist. */
const unclear: Array<[string, FaultRule['respond']]> = [
	['a connection that is cut after the job was accepted', 'resetAfter'],
	['a truncated answer', 'truncated'],
	['an answer without an id', 'withoutId'],
	['an HTML page instead of JSON', 'html'],
	[
		'a 502 although the job was accepted',
		{ status: 502, body: '<html>Bad Gateway</html>', accepted: true },
	],
	[
		'a 504 although the job was accepted',
		{ status: 504, body: { error: 'Gateway Timeout' }, accepted: true },
	],
];

test.each(unclear)(
	'after %s the job is never sent again: the message says where to look, or the job was found',
	async (_name, respond) => {
		// It stands in the queue of useapi.net while it runs.
		stage.simulator.videoSeconds = 60;
		for (const gateway of GATEWAY_IDS) {
			stage.simulator.fault({
				gateway,
				endpoint: 'submit',
				respond,
				when: ({ prompt }) => prompt === 'bad',
			});
		}
		const list = GATEWAY_IDS.map((gateway) => ({
			gateway,
			model: findGateway(gateway)!.defaultModel,
			prompt: 'bad',
		}));
		const execution = await stage.run([
			...rows([GOOD, ...list]),
			videoNode(stage, 'submitVideo', fromRow, {
				...errorOutput,
				retryOnFail: true,
				waitBetweenTries: 100,
			}),
		]);

		const found = messages(execution, 'Submit Video');
		const queued = stage.simulator.jobs
			.filter(({ gateway, prompt }) => gateway === 'useapi' && prompt === 'bad')
			.map(({ gateway, jobId }) => ({ gateway, jobId }));
		expect(jsonOf(execution, 'Submit Video').slice(1)).toMatchObject(queued);
		const isQueued = (gateway: GatewayId) => queued.some((job) => job.gateway === gateway);
		expect([...found.keys()]).toEqual(
			list.flatMap(({ gateway }, index) => (isQueued(gateway) ? [] : [index + 1])),
		);
		expect(queued).toHaveLength(respond === 'html' ? 0 : 1);
		for (const message of found.values()) {
			expect(message).toMatch(
				/The job may exist and be billed, so it wasn't sent again\. Check .* before you submit it again, in a new execution/,
			);
		}
		const sent = stage.simulator.requests.filter(
			({ endpoint, prompt }) => endpoint === 'submit' && prompt === 'bad',
		);
		expect(sent).toHaveLength(list.length);
		expectNoKey(execution);
	},
);

test('a gateway that can not be reached is told as such, after tries that can not have billed', async () => {
	const credential = await stage.n8n.createCredential({
		name: 'Nowhere',
		type: 'pixazoApi',
		data: { apiKey: 'a-key-for-nowhere', baseUrl: 'http://127.0.0.1:9' },
	});
	const execution = await stage.run([
		videoNode(
			stage,
			'submitVideo',
			{ gateway: 'pixazo', prompt: 'A lake' },
			{ credentials: { pixazoApi: credential } },
		),
	]);

	expect(errorText(execution)).toMatch(
		/Pixazo couldn't be reached \(connection refused\). Check 'Base URL'/,
	);
	expect(everythingWritten(stage, execution)).not.toContain('a-key-for-nowhere');
});

describe('a wrong key', () => {
	test.each(GATEWAY_IDS)('%s', async (id) => {
		const gateway = findGateway(id)!;
		const credential = await stage.n8n.createCredential({
			name: `Wrong ${id}`,
			type: gateway.credentialType,
			data: { ...stage.simulator.credentials[id], apiKey: 'wrong-key-0123456789' },
		});
		const execution = await stage.run([
			videoNode(
				stage,
				'submitVideo',
				{ gateway: id, prompt: 'A lake' },
				{ credentials: { [gateway.credentialType]: credential }, ...errorOutput },
			),
			videoNode(
				stage,
				'checkVideoStatus',
				{ gateway: id, jobId: 'any' },
				{
					credentials: { [gateway.credentialType]: credential },
					...errorOutput,
					name: 'Check',
				},
			),
		]);

		const message = messages(execution, 'Submit Video').get(0);
		expect(message).toMatch(
			new RegExp(
				`${gateway.label} rejected the .*(HTTP 401|code \\d+).*Check .* in the credential`,
			),
		);
		expect(everythingWritten(stage, execution)).not.toContain('wrong-key-0123456789');
	});
});

test('a key that was pasted with a line break and an address with /v1 work, and a gateway that repeats the key shows none of it', async () => {
	const { apiKey, baseUrl } = stage.simulator.credentials.useapi;
	const credential = await stage.n8n.createCredential({
		name: 'Pasted',
		type: 'useApiNetApi',
		data: { apiKey: `Bearer ${apiKey} \n`, baseUrl: ` ${baseUrl}/v1/ ` },
	});
	stage.simulator.fault({
		gateway: 'useapi',
		endpoint: 'submit',
		respond: {
			status: 400,
			body: { error: `Token ${apiKey} (${apiKey.slice(0, -4)}****) has no such model` },
		},
		when: ({ prompt }) => prompt === 'bad',
	});
	const execution = await stage.run([
		...rows([{ prompt: 'good' }, { prompt: 'bad' }]),
		videoNode(
			stage,
			'submitVideo',
			{ gateway: 'useapi', prompt: '={{ $json.prompt }}' },
			{ credentials: { useApiNetApi: credential }, ...errorOutput },
		),
	]);

	expect(jsonOf(execution, 'Submit Video')).toHaveLength(1);
	expect(messages(execution, 'Submit Video').get(1)).toMatch(/Token \*\*\*.*has no such model/);
	const written = everythingWritten(stage, execution);
	expect(written).not.toContain(apiKey.slice(-16, -4));
});

test("a proxy that wants a password is told as the proxy's, and nothing is taken for submitted", async () => {
	for (const gateway of GATEWAY_IDS) {
		stage.simulator.fault({
			gateway,
			endpoint: 'submit',
			respond: { status: 407, body: '<html>Proxy Authentication Required</html>' },
		});
	}
	const list = GATEWAY_IDS.map((gateway) => ({
		gateway,
		model: findGateway(gateway)!.defaultModel,
		prompt: 'A lake',
	}));
	const execution = await stage.run([
		...rows(list),
		videoNode(stage, 'submitVideo', fromRow, errorOutput),
	]);

	const found = messages(execution, 'Submit Video');
	expect(found.size).toBe(list.length);
	for (const message of found.values()) {
		expect(message).toMatch(/The proxy between n8n and .*HTTP 407.*proxy settings/);
		expect(message).toContain('Nothing was submitted for this item');
	}
});

test('status trouble: each item has its own message, and the good one goes on', async () => {
	stage.simulator.plan = ({ prompt }) => ({
		outcome:
			prompt === 'moderated' ? 'moderated' : prompt === 'failed' ? 'failed' : 'completed',
	});
	const submitted = await stage.run([
		...rows(['good', 'moderated', 'failed'].map((prompt) => ({ prompt }))),
		videoNode(stage, 'submitVideo', { gateway: 'useapi', prompt: '={{ $json.prompt }}' }),
	]);
	const jobs = jsonOf(submitted, 'Submit Video');
	const execution = await stage.run([
		...rows([
			...jobs,
			{ gateway: 'useapi', jobId: 'user:1-minimax:2-video:3' },
			{ gateway: 'pixazo', jobId: '4711' },
			{ gateway: 'segmind', jobId: 'gone' },
			{ gateway: 'aigateway', jobId: 'job_none' },
			{ gateway: 'aimlapi', jobId: 'none:minimax/hailuo-02' },
			{ gateway: 'aimlapi' },
			{ jobId: 'lost' },
			{ gateway: 'vimeo', jobId: '1' },
		]),
		videoNode(stage, 'waitForVideo', {}, errorOutput),
	]);

	expect(jsonOf(execution, 'Wait For Video')).toMatchObject([
		{ jobId: jobs[0]!.jobId, status: 'completed' },
	]);
	const found = messages(execution, 'Wait For Video');
	const expected: Array<[number, RegExp]> = [
		[
			1,
			new RegExp(
				`useapi.net job ${String(jobs[1]!.jobId)} failed \\(moderated\\).*Change the prompt`,
			),
		],
		[2, new RegExp(`useapi.net job ${String(jobs[2]!.jobId)} failed \\(gateway\\)`)],
		[
			3,
			/useapi.net job user:1-minimax:2-video:3 .*didn't find the video \(HTTP 404\).*moderated and removed/,
		],
		[4, /Pixazo job 4711 .*didn't find.*Check 'Job ID'/],
		[5, /Segmind job gone .*HTTP 404.*forgets a request about an hour/],
		[6, /AIgateway job job_none .*HTTP 404.*Check 'Job ID'/],
		[7, /AI\/ML API job none:minimax\/hailuo-02 .*HTTP 404.*Check 'Job ID'/],
		[8, /'Job ID' is empty. Set it to the jobId/],
		[9, /names no gateway. Set 'Gateway'/],
		[
			10,
			/'Gateway' is "vimeo", which isn't one of its choices. Set 'Gateway', or the item's field gateway, to one of/,
		],
	];
	for (const [item, message] of expected) expect(found.get(item)).toMatch(message);
	expect(found.size).toBe(expected.length);
	expectNoKey(execution);
});

test.each(['checkVideoStatus', 'waitForVideo'] as const)(
	'%s: an item whose gateway has no credential says where to choose it and keeps its job, and the others go on',
	async (type) => {
		const node = videoNode(
			stage,
			type,
			{ itemGateways: ['aimlapi'] },
			{
				...errorOutput,
				name: 'Reads',
				credentials: { aimlApi: stage.credentials.aimlApi! },
			},
		);
		const execution = await stage.run([
			...rows([
				{ gateway: 'aimlapi', jobId: 'a' },
				{ gateway: 'pixazo', jobId: 'b' },
			]),
			node,
		]);

		const found = messages(execution, 'Reads');
		expect(found.get(0)).toMatch(/job a\b.*404/);
		expect(itemsOf(execution, 'Reads', 1)[1]).toMatchObject({
			json: {
				error: "No credential is selected for Pixazo. Open this node, add Pixazo to 'Gateways in Use', and select a credential for Pixazo.",
				details: { code: 'credential', gateway: 'pixazo', jobId: 'b', accepted: 'maybe' },
			},
		});
	},
);

test('Gateways in Use by an expression: what names gateways is read, and the rest keeps its job', async () => {
	const readable = [['aimlapi'], '["segmind", "aimlapi"]', 'AI/ML API', 'pixazo, segmind'];
	const wrong = [[], '', 'nobody', [7]];
	const execution = await stage.run([
		...rows([...readable, ...wrong].map((list) => ({ gateway: 'aimlapi', jobId: 'a', list }))),
		videoNode(
			stage,
			'checkVideoStatus',
			{ itemGateways: '={{ $json.list }}' },
			{ ...errorOutput, name: 'Reads' },
		),
	]);

	const found = messages(execution, 'Reads');
	readable.forEach((_list, index) => expect(found.get(index)).toMatch(/HTTP 404/));
	expect(wrong.map((_list, index) => found.get(readable.length + index))).toEqual([
		expect.stringMatching(/^'Gateways in Use' is empty\. Choose the gateways/),
		expect.stringMatching(/^'Gateways in Use' is empty\. Choose the gateways/),
		expect.stringMatching(/^'Gateways in Use' is "nobody", which isn't one of its choices/),
		expect.stringMatching(/^'Gateways in Use' is ("7"|7), which isn't one of its choices/),
	]);
	for (const { json } of itemsOf(execution, 'Reads', 1)) {
		expect(json.details).toMatchObject({ gateway: 'aimlapi', jobId: 'a' });
	}
});

test('a failed video may be returned as a job with its failure', async () => {
	stage.simulator.plan = () => ({ outcome: 'moderated' });
	const execution = await stage.run([
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
		videoNode(stage, 'waitForVideo', { options: { onFailedVideo: 'returnJob' } }),
	]);

	expect(jsonOf(execution, 'Wait For Video')).toMatchObject([
		{ gateway: 'pixazo', status: 'failed', failure: { code: 'moderated', retryable: false } },
	]);
	expect(jsonOf(execution, 'Wait For Video')[0]).not.toHaveProperty('error');
});

/** Looks that fail without saying anything about the job. */
const passing: Array<[string, FaultRule['respond']]> = [
	[
		'a 500',
		{ status: 500, body: { error: 'An unexpected error occurred, please try again later' } },
	],
	['a 502 page', { status: 502, body: '<html>Bad Gateway</html>' }],
	['a reset connection', 'resetBefore'],
	['an HTML page', 'html'],
	['a truncated answer', 'truncated'],
	['a 429', { status: 429, body: { error: 'Rate limit exceeded, please retry later' } }],
];

test.each(passing)(
	'%s is a failed look and not a failed job',
	async (_name, respond) => {
		for (const gateway of GATEWAY_IDS) {
			stage.simulator.fault({ gateway, endpoint: 'status', times: 1, respond });
		}
		const execution = await stage.run(
			[
				...rows(
					GATEWAY_IDS.map((gateway) => ({
						gateway,
					})),
				),
				videoNode(stage, 'submitVideo', {
					gateway: '={{ $json.gateway }}',
					prompt: 'A lake',
				}),
				videoNode(stage, 'waitForVideo', { timeoutMinutes: 1 }),
			],
			{ timeoutSeconds: 90 },
		);

		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution, 'Wait For Video').map(({ status }) => status)).toEqual(
			GATEWAY_IDS.map(() => 'completed'),
		);
	},
	100_000,
);

test('a loop that is still drawn after Wait Mode was changed is told of before anything comes in again', async () => {
	const nodes = [videoNode(stage, 'submitVideo', GOOD), videoNode(stage, 'waitForVideo')];
	const id = await stage.n8n.createWorkflow(
		workflow('Done leads back', nodes, [
			['Start', 'Submit Video'],
			['Submit Video', 'Wait For Video'],
			['Wait For Video', 'Wait For Video'],
		]),
	);
	const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
	expect(errorText(execution)).toMatch(/'Done' leads back to the input of this node/);
	expect(stage.simulator.requests.filter(({ endpoint }) => endpoint === 'status')).toEqual([]);
});
