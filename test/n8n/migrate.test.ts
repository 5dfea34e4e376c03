import type { IDataObject, INode } from 'n8n-workflow';

import { migrate } from '../../tools/migrate/migrate';
import { countNodes, type Workflow, type WorkflowNode } from '../../tools/migrate/workflow';
import { isMigratable, readSample, sampleNames, TYPED_KEY } from '../migrate/samples';
import { drawn } from '../support/draw';
import type { CredentialsByType } from '../support/n8n/examples';
import type { Execution, WorkflowJson } from '../support/n8n/n8n';
import { objections } from './objections';
import { stageForTests } from './stage';

/**
 * Each sample on a real n8n, as it was made by hand and as the command migrates it: both submit the same, and put out
 * the same.
 */

const stage = stageForTests(2);

const migratable = sampleNames.filter(isMigratable);

/** The addresses of the real gateways, and the simulated ones. */
function addresses(): Array<[real: string, simulated: string]> {
	const { fal, kie, minimax, replicate, openaicompatible } = stage.simulator.credentials;
	return [
		['https://queue.fal.run', fal.baseUrl],
		['https://api.kie.ai', kie.baseUrl],
		['https://api.minimax.io', minimax.baseUrl],
		['https://api.replicate.com', replicate.baseUrl],
		['https://api.openai.com', openaicompatible.baseUrl.replace(/\/v1$/, '')],
	];
}

const keys = ({ name }: Workflow): string => {
	const { fal, kie, minimax, replicate, openaicompatible } = stage.simulator.credentials;
	const [gateway] = String(name).split(':');
	return {
		fal: fal.apiKey,
		'Kie.ai': kie.apiKey,
		MiniMax: minimax.apiKey,
		Replicate: replicate.apiKey,
		OpenAI: openaicompatible.apiKey,
	}[gateway!]!;
};

/** The credentials that the hand-made nodes use. */
async function oldCredentials(sample: Workflow): Promise<CredentialsByType> {
	const apiKey = keys(sample);
	const scheme = String(sample.name).startsWith('fal') ? 'Key' : 'Bearer';
	const create = async (type: string, data: IDataObject) =>
		await stage.n8n.createCredential({ name: `${String(sample.name)}, ${type}`, type, data });
	return {
		httpHeaderAuth: await create('httpHeaderAuth', {
			name: 'Authorization',
			value: `${scheme} ${apiKey}`,
		}),
		httpBearerAuth: await create('httpBearerAuth', { token: apiKey }),
		openAiApi: await create('openAiApi', { apiKey, url: 'http://127.0.0.1:9/v1' }),
	};
}

/** Waits of a second, but for a fixed one that is longer than any video takes here. */
const shortened = (node: WorkflowNode): WorkflowNode =>
	node.type === 'n8n-nodes-base.wait'
		? {
				...node,
				parameters: { amount: node.name === 'Wait 5 Minutes' ? 4 : 1, unit: 'seconds' },
			}
		: node;

const withCredentials = (workflow: Workflow, credentials: CredentialsByType): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.credentials
			? {
					...node,
					credentials: Object.fromEntries(
						Object.keys(node.credentials).map((type) => [type, credentials[type]!]),
					),
				}
			: node,
	),
});

/** The loop as it was drawn, at the simulated gateways. */
async function byHand(sample: Workflow): Promise<Workflow> {
	const nodes = sample.nodes.map(shortened);
	const text = addresses().reduce(
		(now, [real, simulated]) => now.replaceAll(real, simulated),
		JSON.stringify({ ...sample, nodes }).replaceAll(
			TYPED_KEY,
			stage.simulator.credentials.fal.apiKey,
		),
	);
	return withCredentials(JSON.parse(text) as Workflow, await oldCredentials(sample));
}

const run = async (workflow: Workflow, name: string): Promise<Execution> => {
	const saved = { ...workflow, name } as unknown as WorkflowJson;
	const id = await stage.n8n.createWorkflow(saved);
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id), {
		timeoutSeconds: 90,
	});
};

/** What the last node has put out in all of its runs, with the videos and jobs by their number. */
function outcomeOf(execution: Execution) {
	const { jobs } = stage.simulator;
	const items = (execution.nodes.Result?.runs ?? []).flatMap(({ outputs }) => outputs[0] ?? []);
	const text = jobs.reduce(
		(now, { videoUrl, jobId }, index) =>
			now
				.replaceAll(JSON.stringify(videoUrl), JSON.stringify(`video ${index}`))
				.replaceAll(JSON.stringify(jobId), JSON.stringify(`job ${index}`)),
		JSON.stringify(items.map(({ json }) => json)),
	);
	return {
		error: execution.error?.message,
		items: JSON.parse(text) as IDataObject[],
		files: items.flatMap(({ binary = {} }) =>
			Object.entries(binary).map(([field, { mimeType, fileSize }]) => [
				field,
				mimeType,
				fileSize,
			]),
		),
		submits: jobs.map(({ path, body }) => ({ path, body })),
	};
}

/** Kie.ai's two names for the ratio are both sent by this package, so that neither page of Kie.ai is wrong. */
const withBothRatios = (body: Readonly<Record<string, unknown>>) =>
	body.aspectRatio === undefined ? body : { ...body, aspect_ratio: body.aspectRatio };

test.each(drawn(migratable))(
	'%s submits and puts out the same',
	async (name) => {
		const sample = readSample(name);
		const before = outcomeOf(await run(await byHand(sample), `${name}, by hand`));
		expect(before.error).toBeUndefined();
		expect(before.items.length).toBeGreaterThan(0);
		stage.simulator.reset();
		stage.simulator.videoSeconds = 2;

		const migrated = withCredentials(migrate(sample).workflow, stage.credentials);
		for (const node of migrated.nodes.filter(({ type }) =>
			type.startsWith('n8n-nodes-video'),
		)) {
			expect({ [node.name]: await objections(stage, node as unknown as INode) }).toEqual({
				[node.name]: { issues: null, dropped: [] },
			});
		}
		const after = outcomeOf(await run(migrated, `${name}, migrated`));

		expect(after).toEqual({
			...before,
			submits: before.submits.map(({ path, body }) => ({ path, body: withBothRatios(body) })),
		});
		expect(stage.simulator.refusals).toEqual([]);
	},
	240_000,
);

test('a failed job and a refused request go where they went', async () => {
	const name = 'kie-veo-batches';
	const sample = readSample(name);
	const nodes = sample.nodes.map((node) => {
		if (node.name !== 'Failed Row') return node;
		const { assignments } = node.parameters!.assignments as { assignments: object[] };
		const named = {
			id: 'named',
			name: 'named',
			type: 'string',
			value: "={{ $('Record Info').item.json.data.errorMessage }}",
		};
		return {
			...node,
			parameters: {
				...node.parameters,
				assignments: { assignments: [...assignments, named] },
			},
		};
	});
	const migrated = withCredentials(migrate({ ...sample, nodes }).workflow, stage.credentials);
	stage.simulator.plan = ({ prompt }) => ({
		outcome: prompt === 'A night train' ? 'moderated' : 'completed',
	});

	const execution = await run(migrated, `${name}, with a failed job`);
	expect(execution.error?.message).toBeUndefined();
	expect(outcomeOf(execution).items).toMatchObject([{ row: '1' }]);
	const [failed] = execution.nodes['Failed Row']!.runs.at(-1)!.outputs[0]!;
	expect(failed!.json).toMatchObject({ row: '2', reason: expect.stringMatching(/flagged/) });
	expect(failed!.json.named).toBe(failed!.json.reason);
	expect(execution.nodes['Refused Row']).toBeUndefined();

	stage.simulator.reset();
	stage.simulator.fault({
		gateway: 'kie',
		endpoint: 'submit',
		respond: { status: 200, body: { code: 402, msg: 'Credits insufficient', data: null } },
	});
	const refused = await run(migrated, `${name}, refused`);
	expect(refused.error?.message).toBeUndefined();
	expect(refused.nodes['Refused Row']!.runs[0]!.outputs[0]![0]!.json).toMatchObject({
		row: '1',
		reason: expect.stringMatching(/credit/i),
	});
}, 240_000);

test('at least 8 of 10 samples can be migrated, to at most 0.7 times the nodes in the middle', () => {
	expect(migratable.length / sampleNames.length).toBeGreaterThanOrEqual(0.8);
	const ratios = migratable
		.map((name) => {
			const sample = readSample(name);
			return countNodes(migrate(sample).workflow) / countNodes(sample);
		})
		.sort((one, other) => one - other);
	expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThanOrEqual(0.7);
});
