import { gateways } from '../../../gateways';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type { VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import { fitToModel } from '../../../gateways/request/fit';
import { declaredInputs } from '../../../gateways/request/inputs';
import { AIMLAPI_INPUTS } from '../../support/simulator/gateways/aimlapi/inputs';
import { FRAME } from '../../support/simulator';
import { answer, benchFor, errorIn, jobIn, leastRequest, modelOf } from './bench';
import { endedJob } from './contract/jobs';

/** What only AI/ML API does; what all gateways do is asked in `contract/`. */

const OWN = '/v2/generate/video/minimax/generation';
const UNIVERSAL = '/v2/video/generations';

const bench = benchFor(aimlapi);
const ofModel = (id: string): VideoRequest => leastRequest(aimlapi, modelOf(aimlapi, id));
describe('AI/ML API', () => {
	const looksAt = () =>
		bench.simulator.requests
			.filter(({ endpoint }) => endpoint === 'status')
			.map(({ path, query, status }) => [path.replace('/aimlapi', ''), query, status]);

	test('an id with ":" and "/" is read on the universal route, whole', async () => {
		bench.simulator.plan = () => ({ seconds: 0, variant: 'example' });
		const { jobId } = await bench.submit(ofModel('minimax/hailuo-2.3'));
		expect(jobId).toMatch(/^\d+:minimax\/hailuo-2\.3$/);
		expect(jobIn(await bench.look(jobId)).status).toBe('completed');
		expect(looksAt()).toEqual([[UNIVERSAL, { generation_id: jobId }, 200]]);
	});

	test('a bare id of video-01 is read on the route that took it', async () => {
		const { jobId } = await bench.submit(ofModel('video-01'));
		expect(jobId).toMatch(/^\d+$/);
		jobIn(await bench.look(jobId));
		expect(looksAt()).toEqual([[OWN, { generation_id: jobId }, 200]]);
	});

	/** Every recorded run of 2026: 21 characters. */
	test.each([
		['minimax/hailuo-2.3', /^[\w-]{21}$/],
		['minimax/h3', /^[0-9a-f-]{36}$/],
	])('a bare id of %s is read on the universal route at once', async (model, form) => {
		bench.simulator.plan = () => ({ seconds: 0 });
		const { jobId } = await bench.submit(ofModel(model));
		expect(jobId).toMatch(form);
		expect(jobIn(await bench.look(jobId)).status).toBe('completed');
		expect(looksAt()).toEqual([[UNIVERSAL, { generation_id: jobId }, 200]]);
	});

	/** Which of the two a route answers to an id of the other one is not documented. */
	test.each([400, 404] as const)(
		'a job is found on the other route, which is asked after a %i',
		async (foreignIdStatus) => {
			bench.simulator.plan = () => ({ seconds: 0, variant: 'waiting' });
			bench.simulator.openFacts.foreignIdStatus = foreignIdStatus;
			const { jobId } = await bench.submit(ofModel('minimax/hailuo-2.3'));
			expect(jobId).toMatch(/^\d+$/);
			expect(jobIn(await bench.look(jobId)).status).toBe('completed');
			expect(looksAt()).toEqual([
				[OWN, { generation_id: jobId }, foreignIdStatus],
				[UNIVERSAL, { generation_id: jobId }, 200],
			]);
			bench.simulator.variants.aimlapi = 'bare';
			bench.simulator.plan = () => ({ seconds: 0 });
			const own = await bench.submit(ofModel('video-01'));
			expect(jobIn(await bench.look(own.jobId)).status).toBe('completed');
			expect(
				looksAt()
					.slice(2)
					.map(([path]) => path),
			).toEqual([UNIVERSAL, OWN]);
		},
	);

	test.each([400, 401, 403, 404, 410, 422])(
		'the other route is asked after a %i, and the first refusal is told if both refuse',
		async (status) => {
			bench.simulator.fault({
				endpoint: 'status',
				times: 1,
				respond: { status, body: { message: 'the first' } },
			});
			const error = errorIn(await bench.look('FGcTGqPuBac0Masr9DI8-'));
			expect(error).toMatchObject({ httpStatus: status });
			expect(error.message).toContain('the first');
			expect(looksAt().map(([path]) => path)).toEqual([UNIVERSAL, OWN]);
		},
	);

	test('trouble at the other route is told instead: the job may be there', async () => {
		for (const respond of [
			{ status: 503, body: { message: 'busy' } },
			{ status: 404, body: { message: 'none' } },
		]) {
			bench.simulator.fault({ endpoint: 'status', times: 1, respond });
		}
		expect(errorIn(await bench.look('1'))).toMatchObject({ httpStatus: 503, retryable: true });
	});

	test.each([429, 500, 408])('an id is not asked for twice after a %i', async (status) => {
		bench.simulator.fault({ endpoint: 'status', respond: { status, body: { message: 'no' } } });
		expect(errorIn(await bench.look('1')).httpStatus).toBe(status);
		expect(looksAt()).toHaveLength(1);
	});

	/** The schemas of docs.aimlapi.com (2026-08-21). */
	test.each<[string, Record<string, string>]>([
		['minimax/h3', { ratio: '16:9', last_image_url: 'E', reference_image_urls: 'R' }],
		['minimax/hailuo-02', { last_image_url: 'E', enhance_prompt: 'O' }],
		['alibaba/wan-2-7-r2v', { aspect_ratio: '16:9', image_urls: 'R', enhance_prompt: 'O' }],
		['alibaba/happyhorse-1-0', { reference_image_urls: 'R', aspect_ratio: '16:9' }],
		['alibaba/wan2.2-vace-fun-a14b-pose', { enable_prompt_expansion: 'O' }],
		['krea/krea-wan-14b/text-to-video', { enable_prompt_expansion: 'O' }],
		['bytedance/seedance-2-0', { aspect_ratio: '16:9', last_image_url: 'E', image_urls: 'R' }],
		['klingai/video-v3-pro-image-to-video', { tail_image_url: 'E', aspect_ratio: '16:9' }],
		['kling-video/v1.6/pro/image-to-video', { tail_image_url: 'E' }],
		['klingai/video-o1-image-to-video', { last_image_url: 'E' }],
		['runway/gen4_turbo', { tail_image_url: 'E', aspect_ratio: '16:9' }],
		['gen3a_turbo', { tail_image_url: 'E' }],
		['pixverse/v5/transition', { tail_image_url: 'E' }],
		['veo2/image-to-video', { tail_image_url: 'E', enhance_prompt: 'O' }],
		['google/veo-3.1-reference-to-video', { image_urls: 'R' }],
		['x-ai/grok-imagine-video', { reference_images: 'R' }],
	])('%s gets its inputs under its own names', (model, names) => {
		const url = (name: string) => ({ kind: 'url', url: name }) as const;
		const { body } = aimlapi.submit({
			model,
			prompt: 'a',
			endFrame: url('E'),
			subjectReferences: [url('R')],
			aspectRatio: '16:9',
			inputs: { promptOptimizer: false },
		}).request;
		const short = Object.entries(body as Record<string, unknown>).map(([name, value]) => [
			name,
			value === false ? 'O' : Array.isArray(value) ? (value as unknown[])[0] : value,
		]);
		expect(Object.fromEntries(short)).toMatchObject(names);
		// What a model doesn't declare isn't sent, such as the prompt optimizer that not every page has.
		const declared = declaredInputs(aimlapi, model).map(({ key }) => key);
		expect(short).toHaveLength(declared.includes('promptOptimizer') ? 6 : 5);
	});

	/** Pages that have an ID of their own for a first and a last frame. */
	test.each([
		['google/veo-3.1-i2v', 'google/veo-3.1-first-last-image-to-video'],
		['google/veo-3.1-i2v-fast', 'google/veo-3.1-first-last-image-to-video-fast'],
		['pixverse/v5/image-to-video', 'pixverse/v5/transition'],
	])('%s goes to %s with an end frame, and only then', async (id, withEndFrame) => {
		const endFrame = { kind: 'url', url: 'https://example.com/end.jpg' } as const;
		const sentIds = [];
		for (const request of [ofModel(id), { ...ofModel(id), endFrame }]) {
			const job = await bench.submit(request);
			expect(job.model).toBe(id);
			sentIds.push((bench.sentBody() as { model: string }).model);
		}
		expect(sentIds).toEqual([id, withEndFrame]);
		expect(bench.simulator.refusals).toEqual([]);
	});

	/** The schemas of the pages: `maxLength` of the prompt. */
	test('prompts of other providers may be as long as the pages say', () => {
		const limitOf = (inputs: string) => /\bprompt!?=text\(\d*\.\.(\d+)\)/.exec(inputs)?.[1];
		const listed = aimlapi.models.filter(({ id }) => Object.hasOwn(AIMLAPI_INPUTS, id));
		expect(listed.length).toBeGreaterThan(80);
		expect(listed.map(({ id, promptLimit }) => [id, promptLimit])).toEqual(
			listed.map(({ id }) => {
				const limit = limitOf(AIMLAPI_INPUTS[id]!);
				return [id, limit === undefined ? undefined : Number(limit)];
			}),
		);
	});

	test.each<[string, unknown]>([
		['a text', 'https://a/v.mp4'],
		['a list of texts', ['https://a/v.mp4', 'https://a/w.mp4']],
		['a list of objects', [{ url: 'https://a/v.mp4' }]],
		['an object', { url: 'https://a/v.mp4' }],
	])('the video is read from %s', (_name, video) => {
		const read = aimlapi.status('a').read(answer({ id: 'a', status: 'completed', video }));
		expect(jobIn(read)).toMatchObject({ status: 'completed', videoUrl: 'https://a/v.mp4' });
	});

	test('the credits of an answer are told in dollars, at 2,000,000 to one', async () => {
		bench.simulator.variants.aimlapi = 'example';
		const { cost } = await bench.submit(ofModel('minimax/hailuo-2.3'));
		// Nothing is charged for yet: it's the price of the video, and a failed one is free.
		expect(cost).toEqual({ amount: 0.294, currency: 'USD', basis: 'estimate' });
	});

	test.each(['bare', 'example', 'errorDetail'])(
		'a job that failed tells no cost, though the answer "%s" repeats that of its submit',
		async (variant) => {
			const job = jobIn(await endedJob(bench, aimlapi, { outcome: 'failed', variant }));
			expect(job.status).toBe('failed');
			expect(job).not.toHaveProperty('cost');
		},
	);

	test('dollars that the answer names itself count over credits', () => {
		const meta = { usage: { credits_used: 120_000, usd_spent: 0.061 } };
		const job = jobIn(
			aimlapi.status('1:minimax/h3').read(answer({ id: '1', status: 'generating', meta })),
		);
		expect(job.cost?.amount).toBe(0.061);
	});

	/** MiniMax/*.json: the answer of the submit has the fields of the fetch. */
	test('a submit that is answered with the finished video gives it', () => {
		const read = aimlapi.submit(ofModel('minimax/h3')).read(
			answer({
				id: '60ac7c34-3224-4b14-8e7d-0aa0db708325',
				status: 'completed',
				video: { url: 'https://cdn.aimlapi.com/v.mp4' },
				error: null,
			}),
		);
		expect(jobIn(read)).toEqual({
			gateway: 'aimlapi',
			jobId: '60ac7c34-3224-4b14-8e7d-0aa0db708325',
			status: 'completed',
			model: 'minimax/h3',
			videoUrl: 'https://cdn.aimlapi.com/v.mp4',
		});
	});

	test('a submit that is answered with an error gives a failed job', () => {
		const error = { name: 'ModerationError', message: 'The prompt was refused' };
		const read = aimlapi
			.submit(ofModel('minimax/h3'))
			.read(answer({ id: '1', status: 'error', video: null, error }));
		expect(jobIn(read)).toMatchObject({ status: 'failed', failure: { code: 'moderated' } });
	});

	test('the end of a signed link is told', async () => {
		const job = jobIn(await endedJob(bench, aimlapi));
		const expires = Number(new URL(job.videoUrl!).searchParams.get('Expires'));
		expect(job.expiresAt).toBe(new Date(expires * 1000).toISOString());
	});

	test.each([
		['video-01', 'first_frame_image'],
		['minimax/hailuo-02', 'image_url'],
	])('%s takes an image that is given as bytes, in the JSON', async (id, image) => {
		const bytes = { kind: 'bytes', bytes: FRAME, mimeType: 'image/png' } as const;
		await bench.submit({ ...ofModel(id), firstFrame: bytes });
		expect(bench.simulator.refusals).toEqual([]);
		expect(bench.simulator.jobs[0]?.body[image]).toBe(
			`data:image/png;base64,${FRAME.toString('base64')}`,
		);
	});

	describe('H3', () => {
		const url = (name: string) =>
			({ kind: 'url', url: `https://example.com/${name}` }) as const;
		const images = (count: number) =>
			Array.from({ length: count }, (_, index) => url(`${index}.jpg`));
		const files = (count: number) =>
			Array.from({ length: count }, (_, index) => `https://example.com/${index}.mp4`);
		const wanted = (model: string, more: Partial<VideoRequest>): VideoRequest => ({
			model: `minimax/${model}`,
			prompt: 'A lake',
			...more,
		});
		const problems = (model: string, more: Partial<VideoRequest>) =>
			checkRequest(aimlapi, wanted(model, more));

		test.each(['h3', 'h3-max'])('%s gets its references, and h3-max its seed', (model) => {
			const request = wanted(model, {
				subjectReferences: images(2),
				inputs: { seed: 7, referenceVideos: files(1), referenceAudio: files(1) },
			});
			expect(checkRequest(aimlapi, request)).toEqual([]);
			const { request: fitted, dropped } = fitToModel(aimlapi, request);
			expect(dropped).toEqual(model === 'h3' ? ['seed'] : []);
			expect(aimlapi.submit(fitted).request.body).toEqual({
				model: `minimax/${model}`,
				prompt: 'A lake',
				...(model === 'h3' ? {} : { seed: 7 }),
				reference_image_urls: ['https://example.com/0.jpg', 'https://example.com/1.jpg'],
				video_urls: files(1),
				audio_urls: files(1),
			});
		});

		test.each(['minimax/h3', 'minimax/h3-max', 'minimax/h3-lite', 'bytedance/seedance-2-0'])(
			'%s has no audio as its only reference',
			(model) => {
				const request = { model, prompt: 'A lake', inputs: { referenceAudio: files(1) } };
				expect(checkRequest(aimlapi, request)).toMatchObject([
					{ field: 'referenceAudio', code: 'notAlone' },
				]);
			},
		);

		test('h3-max has 12 references at most, of all kinds together', () => {
			const inputs = { referenceVideos: files(2), referenceAudio: files(1) };
			expect(problems('h3-max', { subjectReferences: images(9), inputs })).toEqual([]);
			const more = { ...inputs, referenceAudio: files(2) };
			expect(problems('h3-max', { subjectReferences: images(9), inputs: more })).toEqual([
				{
					field: 'referenceAudio',
					code: 'tooMany',
					count: 13,
					most: 12,
					with: ['subjectReferences', 'referenceVideos'],
				},
			]);
			expect(problems('h3', { subjectReferences: images(9), inputs: more })).toEqual([]);
		});

		test('h3-max has the prompt and the defaults of its own page', () => {
			const prompt = 'x'.repeat(50_000);
			expect(problems('h3-max', { prompt })).toEqual([]);
			expect(problems('h3-max', { prompt: `${prompt}x` })).toMatchObject([
				{ field: 'prompt', code: 'tooLong', most: 50_000 },
			]);
			const { defaultFormatUnknown, formats } = modelOf(aimlapi, 'minimax/h3-max');
			expect(defaultFormatUnknown).toBeUndefined();
			expect(formats![0]).toEqual({ resolution: '768p', durationSeconds: 5 });
		});

		test('h3-max follows the first frame instead of a ratio, which is told', () => {
			const request = wanted('h3-max', { firstFrame: url('a.jpg'), aspectRatio: '9:16' });
			const { dropped, notices } = fitToModel(aimlapi, request);
			expect(dropped).toEqual(['aspectRatio']);
			expect(notices).toMatchObject([{ code: 'ratioNotSent', why: 'ofImage' }]);
		});

		test('h3-lite makes videos between frames, and from references in a ratio that is set', () => {
			const frames = { firstFrame: url('a.jpg'), endFrame: url('b.jpg') };
			expect(problems('h3-lite', frames)).toEqual([]);
			expect(
				problems('h3-lite', { subjectReferences: images(1), aspectRatio: '16:9' }),
			).toEqual([]);
			expect(problems('h3-lite', { subjectReferences: images(1) })).toMatchObject([
				{ field: 'subjectReferences', code: 'onlyWith', other: 'aspectRatio' },
			]);
		});

		test.each(['h3', 'h3-max'])('%s adapts to a reference video, not to a text', (model) => {
			const inputs = { referenceVideos: files(1) };
			expect(problems(model, { aspectRatio: 'adaptive', inputs })).toEqual([]);
			expect(problems(model, { aspectRatio: 'adaptive' })).toEqual([
				{ field: 'aspectRatio', code: 'needsPicture', value: 'adaptive' },
			]);
		});

		test('a fallback carries reference videos to it', () => {
			const from = gateways.find(({ id }) => id === 'minimax')!;
			const inputs = { referenceVideos: files(2) };
			const request = { model: 'MiniMax-H3', prompt: 'A lake', durationSeconds: 6, inputs };
			expect(translate(from, aimlapi, request, new Set(['referenceVideos']))).toMatchObject({
				request: { model: 'minimax/h3', inputs },
			});
		});
	});

	test('a model that is newer than the table goes to the universal route', () => {
		const call = aimlapi.submit({
			model: 'minimax/h4',
			prompt: 'a',
			inputs: { promptOptimizer: true },
		});
		expect(call.request).toMatchObject({
			path: UNIVERSAL,
			body: { model: 'minimax/h4', prompt: 'a', enhance_prompt: true },
		});
	});
});
