import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../support/n8n/examples';
import type { WorkflowJson } from '../support/n8n/n8n';
import { startChatModel } from './chatModel';
import { completedExample } from './completedExample';
import { startGoogleSheet, type GoogleSheet } from './googleSheet';
import { objections } from './objections';
import { itemsOf, jsonOf, stageForTests } from './stage';

/**
 * The examples that do what most public workflows build by hand, at the two gateways that most of them use. The folder
 * `handmade` holds the same work as those draw it: a request, a Wait, a request for the status, an If or Switch back to
 * the Wait, a request for the result (n8n.io/workflows 4846, 12119 and 12536, read 2026-11).
 */

const env: Record<string, string> = {};
let google: GoogleSheet;

// Before n8n starts, which is told in its environment where to look for Google.
beforeAll(async () => {
	google = await startGoogleSheet('Veo');
	Object.assign(env, google.env);
});
const stage = stageForTests(2, env);
afterAll(async () => await google.close());

/** Saves and runs a workflow. */
const run = async (workflow: WorkflowJson) =>
	await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(workflow)),
	);

/** The names of the nodes that do something. */
const working = ({ nodes }: WorkflowJson) =>
	nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(({ name }) => name);

/** The nodes that a connection of any kind begins or ends at. */
function connected({ connections }: WorkflowJson): string[] {
	const ends = Object.values(connections).flatMap((kinds) =>
		Object.values(kinds).flatMap((outputs) => outputs.flatMap((output) => output ?? [])),
	);
	return [...new Set([...Object.keys(connections), ...ends.map(({ node }) => node)])];
}

test.each(['prompt-to-image-to-video', 'sheet-to-veo'])(
	'%s has at most half the nodes of the same work by hand',
	async (name) => {
		const example = await readExample(name, {});
		const handmade = await readExample(`../test/n8n/handmade/${name}`, {});
		expect(working(example).length).toBeLessThanOrEqual(working(handmade).length / 2);
		// No node stands there only to be counted.
		for (const workflow of [example, handmade]) {
			expect(connected(workflow).sort()).toEqual(working(workflow).sort());
		}
		for (const node of handmade.nodes) {
			expect({ [node.name]: await objections(stage, node) }).toEqual({
				[node.name]: { issues: null, dropped: [] },
			});
		}
	},
);

describe('an idea becomes a prompt, an image and a video', () => {
	const PROMPT =
		'A keeper on a lighthouse throws stars to a whale of paper. The camera pulls back.';

	/** Runs the example with a model that answers with the prompt. */
	async function make(more: Record<string, IDataObject> = {}) {
		const model = await startChatModel(() => PROMPT);
		try {
			const openAiApi = await stage.n8n.createCredential({
				name: 'OpenAI',
				type: 'openAiApi',
				data: { apiKey: 'sk-stand-in', url: model.url },
			});
			const example = await completedExample(
				'prompt-to-image-to-video',
				{
					'Make Image': {
						url: `${new URL(stage.simulator.imageUrl).origin}/fal-run/fal-ai/flux/schnell`,
					},
					...more,
				},
				{ ...stage.credentials, openAiApi },
			);
			return { execution: await run(example), asked: model.requests };
		} finally {
			await model.close();
		}
	}

	const imageRequests = () =>
		stage.simulator.requests.filter(({ endpoint }) => endpoint === 'image');

	test('which begins with the image, is paid once, and comes with its file', async () => {
		const { execution, asked } = await make();

		expect(execution.error?.message).toBeUndefined();
		expect(asked).toHaveLength(1);
		expect(JSON.stringify(asked[0]!.messages)).toContain('paper whale');
		expect(imageRequests().map(({ body, status }) => [body, status])).toEqual([
			[{ prompt: PROMPT, image_size: 'portrait_16_9' }, 200],
		]);
		const [job, ...others] = stage.simulator.jobs;
		expect(others).toEqual([]);
		expect(job).toMatchObject({
			prompt: PROMPT,
			path: '/fal/fal-ai/kling-video/v2.5-turbo/pro/image-to-video',
			body: { image_url: stage.simulator.imageUrl, duration: '5' },
		});
		expect(jsonOf(execution, 'Submit Video')).toMatchObject([
			{
				status: 'completed',
				jobId: job!.jobId,
				videoUrl: job!.videoUrl,
				cost: { amount: 0.35, currency: 'USD' },
			},
		]);
		expect(itemsOf(execution, 'Submit Video')[0]!.binary?.data?.mimeType).toBe('video/mp4');
		expect(stage.simulator.refusals).toEqual([]);
	});

	test('and nothing is billed that costs more than the example says', async () => {
		const model = { __rl: true, mode: 'list', value: 'fal-ai/veo3.1' };
		const { execution } = await make({ 'Submit Video': { model, duration: 8 } });

		expect(execution.error?.message).toMatch(/Max Cost per Video/);
		expect(stage.simulator.jobs).toEqual([]);
	});
});

test('the rows of a sheet become Veo videos, and each gets what became of its own, also if it moved', async () => {
	const { simulator, n8n } = stage;
	google.rows.push(
		['prompt', 'status', 'id', 'videoUrl', 'cost', 'notes'],
		['An old one', 'completed', '7-2', 'https://example.com/1.mp4', '', 'kept'],
		['A lake', 'new', '', '', '', 'for the home page'],
		['A forbidden thing', 'new'],
		['A draft', 'later'],
		['', 'new', '', '', '', 'no prompt yet'],
		['A night train', 'new'],
		['A lake', 'new', '', '', '', 'the same once more'],
	);
	const before = structuredClone(google.rows);
	const statusAtSubmit: unknown[] = [];
	simulator.plan = ({ prompt = '' }) => {
		statusAtSubmit.push(google.row('prompt', prompt).status);
		// Somebody sorts the sheet while the videos are made.
		if (statusAtSubmit.length === 4) google.rows.push(...google.rows.splice(1).reverse());
		return { outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed' };
	};
	const googleSheetsOAuth2Api = await n8n.createCredential({
		name: 'Google Sheets',
		type: 'googleSheetsOAuth2Api',
		data: google.credential,
	});
	const documentId = { __rl: true, mode: 'url', value: google.address };
	const example = await completedExample(
		'sheet-to-veo',
		Object.fromEntries(
			['New Rows', 'Mark as Submitting', 'Write Result'].map((name) => [
				name,
				{ documentId },
			]),
		),
		{ ...stage.credentials, googleSheetsOAuth2Api },
	);
	const execution = await run(example);

	expect(execution.error?.message).toBeUndefined();
	expect(statusAtSubmit).toEqual(Array(4).fill('submitting'));
	const bodies = simulator.jobs.map(({ path, body }) => [path, body.model, body.aspect_ratio]);
	expect(bodies).toEqual(Array(4).fill(['/kie/api/v1/veo/generate', 'veo3_fast', '9:16']));
	const made = ['for the home page', 'the same once more'].map((note) =>
		google.row('notes', note),
	);
	const lakes = simulator.jobs.filter(({ prompt }) => prompt === 'A lake');
	expect(made.map(({ videoUrl }) => videoUrl).sort()).toEqual(
		lakes.map(({ videoUrl }) => videoUrl).sort(),
	);
	const train = simulator.jobs.find(({ prompt }) => prompt === 'A night train')!;
	for (const row of [...made, google.row('prompt', 'A night train')]) {
		expect(row).toMatchObject({ status: 'completed', cost: '0.3 USD' });
	}
	expect(google.row('prompt', 'A night train').videoUrl).toBe(train.videoUrl);
	const forbidden = google.row('prompt', 'A forbidden thing');
	expect(forbidden).toMatchObject({ videoUrl: '', cost: '' });
	expect(forbidden.status).toMatch(/failed \(moderated\)/);
	expect(google.row('notes', 'no prompt yet').status).toMatch(/^'Prompt' is empty/);
	for (const index of [1, 4]) {
		expect(google.rows).toContainEqual(before[index]);
	}

	// A second run finds no row that is new.
	const second = await run(example);
	expect(jsonOf(second, 'New Rows')).toEqual([]);
	expect(simulator.jobs).toHaveLength(4);
	expect(simulator.refusals).toEqual([]);
});
