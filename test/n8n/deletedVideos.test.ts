import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import type { JobPlan } from '../support/simulator';
import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import { rows, stageForTests, videoNode } from './stage';

/**
 * Replicate deletes a video an hour after it was made: one that is held back for the others must not be lost. Its
 * answer shape `old` tells of a video that was made 49.5 minutes ago, so that after half a minute there are ten left,
 * which is when an item has to leave. This n8n looks every second for executions that are due; at its own pace,
 * executions resume in `suspend.test.ts`.
 */
const stage = stageForTests(2, {
	NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'frequent-waits.cjs'))}`,
});

/** Checks after 25 and 50 s: an item has to leave after 31 s, and the second video is done after 40 s. */
const SELDOM = { options: { checkIntervalSeconds: 25 } };
const SECOND = 40;

const plans = new Map<string, JobPlan>();

const after: NodeSketch = {
	name: 'After',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: '={{ JSON.stringify($json) }}', options: {} },
};

/** Two videos that are to leave together: the first one done at once and answered in this shape, the second one later. */
async function start(name: string, first: string, wait: IDataObject): Promise<string> {
	plans.set(`${name} 1`, { seconds: 1, variant: first });
	plans.set(`${name} 2`, { seconds: SECOND });
	stage.simulator.plan = ({ prompt = '' }) => plans.get(prompt) ?? {};
	const nodes = [
		...rows([{ row: 1 }, { row: 2 }]),
		videoNode(stage, 'submitVideo', {
			gateway: 'replicate',
			prompt: `={{ "${name} " + $json.row }}`,
		} as never),
		videoNode(stage, 'waitForVideo', {
			waitMode: 'suspend',
			releaseItems: 'together',
			...SELDOM,
			...wait,
		} as never),
		after,
	];
	const id = await stage.n8n.createWorkflow(
		workflow(name, nodes, [
			['Start', 'List'],
			['List', 'Rows'],
			['Rows', 'Submit Video'],
			['Submit Video', 'Wait For Video'],
			['Wait For Video', 'Wait For Video'],
			['Wait For Video', 'After', 1],
		]),
	);
	return await stage.n8n.runWorkflow(id);
}

/** The prompts that came by Done, by run, with their warnings. */
const leftIn = (execution: Execution) =>
	(execution.nodes.After?.runs ?? []).map(({ outputs }) =>
		outputs.flat().map(({ json: { prompt, warnings } }) => ({ prompt, warnings })),
	);

const finished = async (id: string): Promise<Execution> =>
	await stage.n8n.waitForExecution(id, { timeoutSeconds: 120 });

test('an item whose video is about to be deleted leaves before the others, and says so', async () => {
	const early = await start('early', 'old', { downloadVideo: false });
	const downloaded = await start('downloaded', 'old', { downloadVideo: true });
	const relaxed = await start('relaxed', 'file', { downloadVideo: false });

	expect(leftIn(await finished(early))).toEqual([
		[
			{
				prompt: 'early 1',
				warnings: [
					expect.stringMatching(
						/Output before the others, because Replicate deletes the video at \d{4}-.*Turn on Download Video/,
					),
				],
			},
		],
		[{ prompt: 'early 2', warnings: undefined }],
	]);

	const kept = await finished(downloaded);
	const together = (name: string) => [
		[`${name} 1`, `${name} 2`].map((prompt) => ({ prompt, warnings: undefined })),
	];
	expect(leftIn(kept)).toEqual(together('downloaded'));
	const files = kept.nodes['Wait For Video']!.runs.flatMap(({ outputs }) => outputs[1] ?? []);
	expect(files.map(({ binary }) => binary?.data?.mimeType)).toEqual(['video/mp4', 'video/mp4']);
	// Downloaded when it was done, not when it left.
	const [first, second] = ['downloaded 1', 'downloaded 2'].map((prompt) =>
		stage.simulator.jobs.find((job) => job.prompt === prompt)!,
	);
	const download = stage.simulator.requests.find(
		({ endpoint, path }) => endpoint === 'media' && path.includes(first!.jobId),
	);
	expect(download!.at).toBeLessThan(second!.endsAt);

	expect(leftIn(await finished(relaxed))).toEqual(together('relaxed'));
});
