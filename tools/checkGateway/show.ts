import type { Step } from './check';
import type { Judgement } from './judge';

/** Names printed of one answer. */
const LONGEST_LIST = 12;

function inShort(names: readonly string[]): string {
	if (names.length === 0) return 'none';
	const rest = names.length - LONGEST_LIST;
	return names.slice(0, LONGEST_LIST).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** What is called. */
const stepLine = ({ call, key }: Step): string =>
	`${call.method} ${call.path}${key === 'wrong' ? ' with a wrong key' : ''}`;

/** Everything about one call in a line: no value, only names of keys. */
export function resultLine(step: Step, judgement: Judgement): string {
	const { verdict, status, found, expected, problems } = judgement;
	const { asks } = step.call;
	return [
		`${verdict.padEnd(9)} ${stepLine(step)}: HTTP ${status}`,
		`keys ${inShort(found)}`,
		`expected ${expected}`,
		...(problems.length > 0 ? [`DIFFERS: ${inShort(problems)}`] : []),
		...(asks !== undefined && step.key === 'own' ? [`open question: ${asks}`] : []),
	].join('; ');
}

/** How the steps of a check are made and shown. */
export interface Showing {
	/** Makes one step, may tell of its progress, and gives the line about it. */
	run: (step: Step, note: (line: string) => void) => Promise<string>;
	/** Whether the steps that are left are not made. */
	isOver: () => boolean;
	print: (line: string) => void;
	isTerminal: boolean;
}

const NEWS_SECONDS = 10;

/**
 * Shows the steps of a check while they run: on a terminal in place, elsewhere a line for each, and one now and then
 * where a step takes long.
 *
 * @throws what `run` throws; the steps after it are not made
 */
export async function showSteps(steps: readonly Step[], showing: Showing): Promise<void> {
	await (showing.isTerminal ? showInPlace : showInLines)(steps, showing);
}

async function showInLines(steps: readonly Step[], showing: Showing): Promise<void> {
	const { run, isOver, print } = showing;
	for (const step of steps) {
		if (isOver()) return;
		const startedAt = Date.now();
		const news = setInterval(() => {
			const seconds = Math.round((Date.now() - startedAt) / 1000);
			print(`... ${stepLine(step)}: ${seconds} s so far`);
		}, NEWS_SECONDS * 1000);
		try {
			print(await run(step, print));
		} finally {
			clearInterval(news);
		}
	}
}

async function showInPlace(steps: readonly Step[], { run, isOver }: Showing): Promise<void> {
	// An ES module, which a CommonJS file can only import like this.
	const { Listr } = await import('listr2');
	const tasks = new Listr(
		steps.map((step) => ({
			title: stepLine(step),
			enabled: () => !isOver(),
			task: async (_context: unknown, task: { title: string; output: string }) => {
				task.title = await run(step, (note) => {
					task.output = note;
				});
			},
		})),
		{ rendererOptions: { formatOutput: 'wrap' } },
	);
	await tasks.run();
}
