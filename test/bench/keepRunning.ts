import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { itemsOf, rows, startStage, videoNode, type Stage } from '../n8n/stage';
import { processorSeconds } from './cpu';
import { markdown, print, type Table } from './report';
import { httpRequest } from './ways';

/** What many jobs in one wait cost n8n: memory, and how long nothing else of it gets a turn. */

const MEGABYTE = 1024 * 1024;

/** What is run, each in an n8n of its own, since n8n gives no memory back. */
interface Candidate {
	name: string;
	/** The nodes after the list of prompts, and what they wait on a stage. */
	nodes: (stage: Stage, videoSeconds: number) => Promise<NodeSketch[]>;
}

const candidates: readonly Candidate[] = [
	{
		name: 'Submit Video, Wait For Video',
		nodes: async (stage) =>
			await Promise.resolve([
				videoNode(stage, 'submitVideo', {
					gateway: 'pixazo',
					prompt: '={{ $json.prompt }}',
				}),
				videoNode(stage, 'waitForVideo', { waitMode: 'keepRunning' }),
			]),
	},
	{
		name: 'HTTP Request, Wait, HTTP Request',
		nodes: async ({ n8n, simulator }, videoSeconds) => {
			const { baseUrl, apiKey } = simulator.credentials.pixazo;
			const type = 'httpHeaderAuth';
			const header = { name: 'Ocp-Apim-Subscription-Key', value: apiKey };
			const key = { [type]: await n8n.createCredential({ name: 'Key', type, data: header }) };
			const post = (name: string, path: string, jsonBody: string) =>
				httpRequest(name, key, {
					method: 'POST',
					url: `${baseUrl}${path}`,
					sendHeaders: true,
					headerParameters: {
						parameters: [{ name: 'Cache-Control', value: 'no-cache' }],
					},
					sendBody: true,
					specifyBody: 'json',
					jsonBody,
				});
			return [
				post('Submit', '/minimax-hailuo-ai/v1/generate', '={{ { prompt: $json.prompt } }}'),
				{
					name: 'Wait',
					type: 'n8n-nodes-base.wait',
					typeVersion: 1.1,
					// Below 65 s it keeps the execution running, as Keep Running does.
					parameters: { amount: Math.min(64, videoSeconds + 1) },
				},
				post(
					'Check',
					'/minimax-hailuo-ai-polling/v1/getStatus',
					'={{ { task_id: $json.task_id } }}',
				),
			];
		},
	},
];

/** What n8n's process came to while one execution ran. */
interface Measured {
	/** Until all were submitted and the first was checked, and over all, in MB over before. */
	grownMb: { submitting: number; whole: number };
	blocked: Readonly<Record<string, number>>;
	processor: number;
	seconds: number;
	checks: number;
}

/** Reads how long the event loop was blocked at most since the last call, in milliseconds. */
async function readBlocked(pid: number, file: string): Promise<number> {
	await rm(file, { force: true });
	process.kill(pid, 'SIGUSR2');
	for (;;) {
		const text = await readFile(file, 'utf8').catch(() => undefined);
		if (text !== undefined) return (JSON.parse(text) as { longest: number }).longest;
		await sleep(20);
	}
}

/** Runs one execution of so many items, and follows n8n's process meanwhile. */
async function runOnce(
	stage: Stage,
	nodes: NodeSketch[],
	{ items, file, name }: { items: number; file: string; name: string },
): Promise<Measured> {
	const { n8n, simulator } = stage;
	const prompts = Array.from({ length: items }, (_, index) => ({ prompt: `Clip ${index + 1}` }));
	simulator.reset();
	const workflowId = await n8n.createWorkflow(
		workflow(`${name}, ${items} items`, [...rows(prompts), ...nodes]),
	);
	const before = await n8n.rssBytes();
	await n8n.resetPeakRss();
	await readBlocked(n8n.pid, file);
	const processor = await processorSeconds(n8n.pid);
	const from = Date.now();
	const executionId = await n8n.runWorkflow(workflowId);
	const peakMb = async () => ((await n8n.peakRssBytes()) - before) / MEGABYTE;
	let submitting = NaN;
	const blocked = await followPhases(stage, { items, file, name, workflowId }, async () => {
		submitting = await peakMb();
	});
	const seconds = (Date.now() - from) / 1000;
	const used = (await processorSeconds(n8n.pid)) - processor;
	const grownMb = { submitting, whole: await peakMb() };
	const execution = await n8n.execution(executionId);
	const out = itemsOf(execution, nodes.at(-1)!.name).length;
	if (out !== items) throw new Error(`${name}: ${out} of ${items} items (${execution.status})`);
	const looks = simulator.jobs.map(({ statusCalls }) => statusCalls.length);
	const checks = looks.reduce((sum, count) => sum + count, 0) / items;
	return { grownMb, blocked, processor: used, seconds, checks };
}

/** How long an execution may take, in seconds. */
const MOST_SECONDS = 400;

/** Follows an execution to its end: how long the event loop was blocked while submitting, waiting, and at the end. */
async function followPhases(
	{ n8n, simulator }: Stage,
	{
		items,
		file,
		name,
		workflowId,
	}: { items: number; file: string; name: string; workflowId: string },
	onSubmitted: () => Promise<void>,
): Promise<Measured['blocked']> {
	const deadline = Date.now() + MOST_SECONDS * 1000;
	const until = async (isReached: () => boolean | Promise<boolean>) => {
		while (!(await isReached())) {
			if (Date.now() > deadline)
				throw new Error(`${name} runs for longer than ${MOST_SECONDS} s`);
			await sleep(100);
		}
		return await readBlocked(n8n.pid, file);
	};
	const submitting = await until(
		() =>
			simulator.jobs.some(({ statusCalls }) => statusCalls.length > 0) &&
			simulator.jobs.length === items,
	);
	await onSubmitted();
	print(`keepRunning: ${name}: ${items} jobs submitted`);
	const waiting = await until(() => {
		const last = simulator.jobs.at(-1)!;
		return last.completedAt !== undefined && simulator.jobs.every(hasBeenSeen);
	});
	print(`keepRunning: ${name}: all videos were seen`);
	const ending = await until(async () => {
		const [row] = await n8n.executionRows({ workflowId });
		return row?.status === 'success' || row?.status === 'error';
	});
	return { 'until the first check': submitting, waiting, 'ending the execution': ending };
}

const hasBeenSeen = ({ statusCalls, completedAt }: Stage['simulator']['jobs'][number]): boolean =>
	completedAt !== undefined && (statusCalls.at(-1) ?? 0) >= completedAt;

/** Starts an n8n, lets it run a few items so that its code is loaded, and measures the many. */
async function measureCandidate(candidate: Candidate, items: number, videoSeconds: number) {
	const file = join(tmpdir(), `bench-loop-delay-${process.pid}`);
	const stage = await startStage({
		videoSeconds,
		nodeOptions: ['--require', join(__dirname, 'loop-delay.cjs')],
		env: { BENCH_LOOP_DELAY_FILE: file },
	});
	try {
		const { name } = candidate;
		const nodes = await candidate.nodes(stage, videoSeconds);
		await runOnce(stage, nodes, { items: 10, file, name });
		const measured = await runOnce(stage, nodes, { items, file, name });
		print(`keepRunning: ${name}: ${JSON.stringify(measured)}`);
		return measured;
	} finally {
		await stage.close();
		await rm(file, { force: true });
	}
}

/** Measures one execution with 1,000 jobs in Keep Running, beside the same with n8n's own nodes. */
export async function measureKeepRunning(short: boolean): Promise<string> {
	const items = short ? 100 : 1000;
	const videoSeconds = short ? 3 : 60;
	const compared = short ? candidates.slice(0, 1) : candidates;
	const measured: Measured[] = [];
	for (const candidate of compared) {
		measured.push(await measureCandidate(candidate, items, videoSeconds));
	}
	const row = (name: string, read: (one: Measured) => number | undefined, digits: number) => [
		name,
		...measured.map((one) => read(one)?.toFixed(digits) ?? ''),
	];
	const table: Table = [
		['', ...compared.map(({ name }) => name)],
		row('memory, MB over idle: until the first check', ({ grownMb }) => grownMb.submitting, 0),
		row('memory, MB over idle: at the peak of the whole', ({ grownMb }) => grownMb.whole, 0),
		...Object.keys(measured[0]!.blocked).map((phase) =>
			row(`event loop blocked, longest, ms: ${phase}`, ({ blocked }) => blocked[phase], 0),
		),
		row('CPU time, s', ({ processor }) => processor, 1),
		row('status calls per video', ({ checks }) => checks, 1),
		row('time from start to end, s', ({ seconds }) => seconds, 0),
	];
	return [
		`One execution with ${items} videos of ${videoSeconds} s in Keep Running, after one with 10; beside it the same ${items} items through n8n's own nodes, which check each video once, when it is ready. Each in an n8n of its own. "Ending the execution" is n8n's own work: it stores the data of the execution.`,
		markdown(table),
	].join('\n\n');
}
