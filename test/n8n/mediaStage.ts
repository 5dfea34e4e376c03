import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateways } from '../../gateways';
import type { GatewayId, SimulatedCredential } from '../support/simulator';
import {
	handOn,
	startInternet,
	type ArrivedRequest,
	type Internet,
} from '../support/simulator/internet';
import type { CredentialsByType } from '../support/n8n/examples';
import { stageForTests } from './stage';
import { PUBLIC, asked, serveMedia, servePicture } from './mediaHosts';

/**
 * A real n8n that fetches pictures and videos. The gateways lie on this machine, and a gateway there may name private
 * addresses. So for hostile addresses n8n has credentials with a public address, which a proxy leads here, and the
 * proxy's record is the proof. To be imported by one test file: the hooks below are then its own.
 */

/** Makes names below `inside.example` lead to this machine, as a company's own name servers do. */
const INSIDE = `
const dns = require('node:dns');
const inside = (name) => (/(^|\\.)inside\\.example$/.test(name) ? '127.0.0.1' : name);
const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(inside(name), ...rest);
const { lookup: later } = dns.promises;
dns.promises.lookup = (name, ...rest) => later(inside(name), ...rest);
`;

/** What n8n is started with; filled once the proxy runs. */
const env: Record<string, string> = {};
export let internet: Internet;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'internet-'));
	internet = await startInternet(folder, {
		'api.gateway.example': (request, response) =>
			handOn(stage.simulator.origin)(request, response),
		'media.gateway.example': serveMedia,
		// Where AIgateway's files lie that want its key.
		'media.aigateway.sh': serveMedia,
		'pictures.example': servePicture,
		'files.inside.example': serveMedia,
		// So that broken downloads can be had over plain http too, from a gateway on this machine.
		'127.0.0.1': serveMedia,
	});
	const names = join(folder, 'names.cjs');
	await writeFile(names, INSIDE);
	// What n8n starts with: the stage is started after this.
	Object.assign(env, internet.env, {
		NODE_OPTIONS: `--require ${names}`,
		// Asked for without the proxy, so that n8n looks the name up by itself.
		NO_PROXY: '127.0.0.1,localhost,.inside.example',
	});
});

export const stage = stageForTests(1, env);
/** The simulator's own upload host, which is not that of the gateway. */
const uploadUrlOf = ({ uploadUrl }: SimulatedCredential) => (uploadUrl ? { uploadUrl } : {});

/** As `stage.credentials`, for the same gateways at their public address. */
export let publicCredentials: CredentialsByType;

beforeAll(async () => {
	publicCredentials = Object.fromEntries(
		await Promise.all(
			gateways.map(async ({ id, label, credentialType }) => [
				credentialType,
				await stage.n8n.createCredential({
					name: `${label}, public`,
					type: credentialType,
					data: {
						apiKey: stage.simulator.credentials[id as GatewayId].apiKey,
						baseUrl: `${PUBLIC}/${id}`,
						...uploadUrlOf(stage.simulator.credentials[id as GatewayId]),
					},
				}),
			]),
		),
	) as CredentialsByType;
});

/** Requests of the whole file to hosts of media, with what they carried. */
export const mediaRequests: ArrivedRequest[] = [];

beforeEach(() => {
	internet.forget();
	asked.clear();
});

afterEach(async () => {
	mediaRequests.push(
		...internet.requests.filter(({ url }) => !url.startsWith(`${PUBLIC}/`)),
		...stage.simulator.requests
			.filter(({ endpoint }) => endpoint === 'media')
			.map(({ path, headers }) => ({ url: `${stage.simulator.origin}${path}`, headers })),
	);
	await deleteFiles();
});

afterAll(async () => {
	await internet?.close();
	if (folder) await rm(folder, { recursive: true, force: true });
});

/** Where n8n stores binary data; which of them depends on its version. */
const stores = (): string[] =>
	['storage', 'binaryData'].map((name) => join(stage.n8n.userFolder, '.n8n', name));

/** Deletes what n8n has stored as binary data: several gigabytes would stay otherwise. */
export async function deleteFiles(): Promise<void> {
	for (const path of stores()) {
		for (const name of await readdir(path).catch(() => [])) {
			await rm(join(path, name), { recursive: true, force: true });
		}
	}
}

/** How many bytes n8n has stored as binary data. */
export async function storedBytes(): Promise<number> {
	let bytes = 0;
	for (const path of stores()) {
		for (const name of await readdir(path, { recursive: true }).catch(() => [])) {
			const found = await stat(join(path, name));
			// Beside each file lies a small one with its type and name.
			if (found.isFile() && !name.endsWith('.metadata')) bytes += found.size;
		}
	}
	return bytes;
}

/**
 * Makes the gateways name other addresses for the videos of these prompts: one, or the first for the first look and
 * so on, the last for all that follow.
 */
export function nameAddresses(byPrompt: ReadonlyMap<string, string | readonly string[]>): void {
	const looks = new Map<string, number>();
	stage.simulator.fault({
		endpoint: ['status', 'result'],
		respond: {
			rewrite(body) {
				let text = JSON.stringify(body);
				for (const { jobId, videoUrl, prompt } of stage.simulator.jobs) {
					const addresses = [byPrompt.get(String(prompt)) ?? []].flat();
					if (!videoUrl || addresses.length === 0 || !text.includes(videoUrl)) continue;
					const look = looks.get(jobId) ?? 0;
					looks.set(jobId, look + 1);
					const address = addresses[Math.min(look, addresses.length - 1)]!;
					text = text.replaceAll(JSON.stringify(videoUrl), JSON.stringify(address));
				}
				return JSON.parse(text) as unknown;
			},
		},
	});
}
