import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { circumstances, print, writeFigures } from './report';
import { measureCallbacks } from './queue/callbacks';
import { measureKills } from './queue/kills';
import { concurrency } from './queue/runs';
import { measureSuspend } from './queue/suspend';
import { measureTenThousand } from './queue/tenThousand';

/** Measures the package on n8n in queue mode, and writes the figures into the documentation. */

const help = `Measures the package on n8n in queue mode, with one worker of ${concurrency} slots, and writes the figures into docs/scaling.md.

npm run bench:queue                        all parts; takes about two hours
npm run bench:queue -- suspend kills       only these: suspend, kills, callbacks, tenThousand
  --videos 60 --seconds 90 --repeats 10    of kills: executions of a run, seconds of a video, runs
  --seed 1                                 of kills: repeats the moments of an earlier measurement
  --crowd 10000 --minutes 12               of tenThousand: videos, and minutes of a video in the median
  --short                                  tenThousand with 60 videos in about three minutes; writes nothing
`;

const headings = {
	suspend: 'Suspend',
	kills: 'Killed workers',
	callbacks: 'Callbacks',
	tenThousand: '10,000 suspended videos',
};
type Part = keyof typeof headings;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			help: { type: 'boolean', default: false },
			videos: { type: 'string', default: '60' },
			seconds: { type: 'string', default: '90' },
			repeats: { type: 'string', default: '10' },
			seed: { type: 'string', default: String(Date.now() % 1_000_000) },
			crowd: { type: 'string', default: '10000' },
			minutes: { type: 'string', default: '12' },
			short: { type: 'boolean', default: false },
		},
	});
	const every = values.short ? ['tenThousand'] : Object.keys(headings);
	const names = positionals.length > 0 ? positionals : every;
	const unknown = names.filter((name) => !(name in headings));
	if (values.help || unknown.length > 0) {
		if (unknown.length > 0) print(`There is no part ${unknown.join(', ')}.`);
		print(help);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const measurements: Record<Part, () => Promise<string>> = {
		suspend: measureSuspend,
		kills: async () =>
			await measureKills({
				videos: Number(values.videos),
				seconds: Number(values.seconds),
				repeats: Number(values.repeats),
				seed: Number(values.seed),
			}),
		callbacks: measureCallbacks,
		tenThousand: async () =>
			await measureTenThousand({
				videos: Number(values.crowd),
				minutes: Number(values.minutes),
				seed: Number(values.seed),
				short: values.short,
			}),
	};
	for (const part of names as Part[]) {
		const load = loadavg()[0] ?? NaN;
		print(`${headings[part]}: starting n8n, a worker, Redis and PostgreSQL ...`);
		const figures = `${await measurements[part]()}\n\n${await circumstances(load, 'PostgreSQL, Redis')}`;
		print(`\n${figures}\n`);
		const isSmaller = values.short || (part === 'tenThousand' && values.crowd !== '10000');
		if (isSmaller || process.exitCode) continue;
		await writeFigures('scaling.md', headings[part], figures, Object.values(headings));
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
