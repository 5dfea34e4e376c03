import { randomUUID } from 'crypto';
import { sleep, type DeduplicationHelperFunctions, type IExecuteFunctions } from 'n8n-workflow';

import { SETTLED } from '../../shared/processedData';

/**
 * Records of submits in n8n's own database, written before the submit goes out: they survive a crash, which loses
 * everything else that an execution knows.
 */

/** How many names n8n keeps for a node at least, the newest of them: two for each submit. */
const KEPT = 4_000;

/** How often a write is tried. The first one of a node can collide with that of another process, and then fails. */
const TRIES = 4;

type Store = Pick<DeduplicationHelperFunctions, 'checkProcessedAndRecord' | 'removeProcessed'>;

/** What the submits of one execution have in the database. */
export interface Records {
	/**
	 * Records names that belong to one submit, all or none of which an earlier try can have recorded.
	 *
	 * @returns whether they are new: false if a try knows one of them, and may have sent the submit
	 * @throws Error if the database does not accept them
	 */
	hold: (names: readonly string[]) => Promise<boolean>;
	/** Whether an earlier try knows one of the names, which are not recorded. Throws like the others. */
	has: (names: readonly string[]) => Promise<boolean>;
	/** Removes names. Throws if the database does not allow it. */
	release: (names: readonly string[]) => Promise<void>;
}

/** One call of `hold` or `release`, waiting for its write. */
interface WriteRequest {
	names: readonly string[];
	keep: number;
	store: Store;
	/** Whether a user has started this try by Retry: another one may run at the same time, on another worker. */
	isRetry: boolean;
	resolve: (isNew: boolean) => void;
	reject: (error: unknown) => void;
}

/** Callers waiting for one row, in the order in which they came. */
interface WriteQueue {
	holds: WriteRequest[];
	releases: WriteRequest[];
	/** Recently recorded names, which are written again in case another process has overwritten them. */
	renewals: WriteRequest[];
}

/**
 * By workflow and node. Within this process the writes of a row stand in line, since two at a time would lose one of
 * them.
 */
const queues = new Map<string, WriteQueue>();

const options = (keep: number) => ({ mode: 'entries' as const, maxEntries: keep });

/**
 * Whether the database has no such workflow, such as one that was never saved, or one that a node has in its
 * parameters. The messages of SQLite and PostgreSQL; n8n has no code for it.
 */
const isUnsaved = (error: unknown): boolean =>
	error instanceof Error && /foreign key constraint/i.test(error.message);

/** Repeats a failed write, after a short pause. */
async function persistently<Result>(write: () => Promise<Result>, count = 1): Promise<Result> {
	return await write().catch(async (error: unknown) => {
		if (count === TRIES || isUnsaved(error)) return await Promise.reject(error);
		await sleep(50 * 2 ** count);
		return await persistently(write, count + 1);
	});
}

/**
 * Writes names, and checks again whether they are there: another process that was writing the same row at the same time
 * may have overwritten them.
 *
 * Two Retries of one execution that run at the same time on two workers write the same names, and both can have read
 * the row before either has written it. So a Retry also writes its own mark, and waits until the row has settled. The
 * mark of the one that wrote last is there, and only that one may send.
 *
 * @returns those that another try has written
 */
async function record(
	store: Store,
	names: readonly string[],
	{ keep, isRetry }: Pick<WriteRequest, 'keep' | 'isRetry'>,
): Promise<Set<string>> {
	const mark = randomUUID();
	const write = async (list: readonly string[]) => {
		const marked = isRetry ? [...list, mark] : [...list];
		return await persistently(
			async () => await store.checkProcessedAndRecord(marked, 'node', options(keep)),
		);
	};
	const { processed } = await write(names);
	const known = new Set(processed.map(String));
	let own = names.filter((name) => !known.has(name));
	for (let count = 1; own.length > 0; count++) {
		if (isRetry) await sleep(SETTLED);
		const lost = new Set((await write(own)).new.map(String));
		if (lost.size === 0) break;
		if (count === TRIES) throw new Error('other processes overwrite the record');
		if (!lost.has(mark)) continue;
		// Names that are there without our mark are the other Retry's.
		for (const name of own) if (!lost.has(name)) known.add(name);
		own = own.filter((name) => lost.has(name));
	}
	return known;
}

/** One write for all that are waiting. Each of them gets its own result. */
async function writeHolds(wanted: readonly WriteRequest[]): Promise<void> {
	const [first] = wanted;
	if (first === undefined) return;
	try {
		const names = [...new Set(wanted.flatMap((one) => one.names))];
		const keep = Math.max(...wanted.map((one) => one.keep));
		const isRetry = wanted.some((one) => one.isRetry);
		const known = await record(first.store, names, { keep, isRetry });
		for (const one of wanted) {
			one.resolve(!one.names.some((name) => known.has(name)));
			// For the others of this write: two retries of one execution may run at the same time.
			for (const name of one.names) known.add(name);
		}
	} catch (error) {
		// n8n keeps nothing of such a workflow, and there is no Retry of its executions.
		for (const one of wanted) {
			if (isUnsaved(error)) one.resolve(true);
			else one.reject(error);
		}
	}
}

async function writeReleases(wanted: readonly WriteRequest[]): Promise<void> {
	const [first] = wanted;
	if (first === undefined) return;
	try {
		const names = wanted.flatMap((one) => one.names);
		await persistently(
			async () => await first.store.removeProcessed(names, 'node', options(first.keep)),
		);
		for (const one of wanted) one.resolve(true);
	} catch (error) {
		for (const one of wanted) one.reject(error);
	}
}

/** Writes names that may have been overwritten once more, and reports to each whether all of its names were there. */
async function writeRenewals(wanted: readonly WriteRequest[]): Promise<void> {
	const [first] = wanted;
	if (first === undefined) return;
	const names = [...new Set(wanted.flatMap((one) => one.names))];
	const keep = Math.max(...wanted.map((one) => one.keep));
	const lost = await first.store.checkProcessedAndRecord(names, 'node', options(keep)).then(
		(found) => new Set(found.new.map(String)),
		() => new Set(names),
	);
	for (const one of wanted) one.resolve(!one.names.some((name) => lost.has(name)));
}

/** Writes until nobody is waiting. What arrives during a write shares the next one. */
async function serve(key: string, queue: WriteQueue): Promise<void> {
	// So that callers that start together also share the first write.
	await sleep(0);
	while (queue.holds.length + queue.releases.length + queue.renewals.length > 0) {
		const renewals = queue.renewals.splice(0);
		const releases = queue.releases.splice(0);
		const holds = queue.holds.splice(0);
		// Before the releases: what is removed meanwhile must not come back.
		await writeRenewals(renewals);
		await writeReleases(releases);
		await writeHolds(holds);
	}
	queues.delete(key);
}

function enqueue(
	key: string,
	list: keyof WriteQueue,
	wanted: Omit<WriteRequest, 'resolve' | 'reject'>,
) {
	return new Promise<boolean>((resolve, reject) => {
		const waiting = queues.get(key);
		const queue = waiting ?? { holds: [], releases: [], renewals: [] };
		queue[list].push({ ...wanted, resolve, reject });
		if (waiting) return;
		queues.set(key, queue);
		void serve(key, queue);
	});
}

/**
 * The records of this node. Undefined if n8n can't keep them, or if no name would distinguish this execution from
 * another one: n8n 1.x, and a workflow that was never saved.
 */
export function openRecords(
	context: IExecuteFunctions,
	token: string | undefined,
): Records | undefined {
	const helpers = context.helpers as Partial<Store>;
	const { id } = context.getWorkflow();
	if (token === undefined || !id) return undefined;
	if (!helpers.checkProcessedAndRecord || !helpers.removeProcessed) return undefined;
	const key = `${id} ${context.getNode().id}`;
	// Never fewer than a batch has, or it would displace its own records.
	const keep = Math.max(KEPT, 4 * context.getInputData().length);
	const wanted = { keep, store: helpers as Store, isRetry: context.getMode() === 'retry' };
	const held = new Set<string>();
	/** A slow process may overwrite a record after it was checked, and so may each renewal. */
	const renew = async (names: readonly string[]) => {
		for (let count = 1; count <= TRIES; count++) {
			await sleep(SETTLED);
			const left = names.filter((name) => held.has(name));
			if (left.length === 0) return;
			if (await enqueue(key, 'renewals', { ...wanted, names: left })) return;
		}
	};
	return {
		hold: async (names) => {
			const isNew = await enqueue(key, 'holds', { ...wanted, names });
			if (isNew) {
				for (const name of names) held.add(name);
				void renew(names);
			}
			return isNew;
		},
		has: async (names) => {
			// Nothing is sent after it, so it need not wait for another Retry.
			const isNew = await enqueue(key, 'holds', { ...wanted, isRetry: false, names });
			if (isNew) await enqueue(key, 'releases', { ...wanted, names });
			return !isNew;
		},
		release: async (names) => {
			for (const name of names) held.delete(name);
			await enqueue(key, 'releases', { ...wanted, names });
		},
	};
}
