import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { startSimulator, type Simulator } from '../support/simulator';
import { fileIdOf } from '../support/simulator/gateways/minimax';
import { h3JobId } from '../support/simulator/gateways/minimaxH3';
import { clientFile, describeClient, exception } from './clients';

let server: Simulator;
let folder: string;

beforeAll(async () => {
	server = await startSimulator();
	folder = await mkdtemp(join(tmpdir(), 'mmx-'));
});
beforeEach(() => {
	server.reset();
	server.videoSeconds = 0.05;
});
afterAll(async () => {
	await server.close();
	await rm(folder, { recursive: true });
});

interface Ran {
	code: number;
	/** What it printed as its answer. */
	answer: unknown;
	stderr: string;
}

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));

/** Runs MiniMax's command line as its user would. */
async function mmx(words: string[], apiKey = server.credentials.minimax.apiKey): Promise<Ran> {
	const globals = ['--output', 'json', '--non-interactive', '--api-key', apiKey];
	const { exitCode, stdout, stderr } = await execa(
		process.execPath,
		[clientFile('mmx-cli', 'dist', 'mmx.mjs'), ...words, ...globals],
		{
			reject: false,
			timeout: 20_000,
			env: {
				MINIMAX_BASE_URL: server.credentials.minimax.baseUrl,
				MINIMAX_REGION: 'global',
				MMX_CONFIG_DIR: folder,
			},
		},
	);
	return { code: exitCode, answer: parsed(stdout), stderr };
}

const submit = async (apiKey?: string): Promise<Ran> =>
	await mmx(['video', 'generate', '--prompt', 'A mountain lake', '--async'], apiKey);

/** MiniMax's own command line: https://github.com/MiniMax-AI/cli. */
describeClient('mmx-cli at MiniMax', () => {
	test('submits a video and checks its status', async () => {
		const { code, answer } = await submit();
		const [job] = server.jobs;
		expect([code, answer]).toEqual([0, { taskId: job!.jobId }]);

		const query = ['video', 'task', 'get', '--task-id', job!.jobId];
		await sleep(100);
		expect((await mmx(query)).answer).toMatchObject({
			task_id: job!.jobId,
			status: 'Success',
			file_id: expect.stringMatching(/^\d+$/),
		});
		expect(server.refusals).toEqual([]);
	});

	test('tells of a wrong key in the words of base_resp', async () => {
		const { code, stderr } = await submit('wrong');
		expect(code).not.toBe(0);
		expect(stderr).toMatch('not authorized');
		expect(server.jobs).toEqual([]);
	});

	test('tells of an unknown task', async () => {
		const { code, stderr } = await mmx(['video', 'task', 'get', '--task-id', '1']);
		expect(code).not.toBe(0);
		expect(stderr).toMatch('invalid params');
	});

	exception(
		'it downloads no video here',
		'it turns http:// of a result into https://, and the simulator has no certificate',
		async () => {
			await submit();
			await sleep(100);
			const file = fileIdOf(server.jobs[0]!.jobId);
			const out = join(folder, 'video.mp4');
			const { code, stderr } = await mmx([
				...['video', 'download', '--file-id', file, '--out', out],
			]);
			expect(code).not.toBe(0);
			expect(stderr).toMatch('Download failed');
			// The file's address was found; only the download behind it is missing.
			expect(server.refusals).toEqual([]);
		},
	);

	test('makes an H3 video, from a text and from a frame', async () => {
		const generate = async (...words: string[]) =>
			await mmx([
				...['video', 'generate', '--model', 'MiniMax-H3', '--prompt', 'A lake', '--async'],
				...words,
			]);
		const { code, answer } = await generate();
		const [job] = server.jobs;
		expect([code, answer]).toEqual([0, { taskId: job!.jobId.replace(h3JobId(''), '') }]);
		expect((await generate('--first-frame', 'https://example.com/first.jpg')).code).toBe(0);
		expect([server.jobs.length, server.refusals]).toEqual([2, []]);
	});
});
