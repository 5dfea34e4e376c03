/** One stay of an execution in a slot of a worker; an execution that waited has several. */
export interface SlotUse {
	executionId: string;
	/** Milliseconds since 1970. */
	from: number;
	/** Milliseconds since 1970; undefined while the execution is still in the slot. */
	until: number | undefined;
}

/** A part of time, in milliseconds since 1970. */
export interface Period {
	from?: number;
	/** By default now. */
	until?: number;
}

/**
 * Reads from a worker's log when its slots were busy. A worker writes a line, with its clock, when an
 * execution enters a slot and when it leaves it: as a success, with an error, or to wait. Polling
 * Redis' list of active jobs gives the same sum, but for some 30 ms for each stay (the worker loads
 * the execution before its first line, and tells Redis after its last one). The log misses no short
 * stay between two polls, costs nothing, and says which worker it was, which Redis does not know.
 *
 * @param log of a worker that was started with `N8N_LOG_FORMAT=json`
 * @param endedAt when the worker ended, if it did: a killed worker writes no last line
 */
export function slotUses(log: string, endedAt?: number): SlotUse[] {
	const uses: SlotUse[] = [];
	const open = new Map<string, SlotUse>();
	for (const { message, jobId, executionId, at } of jobLines(log)) {
		if (message.startsWith('Worker started execution')) {
			const use: SlotUse = { executionId, from: at, until: undefined };
			uses.push(use);
			open.set(jobId, use);
		} else if (/^Worker (finished|errored)/.test(message)) {
			const use = open.get(jobId);
			if (use) use.until = at;
			open.delete(jobId);
		}
	}
	if (endedAt !== undefined) for (const use of open.values()) use.until = endedAt;
	return uses;
}

/**
 * Sums up how long slots were busy, in seconds: two slots that were busy for 3 s are 6.
 *
 * @param period only what lies in it counts; by default everything until now
 */
export function slotSeconds(uses: readonly SlotUse[], period: Period = {}): number {
	const { from = -Infinity, until = Date.now() } = period;
	const milliseconds = uses.map((use) => {
		const begin = Math.max(use.from, from);
		const end = Math.min(use.until ?? Infinity, until);
		return Math.max(end - begin, 0);
	});
	return milliseconds.reduce((sum, duration) => sum + duration, 0) / 1000;
}

interface JobLine {
	message: string;
	jobId: string;
	executionId: string;
	/** Milliseconds since 1970. */
	at: number;
}

function jobLines(log: string): JobLine[] {
	// The last piece is a line that is not whole yet, or nothing.
	const lines = log.split('\n').slice(0, -1);
	return lines
		.filter((line) => line.startsWith('{') && line.includes('"Worker '))
		.flatMap(readJobLine);
}

function readJobLine(line: string): JobLine[] {
	const { message, metadata } = JSON.parse(line) as {
		message: string;
		metadata: { jobId?: string | number; executionId?: string; timestamp: string };
	};
	const { jobId, executionId, timestamp } = metadata;
	if (jobId === undefined || executionId === undefined) return [];
	return [{ message, jobId: String(jobId), executionId, at: Date.parse(timestamp) }];
}
