import { createHmac } from 'node:crypto';

import { findGateway } from '../../../gateways';
import type { ListedModel, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { isGatewayError } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { estimateCost } from '../../../gateways/request/prices';
import { LIST } from '../../support/simulator/gateways/openrouter/list';
import { answer, benchFor, callbackOf, errorIn, jobIn } from './bench';

const openrouter = findGateway('openrouter')!;
const bench = benchFor(openrouter);
const url = (name: string) => ({ kind: 'url', url: `https://example.com/${name}` }) as const;
const FLUX = 'black-forest-labs/flux-3-video';
const lake = (more: Partial<VideoRequest> = {}): VideoRequest => ({
	model: openrouter.defaultModel,
	prompt: 'A lake',
	...more,
});

describe("OpenRouter's list", () => {
	const listed = (data: unknown) => {
		const read = openrouter.modelList!.read().read(answer({ data }));
		if (isGatewayError(read)) throw new Error(read.message);
		return read;
	};
	const veo = LIST.find(({ id }) => id === 'google/veo-3.1')!;
	/** What both tell: where a price was read differs, and functions can't be compared. */
	const facts = (model: VideoModel | ListedModel) => ({
		...model,
		pricedBy: undefined,
		extraCost: undefined,
	});

	test('tells of every model of the table what the table does, and has the same order', async () => {
		const list = await bench.send(openrouter.modelList!.read());
		if (isGatewayError(list.outcome)) throw new Error(list.outcome.message);
		const ids = openrouter.models.map(({ id }) => id);
		const ofTable = list.outcome.filter(({ id }) => ids.includes(id));
		expect(ofTable.map(facts)).toEqual(openrouter.models.map(facts));
	});

	test('has models that need a video of their own, which are left out', () => {
		const ids = listed(LIST).map(({ id }) => id);
		expect(ids).toContain('heygen/heygen-video-1');
		for (const id of [
			'runway/aleph-2',
			'heygen/avatar-iv',
			'black-forest-labs/flux-video-edit',
		]) {
			expect(LIST.map((entry) => entry.id)).toContain(id);
			expect(ids).not.toContain(id);
		}
		expect(listed([{ ...veo, upscale_factor: { min: 1.5, max: 3 } }])).toEqual([]);
	});

	test('makes a model usable that the table lacks, with its lengths, sizes, ratios, inputs and price', () => {
		const entry = {
			...veo,
			id: 'google/veo-4',
			name: 'Google: Veo 4',
			supported_durations: [4, 6],
			supported_resolutions: ['1080p', '720p'],
			supported_frame_images: ['first_frame'],
			seed: null,
			pricing_skus: {
				duration_seconds_with_audio: '0.5',
				duration_seconds_without_audio: '0.25',
			},
		};
		const [model] = listed([entry]) as VideoModel[];
		expect(model).toMatchObject({
			id: 'google/veo-4',
			name: 'Google: Veo 4',
			firstFrame: 'optional',
			aspectRatios: ['16:9', '9:16'],
			pricedBy: { read: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
		});
		expect(model).not.toHaveProperty('endFrame');
		expect(model!.inputs!.map(({ key }) => key)).toEqual(['audio', 'negativePrompt']);
		const followed = { ...openrouter, models: [model!] };
		const request = lake({ model: model!.id, durationSeconds: 6, resolution: '720p' });
		expect(estimateCost(followed, request)).toMatchObject({ amount: 3, currency: 'USD' });
		expect(estimateCost(followed, { ...request, inputs: { audio: false } })?.amount).toBe(1.5);
		expect(checkRequest(followed, { ...request, durationSeconds: 8 })).toContainEqual(
			expect.objectContaining({ field: 'durationSeconds' }),
		);
	});

	test('is read although single entries are in an unknown form', () => {
		const odd = [null, 7, { name: 'no id' }, { id: '' }];
		expect(listed([...odd, veo]).map(({ id }) => id)).toEqual(['google/veo-3.1']);
		expect(listed([{ ...veo, supported_resolutions: 'all', seed: 'yes' }])).toHaveLength(1);
	});

	test.each([{ models: [] }, { data: 'none' }, {}, null])('%j is none', (body) => {
		expect(isGatewayError(openrouter.modelList!.read().read(answer(body)))).toBe(true);
	});
});

describe('a price', () => {
	const priceOf = (
		skus: Record<string, string>,
		more: Partial<VideoRequest> = {},
		entry: object = {},
	) => {
		const model = { id: 'maker/model', supported_durations: [5], generate_audio: false };
		const data = [
			{ ...model, supported_resolutions: ['720p', '4K'], ...entry, pricing_skus: skus },
		];
		const models = openrouter.modelList!.read().read(answer({ data })) as VideoModel[];
		const request = lake({
			model: 'maker/model',
			durationSeconds: 5,
			resolution: '720p',
			...more,
		});
		return estimateCost({ models }, request)?.amount;
	};
	const image = { firstFrame: url('a.png') };

	test.each<[string, Record<string, string>, Partial<VideoRequest>, number | undefined]>([
		['for a second', { duration_seconds: '0.1' }, {}, 0.5],
		['in cents', { cents_per_second_output: '12' }, {}, 0.6],
		[
			'of the size',
			{ duration_seconds: '0.1', duration_seconds_4k: '0.3' },
			{ resolution: '4K' },
			1.5,
		],
		['of another size', { duration_seconds_1080p: '0.1' }, {}, undefined],
		[
			'at least',
			{ cents_per_second_output: '2', minimum_cents_per_generation: '56' },
			{},
			0.56,
		],
		[
			'above the least',
			{ cents_per_second_output: '28', minimum_cents_per_generation: '56' },
			{},
			1.4,
		],
		['with a picture', { duration_seconds: '0.1', cents_per_image_input: '1' }, image, 0.51],
		[
			'for two pictures',
			{ duration_seconds: '0.1', cents_per_image_input: '1' },
			{ ...image, endFrame: url('b.png') },
			0.52,
		],
		[
			'from an image',
			{ text_to_video_duration_seconds: '0.1', image_to_video_duration_seconds: '0.2' },
			image,
			1,
		],
		[
			'from text',
			{ text_to_video_duration_seconds: '0.1', image_to_video_duration_seconds: '0.2' },
			{},
			0.5,
		],
		['from text only', { text_to_video_duration_seconds: '0.1' }, image, undefined],
		['for video tokens', { video_tokens: '0.000007' }, {}, undefined],
		[
			'with an unknown name beside it',
			{ duration_seconds: '0.1', duration_seconds_hdr: '0.2' },
			{},
			undefined,
		],
		['that is no number', { duration_seconds: 'free' }, {}, undefined],
		[
			'with references',
			{ duration_seconds: '0.1', reference_images: '0.04' },
			{ subjectReferences: [url('a.png')] },
			undefined,
		],
		[
			'of a continued video',
			{ duration_seconds: '0.1', cents_per_second_video_continuation_720p: '41' },
			{ inputs: { previousJobId: 'gen-vid-1' } },
			undefined,
		],
		['of none', {}, {}, undefined],
	])('%s', (_name, skus, more, amount) => {
		expect(priceOf(skus, more)).toBe(amount);
	});

	test('that depends on a sound of which the list says nothing is unknown', () => {
		const skus = { duration_seconds_with_audio: '0.4', duration_seconds_without_audio: '0.2' };
		expect(priceOf(skus, {}, { generate_audio: null })).toBeUndefined();
		expect(priceOf(skus)).toBe(1);
		expect(priceOf(skus, {}, { generate_audio: true })).toBe(2);
	});
});

describe('Extend Video', () => {
	const extend = (previousJobId: string) => lake({ model: FLUX, inputs: { previousJobId } });

	test('names the job that it continues', async () => {
		bench.simulator.plan = () => ({ seconds: 0 });
		const { jobId } = await bench.submit(lake({ model: FLUX }));
		await bench.submit(extend(jobId));
		expect(bench.sentBody()).toMatchObject({ previous_job_id: jobId });
		expect(bench.simulator.jobs).toHaveLength(2);
	});

	test('of a job that runs is refused, and certainly not billed', async () => {
		const { jobId } = await bench.submit(lake({ model: FLUX }));
		const error = await bench.refused(extend(jobId));
		expect(error).toMatchObject({ code: 'invalidRequest', accepted: 'no', httpStatus: 409 });
		expect(error.fix).toContain("'Extend Video (Job ID)' has completed");
		expect(bench.simulator.jobs).toHaveLength(1);
	});
});

test.each([
	['http://example.com/hook', true],
	['https://example.com/hook', false],
	['http://127.0.0.1:5678/hook', false],
])('a callback to %s is a problem: %s', (callbackUrl, isOne) => {
	const problems = checkRequest(openrouter, lake({ callbackUrl }));
	expect(problems.some(({ field, code }) => field === 'callbackUrl' && code === 'notHttps')).toBe(
		isOne,
	);
});

describe('a refusal', () => {
	test.each([
		{ reasons: ['violence'], flagged_input: 'A lake' },
		{ flagged_input: 'A lake' },
		{ error_type: 'content_policy_violation' },
	])('with 403 and %j is of the content', async (metadata) => {
		const body = { error: { code: 403, message: 'Your input was flagged', metadata } };
		bench.simulator.fault({ endpoint: 'submit', respond: { status: 403, body } });
		const error = await bench.refused(lake());
		expect(error).toMatchObject({ code: 'moderated', accepted: 'no', retryable: false });
		expect(error.message).toContain('flagged');
	});

	test('with 413 says how large a request may be', async () => {
		bench.simulator.fault({ endpoint: 'submit', respond: { status: 413, body: {} } });
		expect((await bench.refused(lake())).message).toContain('50 MiB');
	});
});

describe("a job's videos", () => {
	const jobOf = (body: object, baseUrl = 'https://openrouter.ai/api') =>
		jobIn(
			openrouter
				.status('1')
				.read(answer({ id: '1', status: 'completed', ...body }, { baseUrl })),
		);

	test('are all told, those that need no key first', () => {
		const unsigned_urls = [
			'https://openrouter.ai/api/v1/videos/1/content?index=0',
			'https://o.ai/2',
		];
		expect(jobOf({ unsigned_urls })).toMatchObject({
			videoUrl: unsigned_urls[0],
			moreVideoUrls: ['https://o.ai/2'],
		});
		expect(jobOf({ unsigned_urls, urls: ['https://cdn.example/a.mp4'] })).toMatchObject({
			videoUrl: 'https://cdn.example/a.mp4',
		});
		expect(jobOf({ unsigned_urls, urls: [] }).videoUrl).toBe(unsigned_urls[0]);
	});

	test('may be told without the host', () => {
		const unsigned_urls = ['/api/v1/videos/1/content?index=0'];
		expect(jobOf({ unsigned_urls }, 'https://proxy.example/or').videoUrl).toBe(
			'https://proxy.example/api/v1/videos/1/content?index=0',
		);
	});

	test.each([
		['https://openrouter.ai/api/v1/videos/gen-vid-1/content?index=0', true],
		['https://openrouter.ai/api/v1/videos/gen-vid-1', false],
		['https://openrouter.ai.example/api/v1/videos/gen-vid-1/content', false],
		['http://openrouter.ai/api/v1/videos/gen-vid-1/content', false],
		['https://storage.example.com/v1/videos/1/content', false],
	])('at %s want the key: %s', (address, wants) => {
		const base = new URL('https://openrouter.ai/api');
		expect(openrouter.mediaNeedsKey!(new URL(address), base)).toBe(wants);
	});
});

describe('the balance', () => {
	test('of a key without a limit is that of the account, for a management key', async () => {
		bench.simulator.fault({
			endpoint: 'account',
			times: 1,
			respond: { status: 200, body: { data: { limit: null, limit_remaining: null } } },
		});
		const { outcome } = await bench.send(openrouter.balance!());
		expect(errorIn(outcome)).toMatchObject({ code: 'authentication', httpStatus: 403 });
		expect(errorIn(outcome).fix).toContain('credit limit');
		const next = openrouter.balance!().next!(errorIn(outcome), answer({ data: {} }))!;
		expect(next.read(answer({ data: { total_credits: 100.5, total_usage: 25.75 } }))).toEqual({
			amount: 74.75,
			currency: 'USD',
		});
	});

	test('of a wrong key is not asked for twice', async () => {
		bench.simulator.fault({ endpoint: 'account', respond: { status: 401, body: {} } });
		await bench.send(openrouter.balance!());
		expect(bench.simulator.requests).toHaveLength(1);
	});
});

describe("a callback's signature", () => {
	const { isValid } = openrouter.callbacks!.signature!;
	const NOW = 1_795_000_000;
	const body = '{"type":"video.generation.completed","data":{"id":"1","status":"completed"}}';
	const sign = (time: number | string, text = body, secret = 's') =>
		createHmac('sha256', secret).update(`${time},${text}`).digest('hex');
	const isRight = (header: string | undefined, secret = 's') =>
		isValid(
			callbackOf(body, {
				receivedAt: NOW * 1000,
				headers: header === undefined ? {} : { 'x-openrouter-signature': header },
			}),
			secret,
		);

	test('is over the time, a comma and the body', () => {
		expect(isRight(`t=${NOW},v1=${sign(NOW)}`)).toBe(true);
		expect(isRight(`v1=${sign(NOW)}, t=${NOW}`)).toBe(true);
		expect(isRight(`t=${NOW},v1=${sign(NOW, body, 'old')},v1=${sign(NOW)}`)).toBe(true);
		expect(isRight(`t=${NOW - 300},v1=${sign(NOW - 300)}`)).toBe(true);
	});

	test.each<[string, string | undefined]>([
		['none', undefined],
		['empty', ''],
		['of another secret', `t=${NOW},v1=${sign(NOW, body, 'other')}`],
		['of another body', `t=${NOW},v1=${sign(NOW, `${body} `)}`],
		[
			'with a point for the comma',
			`t=${NOW},v1=${createHmac('sha256', 's').update(`${NOW}.${body}`).digest('hex')}`,
		],
		['of another time', `t=${NOW},v1=${sign(NOW - 1)}`],
		['too old', `t=${NOW - 301},v1=${sign(NOW - 301)}`],
		['of the future', `t=${NOW + 301},v1=${sign(NOW + 301)}`],
		['without a time', `v1=${sign('')}`],
		['of no number', `t=now,v1=${sign('now')}`],
		['cut off', `t=${NOW},v1=${sign(NOW).slice(0, 63)}`],
		['of another version', `t=${NOW},v2=${sign(NOW)}`],
	])('%s is not valid', (_name, header) => {
		expect(isRight(header)).toBe(false);
	});
});
