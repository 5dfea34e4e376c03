import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import execa from 'execa';
import { format, resolveConfig } from 'prettier';

import { ensureN8nInstalled } from '../support/n8n/install';
import { quantile } from '../queue/figures';

/** How figures are written down: several runs as their median with the spread, and into the documentation. */

/** Prints a line. */
export function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** The first row is the head. */
export type Table = ReadonlyArray<ReadonlyArray<string | number>>;

/** Writes a table in Markdown. */
export function markdown(table: Table): string {
	const [head = [], ...rest] = table;
	return [head, head.map(() => '---'), ...rest].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The middle one; of an even number the lower one of the two. */
export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** The median, and from what to what the runs went where there are several: `22.1 (21.9–22.4)`. */
export function spread(values: readonly number[], digits = 1): string {
	const written = median(values).toFixed(digits);
	if (values.length < 2) return written;
	const ends = [Math.min(...values), Math.max(...values)].map((end) => end.toFixed(digits));
	return `${written} (${ends.join('–')})`;
}

/** How many times as much the first runs took as the second, run by run: `1.50 (1.48–1.55) x`. */
export function ratio(of: readonly number[], to: readonly number[], digits = 2): string {
	const pairs = of.slice(0, to.length).map((value, run) => value / to[run]!);
	return `${spread(pairs, digits)} x`;
}

const repositoryRoot = resolve(__dirname, '..', '..');
const begin = '<!-- measured:begin -->';
const end = '<!-- measured:end -->';

/**
 * Where and with what the figures were measured.
 *
 * @param load of the machine before
 * @param beside what ran beside n8n, as `SQLite`
 */
export async function circumstances(load: number, beside: string): Promise<string> {
	const { nodeBinary, n8nScript } = await ensureN8nInstalled({ log: print });
	const version = async (parameters: string[]) =>
		(await execa(nodeBinary, parameters)).stdout.trim();
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const processors = cpus();
	const machine = `${processors.length} CPUs (${processors[0]?.model.trim() ?? 'unknown'}), ${gigabytes} GB`;
	const before = load.toFixed(1);
	const after = (loadavg()[0] ?? NaN).toFixed(1);
	return `Measured on ${new Date().toISOString().slice(0, 10)} with n8n ${await version([n8nScript, '--version'])} on Node.js ${await version(['--version'])}, ${beside}, everything on one machine: ${machine}; load ${before} before, ${after} after.`;
}

/**
 * Puts the figures of one section between the markers of a page in docs/, and leaves those of the others as they are.
 *
 * @param page its file name
 * @param headings all sections, in their order
 */
export async function writeFigures(
	page: string,
	heading: string,
	figures: string,
	headings: readonly string[],
): Promise<void> {
	const document = resolve(repositoryRoot, 'docs', page);
	const before = await readFile(document, 'utf8').catch(() => '');
	const text = before.includes(begin) ? before : `${before}\n${begin}\n${end}\n`;
	const [head = '', rest = ''] = text.split(begin);
	const [measured = '', tail = ''] = rest.split(end);
	const sections = new Map(
		measured
			.split(/^### /m)
			.slice(1)
			.map((section) => [section.split('\n')[0], section.split('\n').slice(1).join('\n')]),
	);
	sections.set(heading, figures);
	const whole = headings.flatMap((name) => {
		const section = sections.get(name);
		return section === undefined ? [] : [`### ${name}\n\n${section.trim()}`];
	});
	await mkdir(dirname(document), { recursive: true });
	const style = await resolveConfig(document);
	const after = `${head}${begin}\n\n${whole.join('\n\n')}\n\n${end}${tail}`;
	await writeFile(document, await format(after, { ...style, filepath: document }));
	print(`Written into ${relative(repositoryRoot, document)}`);
}
