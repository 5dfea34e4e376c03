import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import type { N8n } from '../support/n8n/n8n';
import { packageName } from '../support/n8n/pack';
import { messageOf, print } from './print';
import { replaceChangedFiles, watchFiles } from './watch';

const sourceFolders = ['nodes', 'gateways', 'credentials'];

/** Makes n8n watch the packages that it has loaded (read in 2.41.1's load-nodes-and-credentials.js). */
export const devEnvironment = { N8N_DEV_RELOAD: 'true' };

const reloadLine = `Hot reload triggered for ${packageName}`;
const longestReloadMs = 10_000;

/** Whether n8n's log tells of a reload within ten seconds, after what it told before. */
async function hasReloaded(n8n: N8n, logBefore: number): Promise<boolean> {
	const end = Date.now() + longestReloadMs;
	while (Date.now() < end) {
		if (n8n.log().includes(reloadLine, logBefore)) return true;
		await sleep(100);
	}
	return false;
}

/** What the compiler said, without what gulp says around it. */
const withoutGulp = (output: string): string =>
	output
		.split('\n')
		.filter((line) => !/ errored after /.test(line))
		.map((line) => line.replace(/^\[[\d:]+\] (Error: )?/, ''))
		.join('\n')
		.trim();

async function build(repositoryRoot: string): Promise<void> {
	const run = await execa('npm', ['run', '--silent', 'build', '--', 'update', '-L'], {
		cwd: repositoryRoot,
		all: true,
		reject: false,
	});
	if (run.failed) throw new Error(withoutGulp(run.all ?? 'The build failed.'));
}

/** Builds, and puts what has changed where the running n8n loads it from. */
async function rebuild(n8n: N8n, repositoryRoot: string, installed: string): Promise<string> {
	const started = Date.now();
	await build(repositoryRoot);
	const logBefore = n8n.log().length;
	const changed = await replaceChangedFiles(
		join(repositoryRoot, 'dist'),
		join(installed, 'dist'),
		join(installed, 'staging'),
	);
	if (changed.length === 0) return 'Nothing to reload.';
	if (!(await hasReloaded(n8n, logBefore))) {
		return 'Built, but n8n has not reloaded it. Press Ctrl-C and run npm run dev again.';
	}
	return `Reloaded after ${((Date.now() - started) / 1000).toFixed(1)} s.`;
}

/**
 * Rebuilds the package whenever a source file changes, and has the running n8n reload it, until `signal` is aborted.
 * A build that fails is printed, and n8n keeps the last good one.
 *
 * @param installed the folder of the package in n8n
 */
export async function reloadOnChange(
	n8n: N8n,
	repositoryRoot: string,
	installed: string,
	signal: AbortSignal,
): Promise<void> {
	print(`Watching ${sourceFolders.map((folder) => `${folder}/`).join(', ')}`);
	await watchFiles(
		sourceFolders.map((folder) => join(repositoryRoot, folder)),
		async (files) => {
			const names = files.map((file) => relative(repositoryRoot, file)).join(', ');
			print(`Changed: ${names}`);
			const outcome = await rebuild(n8n, repositoryRoot, installed).catch(messageOf);
			// What fails now does so because n8n is being ended.
			if (!signal.aborted) print(outcome);
		},
		{ signal },
	);
}
