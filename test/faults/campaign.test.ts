import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import {
	startN8n,
	workflow,
	type ConnectionSketch,
	type Execution,
	type ExecutionRow,
	type ExecutionStatus,
	type N8n,
	type NodeSketch,
	type WorkflowJson,
} from '../support/n8n/n8n';
import { randomFrom } from '../queue/figures';
import { DELIVERED, FAILED, ledger } from '../queue/retries';
import { callWebhook, webhookNode, webhookWorkflow } from '../support/n8n/queue/queue';
import { itemsOf, rows, startStage, videoNode, type Stage } from '../n8n/stage';
import type { SimulatedJob } from '../support/simulator';
import { drawOrders, install, type Order } from './orders';
import { cases, SEED } from '../support/draw';

/**
 * Videos over all gateways with random faults, some 300 of them where all cases are tried. n8n is ended three times at random moments, by `kill -9` and by
 * SIGTERM, and each time Retry is pressed twice on every execution that has failed or crashed. At the end the books are
 * drawn up: no video was billed twice, and every job that a gateway has accepted is accounted for.
 *
 * `SEED=random` draws other faults, and other moments.
 */

/** Orders of one execution. */
const AT_ONCE = 5;
/** Some are refused, and some are never sent because n8n is killed before: of 340 that leaves some 300 jobs. */
const COUNT = cases(340, 100);
/** Seconds between two executions. */
const PACE = 0.3;
/** How n8n is ended, and after how many seconds of work, from and to. */
const ENDS: ReadonlyArray<readonly ['kill' | 'stop', number, number]> = [
	['kill', 3, 10],
	['stop', 2, 9],
	['kill', 2, 9],
];

/** How the executions wait, and how many of a dozen do so. */
const MODES = {
	suspend: 8,
	keepRunning: 2,
	/** Keep Running, with "Save execution progress". */
	saved: 2,
} as const;
type Mode = keyof typeof MODES;

const modeOf = (index: number): Mode => {
	const turn = index % 12;
	if (turn < MODES.suspend) return 'suspend';
	return turn < MODES.suspend + MODES.keepRunning ? 'keepRunning' : 'saved';
};

function workflowOf(stage: Pick<Stage, 'credentials'>, mode: Mode): WorkflowJson {
	const errorOutput = { onError: 'continueErrorOutput' as const };
	const waitMode = mode === 'suspend' ? 'suspend' : 'keepRunning';
	const nodes: NodeSketch[] = [
		{
			name: 'Rows',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.orders' },
		},
		videoNode(
			stage,
			'submitVideo',
			{ gateway: '={{ $json.gateway }}', prompt: '={{ $json.prompt }}' },
			errorOutput,
		),
		videoNode(
			stage,
			'waitForVideo',
			{ waitMode, options: { checkIntervalSeconds: 8 } },
			errorOutput,
		),
		ledger(DELIVERED, 200),
		// n8n runs the upper branch first: what failed is written down before anything is waited for.
		ledger(FAILED, -200),
	];
	const done = waitMode === 'suspend' ? 1 : 0;
	const connections: ConnectionSketch[] = [
		[webhookNode, 'Rows'],
		['Rows', 'Submit Video'],
		['Submit Video', 'Wait For Video'],
		['Submit Video', FAILED, 1],
		...(waitMode === 'suspend'
			? ([['Wait For Video', 'Wait For Video']] as ConnectionSketch[])
			: []),
		['Wait For Video', DELIVERED, done],
		['Wait For Video', FAILED, done + 1],
	];
	const made = webhookWorkflow(`campaign-${mode}`, nodes, connections);
	return {
		...made,
		settings: { ...made.settings, saveExecutionProgress: mode === 'saved' },
	};
}

/** One end of n8n. */
interface Kill {
	/** Milliseconds since 1970. */
	at: number;
	/** What n8n had written by then. */
	log: string;
	/** The ids of executions that lay suspended then. */
	asleep: ReadonlySet<string>;
}

let stage: Stage;
let n8n: N8n;
const workflowIds = new Map<Mode, string>();
const kills: Kill[] = [];

/**
 * Starts an execution for each handful of orders, one after the other, and ends n8n meanwhile.
 *
 * @returns the ids of the executions, by the prompts of their orders
 */
async function run(orders: readonly Order[], draw: () => number): Promise<Map<string, string>> {
	const executionIds = new Map<string, string>();
	const handfuls = Array.from({ length: orders.length / AT_ONCE }, (_, index) =>
		orders.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
	);
	let next = 0;
	const startUntil = async (time: number) => {
		while (Date.now() < time) {
			const handful = handfuls[next];
			if (handful) {
				const body = {
					orders: handful.map(({ gateway, prompt }) => ({ gateway, prompt })),
				};
				const url = `${n8n.url}/webhook/campaign-${modeOf(next)}`;
				const id = await callWebhook(url, body);
				for (const { prompt } of handful) executionIds.set(prompt, id);
				next++;
			}
			await sleep(Math.max(0, Math.min(PACE * 1000, time - Date.now())));
		}
	};
	for (const [how, from, to] of ENDS) {
		await startUntil(Date.now() + (from + draw() * (to - from)) * 1000);
		kills.push(await endAndRestart(how));
		await pressRetry();
	}
	while (next < handfuls.length) await startUntil(Date.now() + 2000);
	return executionIds;
}

async function endAndRestart(how: 'kill' | 'stop'): Promise<Kill> {
	const { userFolder } = n8n;
	const asleep = (await allRows()).filter(({ status }) => status === 'waiting');
	await n8n[how]();
	const killed = {
		at: Date.now(),
		log: n8n.log(),
		asleep: new Set(asleep.map(({ id }) => id)),
	};
	n8n = await startN8n({ userFolder });
	return killed;
}

/** Executions on which Retry was pressed, and the presses that n8n has not answered yet. */
const retried = new Set<string>();
const presses: Array<Promise<unknown>> = [];

/**
 * Presses Retry twice on every execution that has failed or crashed, on every other one so fast that both retries run
 * at the same time. What n8n answers comes at the end of a retry, or never, if it is ended before.
 */
async function pressRetry(): Promise<void> {
	for (const { id } of await allRows(['crashed', 'error'])) {
		if (retried.has(id)) continue;
		retried.add(id);
		const press = async () => await n8n.retryExecution(id).catch(() => undefined);
		const first = press();
		presses.push(first, Number(id) % 2 === 0 ? press() : first.then(press));
	}
}

/** The ids of executions that did not succeed. */
async function failedIds(): Promise<Set<string>> {
	const all = await allRows();
	return new Set(all.filter(({ status }) => status !== 'success').map(({ id }) => id));
}

/**
 * How long an execution may still run that n8n takes for crashed: one that is resumed while n8n starts is marked
 * so, and goes on until it ends or suspends itself again (n8n 2.41).
 */
const AFTERLIFE_SECONDS = 15;

/** Waits until no execution is under way, also none that n8n takes for crashed. */
async function untilReallySettled(timeoutSeconds: number): Promise<void> {
	for (let before = -1, now = 0; before !== now;) {
		await untilSettled(timeoutSeconds);
		before = (await failedIds()).size;
		await sleep(AFTERLIFE_SECONDS * 1000);
		await untilSettled(timeoutSeconds);
		now = (await failedIds()).size;
	}
}

/** Waits until no execution is under way. */
async function untilSettled(timeoutSeconds: number): Promise<void> {
	const filter = encodeURIComponent(JSON.stringify({ status: ['new', 'running', 'waiting'] }));
	for (const deadline = Date.now() + timeoutSeconds * 1000; ; await sleep(1000)) {
		const { results } = (await n8n.rest('GET', `/executions?limit=100&filter=${filter}`)) as {
			results: unknown[];
		};
		if (results.length === 0) return;
		if (Date.now() > deadline) throw new Error(`${results.length} executions are still open`);
	}
}

/** All executions of the campaign, newest first. */
async function allRows(status?: ExecutionStatus[]): Promise<ExecutionRow[]> {
	const found: ExecutionRow[] = [];
	for (const workflowId of workflowIds.values()) {
		const filter = JSON.stringify({ workflowId, ...(status ? { status } : {}) });
		let cursor: string | undefined = '';
		while (cursor !== undefined) {
			const query = new URLSearchParams({
				limit: '100',
				filter,
				...(cursor ? { cursor } : {}),
			});
			const page = (await n8n.rest('GET', `/executions?${query.toString()}`)) as {
				results: ExecutionRow[];
				nextCursor?: string | null;
			};
			found.push(...page.results);
			cursor = page.nextCursor ?? undefined;
		}
	}
	return found;
}

/** All executions of the campaign. */
async function readExecutions(): Promise<Execution[]> {
	const executions: Execution[] = [];
	for (const { id } of await allRows()) executions.push(await n8n.execution(id));
	return executions;
}

/** Where an order stands in the books. */
type Account =
	| 'delivered'
	| 'failed, with its job ID'
	| 'unclear, and told so'
	| 'refused'
	| 'picked up by its ID from the log'
	| 'told by Retry, and picked up by its ID from the log'
	| 'killed at its submit, and told so by the log'
	| 'never submitted'
	| 'BILLED TWICE'
	| 'WRONG';

interface Entry {
	account: Account;
	/** What is known of it, for a reader of what went wrong. */
	what: string;
}

const jsonOfAll = (executions: readonly Execution[], node: string): IDataObject[] =>
	executions.flatMap(({ nodes }) =>
		(nodes[node]?.runs ?? []).flatMap(({ outputs }) => outputs.flat().map(({ json }) => json)),
	);

const secondsSince = (start: number, time: number): string => ((time - start) / 1000).toFixed(1);

const isVideoOf = ({ jobId, status, videoUrl }: IDataObject, job: SimulatedJob): boolean =>
	jobId === job.jobId && status === 'completed' && videoUrl === job.videoUrl;

/** The ids of accepted jobs that Submit Video has written into the log. */
const loggedIds = (log: string): Set<string> =>
	new Set(
		Array.from(
			log.matchAll(/ accepted video job (\S+) \(execution \d+, item \d+\)/g),
			([, jobId]) => jobId!,
		),
	);

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 20 });
	n8n = stage.n8n;
	for (const mode of Object.keys(MODES) as Mode[]) {
		const id = await n8n.createWorkflow(workflowOf(stage, mode));
		await n8n.activate(id);
		workflowIds.set(mode, id);
	}
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await stage?.simulator.close();
});

test(`no video is billed twice, and every job is accounted for, after faults, three ends of n8n, and two Retries of everything (seed ${SEED})`, async () => {
	const { simulator } = stage;
	const draw = randomFrom(SEED);
	const orders = drawOrders(COUNT, draw);
	install(simulator, orders);
	const began = Date.now();

	const executionIds = await run(orders, draw);
	const allStarted = Date.now();
	await untilReallySettled(240);
	const settled = Date.now();
	await pressRetry();
	await Promise.all(presses);
	await untilSettled(120);
	const killedIds = await failedIds();
	const executions = await readExecutions();

	const delivered = jsonOfAll(executions, DELIVERED);
	const failed = jsonOfAll(executions, FAILED);
	const log = [...kills.map((kill) => kill.log), n8n.log()].join('\n');
	const logged = loggedIds(log);
	const itemIndexOf = (prompt: string) =>
		orders.findIndex((order) => order.prompt === prompt) % AT_ONCE;
	const deliveriesOf = (prompt: string) => delivered.filter((item) => item.prompt === prompt);
	const failuresOf = (prompt: string) => failed.filter((item) => item.prompt === prompt);
	const jobsOf = (prompt: string) => simulator.jobs.filter((job) => job.prompt === prompt);

	/** Jobs that no execution has come to the end of, but the log has the id. */
	const orphans = orders.flatMap(({ prompt }) =>
		deliveriesOf(prompt).length === 0
			? jobsOf(prompt).filter(
					({ jobId }) =>
						logged.has(jobId) &&
						!failuresOf(prompt).some(({ error }) => String(error).includes(jobId)),
				)
			: [],
	);
	const pickedUp = await pickUp(orphans);

	/** What an order without a video and without an end of its job has come to, by the messages that told it. */
	function accountOfUntold({ prompt, gateway }: Order, job: SimulatedJob | undefined): Account {
		const errors = failuresOf(prompt).map(({ error }) => String(error));
		const isUnclear = errors.some((error) => error.includes('The job may exist and be billed'));
		const isPickedUp = job !== undefined && pickedUp.has(job.jobId);
		if (isUnclear) {
			return isPickedUp
				? 'told by Retry, and picked up by its ID from the log'
				: 'unclear, and told so';
		}
		if (isPickedUp) return 'picked up by its ID from the log';
		if (errors.length > 0) {
			const isRefused = errors.every((error) => error.includes('Nothing was submitted'));
			return !job && isRefused ? 'refused' : 'WRONG';
		}
		// n8n has nothing of it, so it must have been killed with it.
		if (!killedIds.has(executionIds.get(prompt) ?? '')) return 'WRONG';
		if (!job) return 'never submitted';
		const { label } = findGateway(gateway)!;
		const place = `(execution ${executionIds.get(prompt)}, item ${itemIndexOf(prompt)})`;
		return log.includes(`Submitting a video to ${label} ${place}`)
			? 'killed at its submit, and told so by the log'
			: 'WRONG';
	}

	function accountOf(order: Order): Account {
		const { prompt } = order;
		const jobs = jobsOf(prompt);
		const [job] = jobs;
		if (jobs.length > 1) return 'BILLED TWICE';
		// Several, if two retries of one execution went on with the same job.
		const deliveries = deliveriesOf(prompt);
		if (deliveries.length > 0) {
			return job && deliveries.every((item) => isVideoOf(item, job)) ? 'delivered' : 'WRONG';
		}
		const isItsOwnEnd = failuresOf(prompt).some(
			({ error }) => job !== undefined && String(error).includes(job.jobId),
		);
		if (isItsOwnEnd) return job!.outcome === 'completed' ? 'WRONG' : 'failed, with its job ID';
		return accountOfUntold(order, job);
	}

	function entryOf(order: Order): Entry {
		const { prompt, gateway, submitFault } = order;
		const jobs = jobsOf(prompt);
		const what = JSON.stringify({
			prompt,
			gateway,
			submitFault: submitFault && JSON.stringify(submitFault).slice(0, 60),
			jobs: jobs.map(({ jobId, outcome }) => `${jobId} ${outcome}`),
			deliveries: deliveriesOf(prompt).length,
			failures: failuresOf(prompt).map((item) => item.error),
			isLogged: jobs.some(({ jobId }) => logged.has(jobId)),
			inKilled: killedIds.has(executionIds.get(prompt) ?? ''),
		});
		return { account: accountOf(order), what };
	}

	const books = new Map<Account, Entry[]>();
	for (const order of orders) {
		const entry = entryOf(order);
		books.set(entry.account, [...(books.get(entry.account) ?? []), entry]);
	}
	console.log(
		[
			`Seed ${SEED}: ${orders.length} orders, ${simulator.jobs.length} jobs at the gateways, ${executions.length} executions (${killedIds.size} failed or killed, ${retried.size} of them retried twice), ${secondsSince(began, Date.now())} s`,
			`killed ${kills.map(({ at, asleep }) => `${secondsSince(began, at)} s (${asleep.size} executions suspended, of which n8n gave up ${[...asleep].filter((id) => killedIds.has(id)).length})`).join(', ')} after the start; all started at ${secondsSince(began, allStarted)} s, settled at ${secondsSince(began, settled)} s`,
			...[...books].map(([account, entries]) => `${account}: ${entries.length}`),
			...[...(books.get('BILLED TWICE') ?? []), ...(books.get('WRONG') ?? [])]
				.slice(0, 10)
				.map(({ what }) => what),
		].join('\n'),
	);
	expect(books.get('BILLED TWICE') ?? []).toEqual([]);
	expect(books.get('WRONG') ?? []).toEqual([]);
	// Whatever the seed, much of it goes well, and the kills did hit.
	expect(books.get('delivered')!.length).toBeGreaterThan(COUNT / 3);
	expect(killedIds.size).toBeGreaterThan(0);
	expect(simulator.refusals).toEqual([]);
	const written = [log, JSON.stringify([delivered, failed])];
	for (const { apiKey } of Object.values(simulator.credentials)) {
		expect(written.some((text) => text.includes(apiKey))).toBe(false);
	}
}, 600_000);

/** Waits for jobs by their ids alone, and gives the ids of those that came to the end that they have. */
async function pickUp(jobs: readonly SimulatedJob[]): Promise<Set<string>> {
	if (jobs.length === 0) return new Set();
	const made = workflow('Pick up', [
		...rows(jobs.map(({ gateway, jobId }) => ({ gateway, jobId }))),
		videoNode(stage, 'waitForVideo', {}, { onError: 'continueErrorOutput' }),
	]);
	const id = await n8n.runWorkflow(await n8n.createWorkflow(made));
	const execution = await n8n.waitForExecution(id, { timeoutSeconds: 120 });
	const videos = itemsOf(execution, 'Wait For Video');
	const errors = itemsOf(execution, 'Wait For Video', 1);
	return new Set(
		jobs
			.filter((job) =>
				job.outcome === 'completed'
					? videos.some(({ json }) => isVideoOf(json, job))
					: errors.some(
							({ json }) =>
								String(json.error).includes(job.jobId) &&
								String(json.error).includes(findGateway(job.gateway)!.label),
						),
			)
			.map(({ jobId }) => jobId),
	);
}
