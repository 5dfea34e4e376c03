import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { FACTS } from '../facts';

import { drawn } from '../support/draw';
import { eventually } from '../support/eventually';
import { jsonOf } from './stage';
import {
	asIfEnded,
	CALLING_GATEWAYS,
	put,
	triggerStage,
	type Receiver,
} from '../support/n8n/triggers';

/** What comes of a callback in the execution that it starts: an item, or none. */

const { stage, receiver, makeJob, call, started, makeJobs, requestsTo } = triggerStage();

/** n8n's log arrives through a pipe: later than its answer, on a busy machine. */
const logged = async (text: string) =>
	await eventually(() => expect(stage.n8n.log()).toContain(text));

describe('a callback is not believed', () => {
	test.each(CALLING_GATEWAYS)('of %s about a job that this key does not have', async (id) => {
		const receives = await receiver(id);
		const job = await makeJob(id);
		const foreign = `${job.jobId.slice(0, -4)}0000`;
		expect(await call({ ...job, jobId: foreign }, receives)).toMatchObject({ status: 200 });

		// The execution ends without an item, and without an error that would wake an error workflow.
		const executions = await started(receives, 1);
		expect(put(executions)).toEqual([]);
		expect(executions[0]!.status).toBe('success');
		expect(executions[0]!.nodes).not.toHaveProperty('After');
		expect(requestsTo('status', id)).toHaveLength(1);
		await logged(foreign);
	});

	test.each(drawn(CALLING_GATEWAYS))(
		'of %s about a job that still runs; it is checked until it is done',
		async (id) => {
			const receives = await receiver(id);
			const job = await makeJob(id, { seconds: 4 });
			expect(await call(asIfEnded(job), receives)).toMatchObject({ status: 200 });
			// Meanwhile the same again.
			expect(await call(asIfEnded(job), receives)).toMatchObject({ status: 200 });
			const [item] = put(await started(receives, 1));
			expect(item).toMatchObject({ status: 'completed', videoUrl: job.videoUrl });
			expect(job.statusCalls.length).toBeGreaterThan(1);
			expect(stage.simulator.refusals).toEqual([]);
		},
	);

	test('where it could not be read: visible, and a repeated call or a Retry starts the workflow once', async () => {
		const failing = { status: 500, body: { error: { message: 'Internal error' } } };
		const receives = await receiver('aigateway');
		const jobs = await makeJobs('aigateway', 2);
		const stopFault = stage.simulator.fault({ endpoint: 'status', respond: failing });
		for (const job of jobs) expect(await call(job, receives)).toMatchObject({ status: 200 });
		const failed = await started(receives, 2);
		for (const [index, { status, error }] of failed.entries()) {
			expect(status).toBe('error');
			expect(error?.message).toContain(jobs[index]!.jobId);
			expect(error?.message).toMatch(/status couldn't be read/);
			expect(error?.name).toBe('NodeApiError');
		}
		stopFault();

		expect(await call(jobs[0]!, receives)).toMatchObject({ status: 200 });
		expect(put((await started(receives, 3)).slice(2))).toMatchObject([
			{ jobId: jobs[0]!.jobId },
		]);
		const late = await stage.n8n.retryExecution(failed[0]!.id);
		expect(put([await stage.n8n.waitForExecution(late)])).toEqual([]);
		const retried = await stage.n8n.retryExecution(failed[1]!.id);
		expect(put([await stage.n8n.waitForExecution(retried)])).toMatchObject([
			{ jobId: jobs[1]!.jobId, status: 'completed' },
		]);
		expect(await call(jobs[1]!, receives)).toMatchObject({ status: 200 });
		await started(receives, 5);
	});

	test('where On Error is Continue: the failed item leaves, with the job ID', async () => {
		const receives = await receiver('useapi', {}, { onError: 'continueRegularOutput' });
		const job = await makeJob('useapi');
		stage.simulator.fault({
			endpoint: 'status',
			respond: { status: 401, body: { error: 'Unauthorized' } },
		});
		expect(await call(job, receives)).toMatchObject({ status: 200 });
		const [execution] = await started(receives, 1);
		const [item] = jsonOf(execution!, 'Video Callback Trigger');
		expect(item!.error).toContain(job.jobId);
		expect(execution!.nodes).toHaveProperty('After');
		expect(stage.simulator.jobs).toHaveLength(1);
	});

	test.each(drawn(CALLING_GATEWAYS))('unless the user wants that: %s, Verify off', async (id) => {
		const receives = await receiver(id, { options: { verify: false } });
		const [job, unknown] = [await makeJob(id), await makeJob(id, { seconds: 900 })];
		expect(await call(job, receives)).toMatchObject({ status: 200 });
		expect(await call(asIfEnded(unknown), receives)).toMatchObject({ status: 200 });
		expect(await call(job, receives)).toMatchObject({ status: 200 });

		const items = put(await started(receives, 2));
		for (const [index, { jobId, videoUrl }] of [job, unknown].entries()) {
			expect(items[index]).toMatchObject({ gateway: id, jobId, status: 'completed' });
			const { withoutAddress } = FACTS[id].callback!;
			expect(items[index]!.videoUrl).toBe(withoutAddress ? undefined : videoUrl);
		}
		expect(requestsTo('status')).toEqual([]);
	});
});

describe('what starts the workflow', () => {
	const endings = [
		{ outcome: 'failed', status: 'failed' },
		{ outcome: 'moderated', status: 'failed', code: 'moderated' },
		{ outcome: 'cancelled', status: /failed|cancelled/ },
	] as const;

	test.each(drawn(CALLING_GATEWAYS))(
		'of %s: completed and failed, where they are chosen',
		async (id) => {
			const all = await receiver(id);
			const onlyCompleted = await receiver(id, { events: ['completed'] });
			const onlyFailed = await receiver(id, { events: ['failed'] });
			const failed = await Promise.all(
				endings.map(async ({ outcome }) => await makeJob(id, { outcome })),
			);
			const completed = await makeJob(id);
			for (const receives of [all, onlyCompleted, onlyFailed]) {
				for (const job of [...failed, completed]) {
					expect(await call(job, receives)).toMatchObject({
						status: 200,
						answer: '{"received":true}',
					});
				}
			}

			const items = put(await started(all, 4));
			for (const [index, { status, ...more }] of endings.entries()) {
				expect(items[index]!.status).toMatch(status);
				if ('code' in more) {
					expect((items[index]!.failure as IDataObject).code).toMatch(
						/moderated|gateway/,
					);
				}
				expect(items[index]).not.toHaveProperty('videoUrl');
			}
			expect(put(await started(onlyCompleted, 1))).toMatchObject([
				{ jobId: completed.jobId },
			]);
			expect(put(await started(onlyFailed, 3)).map(({ jobId }) => jobId)).toEqual(
				failed.map(({ jobId }) => jobId),
			);
		},
	);

	test('progress, only where it is chosen; a late one counts for the end', async () => {
		const everything = await receiver('useapi', {
			events: ['completed', 'failed', 'progress'],
		});
		const usual = await receiver('useapi');
		const onlyProgress = await receiver('useapi', { events: ['progress'] });
		const job = await makeJob('useapi', { seconds: 3 });
		const progress = (receives: Receiver) =>
			stage.simulator.callback(job, { url: receives.url });
		const { sendCallback } = stage.simulator;
		const late = progress(everything);
		await sleep(900);
		for (const receives of [everything, usual, onlyProgress]) {
			expect(await sendCallback(progress(receives))).toMatchObject({ status: 200 });
		}
		await sleep(Math.max(0, job.endsAt - Date.now()));
		// What tells of the start comes after the end.
		expect(await sendCallback(late)).toMatchObject({ status: 200 });
		await started(everything, 2);
		expect(await sendCallback(late)).toMatchObject({ status: 200 });
		for (const receives of [everything, usual, onlyProgress]) {
			expect(await call(job, receives)).toMatchObject({ status: 200 });
		}

		// Of the three that came after the end, one goes on; the last one starts no execution.
		const items = put(await started(everything, 3));
		expect(items).toMatchObject([{ status: 'processing' }, { status: 'completed' }]);
		expect(items[0]!.progress).toBeGreaterThan(0);
		expect(put(await started(usual, 1))).toMatchObject([{ status: 'completed' }]);
		expect(put(await started(onlyProgress, 1))).toMatchObject([{ status: 'processing' }]);
	});

	test("hands useapi.net's reference on, and the answer of the gateway where it is wanted", async () => {
		const reference = 'order 7, "é"';
		const receives = await receiver('useapi', { options: { includeRawResponse: true } });
		const job = await makeJob(
			'useapi',
			{ seconds: 0.2 },
			{ callbackUrl: receives.url, callbackReference: reference },
		);
		const [item] = put(await started(receives, 1));
		expect(item).toMatchObject({ jobId: job.jobId, callbackReference: reference });
		expect(item!.raw).toMatchObject({ videoId: job.jobId, status: 2 });

		const plain = await receiver('useapi');
		await call(job, plain);
		expect(put(await started(plain, 1))[0]).not.toHaveProperty('raw');
	});
});

describe('a setting that can not be used', () => {
	const values: Array<[name: string, parameters: object, message: RegExp]> = [
		['Events, empty text', { events: '={{ "" }}' }, /Events/],
		['Events, null', { events: '={{ null }}' }, /Events/],
		[
			'Events, another word',
			{ events: '={{ ["done"] }}' },
			/'Events' is "done", which isn't one of its choices/,
		],
		['Events, fails', { events: `={{ $('Nowhere').item.json.a }}` }, /./],
		['Verify', { options: { verify: 'maybe' } }, /'Verify' is "maybe"/],
		['Download Video', { options: { downloadVideo: 7 } }, /'Download Video' is "7"/],
		[
			'Max Size, words',
			{ options: { maxSizeMb: '50 boxes' } },
			/'Max Size \(MB\)' is "50 boxes"/,
		],
		['Max Size, NaN', { options: { maxSizeMb: '={{ NaN }}' } }, /'Max Size \(MB\)'/],
		['Max Size, negative', { options: { maxSizeMb: -5 } }, /'Max Size \(MB\)' is "-5"/],
		['Max Size, 0', { options: { maxSizeMb: 0 } }, /'Max Size \(MB\)' is "0"/],
		['File Name', { options: { fileName: '={{ ({ a: 1 }) }}' } }, /'File Name' is/],
		['Options, fail', { options: { fileName: `={{ $('Nowhere').item.json.a }}` } }, /./],
	];

	test('fails the execution with its name, and as an item with On Error = Continue', async () => {
		const job = await makeJob('useapi');
		for (const [name, parameters, message] of values) {
			const [stops, goesOn] = [
				await receiver('useapi', parameters),
				await receiver('useapi', parameters, { onError: 'continueErrorOutput' }),
			];
			for (const receives of [stops, goesOn]) {
				expect([name, (await call(job, receives)).status]).toEqual([name, 200]);
			}
			const [stopped] = await started(stops, 1);
			expect([name, stopped!.status]).toEqual([name, 'error']);
			expect(`${name}: ${stopped!.error?.message}`).toMatch(message);
			const [went] = await started(goesOn, 1);
			expect([name, jsonOf(went!, 'Video Callback Trigger', 0)]).toEqual([name, []]);
			// n8n itself refuses to run a workflow whose required field is empty.
			if (went!.status === 'error') expect(name).toMatch(/^Events/);
			else {
				const [item] = jsonOf(went!, 'Video Callback Trigger', 1);
				expect(`${name}: ${String(item?.error)}`).toMatch(message);
			}
		}
		expect((await fetch(`${stage.n8n.url}/healthz`)).status).toBe(200);
	});

	test('has its default where it is empty, as from an empty cell', async () => {
		const empty = { verify: '', downloadVideo: null, maxSizeMb: '', fileName: null };
		for (const options of [empty, '={{ "" }}', '={{ null }}']) {
			const receives = await receiver('useapi', { options });
			const job = await makeJob('useapi');
			await call(job, receives);
			expect(put(await started(receives, 1))).toMatchObject([
				{ jobId: job.jobId, videoUrl: job.videoUrl },
			]);
			expect(job.statusCalls).toHaveLength(1);
		}
	});

	test('of Gateway or Signature Secret answers, starts nothing and is in the log', async () => {
		const job = await makeJob('aigateway');
		const [bad, failing] = [
			await receiver('={{ "" }}'),
			await receiver('aigateway', { options: { signatureSecret: '={{ ({ a: 1 }) }}' } }),
		];
		expect(await call(job, bad)).toMatchObject({ status: 400 });
		expect(await call(job, failing)).toMatchObject({ status: 500 });
		await logged("'Signature Secret' is");
		for (const { id } of [bad, failing]) {
			expect(await stage.n8n.executionCount({ workflowId: id })).toBe(0);
		}
		expect((await fetch(`${stage.n8n.url}/healthz`)).status).toBe(200);
	});
});
