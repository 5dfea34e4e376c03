import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { documentedError, FRAME, wireIdOf } from '../../support/simulator/index';
import type { GatewayId } from '../../support/simulator/index';
import {
	type Body,
	FILE_1,
	FILE_2,
	FILE_3,
	IMAGE,
	SUBMITS,
	call,
	codesIn,
	expectRefused,
	headersFor,
	idIn,
	invalidStatus,
	simulator,
	submitOf,
} from './requests';

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
		const answer = await submitOf({ ...submit, body });

		expect(answer.status).toBe(invalidStatus(submit));
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
		const answer = await submitOf({ ...submit, body });

		expect(answer.status).toBe(invalidStatus(submit));
		expectRefused(submit.gateway);
		expect(simulator.refusals).toHaveLength(1);
	});

	test.each(SUBMITS)('$name: refuses a wrong key in its own way', async (submit) => {
		const answer = await submitOf(submit, { headers: headersFor(submit.gateway, 'wrong') });
		const { refusesInBody }: GatewayFacts = FACTS[submit.gateway];

		if (refusesInBody && !submit.refusesByStatus) {
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
		const { notJson = invalidStatus(submit) } = FACTS[submit.gateway].status;
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

	test('AIgateway refuses a model that it has not', async () => {
		const body = { model: 'google/veo-9', prompt: 'a' };
		const { status } = await refuses('aigateway', '/v1/videos/generations', body, /veo-9/);
		expect(status).toBe(404);
	});

	test('OpenRouter continues no job that it does not know', async () => {
		const body = {
			model: 'black-forest-labs/flux-3-video',
			prompt: 'a',
			previous_job_id: 'gen-vid-1',
		};
		const { status } = await refuses('openrouter', '/v1/videos', body, /not found/);
		expect(status).toBe(404);
	});

	/** A page under the type of a picture, as one gets from a link that has run out. */
	const PAGE_AS_PICTURE = `data:image/png;base64,${Buffer.from('<html>').toString('base64')}`;

	test.each<[GatewayId, path: string, body: Body]>([
		['fal', '/fal-ai/veo3.1/image-to-video', { prompt: 'a', image_url: PAGE_AS_PICTURE }],
		[
			'replicate',
			'/v1/models/google/veo-3.1/predictions',
			{ input: { prompt: 'a', image: PAGE_AS_PICTURE } },
		],
		[
			'openrouter',
			'/v1/videos',
			{
				model: 'google/veo-3.1-fast',
				prompt: 'a',
				frame_images: [
					{
						type: 'image_url',
						image_url: { url: PAGE_AS_PICTURE },
						frame_type: 'first_frame',
					},
				],
			},
		],
	])('%s refuses a picture that is none', async (gateway, path, body) => {
		await refuses(gateway, path, body, /not one of png/);
	});

	test.each<[GatewayId, path: string, body: Body]>([
		['segmind', '/upload-asset', { data_urls: [PAGE_AS_PICTURE] }],
		[
			'kie',
			'/api/file-base64-upload',
			{ base64Data: PAGE_AS_PICTURE, uploadPath: 'images/user-uploads' },
		],
	])('%s uploads no picture that is none', async (gateway, path, body) => {
		const { uploadUrl, baseUrl } = simulator.credentials[gateway];
		await call(gateway, 'POST', path, body, { url: `${uploadUrl ?? baseUrl}${path}` });
		expect(simulator.refusals.map((refusal) => refusal.reason)).toEqual([
			expect.stringMatching(/not one of png/),
		]);
	});

	test.each([
		['a file that is none', Buffer.from('<html>'), 'image/png', /not one of png/],
		['a file of another type', FRAME, 'image/jpeg', /image\/png under image\/jpeg/],
	])('Replicate uploads no picture that is %s', async (_name, bytes, type, reason) => {
		const form = new FormData();
		form.append('content', new Blob([new Uint8Array(bytes)], { type }), 'image.png');
		const { status } = await call('replicate', 'POST', '/v1/files', form);
		expect(status).toBe(422);
		expect(simulator.refusals.map((refusal) => refusal.reason)).toEqual([
			expect.stringMatching(reason),
		]);
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
