import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Simulator } from '../../support/simulator';

/** The simulated gateways as a process of their own, together with the table that the rows end in. */

/** What the process is started with: how long its videos take, log-normally. */
export interface GatewayStart {
	seed: number;
	medianSeconds: number;
	/** Standard deviation of the logarithm. */
	scatter: number;
}

/** What the process says once it's ready. */
export interface Started {
	credentials: Simulator['credentials'];
	/** Of the table, and of what is asked below. */
	origin: string;
}

/** Where things stand. */
export interface Summary {
	jobs: number;
	made: number;
	checks: number;
	/** Rows in the table. */
	rows: number;
}

/** A row as the workflow writes it. */
export interface Row {
	row: number;
	prompt: string;
	jobId: string;
	videoUrl: string;
}

/** A job as its gateway knows it. */
export interface BookedJob {
	jobId: string;
	prompt: string;
	videoUrl: string;
	checks: number;
	/** Milliseconds since 1970. */
	submittedAt: number;
	endsAt: number;
}

/** All that has happened. */
export interface Book {
	jobs: BookedJob[];
	rows: Row[];
	/** How often a row was written, the same one again included. */
	writes: number;
	/** Rows that were written for another job before. */
	contradictions: string[];
	/** Requests that no page of a gateway documents. */
	refusals: string[];
}

/** The running process. */
export interface GatewayProcess extends Started {
	/** Where the workflow writes its rows. */
	tableUrl: string;
	summary: () => Promise<Summary>;
	book: () => Promise<Book>;
	/** From now on, every new video takes half a minute. */
	hurry: () => Promise<void>;
	stop: () => Promise<void>;
}

/** Starts the process, which ends with this one. */
export async function startGateways(options: GatewayStart): Promise<GatewayProcess> {
	const child = fork(join(__dirname, 'gatewayProcess.ts'), [JSON.stringify(options)]);
	const ended = once(child, 'exit');
	const [started] = (await Promise.race([
		once(child, 'message'),
		ended.then(() => Promise.reject(new Error('The simulated gateways did not start'))),
	])) as [Started];
	const ask = async <Answer>(path: string): Promise<Answer> =>
		(await (await fetch(`${started.origin}${path}`)).json()) as Answer;
	return {
		...started,
		tableUrl: `${started.origin}/rows`,
		summary: async () => await ask<Summary>('/summary'),
		book: async () => await ask<Book>('/book'),
		hurry: async () => {
			await ask<object>('/hurry');
		},
		stop: async () => {
			if (child.exitCode === null) child.disconnect();
			await ended;
		},
	};
}
