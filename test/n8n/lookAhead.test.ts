import type { INodeParameters } from 'n8n-workflow';

import { workflow, type ConnectionSketch, type NodeSketch } from '../support/n8n/n8n';
import { errorText, itemsOf, stageForTests, videoNode } from './stage';

/** Submit Video refuses what the Wait For Video after it could not wait for, before anything is billed. */

const stage = stageForTests(1);

async function run(
	wait: { parameters?: INodeParameters; more?: Partial<NodeSketch> },
	{
		submit = {},
		connections = [],
		settings = {},
	}: { submit?: Partial<NodeSketch>; connections?: ConnectionSketch[]; settings?: object } = {},
) {
	const made = workflow(
		'Look ahead',
		[
			videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }, submit),
			videoNode(stage, 'waitForVideo', wait.parameters ?? {}, wait.more ?? {}),
			{ name: 'After', type: 'n8n-nodes-base.noOp' },
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3 },
		],
		[['Start', 'Submit Video'], ['Submit Video', 'Wait For Video'], ...connections],
	);
	const id = await stage.n8n.createWorkflow({
		...made,
		settings: { ...made.settings, ...settings },
	});
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
}

/** Checks that close together are waited for without a suspension. */
const suspended = {
	parameters: { waitMode: 'suspend', options: { checkIntervalSeconds: 1 } },
};

test.each<{ name: string; connections: ConnectionSketch[]; title: string }>([
	{
		name: 'no loop',
		connections: [['Wait For Video', 'After', 1]],
		title: "'Still Running' isn't connected in the node 'Wait For Video'",
	},
	{
		name: 'the loop on the wrong output',
		connections: [
			['Wait For Video', 'After'],
			['Wait For Video', 'Wait For Video', 1],
		],
		title: "'Still Running' isn't connected: Done leads back instead in the node 'Wait For Video'",
	},
	{
		name: 'the loop one node too long',
		connections: [
			['Wait For Video', 'Submit Video'],
			['Wait For Video', 'After', 1],
		],
		title: "'Still Running' leads back through 'Submit Video' in the node 'Wait For Video'",
	},
	{
		name: 'both outputs to Loop Over Items',
		connections: [
			['Loop', 'After'],
			['Loop', 'Submit Video', 1],
			['Wait For Video', 'Loop'],
			['Wait For Video', 'Loop', 1],
		],
		title: "'Still Running' leads back through 'Loop' in the node 'Wait For Video'",
	},
])('Suspend with $name', async ({ connections, title }) => {
	const execution = await run(suspended, { connections });

	expect(execution.error?.message).toBe(title);
	expect(execution.error?.description).toMatch(
		/^Nothing was submitted\. Open 'Wait For Video'\./,
	);
	expect(stage.simulator.jobs).toEqual([]);
});

test('a Wait For Video without the credential of the gateway, and its item on the error output', async () => {
	const { pixazoApi, ...others } = stage.credentials;
	expect(pixazoApi).toBeDefined();
	const without = { more: { credentials: others as NodeSketch['credentials'] } };

	const stopped = await run(without);
	expect(stopped.error?.message).toBe(
		"'Wait For Video' has no Pixazo credential, so it can't wait for this video",
	);
	const continued = await run(without, { submit: { onError: 'continueErrorOutput' } });
	expect(itemsOf(continued, 'Submit Video', 1)).toHaveLength(1);
	expect(stage.simulator.jobs).toEqual([]);
});

test('a Wait For Video that neither lists the gateway nor has its credential says where to add it', async () => {
	const { pixazoApi, ...others } = stage.credentials;
	expect(pixazoApi).toBeDefined();
	const execution = await run({
		parameters: { itemGateways: ['segmind', 'useapi'] },
		more: { credentials: others as NodeSketch['credentials'] },
	});

	expect(execution.error?.description).toBe(
		"Nothing was submitted. Open 'Wait For Video', add Pixazo to 'Gateways in Use', and select a credential for Pixazo.",
	);
	expect(stage.simulator.jobs).toEqual([]);
});

test('a fixed gateway in Wait For Video that is another one', async () => {
	const execution = await run({ parameters: { gateway: 'segmind' } });

	expect(errorText(execution)).toMatch(/has no Pixazo credential/);
	expect(stage.simulator.jobs).toEqual([]);
});

test('a Timeout Workflow that ends before the video is usually ready', async () => {
	const execution = await run({}, { settings: { executionTimeout: 20 } });

	expect(execution.error?.message).toBe(
		'n8n ends this execution after 20 s, before the video is ready',
	);
	expect(stage.simulator.jobs).toEqual([]);
});

test('what can be waited for goes through: drawn loops, deactivated waits, a fitting gateway', async () => {
	const fine = [
		await run(suspended, {
			connections: [
				['Wait For Video', 'Wait For Video'],
				['Wait For Video', 'After', 1],
			],
		}),
		await run({ ...suspended, more: { disabled: true } }),
		await run({ parameters: { gateway: 'pixazo' } }),
		await run({ parameters: { itemGateways: ['pixazo'] } }),
		// Its credential is in the node all the same.
		await run({ parameters: { itemGateways: ['segmind'] } }),
		await run({}, { settings: { executionTimeout: 3600 } }),
	];

	for (const { error, nodes } of fine) {
		expect(error?.message).toBeUndefined();
		expect(nodes['Submit Video']!.runs[0]!.outputs[0]).toHaveLength(1);
	}
	expect(stage.simulator.jobs).toHaveLength(fine.length);
});
