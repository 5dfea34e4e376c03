import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import getPort from 'get-port';
import type { InstalledN8n } from './install';
import { isN8n1 } from './release';
import type { StartOptions } from './types';

/** How long a process of n8n may take until it is ready. */
export const startSeconds = 180;
const stopSeconds = 15;

// n8n gets only these of the caller's variables: gateway keys, N8N_* settings and what jest and npm
// set must not change what is tested.
const inheritedVariables = [
	'PATH',
	'HOME',
	'USERPROFILE',
	'APPDATA',
	'SystemRoot',
	'ComSpec',
	'TMPDIR',
	'TEMP',
	'TMP',
	'LANG',
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'NODE_EXTRA_CA_CERTS',
];

/** A process of n8n, whichever of its commands it runs. */
export interface N8nProcess {
	pid: number;
	/** Everything it has written to stdout and stderr so far. */
	log(): string;
	hasEnded(): boolean;
	/** Ends it and its task runners, and waits until they have ended. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts one process of n8n, `n8n start` or another command, and does not wait until it is ready.
 *
 * @param options `port`: where n8n's main process listens, whichever process this is
 */
export async function spawnN8n(
	{ nodeBinary, n8nScript }: InstalledN8n,
	command: string[],
	options: Pick<StartOptions, 'env' | 'nodeOptions'> & { userFolder: string; port: number },
): Promise<N8nProcess> {
	const { userFolder, port } = options;
	await mkdir(userFolder, { recursive: true });

	const child = execa(
		nodeBinary,
		[
			...(options.nodeOptions ?? []),
			'--require',
			join(__dirname, 'end-with-parent.cjs'),
			n8nScript,
			...command,
		],
		{
			// n8n reads a .env file from where it is started.
			cwd: userFolder,
			env: { ...(await environment(userFolder, port)), ...options.env },
			extendEnv: false,
			reject: false,
			buffer: false,
			// A process group of its own, so that its task runners can be ended with it.
			detached: process.platform !== 'win32',
			stdin: 'pipe',
		},
	);
	const { pid } = child;
	if (pid === undefined) throw new Error(`Could not start ${nodeBinary}`);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	let ended = false;
	const exit = child.then(() => {
		ended = true;
	});

	return {
		pid,
		log: () => output,
		hasEnded: () => ended,
		end: async (signal) => {
			if (signal === 'SIGKILL') signalGroup(pid, signal);
			else child.kill(signal);
			await Promise.race([exit, sleep(stopSeconds * 1000, undefined, { ref: false })]);
			// Also after a clean end: a task runner may outlive its n8n.
			signalGroup(pid, 'SIGKILL');
			await exit;
		},
	};
}

async function environment(userFolder: string, port: number): Promise<Record<string, string>> {
	const inherited = inheritedVariables.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		// As in n8n's own image; jest's "test" would make n8n skip loading nodes.
		NODE_ENV: 'production',
		GENERIC_TIMEZONE: 'UTC',
		TZ: 'UTC',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		// What expressions see as the base of $execution.resumeUrl.
		[isN8n1 ? 'WEBHOOK_URL' : 'N8N_WEBHOOK_URL']: `http://127.0.0.1:${port}/`,
		...(isN8n1
			? {
					// Its default is the memory.
					N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
					// By default it has one connection to SQLite, on which the transactions of two calls mix.
					DB_SQLITE_POOL_SIZE: '2',
				}
			: { N8N_DISABLED_MODULES: 'mcp-registry' }),
		N8N_SECURE_COOKIE: 'false',
		// Several n8n on one machine would fight for the broker's default port.
		N8N_RUNNERS_BROKER_PORT: String(await getPort()),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
		// Nothing below may reach out to n8n's servers, or cover the editor.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
	};
}

function signalGroup(pid: number, signal: 'SIGKILL'): void {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}
