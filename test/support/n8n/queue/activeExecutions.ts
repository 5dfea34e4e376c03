import { connect } from 'node:net';
import type { Server } from './server';

/**
 * The ids of the executions that workers hold in their slots, as the queue in Redis has it. This is what decides
 * over an execution when its worker is killed: a worker's log begins some 30 ms later, and ends as much sooner.
 */
export async function activeExecutions(redis: Pick<Server, 'host' | 'port'>): Promise<Set<string>> {
	// As Bull, n8n's queue, names its keys.
	const jobIds = (await ask(redis, 'LRANGE bull:jobs:active 0 -1')) as string[];
	const jobs = await Promise.all(
		jobIds.map(async (id) => await ask(redis, `HGET bull:jobs:${id} data`)),
	);
	// A job that has ended in the meantime is null.
	const data = jobs.filter((job) => typeof job === 'string');
	return new Set(data.map((job) => (JSON.parse(job) as { executionId: string }).executionId));
}

type Reply = string | null | Reply[];

/** Sends one command on a connection of its own. */
async function ask({ host, port }: Pick<Server, 'host' | 'port'>, command: string): Promise<Reply> {
	return await new Promise((resolve, reject) => {
		let received = Buffer.alloc(0);
		const socket = connect({ host, port }, () => socket.write(`${command}\r\n`));
		socket.on('error', reject);
		socket.on('close', () => reject(new Error(`Redis gave no whole answer to ${command}`)));
		socket.on('data', (bytes) => {
			received = Buffer.concat([received, bytes]);
			const reply = readReply(received, 0);
			if (reply === undefined) return;
			socket.end();
			if (reply.error === undefined) resolve(reply.value);
			else reject(new Error(`Redis answered ${reply.error} to ${command}`));
		});
	});
}

/** Reads one value of Redis' protocol; undefined while it is not all there. */
function readReply(
	bytes: Buffer,
	start: number,
): { value: Reply; next: number; error?: string } | undefined {
	const lineEnd = bytes.indexOf('\r\n', start);
	if (lineEnd < 0) return undefined;
	const kind = String.fromCharCode(bytes[start]!);
	const line = bytes.toString('utf8', start + 1, lineEnd);
	const next = lineEnd + 2;
	if (kind === '-') return { value: null, next, error: line };
	const length = Number(line);
	if (kind === '$') {
		if (length < 0) return { value: null, next };
		const end = next + length;
		if (bytes.length < end + 2) return undefined;
		return { value: bytes.toString('utf8', next, end), next: end + 2 };
	}
	if (kind !== '*') return { value: line, next };
	const list: Reply[] = [];
	let at = next;
	while (list.length < length) {
		const entry = readReply(bytes, at);
		if (entry === undefined) return undefined;
		list.push(entry.value);
		at = entry.next;
	}
	return { value: list, next: at };
}
