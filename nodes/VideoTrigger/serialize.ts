/** The latest work started for a key. */
const last = new Map<string, Promise<unknown>>();

/** Runs `work` once all earlier work for the same key has ended, however it ended. */
export async function serialize<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
	const before = last.get(key);
	const mine = before ? before.then(work, work) : work();
	last.set(key, mine);
	try {
		return await mine;
	} finally {
		if (last.get(key) === mine) last.delete(key);
	}
}
