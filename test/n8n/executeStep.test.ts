import type { IDataObject } from 'n8n-workflow';

import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import { isN8n1 } from '../support/n8n/release';
import { errorText, jsonOf, rows, stageForTests, submitNode, videoNode } from './stage';

/**
 * "Execute step" on a node after Submit Video, in the editor, which sends n8n what its nodes have output. In a loop n8n
 * throws that away and starts at the loop's first node: nothing tells Submit Video, so its hint and the docs have to.
 */

const stage = stageForTests(0);

const loop: NodeSketch = {
	name: 'Loop',
	type: 'n8n-nodes-base.splitInBatches',
	typeVersion: 3,
	parameters: { options: {} },
};

async function makeWorkflow(isLooped: boolean, pinned?: IDataObject[]): Promise<string> {
	const nodes = [
		...rows([{ prompt: 'Row 1' }, { prompt: 'Row 2' }]),
		...(isLooped ? [loop] : []),
		submitNode(stage, 'pixazo'),
		videoNode(stage, 'waitForVideo'),
	];
	const made = workflow(
		'Execute step',
		nodes,
		isLooped
			? [
					['Start', 'List'],
					['List', 'Rows'],
					['Rows', 'Loop'],
					['Loop', 'Submit Video', 1],
					['Submit Video', 'Wait For Video'],
					['Wait For Video', 'Loop'],
				]
			: undefined,
	);
	return await stage.n8n.createWorkflow({
		...made,
		// As the editor saves it: n8n fails to run a single step of a workflow without.
		pinData: pinned ? { 'Submit Video': pinned.map((json) => ({ json })) } : {},
	} as typeof made);
}

const run = async (id: string): Promise<Execution> =>
	await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));

/** Presses "Execute step" on Wait For Video, with what the editor shows of an earlier execution. */
async function executeWait(id: string, { raw }: Execution): Promise<Execution> {
	const started = (await stage.n8n.rest('POST', `/workflows/${id}/run`, {
		runData: raw.data!.resultData.runData,
		destinationNode: { nodeName: 'Wait For Video', mode: 'inclusive' },
		dirtyNodeNames: [],
	})) as { executionId: string };
	return await stage.n8n.waitForExecution(started.executionId);
}

const hintOf = ({ raw }: Execution): string =>
	raw.data!.resultData.runData['Submit Video']![0]!.hints!.map(({ message }) => message).join();

/** n8n 1 is told of the whole workflow by its editor. */
const test2 = isN8n1 ? test.skip : test;

test2(
	'outside a loop submits nothing again',
	async () => {
		const id = await makeWorkflow(false);
		const whole = await run(id);
		expect(errorText(whole)).toBe('');
		expect(hintOf(whole)).not.toContain('Execute step');
		expect(stage.simulator.jobs).toHaveLength(2);

		expect(errorText(await executeWait(id, whole))).toBe('');
		expect(stage.simulator.jobs).toHaveLength(2);
	},
	60_000,
);

test2(
	'in a loop submits the first batch again, as its hint has said',
	async () => {
		const id = await makeWorkflow(true);
		const whole = await run(id);
		expect(errorText(whole)).toBe('');
		expect(hintOf(whole)).toContain('Execute step on another node of the loop submits again');
		expect(stage.simulator.jobs).toHaveLength(2);

		expect(errorText(await executeWait(id, whole))).toBe('');
		expect(stage.simulator.jobs.map(({ prompt }) => prompt)).toEqual([
			'Row 1',
			'Row 2',
			'Row 1',
		]);
	},
	60_000,
);

test2(
	'in a loop submits nothing if the output of Submit Video is pinned',
	async () => {
		const whole = await run(await makeWorkflow(true));
		expect(stage.simulator.jobs).toHaveLength(2);
		const pinned = jsonOf(whole, 'Submit Video');
		expect(errorText(await executeWait(await makeWorkflow(true, pinned), whole))).toBe('');
		expect(stage.simulator.jobs).toHaveLength(2);
	},
	60_000,
);
