import { createHmac } from 'node:crypto';

import { gateways } from '../../../gateways';
import { kie } from '../../../gateways/adapters/kie';
import { isGatewayError, type VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import { fitToModel } from '../../../gateways/request/fit';
import { estimateCost } from '../../../gateways/request/prices';
import { FRAME } from '../../support/simulator';
import { KIE_WEBHOOK_KEY, kieRefusal } from '../../support/simulator/gateways/kie';
import { answer, benchFor, callbackOf, errorIn, jobIn } from './bench';

/** What only Kie.ai does: two routes behind one list, IDs that tell the route, signatures that leave out the body. */

const bench = benchFor(kie);
const task: VideoRequest = { model: 'kling-3.0-pro', prompt: 'A lake' };
const veo: VideoRequest = { model: 'veo3_fast', prompt: 'A lake' };
const image = { kind: 'url', url: 'https://example.com/a.jpg' } as const;

const pathOf = (jobId: string) => kie.status(jobId).request;

describe('the route of a job', () => {
	test('is that of Veo for the IDs that its page prints and for marked ones, the other for all others', () => {
		const VEO = '/api/v1/veo/record-info';
		const TASKS = '/api/v1/jobs/recordInfo';
		expect(pathOf('veo_task_ab12')).toMatchObject({
			path: VEO,
			query: { taskId: 'veo_task_ab12' },
		});
		expect(pathOf('veo:9f86d081')).toMatchObject({ path: VEO, query: { taskId: '9f86d081' } });
		for (const id of [
			'9f86d081',
			'veo:',
			'VEO:9f86d081',
			' veo:9f86d081',
			'task_veo:1',
			'veo',
		]) {
			expect(pathOf(id)).toMatchObject({ path: TASKS, query: { taskId: id } });
		}
	});

	test('is kept in the ID of a submit and of a callback, whatever the ID looks like', () => {
		const submitted = (request: VideoRequest, taskId: string) =>
			jobIn(kie.submit(request).read(answer({ code: 200, data: { taskId } }))).jobId;
		expect(submitted(veo, '9f86d081')).toBe('veo:9f86d081');
		expect(submitted(veo, 'veo_task_1')).toBe('veo_task_1');
		expect(submitted(task, '9f86d081')).toBe('9f86d081');
		const calledBack = (body: object) =>
			kie.callbacks!.read(callbackOf(JSON.stringify(body)))?.jobId;
		const info = { resultUrls: ['https://a/v.mp4'] };
		expect(calledBack({ code: 200, data: { taskId: '9f86d081', info } })).toBe('veo:9f86d081');
		expect(calledBack({ code: 501, msg: 'Failed', data: { taskId: '9f86d081' } })).toBe(
			'veo:9f86d081',
		);
		// A task's, without its state: what else it has tells.
		for (const [more, data] of [
			[{}, { state: 'success' }],
			[{}, { model: 'kling-2.6/text-to-video', param: '{}' }],
			[{}, { failCode: '500' }],
			[{ msg: 'Playground task failed.' }, {}],
		] as const) {
			const body = { code: 501, ...more, data: { taskId: '9f86d081', ...data } };
			expect(calledBack(body)).toBe('9f86d081');
		}
	});

	test('goes by the model: other IDs are tasks, with Additional Fields in their input', () => {
		const { path, body } = kie.submit({
			model: 'google/gemini-omni-flash-1-1',
			prompt: 'A lake',
			durationSeconds: 4,
			firstFrame: image,
			callbackUrl: 'https://example.com/hook',
			additionalFields: { seed: 7, deep: { list: [1] } },
		}).request;
		expect(path).toBe('/api/v1/jobs/createTask');
		expect(body).toEqual({
			model: 'google/gemini-omni-flash-1-1',
			callBackUrl: 'https://example.com/hook',
			input: {
				prompt: 'A lake',
				image_urls: [image.url],
				duration: 4,
				seed: 7,
				deep: { list: [1] },
			},
		});
	});

	test('an ID of the pages is named as its page does, without being in the list', () => {
		const { body } = kie.submit({
			model: 'kling-2.6/image-to-video',
			prompt: 'A lake',
			firstFrame: image,
			durationSeconds: 10,
		}).request;
		expect(body).toEqual({
			model: 'kling-2.6/image-to-video',
			input: {
				prompt: 'A lake',
				image_urls: [image.url],
				duration: '10',
				sound: false,
			},
		});
	});
});

describe('a task', () => {
	const ended = async (outcome: 'completed' | 'failed' | 'moderated' | 'completedWithoutUrl') => {
		bench.simulator.plan = () => ({ seconds: 0, outcome, variant: 'credits' });
		const { jobId } = await bench.submit(task);
		return jobIn(await bench.look(jobId));
	};

	test('ends as its record says, with what it has cost', async () => {
		expect(await ended('completed')).toMatchObject({
			status: 'completed',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
			progress: 100,
			cost: { amount: 0.3, currency: 'USD', basis: 'reported' },
			submittedAt: expect.stringMatching(/^20\d\d-/),
			completedAt: expect.stringMatching(/^20\d\d-/),
		});
		expect((await ended('failed')).failure).toMatchObject({ code: 'gateway', retryable: true });
		expect((await ended('moderated')).failure).toMatchObject({
			code: 'moderated',
			retryable: false,
		});
		expect((await ended('completedWithoutUrl')).failure?.message).toMatch(/no link/);
	});

	test.each(['{"resultUrls":', '[1]', '{"resultUrls":"x"}', '{"resultUrls":[7]}'])(
		'that is done, with the unreadable result %s, is looked at again',
		(resultJson) => {
			const body = { code: 200, data: { state: 'success', resultJson } };
			const error = errorIn(kie.status('1').read(answer(body)));
			expect(error).toMatchObject({ code: 'gateway', retryable: true });
		},
	);

	test('may have its addresses under the name of the newest pages', () => {
		const resultJson = JSON.stringify({ result_urls: ['https://a/1.mp4', 'https://a/2.mp4'] });
		const body = { code: '200', data: { state: 'success', resultJson } };
		expect(kie.status('1').read(answer(body))).toMatchObject({
			videoUrl: 'https://a/1.mp4',
			moreVideoUrls: ['https://a/2.mp4'],
		});
	});
});

describe('what the record of Veo answers by a code', () => {
	/** As its page lists them (veo3-api/get-veo-3-video-details). */
	const look = (code: number | string, msg: string, status = 200, jobId = 'veo_task_1') =>
		kie.status(jobId).read(answer({ code, msg, data: null }, { status }));

	test.each([
		'record status is not success',
		'record result data is blank',
		'record result data is empty.',
		'record result data not exist',
	])('422 "%s": there is no video yet', (msg) => {
		expect(look(422, msg)).toEqual({
			gateway: 'kie',
			jobId: 'veo_task_1',
			status: 'processing',
		});
		expect(look('422', msg)).toMatchObject({ status: 'processing' });
	});

	test.each([
		'record is null',
		'Temporarily supports records within 14 days',
		'recordInfo is null',
	])('422 "%s": there is no such job', (msg) => {
		expect(errorIn(look(422, msg))).toMatchObject({ code: 'notFound', retryable: false });
		expect(errorIn(look(422, msg, 200, '9f86d081'))).toMatchObject({ code: 'notFound' });
	});

	test.each(['', 'Try again', 'record is being archived'])('422 "%s" gives no job up', (msg) => {
		for (const jobId of ['veo_task_1', '9f86d081']) {
			expect(errorIn(look(422, msg, 200, jobId))).toMatchObject({
				code: 'gateway',
				retryable: true,
			});
		}
	});

	test.each<[number, string, string, number]>([
		[
			400,
			'Your prompt was flagged by Website as violating content policies.',
			'moderated',
			200,
		],
		[400, 'public error unsafe image upload.', 'moderated', 200],
		[400, 'Only English prompts are supported at this time.', 'invalidRequest', 200],
		[451, 'Failed to fetch the image.', 'invalidRequest', 200],
		[
			422,
			'Your request was rejected by Flow(Your prompt was flagged by Website).',
			'moderated',
			200,
		],
		[501, 'Generation Failed', 'gateway', 200],
		[501, '', 'gateway', 200],
		[501, 'Generation Failed', 'gateway', 500],
	])('%d "%s": the job has failed, as %s', (code, msg, failure, status) => {
		const job = jobIn(look(code, msg, status));
		expect(job).toMatchObject({ status: 'failed', failure: { code: failure } });
		expect(job.failure!.retryable).toBe(failure === 'gateway');
		expect(job.failure!.message).toMatch(/\w{5}/);
	});

	test.each([
		[400, 'taskId is invalid'],
		[401, 'You do not have access permissions'],
		[455, 'maintenance'],
		[500, 'Internal Error, Please try again later.'],
	])('%d "%s" is about the call', (code, msg) => {
		expect(errorIn(look(code, msg))).toMatchObject({ gatewayCode: code });
	});

	test('says no more of a task, whose record tells how it ended', () => {
		expect(errorIn(look(501, 'Generation Failed', 200, '9f86d081'))).toMatchObject({
			retryable: true,
		});
	});
});

describe('a refusal inside HTTP 200', () => {
	/** Every code of the pages: only those that can't have made a task are sure. */
	test.each([
		[400, 'no'],
		[401, 'no'],
		[402, 'no'],
		[404, 'no'],
		[422, 'no'],
		[429, 'no'],
		[433, 'no'],
		[451, 'no'],
		[455, 'no'],
		[500, 'maybe'],
		[501, 'maybe'],
		[505, 'no'],
		[503, 'maybe'],
		[999, 'maybe'],
	])('with code %i: accepted %s, on both routes', async (code, accepted) => {
		for (const request of [task, veo]) {
			bench.simulator.fault({ endpoint: 'submit', times: 1, respond: kieRefusal(code) });
			const error = await bench.refused(request);
			expect(error).toMatchObject({ accepted, gatewayCode: code });
			expect(error.message).toContain(`code ${code}`);
		}
		expect(bench.simulator.jobs).toEqual([]);
	});
});

describe('references', () => {
	const url = (name: string) => ({ kind: 'url', url: `https://example.com/${name}` }) as const;
	const subjectReferences = [url('a.jpg'), url('b.jpg')];
	const referenceVideos = ['https://example.com/walk.mp4'];
	const referenceAudio = ['https://example.com/voice.mp3'];
	const wanted = (model: string, more: Partial<VideoRequest> = {}): VideoRequest => ({
		model,
		prompt: 'A lake',
		...more,
	});
	const sent = (request: VideoRequest) => {
		expect(checkRequest(kie, request)).toEqual([]);
		const fitted = fitToModel(kie, request);
		expect(fitted.notices).toEqual([]);
		return kie.submit(fitted.request).request.body;
	};

	test.each(['bytedance/seedance-2', 'bytedance/seedance-2-fast', 'bytedance/seedance-2-mini'])(
		'of %s are sent as its page has them',
		(model) => {
			const inputs = { referenceVideos, referenceAudio };
			expect(sent(wanted(model, { subjectReferences, inputs }))).toEqual({
				model,
				input: {
					prompt: 'A lake',
					reference_image_urls: [
						'https://example.com/a.jpg',
						'https://example.com/b.jpg',
					],
					reference_video_urls: referenceVideos,
					reference_audio_urls: referenceAudio,
					duration: 5,
					resolution: '720p',
				},
			});
		},
	);

	test('of MiniMax H3 go to an ID of their own, whose ratio follows them', () => {
		for (const more of [{ subjectReferences }, { inputs: { referenceVideos } }]) {
			const body = sent(wanted('minimax-h3', more)) as { model: string; input: object };
			expect(body.model).toBe('minimax-h3/reference-to-video');
			expect(body.input).not.toHaveProperty('aspect_ratio');
		}
	});

	test.each(['veo3_fast', 'veo3_lite'])('of %s are told from frames by the mode', (model) => {
		expect(sent(wanted(model, { subjectReferences }))).toMatchObject({
			imageUrls: ['https://example.com/a.jpg', 'https://example.com/b.jpg'],
			generationType: 'REFERENCE_2_VIDEO',
		});
		expect(sent(wanted(model, { firstFrame: image }))).not.toHaveProperty('generationType');
		expect(
			checkRequest(kie, wanted(model, { subjectReferences, aspectRatio: 'Auto' })),
		).toMatchObject([{ field: 'subjectReferences', code: 'onlyWith', other: 'aspectRatio' }]);
	});

	test.each([
		['bytedance/seedance-2', { subjectReferences }, 'subjectReferences'],
		['bytedance/seedance-2', { inputs: { referenceVideos } }, 'referenceVideos'],
		['minimax-h3', { subjectReferences }, 'subjectReferences'],
		['veo3_fast', { subjectReferences }, 'subjectReferences'],
	] as const)('of %s are refused beside a frame: %j', (model, more, field) => {
		const request = wanted(model, { ...more, firstFrame: image } as Partial<VideoRequest>);
		expect(checkRequest(kie, request)).toEqual([
			{ field, code: 'notWith', other: 'firstFrame' },
		]);
	});

	test.each(['bytedance/seedance-2', 'minimax-h3'])('of %s are never audio alone', (model) => {
		const request = wanted(model, { inputs: { referenceAudio } });
		expect(checkRequest(kie, request)).toEqual([
			{
				field: 'referenceAudio',
				code: 'notAlone',
				others: ['subjectReferences', 'referenceVideos'],
			},
		]);
	});

	test('make the price unknown where they cost extra, or may', () => {
		const cost = (model: string, more: Partial<VideoRequest>) =>
			estimateCost(kie, wanted(model, more))?.amount;
		expect(cost('bytedance/seedance-2', { subjectReferences })).toBe(1.025);
		expect(cost('bytedance/seedance-2', { inputs: { referenceVideos } })).toBeUndefined();
		expect(cost('veo3_fast', {})).toBe(0.3);
		expect(cost('veo3_fast', { subjectReferences })).toBeUndefined();
	});
});

test('an end frame alone would become the first one', () => {
	for (const request of [task, veo]) {
		expect(checkRequest(kie, { ...request, endFrame: image })).toEqual([
			{ field: 'firstFrame', code: 'missing', for: 'endFrame' },
		]);
	}
});

test('a fallback from another gateway keeps the model', () => {
	const from = gateways.find(({ id }) => id === 'useapi')!;
	const wanted = { model: 'Veo-3.1-Fast', prompt: 'A lake', durationSeconds: 8 };
	expect(translate(from, kie, wanted, new Set(['model']))).toMatchObject({
		request: { model: 'veo3_fast', durationSeconds: 8 },
	});
});

describe('a signature', () => {
	const { isValid } = kie.callbacks!.signature!;
	const NOW = Date.UTC(2026, 9, 1, 12);
	const SECONDS = NOW / 1000;
	/** The page's own words: base64(HMAC-SHA256(taskId + "." + timestamp, webhookHmacKey)). */
	const sign = (taskId: string, timestamp: number | string, key = KIE_WEBHOOK_KEY) =>
		createHmac('sha256', key)
			.update(taskId)
			.update('.')
			.update(String(timestamp))
			.digest('base64');
	const callOf = (body: unknown, timestamp: number | string, signature: string) =>
		callbackOf(JSON.stringify(body) ?? '', {
			headers: {
				'x-webhook-timestamp': String(timestamp),
				'x-webhook-signature': signature,
			},
			receivedAt: NOW,
		});

	test('is about the task and the time, by either name, and not about the rest of the body', () => {
		const good = sign('t1', SECONDS);
		for (const data of [{ taskId: 't1' }, { task_id: 't1' }, { taskId: 't1', state: 'fail' }]) {
			expect(isValid(callOf({ data }, SECONDS, good), KIE_WEBHOOK_KEY)).toBe(true);
		}
		expect(isValid(callOf({ data: { taskId: 't2' } }, SECONDS, good), KIE_WEBHOOK_KEY)).toBe(
			false,
		);
		expect(isValid(callOf({ data: { taskId: 't1' } }, SECONDS, good), 'other')).toBe(false);
		const data = { taskId: 't1' };
		for (const old of [SECONDS - 301, SECONDS + 301]) {
			expect(isValid(callOf({ data }, old, sign('t1', old)), KIE_WEBHOOK_KEY)).toBe(false);
		}
		expect(isValid(callbackOf(JSON.stringify({ data })), KIE_WEBHOOK_KEY)).toBe(false);
	});
});

test('a picture is uploaded to the address of its own, and sent as the link that came back', async () => {
	const upload = kie.images.bytes as {
		call: typeof import('../../../gateways/adapters/kie/submit').upload;
	};
	const { outcome } = await bench.send(upload.call({ bytes: FRAME, mimeType: 'image/png' }));
	expect(isGatewayError(outcome)).toBe(false);
	expect(outcome).toMatchObject({ kind: 'url', url: expect.stringMatching(/^http/) });
});
