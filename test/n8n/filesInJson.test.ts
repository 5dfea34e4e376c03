import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { eventually } from '../support/eventually';
import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { isN8n1 } from '../support/n8n/release';
import { receiverWorkflow, submitJob } from '../support/n8n/triggers';
import { png } from '../unit/gateways/images';
import { errorText, jsonOf, rows, stageForTests, submitNode, videoNode } from './stage';

/**
 * Workflows with the setting "Execution Logic v2": n8n 2 has every stored file in the JSON of its item, and expressions
 * give the JSON alone.
 */

const stage = stageForTests(1);

/** n8n 1 has no such setting. */
const test2 = isN8n1 ? test.skip : test;

const settings = { executionOrder: 'v1', binaryMode: 'combined' };

async function run(nodes: NodeSketch[], connections?: ConnectionSketch[]) {
	const made = workflow('Files in JSON', nodes, connections);
	const id = await stage.n8n.createWorkflow({ ...made, settings });
	return await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id), {
		timeoutSeconds: 100,
	});
}

const picture = Buffer.from(png(800, 600)).toString('base64');

/** Turns the text of each row into a file in the field `data`. */
const toFile: NodeSketch = {
	name: 'To File',
	type: 'n8n-nodes-base.convertToFile',
	typeVersion: 1.1,
	parameters: {
		operation: 'toBinary',
		sourceProperty: 'picture',
		options: { mimeType: 'image/png', fileName: 'one.png' },
	},
};

const fileIn = (json: IDataObject | undefined): IBinaryData =>
	(json?._files as Record<string, IBinaryData>).data!;

/** How many bytes n8n reads in the file of an item. */
const readFile: NodeSketch = {
	name: 'Read File',
	type: 'n8n-nodes-base.extractFromFile',
	typeVersion: 1.1,
	parameters: {
		operation: 'binaryToPropery',
		binaryPropertyName: '_files.data',
		options: { keepSource: 'json' },
	},
};

test2.each([
	['its name', 'data'],
	["n8n's path", '_files.data'],
	['an expression that returns the file', '={{ $json._files.data }}'],
])(
	'an image by %s; the video is downloaded, and the next node reads it',
	async (_how, imageBinaryProperty) => {
		const execution = await run([
			...rows([{ picture }]),
			toFile,
			submitNode(
				stage,
				'minimax',
				{},
				{ prompt: 'A lake', imageSource: 'binary', imageBinaryProperty },
			),
			videoNode(stage, 'waitForVideo', { downloadVideo: true }),
			readFile,
		]);

		expect(errorText(execution)).toBe('');
		// Otherwise n8n has ignored the setting.
		expect(fileIn(jsonOf(execution, 'To File')[0]).mimeType).toBe('image/png');
		expect(JSON.stringify(stage.simulator.jobs[0]!.body)).toContain(picture);
		const [read] = jsonOf(execution, 'Read File');
		const video = await stage.n8n.binaryFile(fileIn(jsonOf(execution, 'Wait For Video')[0]));
		expect(read).toMatchObject({ status: 'completed' });
		expect(read!.data).toBe(video.toString('base64'));
		expect(video.length).toBeGreaterThan(1000);
	},
	120_000,
);

test2(
	'the video of a blocking submit goes through Wait For Video as it is',
	async () => {
		const execution = await run([
			...rows([{ prompt: 'A lake' }]),
			submitNode(
				stage,
				'segmind',
				{ blocking: true },
				{ model: { __rl: true, mode: 'list', value: 'minimax-ai' } },
			),
			videoNode(stage, 'waitForVideo'),
			readFile,
		]);

		expect(errorText(execution)).toBe('');
		expect(String(jsonOf(execution, 'Read File')[0]!.data).length).toBeGreaterThan(1000);
		expect(stage.simulator.requests.filter(({ endpoint }) => endpoint === 'status')).toEqual(
			[],
		);
	},
	120_000,
);

test2(
	'a callback wakes a suspended wait, and each row leaves with its own video',
	async () => {
		stage.simulator.videoSeconds = 12;
		const execution = await run(
			[
				...rows([
					{ picture, prompt: 'Row 1' },
					{ picture, prompt: 'Row 2' },
				]),
				toFile,
				submitNode(
					stage,
					'useapi',
					{ wakeExecution: true },
					{
						// The JSON alone, where files are in it.
						prompt: "={{ $('Rows').item.prompt }}",
						imageSource: 'binary',
					},
				),
				videoNode(stage, 'waitForVideo', {
					// Of version 1.1: n8n 2.41 can't read the body of a call to a version 1 here.
					itemGateways: ['useapi'],
					waitMode: 'suspend',
					downloadVideo: true,
					options: { checkIntervalSeconds: 90 },
				}),
				{
					name: 'After',
					type: 'n8n-nodes-base.set',
					typeVersion: 3.4,
					parameters: {
						mode: 'raw',
						jsonOutput:
							"={{ JSON.stringify({ ...$json, row: $('Rows').item.prompt, seen: Date.now() }) }}",
					},
				},
			],
			[
				['Start', 'List'],
				['List', 'Rows'],
				['Rows', 'To File'],
				['To File', 'Submit Video'],
				['Submit Video', 'Wait For Video'],
				['Wait For Video', 'Wait For Video'],
				['Wait For Video', 'After', 1],
			],
		);

		expect(errorText(execution)).toBe('');
		const items = jsonOf(execution, 'After');
		expect(items.map(({ row }) => row)).toEqual(['Row 1', 'Row 2']);
		const { jobs } = stage.simulator;
		for (const { row, jobId, seen, ...json } of items) {
			const job = jobs.find((one) => one.jobId === jobId)!;
			expect(job.prompt).toBe(row);
			// Woken by the gateway, not by the clock.
			expect(Number(seen)).toBeLessThan(job.submittedAt + 60_000);
			expect((await stage.n8n.binaryFile(fileIn(json))).length).toBeGreaterThan(1000);
		}
		expect(jobs).toHaveLength(2);
	},
	150_000,
);

test2(
	'a callback starts the workflow of Video Callback Trigger, which downloads the video',
	async () => {
		stage.simulator.videoSeconds = 0;
		const { made, path } = receiverWorkflow(
			stage,
			'useapi',
			{ options: { downloadVideo: true } },
			// n8n 2.41 answers 500 to calls of a version 1 here.
			{ typeVersion: 1.1 },
		);
		const id = await stage.n8n.createWorkflow({ ...made, settings });
		await stage.n8n.activate(id);
		const job = await submitJob(stage, 'useapi', { prompt: 'A lake' });
		const call = stage.simulator.callback(job, { url: `${stage.n8n.url}/webhook/${path}` });
		expect(await stage.simulator.sendCallback(call)).toMatchObject({ status: 200 });

		let execution: Execution | undefined;
		await eventually(async () => {
			const [first] = await stage.n8n.executionRows({ workflowId: id });
			execution = await stage.n8n.waitForExecution(first!.id);
		});
		// The node after it has an expression for files beside the JSON, and fails here.
		const [item] = jsonOf(execution!, 'Video Callback Trigger');
		expect(item).toMatchObject({ status: 'completed', jobId: job.jobId });
		expect((await stage.n8n.binaryFile(fileIn(item))).length).toBeGreaterThan(1000);
	},
	60_000,
);
