import { exitCodes, main } from '../../../tools/migrate/main';
import { sampleText } from '../../migrate/samples';

/** The command on files that are in memory. */
function command(files: Record<string, string>) {
	const lines: string[] = [];
	const fail = (code: string) => Object.assign(new Error(code), { code });
	return {
		files,
		text: () => lines.join('\n'),
		run: async (...args: string[]) =>
			await main(args, {
				print: (line) => void lines.push(line),
				read: async (file) => {
					if (!Object.hasOwn(files, file)) throw fail('ENOENT');
					return files[file]!;
				},
				write: async (file, text, { replace }) => {
					if (Object.hasOwn(files, file) && !replace) throw fail('EEXIST');
					files[file] = text;
				},
			}),
	};
}

const workflow = sampleText('fal-status-loop');

test('writes another file beside the workflow, in the same indentation, and prints what it did', async () => {
	const { run, files, text } = command({ 'a/fox.json': workflow });
	expect(await run('a/fox.json')).toBe(exitCodes.migrated);

	expect(files['a/fox.json']).toBe(workflow);
	const written = files['a/fox.migrated.json']!;
	expect(written).toMatch(/^\{\n\t"name"/);
	expect(written.length).toBeLessThan(workflow.length);
	expect(text()).toMatch(/1 of 1 video loops migrated: 9 nodes before, 5 after/);
	expect(text()).toMatch(/Written to a\/fox\.migrated\.json/);
});

test('writes to the file of --out', async () => {
	const { run, files } = command({ 'fox.json': workflow });
	expect(await run('fox.json', '--out', 'new.json')).toBe(exitCodes.migrated);
	expect(Object.keys(files)).toEqual(['fox.json', 'new.json']);
});

test('replaces a file that is there only with --force', async () => {
	const there = { 'fox.json': workflow, 'fox.migrated.json': 'mine' };
	const { run, files, text } = command(there);
	expect(await run('fox.json')).toBe(exitCodes.notRead);
	expect(text()).toMatch(/fox\.migrated\.json exists already.*--force/);
	expect(files['fox.migrated.json']).toBe('mine');

	expect(await run('fox.json', '--force')).toBe(exitCodes.migrated);
	expect(files['fox.migrated.json']).toMatch(/submitVideo/);
});

test('--help says how to use it', async () => {
	const { run, text } = command({});
	expect(await run('--help')).toBe(0);
	expect(text()).toMatch(/Usage: npm run migrate -- workflow\.json/);
});

const LONG =
	'{"nodes": [{"name": "A", "type": "x"}, {"name": "A", "type": "y"}], "connections": {}}';

test.each<[what: string, args: string[], files: Record<string, string>, says: RegExp]>([
	['no file', [], {}, /Usage:/],
	['two files', ['a.json', 'b.json'], {}, /Usage:/],
	['an unknown option', ['a.json', '--all'], {}, /--all[\s\S]*Usage:/],
	['a missing file', ['a.json'], {}, /a\.json doesn't exist/],
	['text', ['a.json'], { 'a.json': 'nodes:' }, /a\.json isn't valid JSON.*Download/],
	['a list', ['a.json'], { 'a.json': '[]' }, /isn't an n8n workflow/],
	['other JSON', ['a.json'], { 'a.json': '{"nodes": 3}' }, /isn't an n8n workflow \(nodes/],
	['two nodes of one name', ['a.json'], { 'a.json': LONG }, /two nodes are named "A"/],
	[
		'itself as output',
		['a.json', '--out', './a.json', '--force'],
		{ 'a.json': workflow },
		/workflow itself/,
	],
])('%s can not be migrated', async (_, args, files, says) => {
	const { run, text } = command({ ...files });
	expect(await run(...args)).toBe(exitCodes.notRead);
	expect(text()).toMatch(says);
});

test.each([
	[
		'a workflow without loops',
		'{"nodes": [], "connections": {}}',
		/No loop of a known video API/,
	],
	[
		'a loop that does more',
		sampleText('left-message-in-loop'),
		/"Create Video": it also goes to/,
	],
])('%s is left, and nothing is written', async (_, file, says) => {
	const { run, files, text } = command({ 'a.json': file });
	expect(await run('a.json')).toBe(exitCodes.nothing);
	expect(text()).toMatch(says);
	expect(Object.keys(files)).toEqual(['a.json']);
});

test('a byte order mark in front is no fault', async () => {
	const { run } = command({ 'a.json': `\uFEFF${workflow}` });
	expect(await run('a.json')).toBe(exitCodes.migrated);
});
