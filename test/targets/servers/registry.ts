import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import execa from 'execa';
import { handOn, startInternet, type Internet } from '../../support/simulator/internet';
import { targetFile } from '../install';
import { newFolder, startScript } from './start';

/** The npm registry as n8n finds it: at its own address, with what was published here and nothing else. */
export interface Registry {
	/** What sends n8n, and the npm that it starts, to this registry. */
	env: Record<string, string>;
	/** Publishes a packed package under another version number. */
	publish(tarball: string, version: string): Promise<void>;
	stop(): Promise<void>;
}

const configuration = `
storage: ./storage
uplinks: {}
packages:
  '**':
    access: $all
    publish: $all
    unpublish: $all
max_body_size: 100mb
log: { type: stdout, format: pretty, level: warn }
`;

/**
 * Starts verdaccio (verdaccio.org) behind the address of npm's registry: n8n asks a registry with another address only
 * if it has a licence for that.
 */
export async function startRegistry(): Promise<Registry> {
	const server = await startScript('verdaccio', 'http address', async ({ folder, port }) => {
		const file = join(folder, 'config.yaml');
		await writeFile(file, configuration);
		return [
			targetFile('verdaccio', 'bin', 'verdaccio'),
			...['--config', file, '--listen', `127.0.0.1:${port}`],
		];
	});
	const address = `http://127.0.0.1:${server.port}`;
	let internet: Internet;
	try {
		internet = await startInternet(server.folder, {
			'registry.npmjs.org': handOn(address),
			// n8n asks whether a package is banned.
			'api.n8n.io': (_request, response) => {
				response.setHeader('content-type', 'application/json').end('{"status":"OK"}');
			},
		});
	} catch (error) {
		await server.stop();
		throw error;
	}
	// Nothing that this machine has set for npm may lead elsewhere.
	const home = join(server.folder, 'home');
	await mkdir(home);
	await writeFile(join(home, '.npmrc'), `cafile=${internet.env.NODE_EXTRA_CA_CERTS}\n`);
	return {
		env: { ...internet.env, HOME: home },
		publish: async (tarball, version) => await publish(address, tarball, version),
		stop: async () => {
			await internet.close();
			await server.stop();
		},
	};
}

async function publish(address: string, tarball: string, version: string): Promise<void> {
	const folder = await newFolder('package');
	await execa('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	const file = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
	await writeFile(file, JSON.stringify({ ...manifest, version }, undefined, '\t'));
	const { host } = new URL(address);
	// Everybody may publish there, but npm sends nothing without a token.
	const token = `--//${host}/:_authToken=none`;
	await execa('npm', ['publish', folder, '--ignore-scripts', `--registry=${address}`, token], {
		cwd: folder,
	});
	await rm(folder, { recursive: true });
}
