import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';

/** A server on loopback, for one test: nothing of it lasts. */
export interface Server {
	host: string;
	port: number;
	/** Everything it has written to stdout and stderr so far. */
	log(): string;
	/** Ends it with this signal, and starts it again at the same address with its data. Ready when this returns. */
	restart(signal: NodeJS.Signals): Promise<void>;
	/** Ends it and deletes its data. */
	stop(): Promise<void>;
}

/** Where every server listens. */
export const host = '127.0.0.1';
const startSeconds = 60;

interface ServerStart {
	name: string;
	port: number;
	file: string;
	parameters: string[];
	user: SystemUser;
	/** What asks it to end. */
	signal: NodeJS.Signals;
	/** Its own, deleted when it has ended. */
	folder: string;
	/** What it writes when it takes connections. */
	readyLine: string;
}

/** Starts a server, and waits until it takes connections. */
export async function startServer({
	name,
	port,
	readyLine,
	...start
}: ServerStart): Promise<Server> {
	const guard = execa(
		process.execPath,
		[
			join(__dirname, 'server-guard.cjs'),
			JSON.stringify({ ...start, environment: serverEnvironment() }),
		],
		// A session of its own, so that Ctrl-C reaches it only by the end of its parent: n8n must be
		// able to end before its database does.
		{ reject: false, buffer: false, detached: true, stdin: 'pipe' },
	);
	let output = '';
	for (const stream of [guard.stdout, guard.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
		});
	}
	let ended = false;
	const exit = guard.then(() => {
		ended = true;
	});
	const stop = async () => {
		guard.stdin?.end();
		await exit;
	};

	/** Waits until it takes connections, and has written so since its output was this long. */
	const untilReady = async (start: number) => {
		const deadline = Date.now() + startSeconds * 1000;
		while (!output.includes(readyLine, start) || !(await takesConnections(port))) {
			if (ended || Date.now() > deadline) {
				await stop();
				const lastLines = output.split('\n').slice(-20).join('\n');
				throw new Error(`${name} did not start on port ${port}:\n${lastLines}`);
			}
			await sleep(100);
		}
	};
	await untilReady(0);
	const restart = async (signal: NodeJS.Signals) => {
		const { length } = output;
		guard.stdin?.write(`${signal}\n`);
		await untilReady(length);
	};
	return { host, port, log: () => output, restart, stop };
}

async function takesConnections(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ host, port });
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

/** Nothing of the caller's settings (`PGDATA`, `LANG`) may reach a server. */
export function serverEnvironment(): Record<string, string> {
	return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

/** What Node.js is told when it starts a program as somebody else. */
export interface SystemUser {
	uid?: number;
	gid?: number;
}

/** The path of a program. */
export async function findOnPath(name: string): Promise<string | undefined> {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		if (folder === '') continue;
		if ((await readdir(folder).catch((): string[] => [])).includes(name))
			return join(folder, name);
	}
	return undefined;
}
