import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError, type RealRun } from './options';
import type { RealKey } from './runs';

/** Where the demo asks: the process's own input and output, unless a test has others. */
export interface Terminal {
	input: NodeJS.ReadableStream & { isTTY?: boolean };
	output: NodeJS.WritableStream;
}

const ownTerminal: Terminal = { input: process.stdin, output: process.stdout };

/** What the user enters; `hidden`: without showing it. */
async function ask(
	question: string,
	{ input, output }: Terminal,
	{ hidden = false } = {},
): Promise<string> {
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	const questions = createInterface(
		hidden ? { input, output: nowhere, terminal: true } : { input, output },
	);
	// The terminal gives Ctrl-C to whoever reads it, and not to the process.
	questions.once('SIGINT', () => process.emit('SIGINT'));
	if (hidden) output.write(question);
	const answer = await questions.question(question);
	questions.close();
	if (hidden) output.write('\n');
	return answer.trim();
}

/**
 * Says what a real video costs, asks whether to go on unless `--yes` was given, and asks for the key unless it's in the
 * environment. The key isn't shown.
 *
 * @returns undefined if the user doesn't agree
 * @throws UsageError if nobody is there to ask, or no key was entered
 */
export async function agree(
	{ gateway, key, confirmed }: RealRun,
	terminal: Terminal = ownTerminal,
): Promise<RealKey | undefined> {
	const { label, keyVariable, cost } = gateway;
	const isAsking = terminal.input.isTTY === true;
	const noKey = `${label} needs your key: set the environment variable ${keyVariable}.`;
	if (key === undefined && !isAsking) throw new UsageError(noKey);
	terminal.output.write(
		`This makes one video at ${label}, with your key.\nIt will cost ${cost}.\n`,
	);
	if (!confirmed) {
		if (!isAsking) {
			throw new UsageError(
				'Nobody is there to confirm the cost; add --yes if you agree to it.',
			);
		}
		if (!/^y(es)?$/i.test(await ask('Go on? (y/N) ', terminal))) return undefined;
	}
	if (key !== undefined) return { gateway, key };
	const question = `Your key for ${label} (isn't shown; or set ${keyVariable}): `;
	const entered = await ask(question, terminal, { hidden: true });
	if (entered === '') throw new UsageError(noKey);
	return { gateway, key: entered };
}
