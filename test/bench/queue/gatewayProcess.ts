import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { randomFrom } from '../../queue/figures';
import { startSimulator } from '../../support/simulator';
import type { Book, GatewayStart, Row, Started, Summary } from './gateways';

/**
 * The simulated gateways and the table that the rows end in, as a process of their own: thousands of jobs must not wait
 * for the measuring, nor it for them. Started by gateways.ts.
 */

/** A normal number around 0 with a deviation of 1 (Box-Muller). */
const normal = (random: () => number): number =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

async function readBody(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** What a video takes from `hurry` on. */
const HURRIED_SECONDS = 30;

/** How long the record of requests may get that nobody reads here, in milliseconds. */
const FORGET_EVERY = 1000;

/** The table that the rows end in. */
function openTable() {
	const table = new Map<number, Row>();
	let writes = 0;
	const contradictions: string[] = [];
	return {
		table,
		/** Writes a row as a spreadsheet node does that updates by a key: once more is the same row. */
		write: (row: Row): void => {
			writes += 1;
			const known = table.get(row.row);
			if (known && known.jobId !== row.jobId) {
				contradictions.push(`row ${row.row}: ${known.jobId}, then ${row.jobId}`);
			}
			table.set(row.row, row);
		},
		written: (): Pick<Book, 'writes' | 'contradictions'> => ({ writes, contradictions }),
	};
}

async function main(): Promise<void> {
	const { seed, medianSeconds, scatter } = JSON.parse(process.argv[2]!) as GatewayStart;
	const random = randomFrom(seed);
	const simulator = await startSimulator();
	let isHurried = false;
	simulator.plan = () => ({
		seconds: isHurried ? HURRIED_SECONDS : medianSeconds * Math.exp(scatter * normal(random)),
	});
	const { table, write, written } = openTable();
	const summary = (): Summary => ({
		jobs: simulator.jobs.length,
		made: simulator.jobs.filter(({ completedAt }) => completedAt !== undefined).length,
		checks: simulator.jobs.reduce((sum, { statusCalls }) => sum + statusCalls.length, 0),
		rows: table.size,
	});
	const book = (): Book => ({
		jobs: simulator.jobs.map((job) => ({
			jobId: job.jobId,
			prompt: job.prompt ?? '',
			videoUrl: job.videoUrl ?? '',
			checks: job.statusCalls.length,
			submittedAt: job.submittedAt,
			endsAt: job.endsAt,
		})),
		rows: [...table.values()],
		...written(),
		refusals: simulator.refusals.map(({ reason }) => reason),
	});
	const hurry = () => ({ isHurried: (isHurried = true) });
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method === 'POST') write((await readBody(request)) as Row);
		const answers = {
			'/summary': summary,
			'/book': book,
			'/hurry': hurry,
			'/rows': () => ({ written: true }),
		};
		const found = answers[request.url as keyof typeof answers];
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(found()));
	}
	const server = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => {
			response.statusCode = 500;
			response.end(JSON.stringify({ message: String(error) }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	setInterval(() => {
		simulator.requests.length = 0;
	}, FORGET_EVERY);
	const started: Started = {
		credentials: simulator.credentials,
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
	};
	process.send?.(started);
	// Its parent has ended, however.
	process.on('disconnect', () => process.exit());
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
