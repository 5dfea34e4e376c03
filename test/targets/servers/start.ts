import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { ensureN8nInstalled } from '../../support/n8n/install';
import { startServer, type Server } from '../../support/n8n/queue/server';

/** A server of its own: on loopback, with its data in a folder that is deleted with it. */
export type Started = Server & { folder: string };

/** An empty folder for a server's data. */
export const newFolder = async (name: string): Promise<string> =>
	await mkdtemp(join(tmpdir(), `target-${name}-`));

/** How a program becomes a server. */
export interface ServerProgram {
	name: string;
	/** What it writes when it takes connections. */
	readyLine: string;
	/** Absolute. */
	file: string;
	parameters: string[];
	folder: string;
	port: number;
	signal?: NodeJS.Signals;
}

/** Starts a program, and waits until it takes connections. */
export async function startProgram(program: ServerProgram): Promise<Started> {
	const server = await startServer({ signal: 'SIGTERM', user: {}, ...program });
	return { ...server, folder: program.folder };
}

/** Starts a server from npm, with the Node.js that runs n8n: some want a newer one than the tests. */
export async function startScript(
	name: string,
	readyLine: string,
	parameters: (place: { folder: string; port: number }) => string[] | Promise<string[]>,
): Promise<Started> {
	const { nodeBinary } = await ensureN8nInstalled({ log: () => undefined });
	const place = { folder: await newFolder(name), port: await getPort() };
	const settled = await Promise.resolve(parameters(place)).catch(async (error: unknown) => {
		await rm(place.folder, { recursive: true, force: true });
		throw error;
	});
	return await startProgram({
		name,
		readyLine,
		file: nodeBinary,
		parameters: settled,
		...place,
	});
}
