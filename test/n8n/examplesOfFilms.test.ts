import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import type { IDataObject, INodeConnections } from 'n8n-workflow';

import { CLIP } from '../support/simulator';
import type { CredentialsByType } from '../support/n8n/examples';
import type { Execution, WorkflowJson } from '../support/n8n/n8n';
import { probe } from '../support/n8n/videos';
import { startChatModel } from './chatModel';
import { completedExample } from './completedExample';
import { itemsOf, jsonOf, stageForTests } from './stage';

/** Examples that make something of several clips, or several posts of one. */

const CLIP_SECONDS = 2;
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;
if (!hasFfmpeg)
	console.log('Skipped: what ffmpeg does in the examples, since it is not installed.');

const folder = mkdtempSync(join(tmpdir(), 'films-'));
const env: Record<string, string> = {
	N8N_RESTRICT_FILE_ACCESS_TO: folder,
	// n8n 2 leaves Execute Command out by default.
	NODES_EXCLUDE: '[]',
};

/** Puts an ffmpeg before the real one that writes down which files it is told to join. */
async function recordLists(): Promise<void> {
	const real = spawnSync('which', ['ffmpeg'], { encoding: 'utf8' }).stdout.trim();
	const script = `#!/bin/sh
case "$*" in
*pipe:0*) tee '${join(folder, 'list.txt')}' | '${real}' "$@" ;;
*) exec '${real}' "$@" ;;
esac
`;
	const bin = join(folder, 'bin');
	await mkdir(bin);
	await writeFile(join(bin, 'ffmpeg'), script, { mode: 0o755 });
	env.PATH = `${bin}:${process.env.PATH}`;
}

/** What the networks got: path, body, and the range of a file. */
interface Posted {
	url: string;
	body: unknown;
	range: string | undefined;
	authorization: string | undefined;
}
const posted: Posted[] = [];
/** How Gemini answers, by the text that it is asked with. */
let rate: (text: string) => string = () => '50';
let outside: FastifyInstance;

/** Gemini, YouTube, Facebook and TikTok on loopback, as far as the examples use them. */
async function startOutside(): Promise<string> {
	outside = fastify();
	const asBuffer = { parseAs: 'buffer' } as const;
	outside.removeAllContentTypeParsers();
	outside.addContentTypeParser('application/json', asBuffer, (_, body, done) =>
		done(null, JSON.parse(body.toString() || '{}')),
	);
	outside.addContentTypeParser('*', asBuffer, (_, body, done) => done(null, body));
	outside.addHook('preHandler', ({ url, body, headers }, _, done) => {
		const { authorization } = headers;
		posted.push({ url, body, range: headers['content-range'], authorization });
		done();
	});
	const addressOf = (path: string) => `${origin}${path}`;
	outside.post('/upload/v1beta/files', (_, reply) =>
		reply.header('x-goog-upload-url', addressOf('/gemini-file')).send({}),
	);
	outside.post('/gemini-file', () => ({
		file: {
			name: 'files/1',
			uri: addressOf('/files/1'),
			mimeType: 'video/mp4',
			state: 'ACTIVE',
		},
	}));
	outside.post('/v1beta/*', ({ body }) => {
		const [{ parts }] = (body as { contents: [{ parts: Array<{ text?: string }> }] }).contents;
		const text = rate(parts.map((part) => part.text ?? '').join(''));
		return { candidates: [{ content: { role: 'model', parts: [{ text }] } }] };
	});
	outside.post('/upload/youtube/v3/videos', (_, reply) =>
		reply.header('location', addressOf('/youtube-file')).send({}),
	);
	outside.put('/youtube-file', () => ({ id: 'short-1' }));
	outside.post('/v25.0/me/videos', (_, reply) => {
		if (facebookIsDown) return reply.code(500).send({ error: { message: 'Down' } });
		return reply.send({ id: 'page-video-1' });
	});
	outside.post('/v2/post/publish/inbox/video/init/', () => ({
		data: { publish_id: 'tiktok-1', upload_url: addressOf('/tiktok-file') },
		error: { code: 'ok' },
	}));
	outside.put('/tiktok-file', (_, reply) => reply.code(201).send());
	const origin = await outside.listen({ host: '127.0.0.1', port: 0 });
	return origin;
}
let facebookIsDown = false;

beforeAll(async () => {
	if (hasFfmpeg) await recordLists();
	env.GOOGLE_ON_LOOPBACK = await startOutside();
	env.NODE_OPTIONS = `--require ${JSON.stringify(join(__dirname, 'google-on-loopback.cjs'))}`;
});
const stage = stageForTests(2, env);
beforeEach(() => void posted.splice(0));
afterAll(async () => {
	await outside.close();
	await rm(folder, { recursive: true, force: true });
});

/** The example with the folder that this n8n may write to, and without the nodes that need what isn't there. */
async function example(
	name: string,
	credentials: CredentialsByType,
	parameters: Record<string, IDataObject> = {},
	without: readonly string[] = [],
): Promise<WorkflowJson> {
	const made = await completedExample(name, parameters, credentials);
	const { nodes, connections, ...rest } = JSON.parse(
		JSON.stringify(made).replaceAll('/home/node/.n8n-files', folder),
	) as WorkflowJson;
	const isThere = (node: string) => !without.includes(node);
	return {
		...rest,
		nodes: nodes.filter((node) => isThere(node.name)),
		connections: Object.fromEntries(
			Object.entries(connections)
				.filter(([from]) => isThere(from))
				.map(([from, kinds]) => [from, withTargets(kinds, isThere)]),
		),
	};
}

/** The connections of a node that lead to a node that is there. */
const withTargets = (kinds: INodeConnections, isThere: (node: string) => boolean) =>
	Object.fromEntries(
		Object.entries(kinds).map(([kind, outputs]) => [
			kind,
			outputs.map((targets) => (targets ?? []).filter(({ node }) => isThere(node))),
		]),
	);

async function run(workflow: WorkflowJson): Promise<Execution> {
	return await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(workflow)),
		{ timeoutSeconds: 120 },
	);
}

const credential = async (type: string, data: IDataObject) => ({
	[type]: await stage.n8n.createCredential({ name: type, type, data }),
});

/** Seconds of a film in a file. */
async function secondsOf(file: string): Promise<number> {
	const found = await probe(file);
	if (found instanceof Error) throw found;
	return found.duration;
}

describe('an idea becomes a film', () => {
	const scenes = ['The well', 'The forbidden stream', 'The river', 'The sea'];

	/** Runs the example with a model that answers with the scenes. */
	async function make(without: readonly string[] = []) {
		const model = await startChatModel(() =>
			JSON.stringify({ output: { scenes: scenes.map((prompt) => ({ prompt })) } }),
		);
		try {
			const openAiApi = await credential('openAiApi', { apiKey: 'sk-1', url: model.url });
			// A test has no time for suspensions.
			const soon = { 'Wait For Video': { options: { checkIntervalSeconds: 4 } } };
			const credentials = { ...stage.credentials, ...openAiApi };
			const execution = await run(
				await example('scenes-to-film', credentials, soon, without),
			);
			return { execution, asked: model.requests };
		} finally {
			await model.close();
		}
	}

	test('of its clips in the order of the scenes, without the one that failed', async () => {
		const { simulator, n8n } = stage;
		// The first is the last one that is ready, and each has its own size.
		simulator.plan = ({ prompt = '' }) => ({
			seconds: prompt === 'The well' ? 4 : 1,
			videoBytes: CLIP.length + 8 + scenes.indexOf(prompt),
			outcome: prompt.includes('forbidden') ? 'moderated' : 'completed',
		});
		const { execution, asked } = await make(hasFfmpeg ? [] : ['Join Clips', 'Film']);

		expect(execution.error?.message).toBeUndefined();
		expect(asked).toHaveLength(1);
		expect(JSON.stringify(asked[0]!.messages)).toMatch(/paper boat.*JSON schema/is);
		expect(simulator.jobs.map(({ prompt }) => prompt).sort()).toEqual([...scenes].sort());
		const clips = jsonOf(execution, 'Save Clips');
		expect(clips.map(({ prompt }) => prompt)).toEqual(['The well', 'The river', 'The sea']);
		const sizes = clips.map(async ({ fileName }) => (await stat(String(fileName))).size);
		expect(await Promise.all(sizes)).toEqual([0, 2, 3].map((index) => CLIP.length + 8 + index));
		expect(jsonOf(execution, 'Failed Scenes')).toMatchObject([
			{ prompt: 'The forbidden stream', details: { code: 'moderated' } },
		]);
		expect(simulator.refusals).toEqual([]);

		if (!hasFfmpeg) return;
		const [film, ...others] = itemsOf(execution, 'Film');
		expect(others).toEqual([]);
		const list = await readFile(join(folder, 'list.txt'), 'utf8');
		expect(list).toBe(clips.map(({ fileName }) => `file 'file:${fileName}'\n`).join(''));
		const file = join(folder, 'read-back.mp4');
		await writeFile(file, await n8n.binaryFile(film!.binary!.data!));
		expect(await secondsOf(file)).toBeCloseTo(3 * CLIP_SECONDS, 1);
	});

	test('or a list of clips in order where n8n has no Execute Command', async () => {
		const { execution } = await make(['Join Clips', 'Film']);

		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution, 'Save Clips').map(({ prompt }) => prompt)).toEqual(scenes);
	});
});

(hasFfmpeg ? describe : describe.skip)('the last frame of a clip', () => {
	test('is what the next clip begins with', async () => {
		const { simulator, n8n } = stage;
		const execution = await run(await example('last-frame-to-next-clip', stage.credentials));

		expect(execution.error?.message).toBeUndefined();
		const [first, next, ...others] = simulator.jobs;
		expect(others).toEqual([]);
		expect(first!.body).not.toHaveProperty('image_url');
		const frame = Buffer.from(String(next!.body.image_url).split('base64,')[1]!, 'base64');
		expect(frame).toEqual(await readFile(join(folder, `frame-${execution.id}.png`)));
		expect(frame).toEqual(frameOf(23));
		expect(frame).not.toEqual(frameOf(0));

		const items = itemsOf(execution, 'Both Videos');
		expect(items.map(({ json }) => [json.jobId, json.status])).toEqual([
			[first!.jobId, 'completed'],
			[next!.jobId, 'completed'],
		]);
		for (const { binary } of items) {
			expect((await n8n.binaryFile(binary!.data!)).equals(CLIP)).toBe(true);
		}
		expect(simulator.refusals).toEqual([]);
	});

	test('is not there if the clip failed, and no second clip is paid for', async () => {
		stage.simulator.plan = () => ({ outcome: 'moderated' });
		const execution = await run(await example('last-frame-to-next-clip', stage.credentials));

		expect(execution.error?.message).toMatch(/failed \(moderated\)/);
		expect(stage.simulator.jobs).toHaveLength(1);
	});
});

/** A picture of the clip, as PNG, by its number. */
function frameOf(index: number): Buffer {
	const file = join(__dirname, '../support/simulator/assets/clip.mp4');
	const select = ['-vf', `select=eq(n\\,${index})`, '-frames:v', '1'];
	const to = ['-f', 'image2pipe', '-c:v', 'png', '-'];
	return spawnSync('ffmpeg', ['-v', 'error', '-i', file, ...select, ...to]).stdout;
}

describe('the best of three videos', () => {
	async function choose(score: typeof rate): Promise<Execution> {
		rate = score;
		const gemini = await credential('googlePalmApi', {
			host: env.GOOGLE_ON_LOOPBACK!,
			apiKey: 'stand-in',
		});
		const credentials = { ...stage.credentials, ...gemini };
		const execution = await run(await example('best-of-three', credentials));
		expect(execution.error?.message).toBeUndefined();
		return execution;
	}

	test('is the one with the highest score, with its own file', async () => {
		const { simulator, n8n } = stage;
		simulator.plan = ({ prompt = '' }) => ({
			videoBytes: CLIP.length + (prompt.includes('drone') ? 100 : 200),
		});
		const execution = await choose((text) =>
			text.includes('drone') ? '100\n' : text.includes('slow motion') ? '**9**' : '99',
		);

		expect(simulator.jobs).toHaveLength(3);
		const drone = simulator.jobs.find(({ prompt }) => prompt!.includes('drone'))!;
		const [best, ...others] = itemsOf(execution, 'Best Video');
		expect(others).toEqual([]);
		expect(best!.json).toMatchObject({
			jobId: drone.jobId,
			prompt: drone.prompt,
			score: 100,
			scores: [99, 100, 9],
		});
		const file = await n8n.binaryFile(best!.binary!.data!);
		expect(file).toHaveLength(CLIP.length + 100);
		// Gemini saw the videos themselves, in the order of the variants.
		const seen = posted.filter(({ url }) => url.startsWith('/gemini-file'));
		expect(seen.map(({ body }) => (body as Buffer).length - CLIP.length)).toEqual([
			200, 100, 200,
		]);
		expect(simulator.refusals).toEqual([]);
	});

	test('is one of the others if one failed or has no score', async () => {
		stage.simulator.plan = ({ prompt = '' }) => ({
			outcome: prompt.includes('drone') ? 'moderated' : 'completed',
		});
		const execution = await choose((text) =>
			text.includes('slow motion') ? '12' : "I can't rate this.",
		);

		expect(jsonOf(execution, 'Best Video')).toMatchObject([{ score: 12, scores: [-1, 12] }]);
		expect(jsonOf(execution, 'Best Video')[0]!.prompt).toMatch(/slow motion/);
		expect(jsonOf(execution, 'Failed Variants')).toMatchObject([
			{ details: { code: 'moderated' } },
		]);
		expect(stage.simulator.jobs).toHaveLength(3);
	});
});

describe('one vertical video', () => {
	async function post(): Promise<Execution> {
		const oauthTokenData = { access_token: 'stand-in', token_type: 'Bearer' };
		const execution = await run(
			await example('one-video-three-networks', {
				...stage.credentials,
				...(await credential('youTubeOAuth2Api', {
					clientId: 'stand-in',
					clientSecret: 'stand-in',
					oauthTokenData,
				})),
				...(await credential('facebookGraphApi', { accessToken: 'page-token' })),
				...(await credential('httpHeaderAuth', {
					name: 'Authorization',
					value: 'Bearer tiktok-token',
				})),
			}),
		);
		expect(execution.error?.message).toBeUndefined();
		const [job, ...others] = stage.simulator.jobs;
		expect(others).toEqual([]);
		expect(job!.body).toMatchObject({ aspect_ratio: '9:16' });
		return execution;
	}

	const postedTo = (path: string) => posted.filter(({ url }) => url.startsWith(path));
	const range = `bytes 0-${CLIP.length - 1}/${CLIP.length}`;

	test('reaches each of the three networks once, with its file', async () => {
		const execution = await post();

		const [short] = postedTo('/upload/youtube');
		expect(short!.body).toMatchObject({
			snippet: { title: expect.stringMatching(/#Shorts$/) as string },
			status: { privacyStatus: 'private' },
		});
		const [page] = postedTo('/v25.0/me/videos');
		expect((page!.body as Buffer).includes(CLIP)).toBe(true);
		expect(page!.url).toMatch(/description=How/);
		const [opened] = postedTo('/v2/post/publish');
		expect(opened).toMatchObject({
			authorization: 'Bearer tiktok-token',
			body: { source_info: { source: 'FILE_UPLOAD', video_size: CLIP.length } },
		});
		for (const file of ['/youtube-file', '/tiktok-file']) {
			expect(postedTo(file).map((call) => call.range)).toEqual([range]);
			expect((postedTo(file)[0]!.body as Buffer).equals(CLIP)).toBe(true);
		}
		expect(jsonOf(execution, 'YouTube Short')).toMatchObject([{ uploadId: 'short-1' }]);
		expect(posted).toHaveLength(5);
		expect(stage.simulator.refusals).toEqual([]);
	});

	test('still reaches the others if one is down', async () => {
		facebookIsDown = true;
		try {
			const execution = await post();
			expect(jsonOf(execution, 'Facebook Page')).toMatchObject([
				{ error: expect.anything() as unknown },
			]);
			expect(postedTo('/youtube-file')).toHaveLength(1);
			expect(postedTo('/tiktok-file')).toHaveLength(1);
		} finally {
			facebookIsDown = false;
		}
	});
});
