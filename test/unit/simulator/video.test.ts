import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { path as ffprobe } from '@ffprobe-installer/ffprobe';
import axios from 'axios';
import { CLIP } from '../../support/simulator/index';
import { firstSubmit, simulator, submitOf } from './requests';

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
