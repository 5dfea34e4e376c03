import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import getPort from 'get-port';

import { ensureN8nInstalled, type InstalledN8n } from '../support/n8n/install';
import { spawnN8n, startN8n, startSeconds } from '../support/n8n/n8n';
import { installPackage, packPackage } from '../support/n8n/pack';
import { processorSeconds } from './cpu';
import { markdown, print, ratio, spread } from './report';

/** What the package adds to n8n's start, to the disk, and to the loading of its nodes. */

/** How often n8n is started with, and how often without. */
const startRuns = 5;

/** n8n's last line of a start; its editor and its REST routes answer then. */
const readyLine = /Editor is now accessible/;

/** What one start took until n8n was ready. */
interface Start {
	seconds: number;
	/** Of all threads of n8n's process. */
	processor: number;
}

async function startOnce(installed: InstalledN8n, userFolder: string): Promise<Start> {
	const port = await getPort();
	const from = performance.now();
	const started = await spawnN8n(installed, ['start'], { userFolder, port });
	try {
		while (!readyLine.test(started.log())) {
			const seconds = (performance.now() - from) / 1000;
			if (started.hasEnded() || seconds > startSeconds) {
				throw new Error(`n8n did not start: ${started.log().slice(-2000)}`);
			}
			await sleep(10);
		}
		const seconds = (performance.now() - from) / 1000;
		return { seconds, processor: await processorSeconds(started.pid) };
	} finally {
		await started.end('SIGTERM');
	}
}

async function measureStarts(
	installed: InstalledN8n,
	tarball: string,
	runs: number,
): Promise<string> {
	const folders = [];
	for (let index = 0; index < 2; index += 1) {
		folders.push(await mkdtemp(join(tmpdir(), 'bench-start-')));
	}
	const [without, withPackage] = folders as [string, string];
	try {
		await installPackage(tarball, withPackage);
		// The first start makes the database, which is not what is measured.
		for (const userFolder of folders) await (await startN8n({ userFolder })).stop();
		const plain: Start[] = [];
		const own: Start[] = [];
		for (let run = 1; run <= runs; run += 1) {
			plain.push(await startOnce(installed, without));
			own.push(await startOnce(installed, withPackage));
			const [before, after] = [plain, own].map((list) => list.at(-1)!.seconds.toFixed(2));
			print(`start: run ${run} of ${runs}: without ${before} s, with ${after} s`);
		}
		const rowOf = (title: string, of: (start: Start) => number) => {
			const [before, after] = [plain.map(of), own.map(of)];
			return [title, spread(before, 2), spread(after, 2), ratio(after, before)];
		};
		return markdown([
			['', 'without', 'with this package', 'ratio'],
			rowOf("n8n's start, s", ({ seconds }) => seconds),
			rowOf('CPU time of the start, s', ({ processor }) => processor),
		]);
	} finally {
		for (const folder of folders) await rm(folder, { recursive: true, force: true });
	}
}

/** Loads a file in a fresh process in which n8n's own libraries are there already, and prints the milliseconds. */
const loading = `
for (const name of ['n8n-workflow', 'zod', 'luxon', 'lodash']) require(name);
const from = performance.now();
require(process.argv[1]);
process.stdout.write(String(performance.now() - from));
`;

async function millisecondsToLoad(
	{ nodeBinary, n8nScript }: InstalledN8n,
	file: string,
	runs: number,
): Promise<number[]> {
	const modules = dirname(dirname(dirname(n8nScript)));
	const milliseconds: number[] = [];
	for (let run = 0; run < runs; run += 1) {
		const { stdout } = await execa(nodeBinary, ['-e', loading, file], {
			// Else the libraries of this repository are loaded first, and those of n8n once more.
			cwd: dirname(file),
			env: { NODE_PATH: modules },
		});
		milliseconds.push(Number(stdout));
	}
	return milliseconds;
}

/** The files of n8n's own nodes that a node of this package is held against. */
const ownOfN8n = {
	"n8n's HTTP Request node": 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js',
	"n8n's MiniMax node": '@n8n/n8n-nodes-langchain/dist/nodes/vendors/MiniMax/MiniMax.node.js',
};

async function measureLoading(
	installed: InstalledN8n,
	packageFolder: string,
	runs: number,
): Promise<string> {
	const modules = dirname(dirname(dirname(installed.n8nScript)));
	const nodes = ['SubmitVideo', 'WaitForVideo', 'CheckVideoStatus', 'VideoTrigger'].map(
		(name) => [name, join(packageFolder, 'dist', 'nodes', name, `${name}.node.js`)] as const,
	);
	const others = Object.entries(ownOfN8n).map(
		([name, path]) => [name, join(modules, path)] as const,
	);
	const rows: Array<[string, string]> = [];
	for (const [name, file] of [...nodes, ...others]) {
		if (!existsSync(file)) throw new Error(`${file} is missing`);
		rows.push([name, spread(await millisecondsToLoad(installed, file, runs), 0)]);
		print(`start: ${name} loads in ${rows.at(-1)![1]} ms`);
	}
	return markdown([['node', 'time to load, ms'], ...rows]);
}

async function bytesIn(folder: string): Promise<number> {
	let bytes = 0;
	for (const name of await readdir(folder, { recursive: true })) {
		const found = await stat(join(folder, name));
		if (found.isFile()) bytes += found.size;
	}
	return bytes;
}

/** Measures n8n's start with and without the package, the package's size, and how long its nodes take to load. */
export async function measureStart(short: boolean): Promise<string> {
	const installed = await ensureN8nInstalled({ log: print });
	const tarball = await packPackage();
	const folder = await mkdtemp(join(tmpdir(), 'bench-size-'));
	try {
		const packageFolder = await installPackage(tarball, folder);
		const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`;
		const size = kilobytes((await stat(tarball)).size);
		const unpacked = kilobytes(await bytesIn(packageFolder));
		const starts = short ? [] : [await measureStarts(installed, tarball, startRuns)];
		const runs = short ? 1 : 5;
		return [
			...(short
				? []
				: [
						`From the start of n8n's process to the message that the editor is ready, with an existing database; median of ${startRuns} runs in turn.`,
						...starts,
					]),
			`The package's tarball is **${size}**, ${unpacked} unpacked, without dependencies. n8n starts from its lists of nodes (\`dist/known\`, \`dist/types\`) and loads the code when a workflow first needs it. Time to load a node: median of ${runs}, each in a new Node.js process in which n8n-workflow and zod are already loaded, as in n8n:`,
			await measureLoading(installed, packageFolder, runs),
		].join('\n\n');
	} finally {
		for (const path of [folder, dirname(tarball)]) {
			await rm(path, { recursive: true, force: true });
		}
	}
}
