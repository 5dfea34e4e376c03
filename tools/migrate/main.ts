import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from './migrate';
import { reportOn } from './report';
import { asWorkflow, type Workflow } from './workflow';

/** The end of a migration: something was written, there was nothing to migrate, or it couldn't begin. */
export const exitCodes = { migrated: 0, nothing: 1, notRead: 2 } as const;

/** What the command has from its surroundings. */
export interface Surroundings {
	print: (line: string) => void;
	/** @throws as `fs.readFile` does */
	read: (file: string) => Promise<string>;
	/** Writes a new file. @throws as `fs.writeFile` does, with the code `EEXIST` for one that is there and not replaced */
	write: (file: string, text: string, options: { replace: boolean }) => Promise<void>;
}

class NotRead extends Error {}

const usage = [
	'Usage: npm run migrate -- workflow.json [--out migrated.json] [--force]',
	'',
	'Replaces hand-made video loops (HTTP Request, Wait, If) by Submit Video and Wait For Video.',
	'Recognizes the APIs of fal, Kie.ai, Replicate and MiniMax, and servers with the videos API of OpenAI.',
	'Reads an exported workflow and writes another file; the first one stays. Sends nothing anywhere.',
	'',
	'--out    the file to write; default: <name>.migrated.json beside the workflow',
	'--force  replaces a file that is there already',
	'',
	"Exit codes: 0 a file was written, 1 there was nothing to migrate, 2 the workflow couldn't be read.",
].join('\n');

interface Wish {
	file: string;
	out: string;
	replace: boolean;
}

const OPTIONS = {
	out: { type: 'string' },
	force: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

function parsed(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
	} catch (error) {
		throw new NotRead(`${(error as Error).message}\n\n${usage}`);
	}
}

function readWish(args: readonly string[]): Wish | 'help' {
	const { values, positionals } = parsed(args);
	if (values.help) return 'help';
	const [file, ...more] = positionals;
	if (file === undefined || more.length > 0) throw new NotRead(usage);
	const out = values.out ?? `${file.replace(/\.json$/i, '')}.migrated.json`;
	if (resolve(out) === resolve(file))
		throw new NotRead(`--out is the workflow itself: choose another file.`);
	return { file, out, replace: values.force === true };
}

async function readFile(file: string, read: Surroundings['read']): Promise<string> {
	try {
		return await read(file);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const why = { ENOENT: "doesn't exist", EISDIR: 'is a folder', EACCES: 'may not be read' };
		throw new NotRead(`${file} ${why[code as keyof typeof why] ?? `can't be read (${code})`}.`);
	}
}

function readWorkflow(file: string, text: string): Workflow {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		throw new NotRead(
			`${file} isn't valid JSON. Export the workflow in n8n with Download, and use that file.`,
		);
	}
	const workflow = asWorkflow(value);
	if (!('problem' in workflow)) return workflow as Workflow;
	throw new NotRead(
		`${file} isn't an n8n workflow (${String(workflow.problem)}). Export it in n8n with Download, and use that file.`,
	);
}

/** How a file is indented, so that the new one is alike. */
const indentOf = (text: string): string => /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? '  ';

async function writeFile({ out, replace }: Wish, text: string, write: Surroundings['write']) {
	try {
		await write(out, text, { replace });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new NotRead(
			code === 'EEXIST'
				? `${out} exists already. Use --force to replace it, or --out for another file.`
				: `${out} can't be written (${code}).`,
		);
	}
}

/**
 * Migrates one workflow.
 *
 * @param args the words after the command
 * @returns the exit code
 */
export async function main(
	args: readonly string[],
	{ print, read, write }: Surroundings,
): Promise<number> {
	try {
		const wish = readWish(args);
		if (wish === 'help') {
			print(usage);
			return exitCodes.migrated;
		}
		const text = await readFile(wish.file, read);
		const migration = migrate(readWorkflow(wish.file, text));
		const isDone = migration.replaced.length > 0;
		if (isDone) {
			await writeFile(
				wish,
				`${JSON.stringify(migration.workflow, undefined, indentOf(text))}\n`,
				write,
			);
		}
		reportOn(migration).forEach(print);
		if (isDone)
			print(
				`\nWritten to ${wish.out}. Import it in n8n, select the credentials, and run it once by hand.`,
			);
		else if (migration.skipped.length === 0)
			print('No loop of a known video API was found, and nothing was written.');
		return isDone ? exitCodes.migrated : exitCodes.nothing;
	} catch (error) {
		if (!(error instanceof NotRead)) throw error;
		print(error.message);
		return exitCodes.notRead;
	}
}
