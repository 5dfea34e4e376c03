import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { insufficientCredits } from '../support/simulator';
import type { Execution, WorkflowJson } from '../support/n8n/n8n';
import { completedExample } from './completedExample';
import { dataTable } from './dataTable';
import { startGoogleSheet, type GoogleSheet } from './googleSheet';
import { startMailServer } from './mailServer';
import { jsonOf, stageForTests } from './stage';
import { videoBlock, withSite } from './wordPress';

/** Examples about what surrounds the videos: who approves them, what they cost, and what becomes of failed ones. */

const env: Record<string, string> = {};
let google: GoogleSheet;

// Before n8n starts, which is told in its environment where to look for Google.
beforeAll(async () => {
	google = await startGoogleSheet('Costs');
	Object.assign(env, google.env);
});
const stage = stageForTests(2, env);
afterAll(async () => await google.close());

/** Saves a workflow and runs it from a trigger to its end. */
async function run(workflow: WorkflowJson, triggerNode?: string): Promise<Execution> {
	const id = await stage.n8n.createWorkflow(workflow);
	const options = triggerNode === undefined ? {} : { triggerNode };
	const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id, options), {
		timeoutSeconds: 120,
	});
	expect(execution.error?.message).toBeUndefined();
	return execution;
}

describe('failed rows, the next morning', () => {
	const failed = (prompt: string, more: Record<string, string | boolean> = {}) => ({
		prompt,
		status: 'failed',
		errorCode: 'gateway',
		retryable: true,
		accepted: 'no',
		jobId: '',
		videoUrl: '',
		...more,
	});

	test('are submitted again only where no job may exist and it may help, each once', async () => {
		const { simulator } = stage;
		const rowsOf = await dataTable(
			stage.n8n,
			'Videos',
			{
				prompt: 'string',
				status: 'string',
				errorCode: 'string',
				retryable: 'boolean',
				accepted: 'string',
				jobId: 'string',
				videoUrl: 'string',
			},
			[
				failed('A lake'),
				failed('A rude thing', { errorCode: 'moderated', retryable: false }),
				failed('A late video', { errorCode: 'timeout', accepted: 'maybe', jobId: '17' }),
				failed('A job without a word', { jobId: '18' }),
				failed('A lost answer', { errorCode: 'unclear', accepted: 'maybe' }),
				failed('x'.repeat(5000)),
				failed('A forbidden thing'),
				failed('A poor train'),
				failed('A new row', { status: 'new' }),
				failed('A finished one', { status: 'completed' }),
				failed('A boat'),
			],
		);
		const before = await rowsOf();
		const statusAtSubmit: Array<Promise<unknown>> = [];
		simulator.plan = ({ prompt = '' }) => {
			const row = rowsOf().then((rows) => rows.find((one) => one.prompt === prompt));
			statusAtSubmit.push(row.then((one) => one?.status));
			return { outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed' };
		};
		simulator.fault({
			...insufficientCredits('aimlapi'),
			when: ({ prompt }) => prompt === 'A poor train',
		});
		const example = await completedExample(
			'retry-failed-rows',
			// A test has no time for suspensions.
			{ 'Wait For Video': { options: { checkIntervalSeconds: 4 } } },
			stage.credentials,
		);
		await run(example, 'Every Morning');

		expect(await Promise.all(statusAtSubmit)).toEqual(Array(4).fill('submitting'));
		const jobOf = (prompt: string) => {
			const jobs = simulator.jobs.filter((job) => job.prompt === prompt);
			expect([prompt, jobs.length]).toEqual([prompt, 1]);
			return jobs[0]!;
		};
		const after = await rowsOf();
		const row = (prompt: string) => after.find((one) => one.prompt === prompt)!;
		for (const [prompt, gateway] of [
			['A lake', 'aimlapi'],
			['A poor train', 'minimax'],
			['A boat', 'aimlapi'],
		] as const) {
			const { jobId, videoUrl } = jobOf(prompt);
			expect(jobOf(prompt).gateway).toBe(gateway);
			const told = { status: 'completed', errorCode: '', retryable: false, accepted: '' };
			expect(row(prompt)).toMatchObject({ ...told, jobId, videoUrl });
		}
		expect(row('A forbidden thing')).toMatchObject({
			status: 'failed',
			errorCode: 'moderated',
			accepted: 'maybe',
			jobId: jobOf('A forbidden thing').jobId,
			videoUrl: '',
		});
		expect(row('x'.repeat(5000))).toMatchObject({
			status: 'failed',
			errorCode: 'tooLong',
			retryable: false,
			accepted: 'no',
			jobId: '',
		});
		for (const index of [1, 2, 3, 4, 8, 9]) expect(after[index]).toEqual(before[index]);

		// The next morning nothing is left that could be tried again.
		const next = await run(example, 'Every Morning');
		expect(jsonOf(next, 'Failed Rows')).toEqual([]);
		expect(simulator.jobs).toHaveLength(4);
		expect(simulator.refusals).toEqual([]);
	});
});

test('the costs of a week become one row for each gateway, model and currency', async () => {
	const { n8n } = stage;
	const video = (jobId: string, gateway: string, model: string, cost: number | null) => ({
		jobId,
		gateway,
		model,
		cost,
		currency: gateway === 'useapi' ? 'credits' : 'USD',
	});
	await dataTable(
		n8n,
		'Costs of videos',
		{
			jobId: 'string',
			gateway: 'string',
			model: 'string',
			currency: 'string',
			cost: 'number',
		},
		[
			video('1', 'kie', 'veo3_fast', 0.3),
			video('2', 'aimlapi', 'minimax/hailuo-2.3', 0.1),
			video('3', 'kie', 'veo3_fast', 0.3),
			video('4', 'kie', 'veo3', null),
			video('5', 'aimlapi', 'minimax/hailuo-2.3', 0.2),
			video('6', 'kie', 'veo3', 1.6),
			video('7', 'useapi', 'veo-3.1', 20),
		],
	);
	google.rows.push(
		['week', 'gateway', 'model', 'videos', 'withCost', 'cost', 'currency'],
		['2026-01-05', 'kie', 'veo3_fast', 1, 1, 0.3, 'USD'],
	);
	const googleSheetsOAuth2Api = await n8n.createCredential({
		name: 'Google Sheets',
		type: 'googleSheetsOAuth2Api',
		data: google.credential,
	});
	const report = async (filter: IDataObject = {}) => {
		const example = await completedExample(
			'weekly-cost-report',
			{
				'Videos of the Week': {
					dataTableId: { __rl: true, mode: 'name', value: 'Costs of videos' },
					...filter,
				},
				'Append to Sheet': {
					documentId: { __rl: true, mode: 'url', value: google.address },
				},
			},
			{ ...stage.credentials, googleSheetsOAuth2Api },
		);
		return await run(example, 'Every Monday');
	};
	await report();

	const week = google.rows[2]![0];
	expect(week).toMatch(/^\d{4}-\d\d-\d\d$/);
	expect(google.rows.slice(1)).toEqual([
		['2026-01-05', 'kie', 'veo3_fast', 1, 1, 0.3, 'USD'],
		[week, 'kie', 'veo3_fast', 2, 2, 0.6, 'USD'],
		[week, 'kie', 'veo3', 2, 1, 1.6, 'USD'],
		[week, 'aimlapi', 'minimax/hailuo-2.3', 2, 2, 0.3, 'USD'],
		[week, 'useapi', 'veo-3.1', 1, 1, 20, 'credits'],
	]);

	// A week without videos: nobody can make a row old, so the week begins tomorrow.
	const later = {
		keyName: 'createdAt',
		condition: 'gte',
		keyValue: '={{ $now.plus({ days: 1 }) }}',
	};
	const empty = await report({ filters: { conditions: [later] } });
	expect(empty.nodes['Append to Sheet']).toBeUndefined();
	expect(google.rows).toHaveLength(6);
});

describe('a person approves', () => {
	/** Waits until an execution waits for a person. */
	async function untilAsked(id: string): Promise<void> {
		for (let tries = 0; tries < 240; tries++, await sleep(500)) {
			const { status, raw, error } = await stage.n8n.execution(id);
			const last = raw.data?.resultData.lastNodeExecuted;
			if (status === 'waiting' && last === 'Ask for Approval') return;
			if (status === 'error') throw new Error(error?.message);
		}
		throw new Error('Nobody was asked');
	}

	/** The address behind a button of the mail that an execution has sent. */
	function linkOf(mails: readonly string[], id: string, approved: boolean): string {
		const links = mails.flatMap((mail) => [...mail.matchAll(/href="([^"]+)"/g)]);
		const path = `/webhook-waiting/${id}/ask?approved=${approved}&`;
		const [, link] = links.find(([, one]) => one!.includes(path)) ?? [];
		if (link === undefined) throw new Error(`No mail has a link to ${path}`);
		return link;
	}

	test('and only then a draft is published, whatever a gateway calls meanwhile', async () => {
		const { n8n, simulator } = stage;
		const mailServer = await startMailServer();
		const smtp = await n8n.createCredential({
			name: 'SMTP',
			type: 'smtp',
			data: mailServer.credential,
		});
		await withSite(stage, async ({ url, received, credentials }) => {
			const start = async (title: string) => {
				const clip = { site: url, title, prompt: `A lake, ${title}` };
				const example = await completedExample(
					'approve-before-posting',
					{ Clip: { jsonOutput: JSON.stringify(clip) } },
					{ ...credentials, smtp },
				);
				return await n8n.runWorkflow(await n8n.createWorkflow(example));
			};
			// Long enough for a suspension, which the gateway's call ends.
			simulator.videoSeconds = 20;
			const [yes, no] = [await start('Yes'), await start('No')];
			const { raw } = await n8n.waitForExecution(yes, { until: ['waiting'] });
			expect(raw.data?.resultData.lastNodeExecuted).toBe('Wait For Video');
			await untilAsked(yes);
			await untilAsked(no);

			const posts = () => received.filter(({ url: path }) => path.includes('/posts'));
			const drafts = posts().map(({ body }) => body as IDataObject);
			expect(drafts.map(({ title, status }) => [title, status]).sort()).toEqual([
				['No', 'draft'],
				['Yes', 'draft'],
			]);
			for (const { content } of drafts) {
				const id = Number(/"id":(\d+)/.exec(String(content))![1]);
				expect(content).toBe(videoBlock(id));
				expect(received[id - 1]!.url).toBe('/wp-json/wp/v2/media');
			}

			// The gateway repeats its calls.
			expect(simulator.jobs).toHaveLength(2);
			for (const { callbackUrl, jobId } of simulator.jobs) {
				const answer = await axios.post(
					callbackUrl!,
					{ code: 200, data: { taskId: jobId } },
					{ proxy: false, validateStatus: () => true },
				);
				expect(answer.status).toBe(404);
			}
			for (const id of [yes, no]) expect((await n8n.execution(id)).status).toBe('waiting');

			// n8n answers no robots here.
			const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
			for (const [id, approved] of [
				[yes, true],
				[no, false],
			] as const) {
				const link = linkOf(mailServer.received, id, approved);
				expect((await axios.get(link, { headers, proxy: false })).status).toBe(200);
			}
			const ended = [await n8n.waitForExecution(yes), await n8n.waitForExecution(no)];
			expect(ended.map(({ error }) => error?.message)).toEqual([undefined, undefined]);

			const draft = received.findIndex(({ body }) => (body as IDataObject).title === 'Yes');
			expect(posts().slice(2)).toMatchObject([
				{ url: `/wp-json/wp/v2/posts/${draft + 1}`, body: { status: 'publish' } },
			]);
		}).finally(() => mailServer.close());
		expect(simulator.jobs).toHaveLength(2);
		expect(simulator.refusals).toEqual([]);
	}, 300_000);
});
