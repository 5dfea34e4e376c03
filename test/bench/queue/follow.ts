import { setTimeout as sleep } from 'node:timers/promises';

import { print } from '../report';
import type { CrowdStage } from './crowd';
import type { Summary } from './gateways';

/** Follows a crowd to its end: what n8n and the gateways say every few seconds, and what the processes need. */

const MEGABYTE = 1024 * 1024;

/** Seconds between two snapshots. */
const EVERY_SECONDS = 5;

/** Where everything stands at one moment. */
export interface Snapshot extends Summary {
	/** Executions by their status. */
	statuses: Readonly<Record<string, number>>;
}

/** What is kept of all snapshots. */
export interface Followed {
	last: Snapshot | undefined;
	mostWaiting: number;
	/** Jobs that ran at their gateways when most executions waited. */
	runningThen: number;
	/** The most memory that each process had, in MB; of the main process whichever of them it was. */
	peakMb: Map<string, number>;
	/** Bytes of the database when most executions waited. */
	bytesThen: number;
	/** Resolves when a snapshot shows this, or the time is over. */
	until: (isReached: (snapshot: Snapshot) => boolean) => Promise<boolean>;
	stop: () => Promise<void>;
}

const open = ({ statuses }: Snapshot): number =>
	(statuses.new ?? 0) + (statuses.running ?? 0) + (statuses.waiting ?? 0);

/** Whether nothing is under way any more. */
export const isSettled = (snapshot: Snapshot): boolean => open(snapshot) === 0;

async function readPeaks({ queue }: CrowdStage, peakMb: Followed['peakMb']): Promise<void> {
	const read = async (name: string, from: { peakRssBytes: () => Promise<number> }) => {
		// It may have ended just now.
		const bytes = await from.peakRssBytes().catch(() => 0);
		peakMb.set(name, Math.max(peakMb.get(name) ?? 0, bytes / MEGABYTE));
	};
	await read('main', queue);
	for (const [index, worker] of queue.workers.entries()) {
		if (worker.isRunning()) await read(`worker ${index + 1}`, worker);
	}
}

function lineOf(
	name: string,
	from: number,
	snapshot: Snapshot,
	peakMb: Followed['peakMb'],
): string {
	const seconds = Math.round((Date.now() - from) / 1000);
	const statuses = Object.entries(snapshot.statuses).map(
		([status, count]) => `${count} ${status}`,
	);
	const memory = [...peakMb].map(([who, mb]) => `${who} ${mb.toFixed(0)} MB`);
	return `${name}: ${seconds} s; ${snapshot.jobs} jobs, ${snapshot.made} made, ${snapshot.checks} checks, ${snapshot.rows} rows; ${statuses.join(', ')}; ${memory.join(', ')}`;
}

/** Follows until `stop`, or for so many minutes. */
export function follow(stage: CrowdStage, name: string, limitMinutes: number): Followed {
	const from = Date.now();
	const deadline = from + limitMinutes * 60_000;
	let isStopped = false;
	const followed: Followed = {
		last: undefined,
		mostWaiting: 0,
		runningThen: 0,
		peakMb: new Map(),
		bytesThen: 0,
		until: async (isReached) => {
			// The first snapshot may be older than what is waited for.
			const before = followed.last;
			for (;;) {
				const { last } = followed;
				if (last && last !== before && isReached(last)) return true;
				if (Date.now() > deadline || isStopped) return false;
				await sleep(200);
			}
		},
		stop: async () => {
			isStopped = true;
			await following;
		},
	};
	async function take(): Promise<void> {
		const statuses = await stage.database.statuses();
		const found: Snapshot = { ...(await stage.gateways.summary()), statuses };
		const waiting = statuses.waiting ?? 0;
		if (waiting > followed.mostWaiting) {
			followed.mostWaiting = waiting;
			followed.runningThen = found.jobs - found.made;
			followed.bytesThen = await stage.database.bytes();
		}
		await readPeaks(stage, followed.peakMb);
		followed.last = found;
		print(lineOf(name, from, found, followed.peakMb));
	}
	async function goOn(): Promise<void> {
		while (!isStopped) {
			await take().catch((error: unknown) => {
				// While PostgreSQL restarts.
				print(
					`${name}: no snapshot: ${error instanceof Error ? error.message : String(error)}`,
				);
			});
			for (let slices = 0; slices < EVERY_SECONDS * 5 && !isStopped; slices += 1) {
				await sleep(200);
			}
		}
	}
	const following = goOn();
	return followed;
}
