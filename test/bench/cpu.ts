import { readFile } from 'node:fs/promises';
import execa from 'execa';

import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { itemsOf, rows, videoNode } from '../n8n/stage';
import { assertNothingRefused, type Ground } from './ground';
import { markdown, median, print, ratio, spread } from './report';
import { unrecordedSubmit } from './unrecorded';
import { httpRequest } from './ways';

/** What a submit costs n8n in processor time. */

let ticksPerSecond: number | undefined;

/** Processor seconds that a process has used so far, of all its threads (proc(5), utime and stime). */
export async function processorSeconds(pid: number): Promise<number> {
	ticksPerSecond ??= Number((await execa('getconf', ['CLK_TCK'])).stdout);
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name of the process, in brackets, may hold anything; utime and stime are fields 14 and 15.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

interface Candidate {
	name: string;
	/** None: the list of items alone, which is taken off from the others. */
	node?: NodeSketch;
	processor: number[];
	seconds: number[];
}

const candidatesOn = (ground: Ground): Candidate[] => {
	const { baseUrl } = ground.simulator.credentials.pixazo;
	const own = videoNode(ground, 'submitVideo', {
		gateway: 'pixazo',
		prompt: '={{ $json.prompt }}',
	});
	const other = httpRequest('HTTP Request', ground.pixazoHeader, {
		method: 'POST',
		url: `${baseUrl}/minimax-hailuo-ai/v1/generate`,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Cache-Control', value: 'no-cache' }] },
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ { prompt: $json.prompt } }}',
	});
	const measured = { processor: [], seconds: [] };
	return [
		{ ...structuredClone(measured), name: 'Submit Video', node: own },
		{ ...structuredClone(measured), name: 'HTTP Request node', node: other },
		{ ...structuredClone(measured), name: 'the list alone' },
		{
			...structuredClone(measured),
			name: 'Submit Video without records',
			node: { ...own, type: unrecordedSubmit },
		},
	];
};

/**
 * Measures the processor time of a node that submits many items, over that of the list of items alone: for 1,000 items,
 * and for 300, which is more than most batches have.
 */
export async function measureProcessor(ground: Ground, short: boolean): Promise<string> {
	const tables: string[] = [];
	for (const items of short ? [100] : [1000, 300]) {
		tables.push(await measureItems(ground, items, short ? 1 : 5));
	}
	return tables.join('\n\n');
}

async function measureItems(ground: Ground, items: number, runs: number): Promise<string> {
	const { simulator } = ground;
	const candidates = candidatesOn(ground);

	// The first run of each compiles what the others run.
	for (const candidate of candidates) await submitAll(ground, candidate, items);
	for (let run = 1; run <= runs; run += 1) {
		for (const candidate of candidates) {
			const { processor, seconds } = await submitAll(ground, candidate, items);
			candidate.processor.push(processor);
			candidate.seconds.push(seconds);
			print(
				`cpu: ${candidate.name}, run ${run} of ${runs}: ${processor.toFixed(2)} s of processor, ${seconds.toFixed(1)} s`,
			);
		}
	}
	simulator.reset();
	return tableOf(candidates, items, runs);
}

function tableOf(candidates: Candidate[], items: number, runs: number): string {
	const [own, other, list, bare] = candidates as [Candidate, Candidate, Candidate, Candidate];
	const base = median(list.processor);
	const each = ({ processor }: Candidate) =>
		processor.map((value) => ((value - base) / items) * 1000);
	const rowOf = (candidate: Candidate) => [
		candidate.name,
		spread(candidate.processor, 2),
		spread(each(candidate), 2),
		spread(candidate.seconds),
	];
	const ratioOf = (name: string, left: Candidate, right: Candidate) => [
		name,
		ratio(left.processor, right.processor),
		ratio(each(left), each(right)),
		ratio(left.seconds, right.seconds),
	];
	return [
		`One execution with ${items} items, ${runs} runs in turn, after a warm-up run; user and system time of n8n's process. Per item: in addition to the list of items alone (${base.toFixed(2)} s). Without records: the same node without the [records of submits](reliability.md#how-it-works) in n8n's database.`,
		markdown([
			['', 'CPU time, s', 'per item, ms', 'time of the node, s'],
			rowOf(own),
			rowOf(bare),
			rowOf(other),
			ratioOf('Submit Video to HTTP Request', own, other),
			ratioOf('Submit Video without records to HTTP Request', bare, other),
			ratioOf('Submit Video, with records to without', own, bare),
		]),
	].join('\n\n');
}

/** Runs one execution with a candidate, and says what it took. */
async function submitAll(ground: Ground, { name, node }: Candidate, items: number) {
	const { n8n, simulator } = ground;
	const prompts = Array.from({ length: items }, (_, index) => ({ prompt: `Clip ${index + 1}` }));
	simulator.reset();
	const sketch = workflow(`${name}, ${items} items`, [...rows(prompts), ...(node ? [node] : [])]);
	const before = await processorSeconds(n8n.pid);
	const execution = await ground.finish(sketch, { timeoutSeconds: 180 });
	const processor = (await processorSeconds(n8n.pid)) - before;
	const last = node?.name ?? 'Rows';
	if (itemsOf(execution, last).length !== items) throw new Error(`${name}: items are missing`);
	if (node && simulator.jobs.length !== items) throw new Error(`${name}: jobs are missing`);
	assertNothingRefused(ground);
	return { processor, seconds: execution.nodes[last]!.runs[0]!.executionTime / 1000 };
}
