import { mkdtempSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import fastify from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { CLIP, FRAME, insufficientCredits } from '../simulator';
import { readExample } from './examples';
import type { WorkflowJson } from './n8n';
import { jsonOf, stageForTests } from './stage';

/** Example workflows that need more around them than a gateway, as a user imports and completes them. */

const folder = mkdtempSync(join(tmpdir(), 'clips-'));
const stage = stageForTests(3, { N8N_RESTRICT_FILE_ACCESS_TO: folder });

/** A row of n8n's own data table. */
type Row = { id: number } & Record<string, string | null>;

/** The table that an example asks for, with new rows. Gives a call that reads all rows. */
async function dataTable(
	name: string,
	columns: string[],
	data: Array<Record<string, string>>,
): Promise<() => Promise<Row[]>> {
	const project = (await stage.n8n.rest('GET', '/projects/personal')) as { id: string };
	const tables = `/projects/${project.id}/data-tables`;
	const table = (await stage.n8n.rest('POST', tables, {
		name,
		columns: columns.map((column) => ({ name: column, type: 'string' })),
	})) as { id: string };
	await stage.n8n.rest('POST', `${tables}/${table.id}/insert`, {
		data: data.map((row) => ({ ...row, status: 'new' })),
		returnType: 'count',
	});
	return async () => {
		const answer = (await stage.n8n.rest('GET', `${tables}/${table.id}/rows`)) as {
			data: Row[];
		};
		return answer.data.sort((left, right) => left.id - right.id);
	};
}

/** The example with what its note tells the user to fill in: parameters of some nodes, over those it has. */
async function completed(
	name: string,
	parameters: Record<string, IDataObject>,
	credentials = stage.credentials,
): Promise<WorkflowJson> {
	const example = await readExample(name, credentials);
	return {
		...example,
		nodes: example.nodes.map((node) => ({
			...node,
			parameters: {
				...node.parameters,
				...parameters[node.name],
				options: {
					...(node.parameters.options as IDataObject | undefined),
					...(parameters[node.name]?.options as IDataObject | undefined),
				},
			} as INodeParameters,
		})),
	};
}

test('the pair for callbacks submits the rows of a table and writes each video into its row', async () => {
	const rowsOf = await dataTable(
		'Videos',
		['prompt', 'status', 'jobId', 'videoUrl'],
		[{ prompt: 'A lake' }, { prompt: 'A forbidden thing' }, { prompt: 'A night train' }],
	);
	stage.simulator.plan = ({ prompt }) => ({
		outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed',
	});
	const receive = await readExample('callback-receive', stage.credentials);
	const { webhookId } = receive.nodes.find(({ name }) => name === 'Video Trigger')!;
	const receiveId = await stage.n8n.createWorkflow(receive);
	await stage.n8n.activate(receiveId);
	const submit = await completed('callback-submit', {
		'Submit Video': {
			options: { callbackUrl: `${stage.n8n.url}/webhook/${webhookId}/webhook` },
		},
	});
	const submitId = await stage.n8n.createWorkflow(submit);
	const submitted = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(submitId));
	expect(submitted.error?.message).toBeUndefined();
	expect((await rowsOf()).map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);

	const isOpen = (row: Row) => row.status === 'queued';
	for (let tries = 0; tries < 60 && (await rowsOf()).some(isOpen); tries++) await sleep(250);

	const rows = await rowsOf();
	const jobs = stage.simulator.jobs;
	for (const row of rows) {
		const job = jobs.find(({ body }) => body.prompt === row.prompt)!;
		expect(row.jobId).toBe(job.jobId);
		if (row.prompt === 'A forbidden thing') {
			expect(row.status).toMatch(/^failed: Moderated/);
			expect(row.videoUrl).toBe('');
		} else {
			expect(row).toMatchObject({ status: 'completed', videoUrl: job.videoUrl });
		}
	}
	const runs = await stage.n8n.executionRows({ workflowId: receiveId });
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
	expect(jobs).toHaveLength(3);
	expect(stage.simulator.refusals).toEqual([]);
}, 60_000);

test('a table of prompts and pictures becomes a folder of videos, and each row is updated', async () => {
	const rowsOf = await dataTable(
		'Clips',
		['prompt', 'imageUrl', 'status', 'jobId', 'videoUrl', 'cost'],
		[
			{ prompt: 'A lake' },
			{ prompt: 'The picture moves', imageUrl: stage.simulator.imageUrl },
			{ prompt: 'A forbidden thing' },
			{ prompt: 'x'.repeat(5000) },
		],
	);
	stage.simulator.plan = ({ prompt }) => ({
		outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed',
	});
	const example = await completed('table-to-folder', {
		// A test has no time for suspensions.
		'Wait For Video': { options: { checkIntervalSeconds: 4 } },
		Save: { fileName: `=${folder}/{{ $binary.data.fileName }}` },
	});
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
	);

	expect(execution.error?.message).toBeUndefined();
	const [lake, picture, forbidden, long] = await rowsOf();
	const jobOf = (row: Row) =>
		stage.simulator.jobs.find(({ body }) => body.prompt === row.prompt)!;
	for (const row of [lake!, picture!]) {
		expect(row).toMatchObject({
			status: 'completed',
			jobId: jobOf(row).jobId,
			videoUrl: jobOf(row).videoUrl,
		});
		expect((await readFile(join(folder, `${row.id}.mp4`))).equals(CLIP)).toBe(true);
	}
	expect(picture!.cost).toBe('0.35 USD');
	expect(forbidden!.status).toMatch(/^failed: Moderated|^failed: .*sensitive/);
	expect(long!.status).toMatch(/^Prompt has 5000 characters/);
	expect(await readdir(folder)).toHaveLength(2);
	expect(stage.simulator.jobs).toHaveLength(3);
	expect(stage.simulator.refusals).toEqual([]);
}, 60_000);

test('a picture from a form becomes a video, whose address the form shows', async () => {
	const example = await readExample('form-to-video', stage.credentials);
	const { webhookId } = example.nodes.find(({ name }) => name === 'Form')!;
	const id = await stage.n8n.createWorkflow(example);
	await stage.n8n.activate(id);
	const form = new FormData();
	form.append('field-0', new Blob([FRAME], { type: 'image/png' }), 'frame.png');
	form.append('field-1', 'The lake begins to move');
	for (let tries = 0; ; tries++) {
		const { status } = await axios.post(`${stage.n8n.url}/form/${webhookId}`, form, {
			proxy: false,
			validateStatus: () => true,
		});
		if (status === 200) break;
		if (status !== 404 || tries > 50) throw new Error(`the form answered ${status}`);
		await sleep(200);
	}
	let [row] = await stage.n8n.executionRows({ workflowId: id });
	for (let tries = 0; tries < 60 && !jobOfForm(); tries++) await sleep(250);
	[row] = await stage.n8n.executionRows({ workflowId: id });
	const done = async () =>
		jsonOf(await stage.n8n.execution(row!.id), 'Wait For Video')[0]?.videoUrl;
	for (let tries = 0; tries < 60 && !(await done()); tries++) await sleep(250);

	expect(jobOfForm()!.body.first_frame_image).toMatch(/^data:image\/png;base64,/);
	expect(await done()).toBe(jobOfForm()!.videoUrl);
	expect(stage.simulator.refusals).toEqual([]);
}, 60_000);

const jobOfForm = () =>
	stage.simulator.jobs.find(({ body }) => body.prompt === 'The lake begins to move');

test('a finished video goes into the media library and a draft of WordPress', async () => {
	const wordpress = fastify();
	const received: Array<{ url: string; headers: Record<string, unknown>; body: unknown }> = [];
	wordpress.addContentTypeParser('video/mp4', { parseAs: 'buffer' }, (_, body, done) =>
		done(null, body),
	);
	wordpress.post('/wp-json/wp/v2/:kind', async ({ url, headers, body }) => {
		received.push({ url, headers, body });
		return { id: received.length, source_url: 'https://blog.example.com/files/clip.mp4' };
	});
	const site = await wordpress.listen({ host: '127.0.0.1', port: 0 });
	try {
		const credential = await stage.n8n.createCredential({
			name: 'WordPress',
			type: 'wordpressApi',
			data: { username: 'editor', password: 'application-password', url: site },
		});
		const example = await completed(
			'wordpress',
			{
				Clip: {
					jsonOutput: JSON.stringify({ site, title: 'Golden hour', prompt: 'A lake' }),
				},
			},
			{ ...stage.credentials, wordpressApi: credential },
		);
		const execution = await stage.n8n.waitForExecution(
			await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
		);

		expect(execution.error?.message).toBeUndefined();
		const [media, draft] = received;
		expect(media!.url).toBe('/wp-json/wp/v2/media');
		expect((media!.body as Buffer).equals(CLIP)).toBe(true);
		expect(media!.headers['content-disposition']).toMatch(
			/^attachment; filename="pixazo-.*\.mp4"$/,
		);
		expect(draft!.body).toMatchObject({ title: 'Golden hour', status: 'draft' });
		expect(stage.simulator.jobs).toHaveLength(1);
	} finally {
		await wordpress.close();
	}
}, 60_000);

test('a batch under a budget goes to the gateway that takes it, and to none that is too dear', async () => {
	const { simulator } = stage;
	simulator.fault(insufficientCredits('segmind'));
	simulator.fault({
		...insufficientCredits('aimlapi'),
		when: ({ body }) => String((body as IDataObject).prompt).includes('train'),
	});
	const example = await completed('failover', {
		Clips: {
			jsonOutput: JSON.stringify({
				clip: ['A lake', 'A night train', 'A boat'].map((prompt) => ({
					prompt,
					imageUrl: simulator.imageUrl,
				})),
			}),
		},
	});
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
	);

	expect(execution.error?.message).toBeUndefined();
	const items = jsonOf(execution, 'Wait For Video');
	expect(items.map(({ gateway, model, status }) => [gateway, model, status])).toEqual([
		['aimlapi', 'minimax/hailuo-2.3-fast', 'completed'],
		['pixazo', 'hailuo-image-to-video', 'completed'],
		['aimlapi', 'minimax/hailuo-2.3-fast', 'completed'],
	]);
	expect(items.map(({ cost }) => (cost as IDataObject).amount)).toEqual([0.1995, 0.35, 0.1995]);
	expect(simulator.jobs).toHaveLength(3);
	expect(simulator.refusals).toEqual([]);
}, 60_000);
