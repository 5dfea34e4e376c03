import axios from 'axios';

import { CLIP } from '../../support/simulator/media';
import { startMiniMax, type MiniMax } from '../../support/simulator/minimax';

let miniMax: MiniMax;
beforeAll(async () => {
	miniMax = await startMiniMax({ videoSeconds: 0 });
});
afterAll(async () => {
	await miniMax.close();
});
beforeEach(() => {
	miniMax.reset();
	miniMax.videoSeconds = 0;
});

const http = (key = miniMax.credential.apiKey) =>
	axios.create({
		baseURL: miniMax.credential.url,
		headers: { Authorization: `Bearer ${key}` },
		validateStatus: () => true,
		proxy: false,
	});

const good = { model: 'MiniMax-Hailuo-2.3', prompt: 'A lake', duration: 6, resolution: '768P' };
const submit = async (body: object) =>
	await http().post<{ task_id: string }>('/video_generation', body);
const query = async (taskId: string) =>
	await http().get<{ status: string; file_id: string }>('/query/video_generation', {
		params: { task_id: taskId },
	});

test('a video is submitted, asked for, and fetched by its file', async () => {
	const { data: job } = await submit(good);
	const { data: state } = await query(job.task_id);
	expect(state).toMatchObject({ status: 'Success', file_id: expect.any(String) as string });
	const { data } = await http().get<{ file: { file_id: number; download_url: string } }>(
		'/files/retrieve',
		{ params: { file_id: state.file_id } },
	);
	expect(data.file.file_id).toBe(Number(state.file_id));
	const file = await axios.get<Buffer>(data.file.download_url, {
		responseType: 'arraybuffer',
		proxy: false,
	});
	expect(file.data.equals(CLIP)).toBe(true);
	expect(miniMax.jobs[0]!.statusCalls).toHaveLength(1);
	expect(miniMax.refusals).toEqual([]);
});

test('a video that is not there yet has no file', async () => {
	miniMax.videoSeconds = 60;
	const { data } = await submit(good);
	expect((await query(data.task_id)).data).toMatchObject({ status: 'Queueing', file_id: '' });
});

test.each([
	['an unknown model', { ...good, model: 'MiniMax-Hailuo-2.3-Fast' }],
	['no prompt', { ...good, prompt: '' }],
	['10 s in 1080P', { ...good, duration: 10, resolution: '1080P' }],
	['720P of Hailuo', { ...good, resolution: '720P' }],
	['an unknown field', { ...good, seed: 1 }],
	[
		'the fast optimizer of an older model',
		{ model: 'T2V-01', prompt: 'A lake', fast_pretreatment: true },
	],
])('%s is refused with code 2013 inside HTTP 200', async (_name, body) => {
	const { status, data } = await submit(body);
	expect(status).toBe(200);
	expect(data).toMatchObject({ task_id: '', base_resp: { status_code: 2013 } });
	expect(miniMax.jobs).toEqual([]);
	expect(miniMax.refusals).toHaveLength(1);
});

test('a wrong key is refused with code 1004', async () => {
	const { data } = await http('wrong').post<unknown>('/video_generation', good);
	expect(data).toMatchObject({ base_resp: { status_code: 1004 } });
	expect(miniMax.jobs).toEqual([]);
});
