import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { markdown } from './report';

/** How many videos a worker's slot carries; measured by `npm run bench:queue`, which takes long. */

const scaling = resolve(__dirname, '..', '..', 'docs', 'scaling.md');

/** The cells of a row of the measured table, by its first cell. */
function rowOf(text: string, name: string): string[] {
	const line = text.split('\n').find((candidate) => candidate.startsWith(`| ${name} `));
	const cells = line?.split('|').map((cell) => cell.trim());
	if (!cells) throw new Error(`docs/scaling.md has no row "${name}"; run npm run bench:queue`);
	return cells.slice(2, 4);
}

/** Reads the figures of the longer measurement out of its page. */
export async function quoteSlots(): Promise<string> {
	const text = await readFile(scaling, 'utf8');
	const [inFlight, inFlightRunning] = rowOf(text, 'videos in flight per slot');
	const [seconds, secondsRunning] = rowOf(text, 'slot-seconds per video');
	const times = (Number(inFlight) / Number(inFlightRunning)).toFixed(0);
	return [
		'From the longer measurement in queue mode, [Scaling](scaling.md#suspend); not repeated here. A loop with a Wait of less than 65 s uses its slot like Keep Running, as n8n keeps the execution running for short waits (n8n-nodes-base, `Wait.node.js`, `if (waitValue < 65000)`).',
		markdown([
			['', 'Suspend', 'Keep Running', 'ratio'],
			['videos in flight per worker slot', inFlight!, inFlightRunning!, `${times} x`],
			['slot-seconds per video of 90 s', seconds!, secondsRunning!, ''],
		]),
	].join('\n\n');
}
