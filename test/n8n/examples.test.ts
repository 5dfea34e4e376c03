import { mkdtempSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { FastifyInstance } from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	CLIP,
	documentedError,
	FRAME,
	insufficientCredits,
	minimaxRefusal,
} from '../support/simulator';
import { examplesFolder, readExample } from '../support/n8n/examples';
import { completedExample } from './completedExample';
import { dataTable, type Row as AnyRow } from './dataTable';
import { startGoogleSheet, type GoogleSheet } from './googleSheet';
import { workflow } from '../support/n8n/n8n';
import { objections } from './objections';
import { errorText, itemsOf, jsonOf, stageForTests, videoNode } from './stage';
import { videoBlock, withSite } from './wordPress';

/** Example workflows that need more around them than a gateway, as a user imports and completes them. */

const folder = mkdtempSync(join(tmpdir(), 'clips-'));
const env: Record<string, string> = {
	N8N_RESTRICT_FILE_ACCESS_TO: folder,
	// Some examples use Execute Command, which n8n 2 leaves out by default.
	NODES_EXCLUDE: '[]',
};
let google: GoogleSheet;

// Before n8n starts, which is told in its environment where to look for Google.
beforeAll(async () => {
	google = await startGoogleSheet('Videos');
	Object.assign(env, google.env);
});
const stage = stageForTests(3, env);
afterAll(async () => await google.close());

/** A row of text columns. */
type Row = AnyRow & Record<string, string | null>;

const newRows = (data: Array<Record<string, string>>) =>
	data.map((row) => ({ ...row, status: 'new' }));

const completed = (
	name: string,
	parameters: Record<string, IDataObject>,
	credentials = stage.credentials,
) => completedExample(name, parameters, credentials);

test('the pair for callbacks submits the rows of a table and writes each video into its row', async () => {
	const rowsOf = await dataTable<Row>(
		stage.n8n,
		'Videos',
		['prompt', 'status', 'jobId', 'videoUrl'],
		newRows([
			{ prompt: 'A lake' },
			{ prompt: 'A forbidden thing' },
			{ prompt: 'A night train' },
		]),
	);
	stage.simulator.plan = ({ prompt }) => ({
		outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed',
	});
	const receive = await readExample('callback-receive', stage.credentials);
	const { webhookId } = receive.nodes.find(({ name }) => name === 'Video Callback Trigger')!;
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
		const job = jobs.find(({ prompt }) => prompt === row.prompt)!;
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
});

test('a table of prompts and pictures becomes a folder of videos, and each row is updated', async () => {
	const rowsOf = await dataTable<Row>(
		stage.n8n,
		'Clips',
		['prompt', 'imageUrl', 'status', 'jobId', 'videoUrl', 'cost'],
		newRows([
			{ prompt: 'A lake' },
			{ prompt: 'The picture moves', imageUrl: stage.simulator.imageUrl },
			{ prompt: 'A forbidden thing' },
			{ prompt: 'x'.repeat(5000) },
		]),
	);
	const atSubmit: Array<Promise<Row[]>> = [];
	stage.simulator.plan = ({ prompt }) => {
		atSubmit.push(rowsOf());
		return { outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed' };
	};
	const example = await completed('table-to-folder', {
		// A test has no time for suspensions.
		'Wait For Video': { options: { checkIntervalSeconds: 4 } },
		Save: { fileName: `=${folder}/{{ $binary.data.fileName }}` },
	});
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
	);

	expect(execution.error?.message).toBeUndefined();
	for (const rows of await Promise.all(atSubmit)) {
		const taken = rows.slice(0, 3).map(({ status }) => status);
		expect(taken).toEqual(['submitting', 'submitting', 'submitting']);
	}
	const [lake, picture, forbidden, long] = await rowsOf();
	const jobOf = (row: Row) => stage.simulator.jobs.find(({ prompt }) => prompt === row.prompt)!;
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
	expect(long!.status).toMatch(/^'Prompt' has 5000 characters/);
	expect(await readdir(folder)).toHaveLength(2);
	expect(stage.simulator.jobs).toHaveLength(3);
	expect(stage.simulator.refusals).toEqual([]);
});

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
});

const jobOfForm = () =>
	stage.simulator.jobs.find(({ prompt }) => prompt === 'The lake begins to move');

test('a finished video goes into the media library and a draft of WordPress', async () => {
	await withSite(stage, async ({ url, received, credentials }) => {
		const clip = { site: url, title: 'Golden hour', prompt: 'A lake' };
		const example = await completed(
			'wordpress',
			{ Clip: { jsonOutput: JSON.stringify(clip) } },
			credentials,
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
		expect(draft!.body).toEqual({
			title: 'Golden hour',
			status: 'draft',
			content: videoBlock(1),
		});
		expect(stage.simulator.jobs).toHaveLength(1);
	});
});

/** A feed as blogs and newspapers have it, the newest headline first. */
const feedOf = (headlines: string[]) =>
	`<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${headlines
		.map(
			(title, index) =>
				`<item><title>${title}</title><link>https://news.example.com/${headlines.length - index}?from=a&amp;b</link>` +
				`<guid>news-${headlines.length - index}</guid></item>`,
		)
		.join('')}</channel></rss>`;

test('the newest headline of a feed becomes a clip in a draft, once', async () => {
	const { simulator, n8n } = stage;
	const headlines = ['The river is back', 'An older headline'];
	const serveFeed = (server: FastifyInstance) =>
		void server.get('/feed', (_, reply) =>
			reply.type('application/rss+xml').send(feedOf(headlines)),
		);
	await withSite(
		stage,
		async ({ url, received, credentials }) => {
			const example = await completed(
				'rss-to-cms',
				{
					Settings: { jsonOutput: JSON.stringify({ feed: `${url}/feed`, site: url }) },
					// A test has no time for suspensions.
					'Wait For Video': { options: { checkIntervalSeconds: 4 } },
				},
				credentials,
			);
			const id = await n8n.createWorkflow(example);
			const run = async () => {
				const execution = await n8n.waitForExecution(
					await n8n.runWorkflow(id, { triggerNode: 'Every Morning' }),
				);
				expect(execution.error?.message).toBeUndefined();
				return execution;
			};

			await run();
			expect(simulator.jobs).toHaveLength(1);
			expect(simulator.jobs[0]!.prompt).toMatch(/The headline: The river is back$/);
			const [media, draft] = received;
			expect(media!.url).toBe('/wp-json/wp/v2/media');
			expect((media!.body as Buffer).equals(CLIP)).toBe(true);
			expect(media!.headers['content-disposition']).toMatch(
				/^attachment; filename="headline-\d{4}-\d\d-\d\d\.mp4"$/,
			);
			expect(draft!.url).toBe('/wp-json/wp/v2/posts');
			expect(draft!.body).toEqual({
				title: 'The river is back',
				status: 'draft',
				content: `${videoBlock(1)}<!-- wp:paragraph --><p>https://news.example.com/2?from=a&amp;b</p><!-- /wp:paragraph -->`,
			});

			const again = await run();
			expect(jsonOf(again, 'Newest Headline')).toMatchObject([
				{ title: 'The river is back' },
			]);
			expect(again.nodes['Submit Video']).toBeUndefined();
			expect(simulator.jobs).toHaveLength(1);

			const long = 'A headline without an end '.repeat(200).trim();
			headlines.unshift(long);
			await run();
			expect(simulator.jobs).toHaveLength(2);
			const prompt = simulator.jobs[1]!.prompt!;
			expect(prompt).toContain('A headline without an end');
			expect(prompt.length).toBeLessThan(1000);
			expect(received).toHaveLength(4);
			expect(received[3]!.body).toMatchObject({ title: long });
		},
		serveFeed,
	);
	expect(simulator.requests.filter(({ endpoint }) => endpoint === 'submit')).toHaveLength(2);
	expect(simulator.refusals).toEqual([]);
});

test('a batch under a budget goes to the gateway that takes it, and to none that is too dear', async () => {
	const { simulator } = stage;
	simulator.fault(insufficientCredits('segmind'));
	simulator.fault({
		...insufficientCredits('aimlapi'),
		when: ({ prompt }) => prompt?.includes('train') === true,
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
});

describe('a clip and its continuation', () => {
	/** Runs the example at an OpenRouter that keeps videos behind the key, as it does with most. */
	async function extend(options: IDataObject = {}) {
		stage.simulator.variants.openrouter = 'proxy';
		const example = await completed('extend-clip', { 'Extend Clip': { options } });
		return await stage.n8n.waitForExecution(
			await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
		);
	}

	test('leave with their files, each once, and the second job names the first', async () => {
		const { simulator, n8n } = stage;
		const execution = await extend();

		expect(execution.error?.message).toBeUndefined();
		const [clip, next, ...others] = simulator.jobs;
		expect(others).toEqual([]);
		const flux = { model: 'black-forest-labs/flux-3-video', duration: 5, resolution: '720p' };
		expect(clip!.body).toMatchObject(flux);
		expect(clip!.body).not.toHaveProperty('previous_job_id');
		expect(next!.body).toMatchObject({ ...flux, previous_job_id: clip!.jobId });
		expect(next!.prompt).not.toBe(clip!.prompt);

		expect(execution.nodes['Both Videos']!.runs).toHaveLength(1);
		const items = itemsOf(execution, 'Both Videos');
		const cost = { amount: 0.5, currency: 'USD', basis: 'reported' };
		expect(items.map(({ json }) => json)).toMatchObject(
			[clip!, next!].map(({ jobId }) => ({ status: 'completed', jobId, cost })),
		);
		for (const { binary } of items) {
			expect(Object.keys(binary!)).toEqual(['data']);
			expect((await n8n.binaryFile(binary!.data!)).equals(CLIP)).toBe(true);
		}
		expect(new Set(items.map(({ binary }) => binary!.data!.fileName)).size).toBe(2);
		expect(simulator.refusals).toEqual([]);
	});

	test('have a limit only if the unknown price of the second is allowed', async () => {
		const refused = await extend({ maxCostPerVideo: 5 });
		expect(errorText(refused)).toMatch(
			/price of .*FLUX 3 Video.* isn't known.*If Price Is Unknown option/,
		);
		expect(jsonOf(refused, 'Make Clip')).toMatchObject([{ status: 'completed' }]);
		expect(stage.simulator.jobs).toHaveLength(1);

		const allowed = await extend({ maxCostPerVideo: 5, unknownPrice: 'allow' });
		expect(allowed.error?.message).toBeUndefined();
		expect(jsonOf(allowed, 'Both Videos')).toHaveLength(2);
		expect(stage.simulator.jobs).toHaveLength(3);
	});
});

test('failed submits are routed by their code: to a mail, to a tamer prompt, and to a person', async () => {
	const { simulator } = stage;
	const about = (word: string) => ({
		when: ({ prompt = '' }: { prompt?: string | undefined }) => prompt.startsWith(word),
	});
	simulator.fault({ ...insufficientCredits('pixazo'), ...about('Poor') });
	const submit = { gateway: 'pixazo', endpoint: 'submit' } as const;
	simulator.fault({ ...submit, respond: minimaxRefusal(1026), ...about('Rude') });
	simulator.fault({ ...submit, respond: 'resetAfter', ...about('Lost') });
	const prompts = ['A lake', 'Poor 1', 'Rude', 'Lost', 'Poor 2', ''];
	const example = await completed('route-by-error', {
		Prompts: { jsonOutput: JSON.stringify({ clip: prompts.map((prompt) => ({ prompt })) }) },
	});
	const execution = await stage.n8n.waitForExecution(
		await stage.n8n.runWorkflow(await stage.n8n.createWorkflow(example)),
	);

	expect(execution.error?.message).toBeUndefined();
	expect(jsonOf(execution, 'Tell Us to Top Up')).toEqual([
		{
			subject: 'No credit left at pixazo',
			text: expect.stringMatching(/^Videos that weren't submitted: 2\. /) as unknown,
		},
	]);
	expect(jsonOf(execution, 'Ask a Person')).toEqual([
		{
			prompt: 'Lost',
			gateway: 'pixazo',
			check: expect.stringMatching(/may exist and be billed.*Check /) as unknown,
		},
	]);
	expect(jsonOf(execution, 'Other Failures')).toMatchObject([
		{ details: { code: 'empty', field: 'prompt' } },
	]);
	const tamer = expect.stringMatching(/^A peaceful landscape.*: Rude$/) as unknown;
	const done = execution.nodes['Wait For Video']!.runs.flatMap(({ outputs }) => outputs[0]!);
	expect(done.map(({ json: { prompt } }) => prompt).sort()).toEqual(['A lake', tamer]);
	expect(simulator.jobs.map(({ prompt }) => prompt).sort()).toEqual(['A lake', tamer, 'Lost']);
	expect(simulator.refusals).toEqual([]);
});

const exampleNames = readdirSync(examplesFolder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.slice(0, -'.json'.length));

test.each(exampleNames)('n8n objects to no parameter of %s', async (name) => {
	const { nodes } = await readExample(name, stage.credentials);
	// n8n makes the nodes that an agent calls as tools out of others, and tells nobody by this route.
	for (const node of nodes.filter(({ type }) => !type.endsWith('Tool'))) {
		expect({ [node.name]: await objections(stage, node) }).toEqual({
			[node.name]: { issues: null, dropped: [] },
		});
	}
});

test.each<INodeParameters>([
	{},
	{ imageSource: '={{ $json.image ? "url" : "none" }}', imageUrl: '={{ $json.image }}' },
])(
	'n8n objects to no parameter of Submit Video where Gateway is an expression: %j',
	async (more) => {
		const { nodes } = workflow('Expressions', [
			videoNode(stage, 'submitVideo', {
				gateway: '={{ $json.gateway }}',
				prompt: 'A lake',
				...more,
			}),
		]);
		expect(
			await objections(
				stage,
				nodes.find(({ name }) => name === 'Submit Video')!,
			),
		).toEqual({
			issues: null,
			dropped: [],
		});
	},
);

test('the rows of a Google Sheet become videos, and each gets what became of its own', async () => {
	const { simulator, n8n } = stage;
	const tooLong = 'x'.repeat(5000);
	google.rows.push(
		['prompt', 'status', 'jobId', 'videoUrl', 'cost', 'notes'],
		['An old one', 'completed', '1', 'https://example.com/1.mp4', '', 'kept'],
		['A lake', 'new', '', '', '', 'for the home page'],
		['A forbidden thing', 'new'],
		['A draft', 'later'],
		[tooLong, 'new'],
		['', 'new', '', '', '', 'no prompt yet'],
		['A lost job', 'new'],
		['A night train', 'new'],
	);
	const before = structuredClone(google.rows);
	const statusAtSubmit: unknown[] = [];
	simulator.plan = ({ prompt = '' }) => {
		statusAtSubmit.push(google.row('prompt', prompt).status);
		return { outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed' };
	};
	const jobOf = (prompt: string) => simulator.jobs.find((job) => job.prompt === prompt)!;
	simulator.fault({
		endpoint: 'status',
		when: ({ path, query }) =>
			(path + JSON.stringify(query)).includes(jobOf('A lost job').jobId.split(':')[0]!),
		respond: documentedError('aimlapi', 401),
	});
	const googleSheetsOAuth2Api = await n8n.createCredential({
		name: 'Google Sheets',
		type: 'googleSheetsOAuth2Api',
		data: google.credential,
	});
	const example = await completed(
		'sheet-to-videos',
		{
			Sheet: { jsonOutput: JSON.stringify({ url: google.address }) },
			// Longer than the node looks without suspending the execution, which n8n resumes within a minute.
			'Wait For Video': { options: { checkIntervalSeconds: 10 } },
		},
		{ ...stage.credentials, googleSheetsOAuth2Api },
	);
	const id = await n8n.createWorkflow(example);
	const executionId = await n8n.runWorkflow(id);
	await n8n.waitForExecution(executionId, { until: ['waiting'] });

	expect(statusAtSubmit).toEqual(Array(4).fill('submitting'));
	const submitted = ['A lake', 'A forbidden thing', 'A lost job', 'A night train'];
	for (const prompt of submitted) {
		const { jobId } = jobOf(prompt);
		expect(google.row('prompt', prompt)).toMatchObject({ status: 'queued', jobId });
	}
	expect(google.row('prompt', tooLong).status).toMatch(/^'Prompt' has 5000 characters/);
	expect(google.row('notes', 'no prompt yet').status).toMatch(/^'Prompt' is empty/);

	// A second run finds no row that is new, and somebody adds a row on top.
	const second = await n8n.waitForExecution(await n8n.runWorkflow(id));
	expect(jsonOf(second, 'New Rows')).toEqual([]);
	google.rows.splice(1, 0, ['Added on top', 'later']);
	const execution = await n8n.waitForExecution(executionId, { timeoutSeconds: 150 });

	expect(execution.error?.message).toBeUndefined();
	for (const prompt of ['A lake', 'A night train']) {
		expect(google.row('prompt', prompt)).toMatchObject({
			status: 'completed',
			jobId: jobOf(prompt).jobId,
			videoUrl: jobOf(prompt).videoUrl,
			cost: '0.294 USD',
		});
	}
	const forbidden = google.row('prompt', 'A forbidden thing');
	expect(forbidden.status).toMatch(/^failed: .*moderation/);
	expect(forbidden.videoUrl).toBe('');
	expect(google.row('prompt', 'A lost job')).toMatchObject({
		status: expect.stringMatching(/HTTP 401/) as string,
		jobId: jobOf('A lost job').jobId,
		videoUrl: '',
	});
	expect(google.row('prompt', 'A lake').notes).toBe('for the home page');
	expect(google.rows.map(([prompt]) => prompt)).toEqual([
		'prompt',
		'Added on top',
		...before.slice(1).map(([prompt]) => prompt),
	]);
	expect(google.rows[1]).toEqual(['Added on top', 'later']);
	for (const index of [1, 4]) expect(google.rows[index + 1]).toEqual(before[index]);
	expect(simulator.jobs).toHaveLength(submitted.length);
	expect(simulator.refusals).toEqual([]);
}, 240_000);
