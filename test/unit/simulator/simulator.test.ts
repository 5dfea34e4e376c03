import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { path as ffprobe } from '@ffprobe-installer/ffprobe';
import axios from 'axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { FACTS } from '../../facts';
import type { GatewayFacts, StatusCall, StatusFacts, SubmitSample } from '../../facts/types';
import { play } from '../../support/simulator/faults';
import {
	bodyWith,
	CLIP,
	documentedError,
	FRAME,
	GATEWAY_IDS,
	GATEWAYS,
	gzipBomb,
	hugeJson,
	insufficientCredits,
	merged,
	minimaxRefusal,
	rateLimited,
	startSimulator,
	textAt,
	USEAPI_FILE_IDS,
	valueAt,
	VARIANTS,
	wireIdOf,
} from '../../support/simulator/index';
import type { FaultName, GatewayId, Simulator } from '../../support/simulator/index';

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
});
afterAll(async () => {
	await simulator.close();
});

const IMAGE = 'https://example.com/first.jpg';
const FRAME_DATA_URL = `data:image/png;base64,${FRAME.toString('base64')}`;
const [FILE_1 = '', FILE_2 = '', FILE_3 = ''] = USEAPI_FILE_IDS;

type Body = Record<string, unknown>;

/** Facts as a matcher: a pattern stands for a text, `true` for anything. */
const matching = (facts: Readonly<Body>): Body =>
	Object.fromEntries(
		Object.entries(facts).map(([key, value]) => [
			key,
			value === true
				? expect.anything()
				: value instanceof RegExp
					? expect.stringMatching(value)
					: value,
		]),
	);

/** The headers of the gateway's own samples. */
function headersFor(gateway: GatewayId, apiKey = simulator.credentials[gateway].apiKey) {
	const { keyHeaders, otherHeaders } = GATEWAYS[gateway];
	return { ...keyHeaders(apiKey), ...otherHeaders };
}

async function call(
	gateway: GatewayId,
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	data?: unknown,
	config: AxiosRequestConfig = {},
): Promise<AxiosResponse> {
	return await axios.request({
		method,
		url: simulator.credentials[gateway].baseUrl + path,
		data,
		validateStatus: () => true,
		...config,
		headers: { ...headersFor(gateway), ...config.headers },
	});
}

interface Submit extends SubmitSample {
	gateway: GatewayId;
}

/** Every documented submit, by the facts. */
const SUBMITS: readonly Submit[] = GATEWAY_IDS.flatMap((gateway) =>
	FACTS[gateway].samples.map((sample) => ({
		...sample,
		gateway,
		name: `${gateway}, ${sample.name}`,
	})),
);

/** The first submit of each gateway. */
const firstSubmit = (gateway: GatewayId): Submit => ({ ...FACTS[gateway].samples[0], gateway });
const FIRST_SUBMITS = GATEWAY_IDS.map(firstSubmit);

const idIn = (gateway: GatewayId, { idKey }: SubmitSample, data: unknown) =>
	textAt(data, idKey ?? GATEWAYS[gateway].idKeys[0]!);

/** One status call for a job. */
async function look(gateway: GatewayId, jobId: string): Promise<AxiosResponse> {
	const submitPath = simulator.jobs
		.find((job) => job.jobId === jobId)
		?.path.replace(`/${gateway}`, '');
	return await callFor(gateway, FACTS[gateway].status.call(jobId, submitPath));
}

const callFor = async (gateway: GatewayId, { method, path, body, query }: StatusCall) =>
	await call(gateway, method, path, body, { params: query });

/** All numbers of a body: its code for a refusal is one of them. */
const codesIn = (body: unknown): number[] =>
	typeof body === 'number'
		? [body]
		: typeof body === 'object' && body !== null
			? Object.values(body).flatMap(codesIn)
			: [];

const submitOf = ({ gateway, path, body }: Submit) => call(gateway, 'POST', path, body);

const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A submit that breaks the rules makes no job, or one that has failed already. */
function expectRefused(gateway: GatewayId): void {
	const made = simulator.jobs.map(({ outcome, endsAt }) => [outcome, endsAt <= Date.now()]);
	expect(made).toEqual(FACTS[gateway].status.failsLate ? [['failed', true]] : []);
}

describe('every documented submit', () => {
	test.each(SUBMITS)('$name: accepts its sample', async (submit) => {
		const answer = await submitOf(submit);

		expect(answer.status).toBe(FACTS[submit.gateway].status.accepted ?? 200);
		expect(simulator.refusals).toEqual([]);
		expect(simulator.jobs).toHaveLength(1);
		expect(simulator.jobs[0]).toMatchObject({ gateway: submit.gateway, body: submit.body });
		expect(idIn(submit.gateway, submit, answer.data)).toBe(wireIdOf(simulator.jobs[0]!));
	});

	test.each(SUBMITS)('$name: refuses an undocumented field', async (submit) => {
		const body = { ...submit.body, quantity: 2 };
		const answer = await call(submit.gateway, 'POST', submit.path, body);

		expect(answer.status).toBe(FACTS[submit.gateway].status.invalid ?? 400);
		expectRefused(submit.gateway);
		expect(simulator.refusals).toEqual([
			expect.objectContaining({
				endpoint: 'submit',
				reason: expect.stringMatching('quantity'),
			}),
		]);
	});

	test.each(SUBMITS)('$name: refuses a value that is not allowed', async (submit) => {
		const body = { ...submit.body, ...submit.wrong };
		const answer = await call(submit.gateway, 'POST', submit.path, body);

		expect(answer.status).toBe(FACTS[submit.gateway].status.invalid ?? 400);
		expectRefused(submit.gateway);
		expect(simulator.refusals).toHaveLength(1);
	});

	test.each(SUBMITS)('$name: refuses a wrong key in its own way', async (submit) => {
		const answer = await call(submit.gateway, 'POST', submit.path, submit.body, {
			headers: headersFor(submit.gateway, 'wrong'),
		});
		const { refusesInBody }: GatewayFacts = FACTS[submit.gateway];

		if (refusesInBody) {
			expect(answer.status).toBe(200);
			expect(codesIn(answer.data)).toContain(refusesInBody.wrongKey);
		} else {
			const documented = documentedError(submit.gateway, 401).body as Body;
			expect(answer.status).toBe(401);
			expect(Object.keys(answer.data)).toEqual(Object.keys(documented));
		}
		expect(simulator.jobs).toEqual([]);
	});

	test.each(SUBMITS)('$name: refuses a body that is not declared as JSON', async (submit) => {
		const answer = await call(
			submit.gateway,
			'POST',
			submit.path,
			JSON.stringify(submit.body),
			{ headers: { 'Content-Type': 'text/plain' } },
		);
		const { invalid = 400, notJson = invalid } = FACTS[submit.gateway].status;
		expect(answer.status).toBe(notJson);
		expect(simulator.jobs).toEqual([]);
	});
});

describe('documented rules beyond single fields', () => {
	const refuses = async (gateway: GatewayId, path: string, body: Body, reason: RegExp) => {
		const answer = await call(gateway, 'POST', path, body);
		expect(simulator.jobs).toEqual([]);
		expect(simulator.refusals.map((refusal) => refusal.reason)).toEqual([
			expect.stringMatching(reason),
		]);
		return answer;
	};

	test('Segmind takes no Bearer key', async () => {
		const answer = await call('segmind', 'GET', '/v1/get-user-credits', undefined, {
			headers: {
				'x-api-key': undefined,
				Authorization: `Bearer ${simulator.credentials.segmind.apiKey}`,
			},
		});
		expect(answer.status).toBe(401);
	});

	test('Pixazo wants Cache-Control: no-cache', async () => {
		const answer = await call(
			'pixazo',
			'POST',
			'/minimax-hailuo-ai/v1/generate',
			{ prompt: 'a' },
			{ headers: { 'Cache-Control': undefined } },
		);
		expect(answer.status).toBe(400);
		expect(answer.data).toEqual({ error: 'Invalid request parameters' });
	});

	test('Pixazo answers 1080P with 10 s by MiniMax code 2013 in HTTP 200', async () => {
		const answer = await refuses(
			'pixazo',
			'/minimax-hailuo-ai/v1/imageToVideo',
			{ prompt: 'a', first_frame_image: IMAGE, resolution: '1080P', duration: 10 },
			/6 seconds only/,
		);
		expect(answer.status).toBe(200);
		expect(answer.data.base_resp.status_code).toBe(2013);
	});

	test.each<[string, Body]>([
		['/v2/generate/video/minimax/generation', { image_url: IMAGE }],
		['/v2/generate/video/minimax/generation', { enhance_prompt: true }],
		['/v2/video/generations', { first_frame_image: IMAGE }],
		['/v2/video/generations', { prompt_optimizer: true }],
	])("AI/ML API %s refuses the other address's name %o", async (path, field) => {
		await refuses(
			'aimlapi',
			path,
			{ model: 'video-01', prompt: 'a', ...field },
			/Unrecognized/,
		);
	});

	test.each<[RegExp, Body]>([
		[/image_url/, { model: 'video-01-live2d' }],
		[/image_url/, { model: 'minimax/hailuo-2.3-fast' }],
		[/png/, { model: 'video-01', image_url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }],
		[/alone/, { model: 'minimax/h3', audio_urls: [IMAGE] }],
		[/picture/, { model: 'minimax/h3', ratio: 'adaptive' }],
		[/6 seconds only/, { model: 'minimax/hailuo-2.3', resolution: '1080P', duration: 10 }],
	])('AI/ML API refuses: %s', async (reason, fields) => {
		await refuses('aimlapi', '/v2/video/generations', { prompt: 'a', ...fields }, reason);
	});

	test.each<[RegExp, Body]>([
		[/takes no fileID/, { model: 'T2V-01', fileID: FILE_1 }],
		[/requires fileID/, { model: 'I2V-2.3' }],
		[/does not support options/, { model: 'I2V-01', fileID: FILE_1, options: '768p-6sec' }],
		[/image-to-video only/, { model: '02', options: '512p-6sec' }],
		[/does not support options/, { model: 'T2V-2.3', options: '512p-6sec' }],
		[/same as fileID/, { model: 'Veo-3.1', fileID: FILE_1, end_frame_fileID: FILE_1 }],
		[/takes no end_frame/, { model: 'Sora-2', end_frame_fileID: FILE_1 }],
		[
			/end_frame_fileID with 512p/,
			{ model: '02', fileID: FILE_1, end_frame_fileID: FILE_2, options: '512p-10sec' },
		],
		[/aspectRatio/, { model: '02', aspectRatio: '16:9' }],
		[/aspectRatio/, { model: 'Veo-3.1', aspectRatio: '1:1' }],
		[/takes no fileID2/, { model: 'Veo-3.1', fileID: FILE_1, fileID2: FILE_2 }],
		[/gap/, { model: 'Veo-3.1-S2V', fileID: FILE_1, fileID3: FILE_3 }],
		[/no file of this/, { model: 'Sora-2', fileID: 'user:1234-minimax:987654321-file:1' }],
		[/takes no duration/, { model: '02', duration: 6 }],
		[/resolution 1080/, { model: 'Seedance-2.0-Fast', resolution: '1080' }],
		[/2,000/, { prompt: 'x'.repeat(2001) }],
		[/replyRef/, { replyRef: 'x'.repeat(1025) }],
		[/maxJobs/, { maxJobs: 11 }],
		[/not configured/, { account: '1' }],
	])('useapi.net refuses: %s', async (reason, fields) => {
		const answer = await refuses('useapi', '/v1/minimax/videos/create', fields, reason);
		expect(answer.status).toBe(400);
		expect(Object.keys(answer.data)).toEqual(['error']);
	});

	test.each<[string, Body]>([
		['a prompt alone', {}],
		['an image for I2V-01', { fileID: FILE_1 }],
		[
			'an end frame',
			{ model: '02', fileID: FILE_1, end_frame_fileID: FILE_2, options: '1080p-6sec' },
		],
		['512p with an image', { model: '02', fileID: FILE_1, options: '512p-10sec' }],
		['Sora-2', { model: 'Sora-2', fileID: FILE_1, options: '720p-12sec', aspectRatio: '9:16' }],
		[
			'Veo-3.1-S2V with three files',
			{ model: 'Veo-3.1-S2V', fileID: FILE_1, fileID2: FILE_2, fileID3: FILE_3 },
		],
		[
			'Seedance-2.0',
			{ model: 'Seedance-2.0', resolution: '4K', duration: 15, aspectRatio: 'Auto' },
		],
	])('useapi.net accepts %s', async (_name, fields) => {
		await call('useapi', 'POST', '/v1/minimax/videos/create', { prompt: 'a', ...fields });
		expect(simulator.refusals).toEqual([]);
		expect(simulator.jobs).toHaveLength(1);
	});

	test('an unknown path or method is refused in the words of the gateway', async () => {
		const answers = [
			await call('aigateway', 'GET', '/v1/videos'),
			await call('pixazo', 'GET', '/minimax-hailuo-ai-polling/v1/getStatus'),
			await call('useapi', 'GET', '/v1/minimax/nothing'),
			await call('aimlapi', 'PUT', '/v2/video/generations', {}),
			await call('segmind', 'GET', '/v2/no-such-model/x/y'),
			await call('segmind', 'GET', '/v2/minimax-ai'),
		];
		expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 405]);
		expect(answers[1]?.data).toEqual({ error: 'Endpoint not found' });
		expect(answers[5]?.headers['content-type']).toMatch('text/html');
		expect(simulator.refusals).toHaveLength(6);
	});
});

describe('a job', () => {
	test.each(FIRST_SUBMITS)('$name: goes from queued over running to its end', async (submit) => {
		const { words, key = 'status' } = FACTS[submit.gateway].status;
		const ages = [0.01, 0.5, 1.5];
		const seen: unknown[] = [];
		for (const age of ages) {
			await submitOf(submit);
			const job = simulator.jobs.at(-1);
			if (!job) throw new Error('no job');
			const now = jest.spyOn(Date, 'now').mockReturnValue(job.submittedAt + age * 20_000);
			seen.push(valueAt((await look(submit.gateway, job.jobId)).data, key));
			expect(job.statusCalls).toHaveLength(1);
			now.mockRestore();
		}
		expect(seen).toEqual(words);
		expect(simulator.refusals).toEqual([]);
	});

	const cells = GATEWAY_IDS.flatMap((gateway) =>
		VARIANTS[gateway].map((variant) => ({ gateway, variant })),
	);
	test.each(cells)('$gateway, shape $variant: its video can be fetched', async (cell) => {
		simulator.plan = () => ({ seconds: 0, variant: cell.variant });
		await submitOf(firstSubmit(cell.gateway));
		const [job] = simulator.jobs;
		const state = await look(cell.gateway, job?.jobId ?? '');

		expect(state.status).toBe(200);
		const { address }: StatusFacts = FACTS[cell.gateway].status;
		const told = address ? await callFor(cell.gateway, address(job!.jobId)) : state;
		expect(JSON.stringify(told.data)).toContain(job?.videoUrl);
		const isPrivate = cell.variant === FACTS[cell.gateway].privateVariant;
		const withKey = { headers: headersFor(cell.gateway) };
		const file = await axios.get(job?.videoUrl ?? '', {
			responseType: 'arraybuffer',
			validateStatus: () => true,
			...(isPrivate && withKey),
		});
		expect(file.status).toBe(200);
		expect(Buffer.from(file.data)).toEqual(CLIP);
	});

	test('of an unknown id is refused in each gateway’s own way', async () => {
		for (const gateway of GATEWAY_IDS) {
			const { status, data } = await look(gateway, 'nothing');
			const { refusesInBody }: GatewayFacts = FACTS[gateway];
			expect([gateway, status]).toEqual([gateway, refusesInBody ? 200 : 404]);
			if (refusesInBody) expect(codesIn(data)).toContain(refusesInBody.unknownJob);
			expect(data).toMatchObject(matching(FACTS[gateway].status.unknownJob));
		}
		expect(simulator.refusals).toEqual([]);
	});

	test('at Segmind is forgotten after an hour', async () => {
		await submitOf(firstSubmit('segmind'));
		const jobId = simulator.jobs[0]?.jobId ?? '';
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_601_000);
		const answer = await look('segmind', jobId);
		later.mockRestore();
		expect(answer.status).toBe(404);
		expect(answer.data).toEqual({ error: `Request ${jobId} not found` });
	});

	test.each([404, 400] as const)(
		'at AI/ML API is known only where it was submitted: else %i',
		async (foreign) => {
			simulator.openFacts.foreignIdStatus = foreign;
			const { data } = await call('aimlapi', 'POST', '/v2/video/generations', {
				model: 'minimax/hailuo-2.3',
				prompt: 'a',
			});
			const statusAt = async (path: string) =>
				(
					await call('aimlapi', 'GET', path, undefined, {
						params: { generation_id: data.id },
					})
				).status;
			expect(data.id).toMatch(/^[\w-]{21}$/);
			expect(await statusAt('/v2/video/generations')).toBe(200);
			expect(await statusAt('/v2/generate/video/minimax/generation')).toBe(foreign);
		},
	);

	test('at AIgateway answers a second look within 3 s, where it is so', async () => {
		simulator.openFacts.earlyLooksUnchanged = false;
		const { data } = await submitOf(firstSubmit('aigateway'));
		expect((await look('aigateway', data.id)).status).toBe(200);
		expect((await look('aigateway', data.id)).status).toBe(200);
	});

	test.each([
		['sdk', 1],
		['sdkMilliseconds', 1000],
	])(
		'at AIgateway in shape %s tells its time in %i parts of a second',
		async (variant, parts) => {
			simulator.variants.aigateway = variant;
			const { data } = await submitOf(firstSubmit('aigateway'));
			expect(Math.abs(Number(data.created_at) / parts - Date.now() / 1000)).toBeLessThan(2);
		},
	);

	test('at Segmind with a wrong body is told by the poll', async () => {
		const { data } = await call('segmind', 'POST', '/v2/minimax-ai', {});
		expect(data).toMatchObject({ status: 'QUEUED' });
		const answer = await look('segmind', data.request_id);
		expect(answer.status).toBe(422);
		expect(answer.data).toMatchObject({ status: 'FAILED', error: 'Prompt is mandatory' });
	});

	test('has a link that starts where the test wants it', async () => {
		simulator.openFacts.linkOrigin = 'http://cdn.example';
		await submitOf(firstSubmit('pixazo'));
		expect(simulator.jobs[0]?.videoUrl).toMatch(/^http:\/\/cdn\.example\//);
	});

	test('at AIgateway answers 304 to a second look within 3 s', async () => {
		const { data } = await submitOf(firstSubmit('aigateway'));
		const job = simulator.jobs[0];

		expect((await look('aigateway', data.id)).status).toBe(200);
		const tooEarly = await look('aigateway', data.id);
		expect(tooEarly.status).toBe(304);
		expect(tooEarly.data).toBe('');
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3001);
		expect((await look('aigateway', data.id)).status).toBe(200);
		later.mockRestore();
		expect(job?.statusCalls).toHaveLength(2);
		expect(job?.unchangedCalls).toHaveLength(1);
	});

	test.each<[GatewayId, string, number, Body]>([
		['aigateway', 'failed', 200, { status: 'failed', error: expect.any(String) }],
		['aimlapi', 'failed', 200, { status: 'error', error: { name: expect.any(String) } }],
		['pixazo', 'moderated', 200, { status: 'Fail', base_resp: { status_code: 1027 } }],
		['segmind', 'failed', 422, { status: 'FAILED', error: expect.any(String) }],
		['useapi', 'moderated', 200, { status: 5, statusFinal: true }],
		['useapi', 'failed', 200, { status: 3, statusFinal: true }],
	])('at %s that %s', async (gateway, outcome, status, body) => {
		simulator.plan = () => ({ seconds: 0, outcome: outcome as 'failed' });
		await submitOf(firstSubmit(gateway));
		const answer = await look(gateway, simulator.jobs[0]?.jobId ?? '');
		expect(answer.status).toBe(status);
		expect(answer.data).toMatchObject(body);
		expect(JSON.stringify(answer.data)).not.toMatch('/media/');
	});

	test.each(['completedWithoutUrl', 'unknownStatus'] as const)(
		'that ends %s never shows an address',
		async (outcome) => {
			simulator.plan = () => ({ seconds: 0, outcome });
			for (const submit of FIRST_SUBMITS) {
				await submitOf(submit);
				const { data } = await look(submit.gateway, simulator.jobs.at(-1)?.jobId ?? '');
				expect(JSON.stringify(data)).not.toMatch('/media/');
			}
		},
	);

	test('removed by moderation answers 404 at useapi.net', async () => {
		simulator.plan = () => ({ seconds: 0, outcome: 'moderated', variant: 'removed' });
		await submitOf(firstSubmit('useapi'));
		const answer = await look('useapi', simulator.jobs[0]?.jobId ?? '');
		expect(answer.status).toBe(404);
		expect(answer.data).toEqual({ error: 'Not found.', code: 404 });
	});

	test('can be cancelled at AIgateway and useapi.net', async () => {
		await submitOf(firstSubmit('aigateway'));
		await submitOf(firstSubmit('useapi'));
		const [first, second] = simulator.jobs;
		await call('aigateway', 'DELETE', `/v1/jobs/${first?.jobId}`);
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: second?.jobId });
		expect(simulator.jobs.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
		expect((await look('aigateway', first?.jobId ?? '')).data.status).toBe('cancelled');
		expect(first?.completedAt).toBeLessThanOrEqual(Date.now());
	});

	test('takes the seconds of its plan', async () => {
		simulator.videoSeconds = 100;
		await submitOf(firstSubmit('pixazo'));
		simulator.plan = ({ prompt }) => ({ seconds: prompt?.length ?? 0 });
		await submitOf(firstSubmit('pixazo'));
		expect(simulator.jobs.map((job) => job.endsAt - job.submittedAt)).toEqual([
			100_000, 43_000,
		]);
		expect(simulator.jobs[0]?.completedAt).toBeUndefined();
	});
});

describe('the other endpoints', () => {
	test.each([
		'minimax/minimax-video-01-image-to-video',
		'minimax%2Fminimax-video-01-image-to-video',
	])('AIgateway has the model %s and its schema', async (id) => {
		const model = await call('aigateway', 'GET', `/v1/models/${id}`);
		expect(model.data).toEqual({
			id: decodeURIComponent(id),
			object: 'model',
			modality: 'video',
			owned_by: 'minimax',
		});
		const schema = await call('aigateway', 'GET', `/v1/models/${id}/schema`);
		expect(schema.data).toMatchObject({ properties: { prompt: { type: 'string' } } });
		expect((await call('aigateway', 'GET', '/v1/models/none/schema')).status).toBe(404);
		expect(simulator.refusals).toEqual([]);
	});

	test('useapi.net tells its accounts with a jwt, and whether they make videos', async () => {
		simulator.openFacts.accountMakesVideos = false;
		const { data } = await call('useapi', 'GET', '/v1/minimax/accounts');
		expect(Object.values(data)).toEqual([
			expect.objectContaining({ jwt: expect.anything(), supportVideo: false }),
		]);
	});

	test.each([true, false])('useapi.net lists full accounts, or not: %p', async (listed) => {
		simulator.openFacts.fullAccountsListed = listed;
		for (let count = 0; count < 3; count++) await submitOf(firstSubmit('useapi'));
		const { data } = await call('useapi', 'GET', '/v1/minimax/scheduler/available');
		expect(data.executing).toHaveLength(3);
		expect(data.available).toHaveLength(listed ? 1 : 0);
	});

	test.each<[GatewayId, string, string]>([
		['aigateway', '/v1/balance', 'balance'],
		['aigateway', '/v1/webhook-secret', 'secret'],
		['aigateway', '/v1/models?modality=video&provider=minimax', 'data'],
		['aimlapi', '/v2/billing', 'current_balance'],
		['segmind', '/v1/get-user-credits', 'credits'],
		['useapi', '/v2/account', 'subscriptionIsActive'],
		['useapi', '/v1/minimax/accounts', '987654321'],
		['useapi', '/v1/minimax/features/?account=987654321', 'totalCredits'],
		['useapi', '/v1/minimax/scheduler/available', 'available'],
	])('%s %s', async (gateway, path, key) => {
		const answer = await call(gateway, 'GET', path);
		const refused = await call(gateway, 'GET', path, undefined, {
			headers: headersFor(gateway, 'wrong'),
		});
		expect([answer.status, refused.status]).toEqual([200, 401]);
		expect(answer.data).toHaveProperty([key]);
		expect(simulator.refusals).toEqual([]);
	});

	test('AI/ML API lists its models without a key', async () => {
		const { status, data } = await axios.get(
			`${simulator.credentials.aimlapi.baseUrl}/v1/models?output_modalities=video`,
		);
		expect(status).toBe(200);
		expect(data.data.map(({ id }: { id: string }) => id)).toContain('minimax/hailuo-2.3');
	});

	test.each([
		[undefined, 'urls'],
		['sdk', 'file_urls'],
	])('Segmind uploads data URLs (shape %s: %s)', async (variant, key) => {
		if (variant) simulator.variants.segmind = variant;
		const { data } = await axios.post(
			`${simulator.credentials.segmind.uploadUrl}/upload-asset`,
			{ data_urls: [FRAME_DATA_URL] },
			{ headers: headersFor('segmind') },
		);
		expect(data[key]).toHaveLength(1);
	});

	test('useapi.net stores a file and lets a job use it', async () => {
		const upload = await call('useapi', 'POST', '/v1/minimax/files/', FRAME, {
			headers: { 'Content-Type': 'image/png' },
		});
		expect(upload.data.fileID).toMatch(/^user:1234-minimax:987654321-file:\d+$/);
		const submit = await call('useapi', 'POST', '/v1/minimax/videos/create', {
			model: 'Sora-2',
			fileID: upload.data.fileID,
		});
		expect(submit.status).toBe(200);
		const [request] = simulator.requests;
		expect(request?.body).toMatchObject({ contentType: 'image/png', bytes: FRAME.length });

		const gif = await call('useapi', 'POST', '/v1/minimax/files/', FRAME, {
			headers: { 'Content-Type': 'image/gif' },
		});
		expect(gif.status).toBe(400);
	});

	test('useapi.net lists videos, newest first, and what is running', async () => {
		for (let count = 0; count < 3; count += 1) await submitOf(firstSubmit('useapi'));
		const ids = simulator.jobs.map(({ jobId }) => jobId).reverse();
		const list = await call('useapi', 'GET', '/v1/minimax/videos/?limit=2');
		const rest = await call('useapi', 'GET', '/v1/minimax/videos/', undefined, {
			params: { lastVideoId: ids[1] },
		});
		const queue = await call('useapi', 'GET', '/v1/minimax/scheduler/available');
		expect(list.data.map(({ videoId }: { videoId: string }) => videoId)).toEqual(
			ids.slice(0, 2),
		);
		expect(rest.data).toHaveLength(1);
		expect(queue.data.executing[0]).toMatchObject({ replyRef: 'mine' });
	});

	test('useapi.net refuses more than maxJobs videos only when told to', async () => {
		await submitOf(firstSubmit('useapi'));
		expect((await submitOf(firstSubmit('useapi'))).status).toBe(200);
		simulator.enforceMaxJobs = true;
		const full = await submitOf(firstSubmit('useapi'));
		expect(full.status).toBe(429);
		expect(full.data.runningVideos['987654321']).toHaveLength(2);
	});

	test('AIgateway hands out its files by key or by signed address', async () => {
		simulator.plan = () => ({ seconds: 0, variant: 'asyncDocs' });
		await submitOf(firstSubmit('aigateway'));
		const url = simulator.jobs[0]?.videoUrl ?? '';
		const open = { validateStatus: () => true };
		expect((await axios.get(url, open)).status).toBe(401);
		const signed = await axios.get(`${url}/signed?expires_in=60`, {
			headers: headersFor('aigateway'),
		});
		expect((await axios.get(signed.data.url, open)).status).toBe(200);
		expect((await axios.get(signed.data.url.replace('token=', 'token=0'), open)).status).toBe(
			400,
		);
	});
});

describe('Segmind’s blocking v1', () => {
	const path = '/v1/minimax-ai';

	test('answers with the video itself after the job’s seconds', async () => {
		simulator.plan = () => ({ seconds: 0.3 });
		const start = Date.now();
		const answer = await call(
			'segmind',
			'POST',
			path,
			{ prompt: 'a' },
			{
				responseType: 'arraybuffer',
			},
		);
		expect(Date.now() - start).toBeGreaterThanOrEqual(290);
		expect(answer.headers).toMatchObject({
			'content-type': 'video/mp4',
			'x-cost': '0.625',
			'x-request-id': simulator.jobs[0]?.jobId,
		});
		expect(Buffer.from(answer.data)).toEqual(CLIP);
	});

	test('answers with JSON in the shape of its sample code', async () => {
		simulator.plan = () => ({ seconds: 0, variant: 'json' });
		const answer = await call('segmind', 'POST', path, { prompt: 'a' });
		expect(answer.data.output).toBe(simulator.jobs[0]?.videoUrl);
	});

	test('leaves a job behind when the connection breaks meanwhile', async () => {
		simulator.plan = () => ({ seconds: 60 });
		simulator.fault({ endpoint: 'submit', respond: 'resetAfter' });
		await expect(call('segmind', 'POST', path, { prompt: 'a' })).rejects.toThrow();
		expect(simulator.jobs).toHaveLength(1);
	});
});

describe('faults', () => {
	const submit = firstSubmit('segmind');
	const play = async (respond: FaultName) => {
		simulator.fault({ gateway: 'segmind', endpoint: 'submit', times: 1, respond });
		return await call('segmind', 'POST', submit.path, submit.body, { timeout: 300 }).catch(
			(error: { code?: string }) => ({ status: 0, data: error.code, headers: {} }),
		);
	};

	test.each<[FaultName, number, number, unknown]>([
		['asUsual', 200, 1, expect.objectContaining({ request_id: expect.any(String) })],
		['resetUnread', 0, 0, 'ECONNRESET'],
		['resetBefore', 0, 0, 'ECONNRESET'],
		['resetAfter', 0, 1, 'ECONNRESET'],
		['silence', 0, 0, 'ECONNABORTED'],
		['silenceAfter', 0, 1, 'ECONNABORTED'],
		['slowDrip', 0, 1, expect.stringMatching(/ECONNABORTED|ERR_BAD_RESPONSE/)],
		['withoutId', 200, 1, expect.objectContaining({ status: 'QUEUED' })],
	])('%s: status %d and %d job', async (respond, status, jobs, data) => {
		const answer = await play(respond);
		expect(answer.status).toBe(status);
		expect(answer.data).toEqual(data);
		expect(simulator.jobs).toHaveLength(jobs);
		expect(simulator.requests).toHaveLength(1);
		expect(simulator.requests[0]?.fault).toBe(respond);
		if (respond === 'withoutId') expect(answer.data).not.toHaveProperty('request_id');
		expect((await submitOf(submit)).status).toBe(200);
	});

	test('truncated: JSON cut in half with status 200', async () => {
		const answer = await play('truncated');
		expect(answer.status).toBe(200);
		expect(answer.data).toMatch(/^\{"request_id/);
		expect(() => JSON.parse(answer.data)).toThrow();
		expect(simulator.jobs).toHaveLength(1);
	});

	test('html: a page with status 200 and no job', async () => {
		const answer = await play('html');
		expect(answer.headers).toMatchObject({ 'content-type': 'text/html' });
		expect(answer.data).toMatch('<!DOCTYPE html>');
		expect(simulator.jobs).toEqual([]);
	});

	test('an error may come although the job was accepted', async () => {
		simulator.fault({
			gateway: 'useapi',
			endpoint: 'submit',
			respond: { status: 504, accepted: true },
		});
		expect((await submitOf(firstSubmit('useapi'))).status).toBe(504);
		expect(simulator.jobs).toHaveLength(1);
	});

	test('are limited by condition and number, and can be removed', async () => {
		const remove = simulator.fault({
			gateway: 'segmind',
			endpoint: ['submit', 'account'],
			times: 1,
			when: ({ prompt: asked }) => asked === 'busy',
			respond: { status: 503, body: { error: 'busy' } },
		});
		const statusFor = async (prompt: string) =>
			(await call('segmind', 'POST', '/v2/minimax-ai', { prompt })).status;
		expect(await statusFor('free')).toBe(200);
		expect(await statusFor('busy')).toBe(503);
		expect(await statusFor('busy')).toBe(200);
		simulator.fault({ respond: { status: 500 } });
		expect(await statusFor('free')).toBe(500);
		simulator.clearFaults();
		expect(await statusFor('free')).toBe(200);
		remove();
	});

	test('can be late', async () => {
		simulator.fault({ delaySeconds: 0.2, respond: 'asUsual' });
		const start = Date.now();
		await submitOf(submit);
		expect(Date.now() - start).toBeGreaterThanOrEqual(190);
	});

	test('can change the usual answer', async () => {
		simulator.fault({ endpoint: 'submit', respond: { rewrite: () => [1, 2] } });
		expect((await submitOf(submit)).data).toEqual([1, 2]);
		expect(simulator.jobs).toHaveLength(1);
	});

	test('come ready-made in each gateway’s words', async () => {
		for (const one of FIRST_SUBMITS) {
			simulator.fault({ ...rateLimited(one.gateway, 7), times: 1 });
			const busy = await submitOf(one);
			expect([busy.status, busy.headers['retry-after']]).toEqual([429, '7']);
			simulator.fault({ ...insufficientCredits(one.gateway), times: 1 });
			const poor = await submitOf(one);
			expect(poor.status).toBe(GATEWAYS[one.gateway].noCredit.status);
			const { refusals, refusesInBody }: GatewayFacts = FACTS[one.gateway];
			if (refusesInBody) {
				expect(codesIn(poor.data)).toContain(refusesInBody.noCredit);
				continue;
			}
			const refusal = refusals.find(({ status }) => status === poor.status);
			expect(refusal?.code).toBe('insufficientCredits');
		}
		simulator.fault({ endpoint: 'submit', respond: minimaxRefusal(1026) });
		const moderated = await submitOf(firstSubmit('pixazo'));
		expect([moderated.status, moderated.data.base_resp.status_code]).toEqual([200, 1026]);
		expect(simulator.jobs).toEqual([]);
	});

	test('can be very big, also behind gzip', async () => {
		const megabytes = 8 * 1024 * 1024;
		simulator.fault({ times: 1, respond: gzipBomb(megabytes) });
		const bomb = await submitOf(submit);
		expect(bomb.data.padding).toHaveLength(megabytes);
		simulator.clearFaults();
		simulator.fault({ times: 1, respond: hugeJson(megabytes) });
		expect((await submitOf(submit)).data.padding).toHaveLength(megabytes);
	});

	test('cut a video in the middle', async () => {
		simulator.plan = () => ({ seconds: 0, videoBytes: 3_000_000 });
		await submitOf(submit);
		simulator.fault({ endpoint: 'media', respond: 'truncated' });
		await expect(axios.get(simulator.jobs[0]?.videoUrl ?? '')).rejects.toThrow('aborted');
	});

	test('a plan that throws does not go unnoticed', async () => {
		simulator.plan = () => ({ variant: 'nonsense' });
		expect((await submitOf(submit)).status).toBe(500);
		expect(simulator.refusals[0]?.reason).toMatch('no answer variant "nonsense"');
	});
});

describe('the video', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'simulator-'));
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	async function videoUrl(videoBytes?: number): Promise<string> {
		simulator.plan = () => ({ seconds: 0, ...(videoBytes && { videoBytes }) });
		await submitOf(firstSubmit('segmind'));
		return simulator.jobs[0]?.videoUrl ?? '';
	}

	test.each([
		['plain', undefined, CLIP.length],
		['padded to 5 MB', 5_000_000, 5_000_000],
	])('%s is playable H.264', async (_name, videoBytes, size) => {
		const url = await videoUrl(videoBytes);
		const { data, headers } = await axios.get(url, { responseType: 'arraybuffer' });
		expect(headers['content-type']).toBe('video/mp4');
		expect(Number(headers['content-length'])).toBe(size);
		expect(data).toHaveLength(size);

		const file = join(folder, `${size}.mp4`);
		writeFileSync(file, data);
		chmodSync(ffprobe, 0o755);
		const entries = 'stream=codec_name,width,height,nb_read_frames:format=duration';
		const options = ['-v', 'error', '-count_frames', '-show_entries', entries, '-of', 'json'];
		const found = JSON.parse(execFileSync(ffprobe, [...options, file], { encoding: 'utf8' }));
		expect(found.streams).toEqual([
			{ codec_name: 'h264', width: 160, height: 90, nb_read_frames: '24' },
		]);
		expect(Number(found.format.duration)).toBe(2);
	});

	test('comes in parts', async () => {
		const url = await videoUrl(1_000_000);
		const whole = Buffer.from((await axios.get(url, { responseType: 'arraybuffer' })).data);
		const part = async (Range: string) =>
			await axios.get(url, {
				headers: { Range },
				responseType: 'arraybuffer',
				validateStatus: () => true,
			});
		const middle = await part('bytes=5000-20000');
		expect(middle.status).toBe(206);
		expect(middle.headers['content-range']).toBe('bytes 5000-20000/1000000');
		expect(Buffer.from(middle.data)).toEqual(whole.subarray(5000, 20001));
		expect((await part('bytes=999990-')).data).toHaveLength(10);
		expect((await part('bytes=-7')).data).toHaveLength(7);
		expect((await part('bytes=1000000-')).status).toBe(416);
		const head = await axios.head(url);
		expect(head.headers['content-length']).toBe('1000000');
	});

	test('is not there before the job has completed', async () => {
		await submitOf(firstSubmit('segmind'));
		const url = simulator.jobs[0]?.videoUrl ?? '';
		expect((await axios.get(url, { validateStatus: () => true })).status).toBe(404);
	});

	test('at a signed address wants the signature', async () => {
		simulator.plan = () => ({ seconds: 0 });
		await submitOf(firstSubmit('aimlapi'));
		const [bare = ''] = (simulator.jobs[0]?.videoUrl ?? '').split('?');
		expect((await axios.get(bare, { validateStatus: () => true })).status).toBe(403);
	});

	test('of 2 GB is made as it is read', async () => {
		const url = await videoUrl(2_000_000_000);
		const controller = new AbortController();
		const { data: stream, headers } = await axios.get(url, {
			responseType: 'stream',
			signal: controller.signal,
		});
		expect(headers['content-length']).toBe('2000000000');
		let bytes = 0;
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			bytes += chunk.length;
			if (bytes > 200_000_000) break;
		}
	});

	test('can be slow', async () => {
		simulator.plan = () => ({ seconds: 0, videoBytesPerSecond: CLIP.length * 2 });
		await submitOf(firstSubmit('segmind'));
		const start = Date.now();
		await axios.get(simulator.jobs[0]?.videoUrl ?? '');
		expect(Date.now() - start).toBeGreaterThan(350);
	});
});

describe('the record', () => {
	test('holds every request with what was answered', async () => {
		await submitOf(firstSubmit('aigateway'));
		await call('useapi', 'GET', '/v1/minimax/nothing?a=1');
		expect(simulator.requests).toMatchObject([
			{
				gateway: 'aigateway',
				endpoint: 'submit',
				method: 'POST',
				path: '/aigateway/v1/videos/generations',
				body: firstSubmit('aigateway').body,
				status: 202,
			},
			{ gateway: 'useapi', endpoint: 'unknown', query: { a: '1' }, status: 404 },
		]);
		expect(simulator.requests[0]?.headers.authorization).toMatch('Bearer sk-aig-');
	});

	test('sums up bodies over 1 MB', async () => {
		const prompt = 'x'.repeat(1_100_000);
		await call('aigateway', 'POST', '/v1/videos/generations', { prompt });
		expect(simulator.requests[0]?.body).toMatchObject({ bytes: 1_100_013 });
	});

	test('is empty again after a reset', async () => {
		await submitOf(firstSubmit('aigateway'));
		simulator.fault({ respond: 'html' });
		simulator.videoSeconds = 1;
		simulator.reset();
		expect([simulator.jobs, simulator.requests, simulator.videoSeconds]).toEqual([[], [], 20]);
		expect((await submitOf(firstSubmit('aigateway'))).status).toBe(202);
	});
});

describe('keys inside objects, as a gateway may have them', () => {
	test('hold the id that an answer can lack', async () => {
		const usual = async () =>
			await Promise.resolve({
				status: 200,
				body: { clip: { uid: '1', phase: 'on' }, uid: '2' },
			});
		expect(await play({ respond: 'withoutId' }, { usual, idKeys: ['clip.uid'] })).toEqual({
			how: 'whole',
			answer: { status: 200, body: { clip: { phase: 'on' }, uid: '2' } },
		});
	});

	test('hold the prompt, and are made and changed', () => {
		expect(textAt({ input: { text: 'A lake' } }, 'input.text')).toBe('A lake');
		for (const body of [undefined, null, 'text', {}, { input: null }, { input: { text: 7 } }]) {
			expect(textAt(body, 'input.text')).toBeUndefined();
		}
		const body = bodyWith('clip.uid', '1', { phase: 'on' });
		expect(body).toEqual({ clip: { uid: '1', phase: 'on' } });
		expect(merged({ ...body, more: [1] }, { clip: { phase: 'off' } })).toEqual({
			clip: { uid: '1', phase: 'off' },
			more: [1],
		});
	});
});

test('closing ends what waits', async () => {
	const other = await startSimulator({ videoSeconds: 60 });
	other.fault({ endpoint: 'status', respond: 'silence' });
	const { baseUrl } = other.credentials.segmind;
	const headers = headersFor('segmind', other.credentials.segmind.apiKey);
	const waiting = [
		axios.post(`${baseUrl}/v1/minimax-ai`, { prompt: 'a' }, { headers }),
		axios.get(`${baseUrl}/v2/requests/1/status`, { headers }),
	].map(async (request) => await request.then(() => 'answered').catch(() => 'ended'));
	await pause(100);
	await other.close();
	expect(await Promise.all(waiting)).toEqual(['ended', 'ended']);
});
