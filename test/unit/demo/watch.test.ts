import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { replaceChangedFiles, watchFiles } from '../../demo/watch';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'watch-'));
});

afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

/** In one step: a file written in place may be seen twice, first while it is empty. */
const write = async (path: string, text: string): Promise<void> => {
	await mkdir(join(folder, path, '..'), { recursive: true });
	await writeFile(join(folder, 'written'), text);
	await rename(join(folder, 'written'), join(folder, path));
};

describe('watchFiles', () => {
	/** Watches `src`, makes one change after the other, and gives what was reported for each. */
	const reports = async (changes: Array<() => Promise<void>>): Promise<string[][]> => {
		const watching = new AbortController();
		const seen: string[][] = [];
		let heard = () => {};
		const done = watchFiles(
			[join(folder, 'src')],
			async (files) => {
				seen.push(files.map((file) => relative(folder, file)));
				heard();
				await Promise.resolve();
			},
			{ signal: watching.signal, everyMs: 5 },
		);
		// The first snapshot is what everything is compared with.
		await sleep(50);
		for (const change of changes) {
			const report = new Promise<void>((resolve) => {
				heard = resolve;
			});
			await change();
			await report;
		}
		watching.abort();
		await done;
		return seen;
	};

	it('reports a file that was written, added, deleted, or replaced by another', async () => {
		await write('src/a.ts', 'one');
		await write('src/deep/b.ts', 'one');

		const seen = await reports([
			() => write('src/deep/b.ts', 'two'),
			() => write('src/new/c.ts', 'one'),
			() => rm(join(folder, 'src/a.ts')),
			// How most editors save.
			async () => {
				await write('aside.ts', 'three');
				await rename(join(folder, 'aside.ts'), join(folder, 'src/deep/b.ts'));
			},
		]);

		expect(seen).toEqual([
			['src/deep/b.ts'],
			['src/new/c.ts'],
			['src/a.ts'],
			['src/deep/b.ts'],
		]);
	});

	it('reports what changes during a call after it, and never calls twice at a time', async () => {
		await write('src/a.ts', 'one');
		const watching = new AbortController();
		let running = 0;
		const seen: string[][] = [];
		const done = watchFiles(
			[join(folder, 'src')],
			async (files) => {
				expect(++running).toBe(1);
				seen.push(files.map((file) => relative(folder, file)));
				if (seen.length === 1) await write('src/b.ts', 'one');
				else watching.abort();
				await sleep(30);
				running -= 1;
			},
			{ signal: watching.signal, everyMs: 5 },
		);
		await sleep(50);
		await write('src/a.ts', 'two');
		await done;

		expect(seen).toEqual([['src/a.ts'], ['src/b.ts']]);
	});
});

describe('replaceChangedFiles', () => {
	it('replaces what differs and leaves everything else', async () => {
		await write('dist/same.js', 'one');
		await write('dist/deep/changed.js', 'two');
		await write('dist/added/new.js', 'one');
		await write('installed/dist/same.js', 'one');
		await write('installed/dist/deep/changed.js', 'one');
		await write('installed/dist/gone.js', 'one');

		const changed = await replaceChangedFiles(
			join(folder, 'dist'),
			join(folder, 'installed/dist'),
			join(folder, 'installed/staging'),
		);

		expect(changed.sort()).toEqual(['added/new.js', 'deep/changed.js']);
		const text = async (path: string) =>
			await readFile(join(folder, 'installed', path), 'utf8');
		expect(await text('dist/deep/changed.js')).toBe('two');
		expect(await text('dist/added/new.js')).toBe('one');
		expect(await text('dist/gone.js')).toBe('one');
		expect(await readdir(join(folder, 'installed'))).toEqual(['dist']);
	});
});
