import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { measureProcessor } from './cpu';
import { measureDownload } from './download';
import { startGround, type Ground } from './ground';
import { measureKeepRunning } from './keepRunning';
import { measureLag } from './lagReport';
import { circumstances, print, writeFigures } from './report';
import { quoteSlots } from './slots';
import { measureStart } from './start';
import { measureTime } from './time';

/** Measures the package against what users have today, and writes the figures into the documentation. */

/** A part of the page. */
interface Section {
	heading: string;
	measure: (ground: () => Promise<Ground>, short: boolean) => Promise<string>;
}

const sections = {
	time: {
		heading: 'Time for 1, 10 and 100 videos',
		measure: async (ground, short) => await measureTime(await ground(), short),
	},
	lag: {
		heading: 'Lag and status calls',
		measure: async (ground, short) => await measureLag(await ground(), short),
	},
	memory: {
		heading: 'Memory and speed of a 1 GB download',
		measure: async (ground, short) => await measureDownload(await ground(), short),
	},
	cpu: {
		heading: 'CPU time of 1,000 submits',
		measure: async (ground, short) => await measureProcessor(await ground(), short),
	},
	keepRunning: {
		heading: '1,000 videos in one execution',
		measure: async (_ground, short) => await measureKeepRunning(short),
	},
	slots: { heading: 'Videos in flight per worker slot', measure: quoteSlots },
	start: {
		heading: "n8n's start, size, loading",
		measure: async (_ground, short) => await measureStart(short),
	},
} as const satisfies Record<string, Section>;

type SectionName = keyof typeof sections;
const names = Object.keys(sections) as SectionName[];

/** What runs at the same time: the first two do little but wait for simulated videos. */
const together: ReadonlyArray<readonly SectionName[]> = [
	['time', 'lag'],
	['memory'],
	['cpu'],
	['keepRunning'],
	['slots'],
	['start'],
];

const help = `Measures the package against n8n's own nodes for videos, the HTTP Request node and the loop that users draw, on a real n8n with simulated gateways, and writes the figures into docs/benchmarks.md.

npm run bench                  all sections; takes about 16 minutes
npm run bench -- memory cpu    only these: ${names.join(', ')}
npm run bench -- --short       everything small, once and in about a minute; writes nothing
`;

/** Measures some sections at the same time and writes them down one after the other. */
async function measureTogether(
	group: readonly SectionName[],
	ground: () => Promise<Ground>,
	short: boolean,
): Promise<void> {
	const load = loadavg()[0] ?? NaN;
	print(`${group.join(' and ')}: measuring ...`);
	const measured = await Promise.all(
		group.map(async (name) => await (sections[name] as Section).measure(ground, short)),
	);
	const where = await circumstances(load, 'SQLite');
	for (const [index, name] of group.entries()) {
		const { heading } = sections[name];
		// What stands in another page says there where it was measured.
		const figures = name === 'slots' ? measured[index]! : `${measured[index]}\n\n${where}`;
		print(`\n${heading}\n\n${figures}\n`);
		if (short) continue;
		await writeFigures(
			'benchmarks.md',
			heading,
			figures,
			names.map((one) => sections[one].heading),
		);
	}
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			short: { type: 'boolean', default: false },
		},
	});
	const unknown = positionals.filter((name) => !(name in sections));
	if (values.help || unknown.length > 0) {
		if (unknown.length > 0) print(`There is no section ${unknown.join(', ')}.`);
		print(help);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const isWanted = (name: SectionName) => positionals.length === 0 || positionals.includes(name);
	let started: Promise<Ground> | undefined;
	const ground = async () => {
		if (!started) print('Starting n8n ...');
		return await (started ??= startGround());
	};
	const from = Date.now();
	try {
		for (const group of together) {
			const wanted = group.filter(isWanted);
			// So that n8n's start is measured on a machine that has nothing else to do.
			if (wanted.includes('start')) await (await started)?.close();
			if (wanted.includes('start')) started = undefined;
			if (wanted.length > 0) await measureTogether(wanted, ground, values.short);
		}
	} finally {
		await (await started)?.close();
	}
	print(`Took ${Math.round((Date.now() - from) / 1000)} s`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
