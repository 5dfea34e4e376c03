import axios from 'axios';
import { CLIP, FRAME } from '../../support/simulator/index';
import type { GatewayId } from '../../support/simulator/index';
import { FRAME_DATA_URL, call, firstSubmit, headersFor, simulator, submitOf } from './requests';

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
