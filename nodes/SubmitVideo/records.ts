import { sleep, type DeduplicationHelperFunctions, type IExecuteFunctions } from 'n8n-workflow';

/**
 * Records of submits in n8n's own database, written before the submit goes out: they outlast a crash, which takes
 * everything else with it that an execution knows. n8n keeps them in one row for each workflow and node, as it does for
 * its Remove Duplicates node (n8n 2.41, `deduplication-helper`): it reads the row, changes it, and writes it back.
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
	 * @returns whether they are new: false where a try knows one of them, and may have sent the submit
	 * @throws Error where the database does not take them
	 */
	hold: (names: readonly string[]) => Promise<boolean>;
	/** Takes names back. Throws where the database does not allow it. */
	release: (names: readonly string[]) => Promise<void>;
}

/** One call of `hold` or `release`, waiting for its write. */
interface Wanted {
	names: readonly string[];
	keep: number;
	store: Store;
	resolve: (isNew: boolean) => void;
	reject: (error: unknown) => void;
}

/** Those who wait for one row, in the order in which they came. */
interface Line {
	holds: Wanted[];
	releases: Wanted[];
}

/**
 * By workflow and node. Within this process the writes of a row stand in line, since two at a time would lose one of
 * them.
 */
const lines = new Map<string, Line>();

const options = (keep: number) => ({ mode: 'entries' as const, maxEntries: keep });

/**
 * Whether the database has no such workflow, as for one that was never saved, or that a node has in its parameters. The
 * messages of SQLite and PostgreSQL; n8n gives no code.
 */
const isUnsaved = (error: unknown): boolean =>
	error instanceof Error && /foreign key constraint/i.test(error.message);

/** Runs a write again that failed, after a short pause. */
async function persistently<Result>(write: () => Promise<Result>, count = 1): Promise<Result> {
	return await write().catch(async (error: unknown) => {
		if (count === TRIES || isUnsaved(error)) return await Promise.reject(error);
		await sleep(50 * 2 ** count);
		return await persistently(write, count + 1);
	});
}

/**
 * Writes names, and looks again whether they are there: another process that was writing the same row at the same time
 * may have put its own copy over them.
 *
 * @returns those that were there before
 */
async function record(store: Store, names: string[], keep: number): Promise<Set<string>> {
	const write = async () =>
		await persistently(
			async () => await store.checkProcessedAndRecord(names, 'node', options(keep)),
		);
	const { processed } = await write();
	for (let count = 1; (await write()).new.length > 0; count++) {
		if (count === TRIES) throw new Error('other processes overwrite the record');
	}
	return new Set(processed.map(String));
}

/** One write for all that are waiting. Each of them is told by itself. */
async function writeHolds(wanted: readonly Wanted[]): Promise<void> {
	const [first] = wanted;
	if (first === undefined) return;
	try {
		const names = [...new Set(wanted.flatMap((one) => one.names))];
		const keep = Math.max(...wanted.map((one) => one.keep));
		const known = await record(first.store, names, keep);
		for (const one of wanted) {
			one.resolve(!one.names.some((name) => known.has(name)));
			// For the others of this write: two retries of one execution may run at the same time.
			for (const name of one.names) known.add(name);
		}
	} catch (error) {
		// Of such a workflow n8n keeps nothing, and there is no Retry of what it does.
		for (const one of wanted) {
			if (isUnsaved(error)) one.resolve(true);
			else one.reject(error);
		}
	}
}

async function writeReleases(wanted: readonly Wanted[]): Promise<void> {
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

/** Writes until nobody waits. What comes in during a write shares the next one. */
async function serve(key: string, line: Line): Promise<void> {
	// So that those that start together share the first write as well.
	await sleep(0);
	while (line.holds.length + line.releases.length > 0) {
		const releases = line.releases.splice(0);
		const holds = line.holds.splice(0);
		await writeReleases(releases);
		await writeHolds(holds);
	}
	lines.delete(key);
}

function lineUp(key: string, list: keyof Line, wanted: Omit<Wanted, 'resolve' | 'reject'>) {
	return new Promise<boolean>((resolve, reject) => {
		const waiting = lines.get(key);
		const line = waiting ?? { holds: [], releases: [] };
		line[list].push({ ...wanted, resolve, reject });
		if (waiting) return;
		lines.set(key, line);
		void serve(key, line);
	});
}

/**
 * What all tries of this execution share, also those that a user starts by Retry: n8n's token for resuming it, which no
 * other execution has. Undefined on n8n 1.x, which has none.
 */
export function tokenOf(context: IExecuteFunctions): string | undefined {
	const address = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) ?? '');
	const token = URL.canParse(address) && new URL(address).searchParams.get('signature');
	return token || undefined;
}

/**
 * The records of this node. Undefined where n8n can not keep them, or where no name would tell this execution from
 * another one: n8n 1.x, and a workflow that was never saved.
 */
export function recordsOf(
	context: IExecuteFunctions,
	token: string | undefined,
): Records | undefined {
	const helpers = context.helpers as Partial<Store>;
	const { id } = context.getWorkflow();
	if (token === undefined || !id) return undefined;
	if (!helpers.checkProcessedAndRecord || !helpers.removeProcessed) return undefined;
	const key = `${id} ${context.getNode().id}`;
	// Never fewer than a batch has, or it would push its own records out.
	const keep = Math.max(KEPT, 4 * context.getInputData().length);
	const store = helpers as Store;
	return {
		hold: async (names) => await lineUp(key, 'holds', { names, keep, store }),
		release: async (names) => {
			await lineUp(key, 'releases', { names, keep, store });
		},
	};
}
