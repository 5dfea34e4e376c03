import { createHash } from 'node:crypto';

/** n8n's `deduplication-helper` in its mode `entries`: read, changed and written back, with time passing in between. */
export class Store {
	writes = 0;
	row: string[] | undefined;
	/** The time that passes. */
	pass = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

	helpers = {
		checkProcessedAndRecord: async (
			names: string[],
			_scope: string,
			{ maxEntries = Infinity }: { maxEntries?: number },
		) => {
			const hashes = names.map((name) => createHash('md5').update(name).digest('base64'));
			const row = [...(this.row ?? [])];
			await this.pass();
			this.writes++;
			const known = new Set(row);
			const isKnown = (index: number) => known.has(hashes[index]!);
			row.push(...hashes.filter((_, index) => !isKnown(index)));
			this.row = row.slice(Math.max(0, row.length - maxEntries));
			return {
				new: names.filter((_, index) => !isKnown(index)),
				processed: names.filter((_, index) => isKnown(index)),
			};
		},
		removeProcessed: async (names: string[]) => {
			const row = [...(this.row ?? [])];
			await this.pass();
			this.writes++;
			for (const name of names) {
				const index = row.indexOf(createHash('md5').update(name).digest('base64'));
				if (index >= 0) row.splice(index, 1);
			}
			this.row = row;
		},
	};
}
