import type { Clock } from '../../shared/clock';

/** What was read a moment ago, by a key, for all runs of this n8n. */
export interface KeptReads<Value> {
	/** What counts now, if it was read already, or is being read. */
	find: (key: string, now: Clock) => Promise<Value> | undefined;
	/** The same, or what `make` reads. Those who ask at the same time share one reading. Throws what `make` throws. */
	read: (key: string, now: Clock, make: () => Promise<Value>) => Promise<Value>;
	/** What `make` reads, whatever was read before. */
	refresh: (key: string, now: Clock, make: () => Promise<Value>) => Promise<Value>;
}

/** @param seconds how long a value counts after it was read */
export function createKeptReads<Value>(seconds: number): KeptReads<Value> {
	const kept = new Map<string, { result: Promise<Value>; until: number }>();

	const refresh: KeptReads<Value>['refresh'] = async (key, now, make) => {
		for (const [other, { until }] of kept) {
			if (until <= now()) kept.delete(other);
		}
		const entry = { result: make(), until: Infinity };
		kept.set(key, entry);
		void entry.result.then(
			() => {
				entry.until = now() + seconds * 1000;
			},
			() => {
				if (kept.get(key) === entry) kept.delete(key);
			},
		);
		return await entry.result;
	};

	const find: KeptReads<Value>['find'] = (key, now) => {
		const entry = kept.get(key);
		return entry && entry.until > now() ? entry.result : undefined;
	};

	const read: KeptReads<Value>['read'] = async (key, now, make) => {
		const others = find(key, now);
		if (!others) return await refresh(key, now, make);
		try {
			return await others;
		} catch {
			// Whoever was reading it has been stopped; this one goes on.
			return await read(key, now, make);
		}
	};

	return { find, read, refresh };
}
