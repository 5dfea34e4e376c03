import { eventually, findBrowser, openEditor, type Editor } from '../support/editor/editor';
import { workflow } from '../support/n8n/n8n';
import { stageForTests, videoNode } from '../n8n/stage';

/** What n8n's editor offers the next node before any video has been paid for. */

const browser = findBrowser();

/** A node with one field that is still empty. */
const set = {
	name: 'Set',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: { assignments: [{ id: 'link', name: 'link', value: '', type: 'string' }] },
	},
};

(browser === undefined ? describe.skip : describe)('before the first run', () => {
	const stage = stageForTests(0);
	let editor: Editor;

	beforeAll(async () => {
		editor = await openEditor(stage.n8n, browser!);
		const nodes = [
			videoNode(stage, 'submitVideo', { gateway: 'segmind', prompt: 'A cat surfs' }),
			videoNode(stage, 'checkVideoStatus'),
			videoNode(stage, 'waitForVideo'),
			set,
		];
		await editor.openWorkflow(
			await stage.n8n.createWorkflow(workflow('Before the first run', nodes)),
		);
	});
	afterAll(async () => await editor?.close());

	/** The fields of a node that the panel of the input offers. */
	const offered = async (node: string): Promise<string[]> =>
		await editor.inputPanel
			.locator(`[data-target="mappable"][data-node-name="${node}"]`)
			.evaluateAll((fields) => fields.map((field) => field.getAttribute('data-name') ?? ''));

	test.each([
		['Check Video Status', 'Submit Video'],
		['Wait For Video', 'Check Video Status'],
	])('%s is offered the fields of %s', async (node, before) => {
		await editor.openNode(node);
		await eventually(async () =>
			expect(await offered(before)).toEqual(
				expect.arrayContaining(['status', 'videoUrl', 'gateway', 'jobId']),
			),
		);
		await editor.closeNode();
	});

	test("videoUrl is dragged from the preview of Wait For Video into the next node's field", async () => {
		await editor.openNode('Set');
		await eventually(async () =>
			expect((await offered('Wait For Video')).slice(0, 2)).toEqual(['status', 'videoUrl']),
		);
		const value = editor.parameters.locator('[data-test-id="assignment-value"]');
		await editor.dragField('videoUrl', value);
		await eventually(async () =>
			expect(await value.innerText()).toContain('{{ $json.videoUrl }}'),
		);
		await editor.shoot('preview');
		await editor.closeNode();
		expect(stage.simulator.requests).toEqual([]);
	});
});
