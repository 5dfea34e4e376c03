import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { ICredentialType } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import manifest from '../../../package.json';
import { startN8n, type N8n } from '../n8n/n8n';
import { installPackage, packPackage } from '../n8n/pack';
import { startSimulator, type GatewayId, type Simulator } from '../simulator';
import { handOn, startInternet } from '../simulator/internet';
import { minimaxH3 } from './minimaxH3';

/**
 * What somebody has who has just installed n8n and the package: an owner, no credential, no workflow. Nothing in n8n is
 * set to other addresses: it asks the gateways' real hosts, and a proxy leads those to the simulator.
 */
export interface NewcomersN8n {
	n8n: N8n;
	simulator: Simulator;
	/** Takes away all credentials. The editor makes no difference between one that has never been there and one deleted. */
	forget: () => Promise<void>;
	close: () => Promise<void>;
}

/** Where links to videos start: a public host, since a gateway that is one may not name a private address. */
const MEDIA = 'media.gateway.example';

/** n8n's own MiniMax node asks this host. */
const MINIMAX = 'api.minimax.io';

/** Each gateway's own address, which its credential has as the default. */
async function ownAddresses(): Promise<Map<GatewayId, URL>> {
	const root = resolve(__dirname, '..', '..', '..');
	const files = await Promise.all(
		manifest.n8n.credentials.map(
			async (path) =>
				(await import(join(root, path))) as Record<string, new () => ICredentialType>,
		),
	);
	const credentials = manifest.n8n.credentials.map((path, index) => {
		const Type = files[index]![basename(path, '.credentials.js')]!;
		return new Type();
	});
	return new Map(
		gateways.flatMap(({ id, credentialType }) => {
			const { properties } = credentials.find(({ name }) => name === credentialType)!;
			const address = String(properties.find(({ name }) => name === 'baseUrl')?.default);
			// A server of the user's own has none.
			return URL.canParse(address) ? [[id as GatewayId, new URL(address)]] : [];
		}),
	);
}

/** A gateway at its own address, answered by the simulator, which has it below its ID. */
const asOwnHost =
	(simulator: Simulator, id: GatewayId, { pathname }: URL): RequestListener =>
	(request, response) => {
		const below = pathname.replace(/\/$/, '');
		request.url = `/${id}${request.url?.slice(below.length)}`;
		handOn(simulator.origin)(request, response);
	};

/** Starts n8n for somebody who has never used it; takes about 15 s. */
export async function startNewcomersN8n(): Promise<NewcomersN8n> {
	const simulator = await startSimulator({ videoSeconds: 1 });
	simulator.openFacts.linkOrigin = `https://${MEDIA}`;
	const own = [...(await ownAddresses())].map(
		([id, url]) => [url.hostname, asOwnHost(simulator, id, url)] as const,
	);
	const certificates = await mkdtemp(join(tmpdir(), 'internet-'));
	const internet = await startInternet(certificates, {
		...Object.fromEntries(own),
		[MINIMAX]: minimaxH3(MINIMAX),
		[MEDIA]: handOn(simulator.origin),
	});
	const userFolder = await mkdtemp(join(tmpdir(), 'newcomer-'));
	const tarball = await packPackage();
	await installPackage(tarball, userFolder);
	await rm(dirname(tarball), { recursive: true, force: true });
	const n8n = await startN8n({ userFolder, env: internet.env });
	return {
		n8n,
		simulator,
		forget: async () => {
			for (const { id } of await n8n.credentials())
				await n8n.rest('DELETE', `/credentials/${id}`);
		},
		close: async () => {
			await n8n.stop();
			await internet.close();
			await simulator.close();
			for (const folder of [userFolder, certificates])
				await rm(folder, { recursive: true, force: true });
		},
	};
}
