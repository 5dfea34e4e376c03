import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import execa from 'execa';

const repositoryRoot = resolve(__dirname, '..', '..', '..');

/** The name under which n8n knows the package; its node types are called `<name>.<node>`. */
export const packageName = 'n8n-nodes-video-gateways';

interface Manifest {
	n8n?: { nodes?: string[]; credentials?: string[] };
}

/**
 * Packs the built package as it would be published.
 *
 * @returns the path of the tarball, in a temporary folder of its own
 * @throws Error that names the missing file if `dist/` is not built
 */
export async function packPackage(): Promise<string> {
	await assertBuilt();
	const folder = await mkdtemp(join(tmpdir(), `${packageName}-pack-`));
	await execa('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], {
		cwd: repositoryRoot,
	});
	const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`"npm pack" left no tarball in ${folder}`);
	return join(folder, tarball);
}

/**
 * Installs a tarball of the package where n8n looks for community packages. A version that is
 * already there is replaced; n8n must not be running on that folder, or be started again.
 *
 * @param userFolder n8n's `N8N_USER_FOLDER`
 * @returns the folder of the installed package
 * @throws Error with npm's output if it can not be installed
 */
export async function installPackage(tarball: string, userFolder: string): Promise<string> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const installed = join(nodesFolder, 'node_modules', packageName);
	await mkdir(nodesFolder, { recursive: true });
	// The version number stays the same from build to build, so npm would keep the old files.
	await rm(installed, { recursive: true, force: true });
	await rm(join(nodesFolder, 'node_modules', '.package-lock.json'), { force: true });
	// As n8n does it: peers are not installed, they come from n8n itself by NODE_PATH.
	await execa('npm', [
		'install',
		tarball,
		'--prefix',
		nodesFolder,
		'--legacy-peer-deps',
		'--ignore-scripts',
		'--offline',
		'--no-save',
		'--no-package-lock',
		'--no-audit',
		'--no-fund',
	]);
	return installed;
}

async function assertBuilt(): Promise<void> {
	const manifest = JSON.parse(
		await readFile(join(repositoryRoot, 'package.json'), 'utf8'),
	) as Manifest;
	const expected = ['dist', ...(manifest.n8n?.nodes ?? []), ...(manifest.n8n?.credentials ?? [])];
	const missing = expected.find((path) => !existsSync(join(repositoryRoot, path)));
	if (missing !== undefined) {
		throw new Error(`${missing} is missing: run "npm run build" before packing the package.`);
	}
}
