import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';

import { ensureN8nInstalled } from '../support/n8n/install';
import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { itemsOf, rows, videoNode } from '../n8n/stage';
import { assertNothingRefused, type Ground } from './ground';
import { markdown, print, ratio, spread } from './report';
import { fetchFile } from './ways';

/** What a large download costs n8n in memory, and how fast it is. */

const MEGABYTE = 1024 * 1024;

/** One way to download, and what its runs came to. */
interface Downloader {
	name: string;
	/** Makes a finished video of so many bytes, and gives the node that downloads it. */
	prepare: (ground: Ground, bytes: number) => Promise<NodeSketch>;
	grown: number[];
	speeds: number[];
}

/** Lets Pixazo have a finished video of so many bytes. */
async function finishedJob(ground: Ground, bytes: number) {
	const { simulator } = ground;
	simulator.reset();
	simulator.plan = () => ({ seconds: 0, videoBytes: bytes });
	await ground.finish(
		workflow('Submit', [
			videoNode(ground, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
		]),
		{ timeoutSeconds: 60 },
	);
	return simulator.jobs[0]!;
}

const downloaders = (): Downloader[] => [
	{
		name: 'this package',
		prepare: async (ground, bytes) =>
			videoNode(ground, 'checkVideoStatus', {
				gateway: 'pixazo',
				jobId: (await finishedJob(ground, bytes)).jobId,
				downloadVideo: true,
				options: { maxSizeMb: 4096 },
			}),
		grown: [],
		speeds: [],
	},
	{
		name: 'HTTP Request node',
		prepare: async (ground, bytes) =>
			fetchFile('Fetch', (await finishedJob(ground, bytes)).videoUrl!),
		grown: [],
		speeds: [],
	},
];

/** Videos of one run of Submit Video that waits for them, as many at a time as the package downloads. */
const MANY = 12;

/** Lets Submit Video wait for many videos, and gives the peak of the memory and the speed of all together. */
async function downloadMany(ground: Ground, bytes: number): Promise<Many> {
	const { n8n, simulator } = ground;
	simulator.reset();
	simulator.plan = () => ({ seconds: 0, videoBytes: bytes });
	const node = videoNode(ground, 'submitVideo', {
		gateway: 'pixazo',
		prompt: '={{ $json.prompt }}',
		waitForCompletion: true,
		downloadVideo: true,
	});
	const prompts = Array.from({ length: MANY }, (_, index) => ({ prompt: `Clip ${index + 1}` }));
	await n8n.resetPeakRss();
	const before = await n8n.rssBytes();
	const execution = await ground.finish(workflow('Download many', [...rows(prompts), node]), {
		timeoutSeconds: 300,
	});
	const grown = ((await n8n.peakRssBytes()) - before) / MEGABYTE;
	const files = itemsOf(execution, node.name).map(({ binary }) => binary?.data?.bytes);
	if (files.length !== MANY || files.some((got) => got !== bytes)) {
		throw new Error(`Download many: files of ${files.join(', ')} bytes instead of ${bytes}`);
	}
	await deleteFiles(ground);
	const seconds = execution.nodes[node.name]!.runs[0]!.executionTime / 1000;
	return { grown, speed: (MANY * bytes) / MEGABYTE / seconds };
}

/** What a run with many videos came to: memory in megabytes, and megabytes a second. */
interface Many {
	grown: number;
	speed: number;
}

const miniMaxDownloader = (): Downloader => ({
	name: "n8n's MiniMax node",
	prepare: async ({ miniMax, miniMaxCredentials }, bytes) => {
		miniMax.videoSeconds = 0;
		miniMax.videoBytes = bytes;
		return await Promise.resolve({
			name: 'MiniMax',
			type: '@n8n/n8n-nodes-langchain.minimax',
			parameters: { resource: 'video', operation: 'textToVideo', prompt: 'A lake' },
			credentials: miniMaxCredentials,
		});
	},
	grown: [],
	speeds: [],
});

/** Deletes what n8n has stored as binary data. */
async function deleteFiles({ n8n }: Ground): Promise<void> {
	for (const store of ['storage', 'binaryData']) {
		const folder = join(n8n.userFolder, '.n8n', store);
		for (const name of await readdir(folder).catch(() => [])) {
			await rm(join(folder, name), { recursive: true, force: true });
		}
	}
}

async function download(ground: Ground, by: Downloader, bytes: number): Promise<void> {
	const node = await by.prepare(ground, bytes);
	const { n8n } = ground;
	await n8n.resetPeakRss();
	const before = await n8n.rssBytes();
	const execution = await ground.finish(workflow(`Download by ${by.name}`, [node]), {
		timeoutSeconds: 180,
	});
	const grown = ((await n8n.peakRssBytes()) - before) / MEGABYTE;
	const [item] = itemsOf(execution, node.name);
	const got = Object.values(item?.binary ?? {})[0]?.bytes;
	if (got !== bytes) throw new Error(`${by.name}: ${got} bytes instead of ${bytes}`);
	await deleteFiles(ground);
	const speed = bytes / MEGABYTE / (execution.nodes[node.name]!.runs[0]!.executionTime / 1000);
	by.grown.push(grown);
	by.speeds.push(speed);
	const size = (bytes / MEGABYTE).toFixed(0);
	print(
		`memory: ${size} MB by ${by.name}: ${speed.toFixed(0)} MB/s, +${grown.toFixed(0)} MB at the peak`,
	);
}

const plainDownload = `
const { get } = require('node:http');
const { createWriteStream } = require('node:fs');
const { pipeline } = require('node:stream');
const [, url, path] = process.argv;
const from = Date.now();
get(url, (answer) => pipeline(answer, createWriteStream(path), (error) => {
	if (error) throw error;
	process.stdout.write(String((Date.now() - from) / 1000));
}));
`;

/** What this machine gives when nothing but Node.js copies the stream to disk, in megabytes a second. */
async function plainSpeed(ground: Ground, bytes: number): Promise<number> {
	const { videoUrl } = await finishedJob(ground, bytes);
	const { nodeBinary } = await ensureN8nInstalled({ log: print });
	const path = join(tmpdir(), `bench-download-${process.pid}`);
	try {
		const { stdout } = await execa(nodeBinary, ['-e', plainDownload, videoUrl!, path]);
		return bytes / MEGABYTE / Number(stdout);
	} finally {
		await rm(path, { force: true });
	}
}

/** Measures downloads of 1 GB by each way in turn. */
export async function measureDownload(ground: Ground, short: boolean): Promise<string> {
	const bytes = (short ? 100 : 1024) * MEGABYTE;
	const runs = short ? 1 : 3;
	const compared = downloaders();
	// The first collections of V8 let buffers pile up, whoever downloads (test/n8n/mainJob.test.ts).
	for (const by of compared) await download(ground, by, (short ? 20 : 100) * MEGABYTE);
	for (const { grown, speeds } of compared) grown.length = speeds.length = 0;
	const plain: number[] = [];
	for (let run = 0; run < runs; run += 1) {
		for (const by of compared) await download(ground, by, bytes);
		plain.push(await plainSpeed(ground, bytes));
	}
	const manyBytes = (short ? 10 : 200) * MEGABYTE;
	const many: Many[] = [];
	for (let run = 0; run < runs; run += 1) many.push(await downloadMany(ground, manyBytes));
	// Last, because n8n does not give the memory back.
	const whole = miniMaxDownloader();
	if (!short) await download(ground, whole, bytes);
	assertNothingRefused(ground);
	ground.simulator.reset();
	const own = compared[0]!;
	const measured = [...compared, ...(short ? [] : [whole])].map(({ name, grown, speeds }) => [
		name,
		spread(grown, 0),
		spread(speeds, 0),
		name === own.name ? '' : ratio(own.speeds, speeds),
	]);
	const together = [
		`this package, ${MANY} files of ${manyBytes / MEGABYTE} MB, four at a time`,
		spread(
			many.map(({ grown }) => grown),
			0,
		),
		spread(
			many.map(({ speed }) => speed),
			0,
		),
		'',
	];
	const streamed = [
		'plain Node.js, stream to disk',
		'',
		spread(plain, 0),
		ratio(own.speeds, plain),
	];
	return [
		`One file of ${bytes / MEGABYTE} MB, ${runs} runs in turn, after a small warm-up run of each. Memory: the peak increase of n8n's resident memory. The last row is this machine's maximum: the same file, without n8n.`,
		markdown([
			['', 'memory, MB', 'MB/s', 'speed of this package to it'],
			...measured,
			together,
			streamed,
		]),
	].join('\n\n');
}
