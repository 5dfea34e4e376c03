import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { startMiniMax, type MiniMax } from '../support/simulator/minimax';
import { clientFile, describeClient, exception } from './clients';

let server: MiniMax;
let folder: string;

beforeAll(async () => {
	server = await startMiniMax({ videoSeconds: 0.05 });
	folder = await mkdtemp(join(tmpdir(), 'mmx-'));
});
beforeEach(() => server.reset());
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
async function mmx(words: string[], apiKey = server.credential.apiKey): Promise<Ran> {
	const globals = ['--output', 'json', '--non-interactive', '--api-key', apiKey];
	const { exitCode, stdout, stderr } = await execa(
		process.execPath,
		[clientFile('mmx-cli', 'dist', 'mmx.mjs'), ...words, ...globals],
		{
			reject: false,
			timeout: 20_000,
			env: {
				MINIMAX_BASE_URL: server.origin,
				MINIMAX_REGION: 'global',
				MMX_CONFIG_DIR: folder,
			},
		},
	);
	return { code: exitCode, answer: parsed(stdout), stderr };
}

const submit = async (apiKey?: string): Promise<Ran> =>
	await mmx(['video', 'generate', '--prompt', 'A mountain lake', '--async'], apiKey);

jest.setTimeout(60_000);

/** MiniMax's protocol, which Pixazo hands through: https://github.com/MiniMax-AI/cli. */
describeClient('mmx-cli at MiniMax', () => {
	test('submits a video and checks its status', async () => {
		const { code, answer } = await submit();
		const [job] = server.jobs;
		expect([code, answer]).toEqual([0, { taskId: job!.taskId }]);

		const query = ['video', 'task', 'get', '--task-id', job!.taskId];
		await sleep(100);
		expect((await mmx(query)).answer).toMatchObject({
			task_id: job!.taskId,
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
			const file = server.jobs[0]!.taskId.slice(-12);
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

	exception(
		'it makes no H3 video',
		"that is MiniMax's second protocol (/v2/video_generation), which no gateway here hands through",
		async () => {
			const { code } = await mmx([
				...['video', 'generate', '--model', 'MiniMax-H3', '--prompt', 'A lake', '--async'],
			]);
			expect(code).not.toBe(0);
			expect(server.refusals).toMatchObject([{ path: '/v2/video_generation' }]);
		},
	);
});
