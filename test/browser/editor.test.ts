import type { INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { modelEntry } from '../../nodes/shared/sentences/prices';
import { workflow, type ConnectionSketch, type NodeSketch } from '../support/n8n/n8n';
import { packageName } from '../support/n8n/pack';
import { stageForTests, videoNode } from '../n8n/stage';
import { insufficientCredits, type SimulatedJob } from '../support/simulator';
import { eventually, findBrowser, openEditor, type Editor } from '../support/editor/editor';

/**
 * What a user sees and does in n8n's editor, in a real browser. Every panel is photographed in both themes into
 * test-results/screenshots.
 */

const browser = findBrowser();
if (browser === undefined) {
	process.stderr.write('No Chromium or Chrome on this machine: the browser tests are skipped.\n');
}

const hailuo23 = { __rl: true, mode: 'list', value: 'hailuo-2.3', cachedResultName: 'Hailuo 2.3' };

(browser === undefined ? describe.skip : describe)("n8n's editor", () => {
	const stage = stageForTests(2);
	let editor: Editor;

	beforeAll(async () => {
		editor = await openEditor(stage.n8n, browser!);
	});
	afterAll(async () => await editor?.close());

	/** Saves a workflow of these nodes behind Start, and opens it. */
	const open = async (name: string, nodes: NodeSketch[], connections?: ConnectionSketch[]) =>
		await editor.openWorkflow(
			await stage.n8n.createWorkflow(workflow(name, nodes, connections)),
		);

	const ofSegmind = () => ({ credentials: { segmindApi: stage.credentials.segmindApi! } });
	const submit = (parameters: INodeParameters): NodeSketch =>
		videoNode(
			stage,
			'submitVideo',
			{ gateway: 'segmind', model: hailuo23, ...parameters },
			ofSegmind(),
		);
	const wait = (parameters: INodeParameters = {}): NodeSketch => ({
		...videoNode(stage, 'waitForVideo', {}, ofSegmind()),
		parameters: { itemGateways: ['segmind'], ...parameters },
	});

	/** The job that the simulated gateways have taken last. */
	const newestJob = async (): Promise<SimulatedJob> => {
		await eventually(async () => expect(stage.simulator.jobs).not.toEqual([]));
		return stage.simulator.jobs.at(-1)!;
	};

	/** A model as its list shows it. */
	const entryOf = (label: string, name: string): string => {
		const gateway = gateways.find((one) => one.label === label)!;
		return modelEntry(
			gateway,
			gateway.models.find((model) => model.name === name)!,
		);
	};

	/** Fields that only some models have. */
	const ofModels = ['endFrameSource', 'duration', 'resolution', 'aspectRatio'];

	const expectFields = async (fields: string[]) =>
		await eventually(async () => {
			const shown = await editor.shownParameters();
			expect(ofModels.filter((field) => shown.includes(field))).toEqual(fields);
		});

	describe('with a new workflow', () => {
		beforeAll(async () => {
			await editor.openNewWorkflow();
			await editor.addNode('manual', 'n8n-nodes-base.manualTrigger');
			await editor.openNodesPanel();
		});

		const ofAll = ['submitVideo', 'checkVideoStatus', 'waitForVideo'];
		const withTrigger = [...ofAll, 'videoTrigger'];

		test.each<{ words: string; types: string[] }>([
			...['video', 'hailuo', 'minimax', 'sora', 'veo', 'seedance'].map((words) => ({
				words,
				types: withTrigger,
			})),
			...[
				'text to video',
				'image to video',
				'generate a video',
				'make video',
				'create video',
				'animate',
				'mp4',
				'sora 2',
				'veo 3.1',
				'hailuo 2.3',
				'seedance 2',
				'kling',
			].map((words) => ({ words, types: ['submitVideo'] })),
			...gateways.map(({ label, callbacks }) => ({
				words: label,
				types: callbacks ? withTrigger : ofAll,
			})),
		])(
			'the nodes panel finds the nodes by "$words", Submit Video among the first',
			async ({ words, types }) => {
				const found = await editor.searchNodes(words, types);
				expect(found.slice(0, 5)).toContain(`${packageName}.submitVideo`);
				// Of the package nothing comes before it but the trigger, which n8n shows as "Video Callback".
				expect(
					found.filter(
						(type) => type.startsWith(packageName) && !type.endsWith('.videoTrigger'),
					)[0],
				).toBe(`${packageName}.submitVideo`);
				if (words === 'video') await editor.shoot('nodes-panel');
			},
		);

		test('the nodes panel finds Wait For Video by what people type after a submit', async () => {
			const type = `${packageName}.waitForVideo`;
			for (const words of ['wait for', 'wait for video', 'download video']) {
				expect((await editor.searchNodes(words, ['waitForVideo']))[0]).toBe(type);
			}
			expect((await editor.searchNodes('poll', ['waitForVideo'])).slice(0, 3)).toContain(
				type,
			);
			const found = await editor.searchNodes('wait', ['waitForVideo']);
			// n8n sorts its own nodes before it, by how many people use them.
			console.log(`"wait" finds Wait For Video as number ${found.indexOf(type) + 1}`);
			await editor.shoot('nodes-panel-wait');
		});

		test('Submit Video is added from the panel, and asks for gateway, model and prompt first', async () => {
			await editor.addNode('text to video', 'submitVideo');
			await editor.parameters.waitFor();
			expect((await editor.shownParameters()).slice(0, 4)).toEqual([
				'gateway',
				'model',
				'prompt',
				'imageSource',
			]);
			await editor.shoot('submit-new');
		});

		/** Options that only some gateways have, by what their pages document. */
		const special = [
			'Account',
			'AI Watermark',
			'Blocking',
			'Callback URL',
			'Camera Movement',
			'Max Jobs',
			'Wait for a Free Slot (Minutes)',
			'Wake This Execution',
		];

		test.each<{ gateway: string; model: string; fields: string[]; options: string[] }>([
			{
				gateway: 'AIgateway',
				model: 'MiniMax Video 01',
				fields: ['duration', 'resolution', 'aspectRatio'],
				options: ['Callback URL', 'Wake This Execution'],
			},
			{
				gateway: 'AI/ML API',
				model: 'Hailuo H3',
				fields: ['endFrameSource', 'duration', 'resolution', 'aspectRatio'],
				options: [],
			},
			{
				gateway: 'Pixazo',
				model: 'Hailuo Image to Video',
				fields: ['duration', 'resolution'],
				options: ['Camera Movement', 'AI Watermark', 'Callback URL'],
			},
			{
				gateway: 'Segmind',
				model: 'MiniMax Video 01',
				fields: [],
				options: ['Blocking'],
			},
			{
				gateway: 'useapi.net',
				model: 'Automatic (Hailuo 01)',
				fields: [],
				options: [
					'Camera Movement',
					'Callback URL',
					'Wake This Execution',
					'Account',
					'Max Jobs',
					'Wait for a Free Slot (Minutes)',
				],
			},
		])(
			'Submit Video shows the credential, models, fields and options of $gateway and no others',
			async ({ gateway: label, model, fields, options }) => {
				await editor.choose('gateway', label);
				await eventually(async () =>
					expect(await editor.credentialLabels()).toEqual([
						`Credential for ${label.replace(/ API$/, '')} API`,
					]),
				);
				await editor.chooseFromSearch('model', model, entryOf(label, model));
				await expectFields(fields);
				await editor.shoot(`submit-${label.replace(/\W+/g, '-').toLowerCase()}`);
				const { models } = gateways.find((gateway) => gateway.label === label)!;
				await editor.listOf(
					'model',
					models.map(({ name }) => entryOf(label, name)),
				);
				const offered = await editor.offeredOptions();
				expect(offered.filter((option) => special.includes(option))).toEqual(options);
				expect(offered).toEqual(
					expect.arrayContaining(['Callback Reference', 'Dry Run', 'Fallback Gateways']),
				);
			},
		);

		test('Submit Video shows what the chosen model takes', async () => {
			await editor.choose('gateway', 'AI/ML API');
			await editor.chooseFromSearch('model', 'hailuo-02', entryOf('AI/ML API', 'Hailuo 02'));
			await expectFields(['endFrameSource', 'duration', 'resolution']);
			expect(await editor.choicesOf('duration')).toEqual(['6', '10', "Model's Default"]);
			expect(await editor.offeredOptions()).toContain('Camera Movement');
			const resolution = async () =>
				await editor.input('resolution').locator('input').inputValue();
			expect(await resolution()).toBe('768p');
			await editor.chooseFromSearch('model', 'h3', entryOf('AI/ML API', 'Hailuo H3'));
			// H3 has another size: n8n replaces the one that it doesn't have.
			await eventually(async () => expect(await resolution()).toBe('2K'));
			await editor.chooseFromSearch('model', 'live', entryOf('AI/ML API', 'Video 01 Live2D'));
			await expectFields([]);
		});

		test('Submit Video does not keep the model of another gateway', async () => {
			const h3 = entryOf('AI/ML API', 'Hailuo H3');
			await editor.chooseFromSearch('model', 'h3', h3);
			await eventually(async () => expect(await editor.located('model')).toBe(h3));
			await editor.choose('gateway', 'Pixazo');
			await eventually(async () => expect(await editor.located('model')).not.toBe(h3), 5);
			expect(
				await editor.listOf('model', [entryOf('Pixazo', 'Hailuo Text to Video')]),
			).not.toContain(h3);
		});
	});

	describe('with Submit Video at a gateway or model that is in no list', () => {
		const byId = (gateway: string, value: string): NodeSketch =>
			videoNode(stage, 'submitVideo', {
				gateway,
				model: { __rl: true, mode: 'id', value },
				prompt: 'A lake',
			});

		test.each([
			// AI/ML API has this one in its table, with fixed values and an end frame.
			['aigateway', 'minimax/hailuo-2.3', ['duration', 'resolution', 'aspectRatio']],
			['aigateway', 'google/veo-9', ['duration', 'resolution', 'aspectRatio']],
			[
				'segmind',
				'minimax/hailuo-2.3',
				['endFrameSource', 'duration', 'resolution', 'aspectRatio'],
			],
		])(
			'%s with %s by its ID has the fields of models that the gateway does not list',
			async (gateway, model, fields) => {
				await open(`${gateway} ${model}`, [byId(gateway, model)]);
				await editor.openNode('Submit Video');
				await expectFields(fields);
				await editor.closeNode();
			},
		);

		test('an expression for Gateway that has no data yet shows all fields and options, each once', async () => {
			await open('Expression', [
				videoNode(stage, 'submitVideo', {
					gateway: '={{ $json.gateway }}',
					prompt: 'A lake',
				}),
			]);
			await editor.openNode('Submit Video');
			await expectFields(['endFrameSource', 'duration', 'resolution', 'aspectRatio']);
			const shown = await editor.shownParameters();
			expect(shown).toEqual([...new Set(shown)]);
			expect(shown).toContain('imageSource');
			const offered = await editor.offeredOptions();
			expect(offered).toEqual([...new Set(offered)]);
			await editor.shoot('submit-expression');
			await editor.closeNode();
		});
	});

	describe('with Submit Video and Wait For Video in Keep Running', () => {
		beforeAll(async () => await open('Submit', [submit({ prompt: '   ' }), wait()]));

		test('a step with a bad parameter says so, and sends nothing', async () => {
			await editor.openNode('Submit Video');
			await editor.executeStep();
			await editor.outputSays("'Prompt' is empty", 'Describe what the video should show.');
			await editor.shoot('submit-empty-prompt');
			expect(stage.simulator.jobs).toEqual([]);
		});

		test('a step puts the job out, and the canvas names gateway and model', async () => {
			await editor.input('prompt').locator('textarea').fill('A cat surfs at sunset');
			await editor.executeStep();
			const { jobId } = await newestJob();
			await editor.outputSays('segmind', jobId, 'queued');
			await editor.showOutputAs('schema');
			await editor.outputSays('segmind', jobId, 'queued');
			await editor.shoot('submit-output');
			await editor.showOutputAs('json');
			await editor.outputSays('"jobId":', jobId);
			await editor.shoot('submit-output-json');
			await editor.closeNode();
			await editor.labelSays('Submit Video', /Segmind.*hailuo.2\.3/i);
		});

		test('Wait For Video in Keep Running has one output, and downloads the video', async () => {
			stage.simulator.videoSeconds = 0;
			const node = editor.node('Wait For Video');
			expect(await node.innerText()).not.toContain('Still Running');
			await editor.executeWorkflow();
			await editor.message('Workflow executed successfully').waitFor();
			await editor.shootCanvas('canvas-keep-running');
			await editor.openNode('Wait For Video');
			await editor.showOutputAs('binary');
			await editor.outputSays('video/mp4');
			await editor.shoot('wait-keep-running');
			await editor.closeNode();
		});

		test('a fallback gateway asks once for its credential, and is asked when the first one refuses', async () => {
			await editor.openNode('Submit Video');
			await editor.addOption('Fallback Gateways');
			await editor.choose('fallbackGateways', 'Pixazo');
			await editor.page.keyboard.press('Escape');
			const both = ['Credential for Segmind API', 'Credential for Pixazo API'];
			await eventually(async () => expect(await editor.credentialLabels()).toEqual(both));
			await editor.shoot('submit-fallback-without-credential');
			await editor.chooseCredential('Credential for Pixazo API', 'Pixazo');
			stage.simulator.fault(insufficientCredits('segmind'));
			await editor.executeStep();
			const { gateway, jobId } = await newestJob();
			expect(gateway).toBe('pixazo');
			await editor.outputSays('pixazo', jobId);
			await editor.shoot('submit-fallback');
			// A fallback that is the chosen gateway itself does not ask a second time.
			await editor.choose('gateway', 'Pixazo');
			await eventually(async () =>
				expect(await editor.credentialLabels()).toEqual(['Credential for Pixazo API']),
			);
		});
	});

	describe('with Wait For Video that has no credential yet', () => {
		const slots = async (...expected: string[]) =>
			await eventually(async () =>
				expect(await editor.credentialLabels()).toEqual(
					expected.map((label) => `Credential for ${label} API`),
				),
			);
		const issues = () => editor.node('Wait For Video').locator('[data-test-id="node-issues"]');

		beforeAll(
			async () =>
				await open('No credential', [
					{
						...videoNode(stage, 'waitForVideo', {}, { credentials: {} }),
						parameters: { itemGateways: ['pixazo'] },
					},
				]),
		);

		test('it is marked on the canvas, and asks for the credentials of the gateways in use alone', async () => {
			await issues().waitFor();
			await editor.shootCanvas('canvas-wait-without-credential');
			await editor.openNode('Wait For Video');
			await slots('Pixazo');
			await editor.choose('itemGateways', 'Segmind');
			await editor.page.keyboard.press('Escape');
			await slots('Pixazo', 'Segmind');
			await editor.shoot('wait-without-credential');
		});

		test('a chosen gateway asks for its own, an expression for none in particular', async () => {
			await editor.choose('gateway', 'useapi.net');
			await slots('useapi.net');
			await editor.shoot('wait-chosen-gateway');
			await editor.closeNode();
			await open('Wait with an expression', [
				{
					...videoNode(stage, 'waitForVideo', {}, { credentials: {} }),
					parameters: { gateway: '={{ $json.gateway }}' },
				},
			]);
			await editor.openNode('Wait For Video');
			await eventually(async () =>
				expect(await editor.credentialLabels()).toHaveLength(gateways.length),
			);
			await editor.closeNode();
			expect(await issues().count()).toBe(0);
		});
	});

	test("a credential's key links to the page where one gets it", async () => {
		const { page } = editor;
		const { id } = stage.credentials.aimlApi!;
		await page.goto(`/home/credentials/${id}`, { waitUntil: 'domcontentloaded' });
		await page.getByRole('dialog').locator('a[href="https://aimlapi.com/app/keys"]').waitFor();
		await editor.shoot('credential');
	});

	describe('with Wait For Video in Suspend', () => {
		beforeAll(
			async () =>
				await open(
					'Suspend',
					[
						submit({ prompt: 'A cat surfs at sunset' }),
						// Soon enough to be waited for without a suspension, which takes a minute.
						wait({ waitMode: 'suspend', options: { checkIntervalSeconds: 4 } }),
						{ name: 'Use the Video', type: 'n8n-nodes-base.noOp' },
					],
					[
						['Start', 'Submit Video'],
						['Submit Video', 'Wait For Video'],
						['Wait For Video', 'Use the Video', 1],
					],
				),
		);

		test('Suspend without Still Running connected says what to connect', async () => {
			await editor.executeWorkflow();
			await editor.message("'Still Running' isn't connected").waitFor();
			await editor.openNode('Submit Video');
			await editor.outputSays(
				"'Still Running' isn't connected",
				'Nothing was submitted',
				'back to its own input',
				"Or set 'Wait Mode' to Keep Running.",
			);
			await editor.shoot('wait-not-connected');
			await editor.closeNode();
		});

		test('Still Running is drawn to the own input with the mouse, and then the video leaves by Done', async () => {
			await editor.labelSays('Wait For Video', /Still Running\s+Done/);
			await editor.connect('Wait For Video', 0, 'Wait For Video');
			await editor.edge('Wait For Video', 'Wait For Video').waitFor({ state: 'attached' });
			stage.simulator.videoSeconds = 0;
			await editor.executeWorkflow();
			await editor.message('Workflow executed successfully').waitFor();
			await editor.shootCanvas('canvas-suspend');
			await editor.openNode('Wait For Video');
			await editor.showOutputAs('schema');
			await editor.outputSays('completed', (await newestJob()).jobId);
			await editor.shoot('wait-suspend');
			await editor.closeNode();
		});
	});

	describe('with Video Callback Trigger and Check Video Status', () => {
		beforeAll(
			async () =>
				await open(
					'Trigger and check',
					[
						{
							...videoNode(stage, 'videoTrigger', { gateway: 'useapi' }),
							position: [0, 240],
						},
						videoNode(stage, 'checkVideoStatus'),
					],
					[['Start', 'Check Video Status']],
				),
		);

		test('Video Callback Trigger shows its two addresses, and puts out what a gateway calls about', async () => {
			await editor.openNode('Video Callback Trigger');
			expect(await editor.webhookUrl('Production URL')).toMatch(
				new RegExp(`^${stage.n8n.url}/webhook/`),
			);
			await editor.shoot('trigger');
			const url = await editor.webhookUrl('Test URL');
			expect(url).toMatch(new RegExp(`^${stage.n8n.url}/webhook-test/`));

			stage.simulator.videoSeconds = 0;
			await stage.run([
				videoNode(stage, 'submitVideo', { gateway: 'useapi', prompt: 'A cat surfs' }),
			]);
			const job = await newestJob();
			await editor.listenForTestEvent();
			await editor.page.getByText('Listening for test event').first().waitFor();
			await editor.shoot('trigger-listening');
			await stage.simulator.sendCallback(stage.simulator.callback(job, { url }));
			await editor.outputSays('completed', job.jobId);
			await editor.shoot('trigger-output');
			await editor.closeNode();
			await editor.labelSays('Video Callback Trigger', /useapi\.net: Completed, Failed/);
			await editor.shootCanvas('canvas-trigger');
		});

		const labels = (test: (gateway: Gateway) => boolean): string[] =>
			gateways.filter(test).map(({ label }) => label);

		test.each<{ operation: string; fields: string[]; able: string[] }>([
			{
				operation: 'Check Job',
				fields: ['gateway', 'itemGateways', 'jobId', 'downloadVideo'],
				able: ['From Item', ...labels(() => true)],
			},
			{
				operation: 'Cancel Job',
				fields: ['gateway', 'itemGateways', 'jobId'],
				able: ['From Item', ...labels(() => true)],
			},
			{
				operation: 'Get Many Jobs',
				fields: ['gateway', 'limit'],
				able: labels(({ list }) => list !== undefined),
			},
			{
				operation: 'Get Queue',
				fields: ['gateway'],
				able: labels(({ queue }) => queue !== undefined),
			},
			{
				operation: 'Get Balance',
				fields: ['gateway'],
				able: labels(({ balance }) => balance !== undefined),
			},
		])(
			'Check Video Status shows for $operation its fields, and the gateways that can do it',
			async ({ operation, fields, able }) => {
				await editor.openNode('Check Video Status');
				await editor.choose('operation', operation);
				await eventually(async () => {
					const shown = await editor.shownParameters();
					expect(shown.filter((name) => name !== 'account')).toEqual([
						'operation',
						...fields,
					]);
				});
				expect((await editor.choicesOf('gateway')).sort()).toEqual([...able].sort());
				await editor.shoot(`check-${operation.replace(/ /g, '-').toLowerCase()}`);
				await editor.closeNode();
			},
		);

		test('Check Video Status reads the balance of an account', async () => {
			await editor.openNode('Check Video Status');
			await editor.choose('gateway', 'useapi.net');
			await editor.executeStep();
			await editor.outputSays('useapi', 'credits');
			await editor.shoot('check-output');
			await editor.closeNode();
			await editor.labelSays('Check Video Status', /balance.*useapi\.net/i);
		});
	});
});
