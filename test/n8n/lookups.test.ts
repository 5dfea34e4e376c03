import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { modelEntry, modelSummary } from '../../nodes/shared/sentences/prices';
import type { Gateway } from '../../gateways/gateway';
import { FACTS } from '../facts';
import type { GatewayFacts } from '../facts/types';
import { GATEWAY_IDS, type GatewayId, type SimulatedJob } from '../support/simulator';
import { workflow, type Execution, type NodeSketch } from '../support/n8n/n8n';
import {
	errorText,
	everythingWritten,
	itemsOf,
	jsonOf,
	rows,
	stageForTests,
	videoNode,
} from './stage';

/**
 * Cancel, list, balance and queue of Check Video Status, cancels of Wait For Video, and the model list of the panel,
 * on a real n8n: for each gateway that has it, and a clear statement for the others.
 */

/** Seconds that a video takes here: longer than any test. */
const stage = stageForTests(300);

/** A job that doesn't begin: MiniMax cancels no others. */
const IN_QUEUE = { seconds: 300, queuedSeconds: 300 };

const errorOutput = { onError: 'continueErrorOutput' as const };

const everyGateway = gateways.map(({ id }) => ({ gateway: id }));

/** The account that requests to a gateway can name; empty where they can't. */
function accountOf(id: string): string {
	const { account = '' }: GatewayFacts = FACTS[id as GatewayId];
	return account;
}

/** Where a gateway's item is among those of `everyGateway`. */
const itemOf = (id: GatewayId) => everyGateway.findIndex(({ gateway }) => gateway === id);

/** The gateways that have something, and the items of `everyGateway` that have not. */
const idsWith = (has: (gateway: Gateway) => unknown) => gateways.filter(has).map(({ id }) => id);
const itemsWithout = (has: (gateway: Gateway) => unknown) =>
	gateways.flatMap((gateway, index) => (has(gateway) ? [] : [index]));

/** What each can is asserted by the facts, in `test/unit/gateways/contract/calls.ts`. */
const canCancel = idsWith(({ cancel }) => cancel);

const labels = new Map(gateways.map(({ id, label }) => [id, label]));

/** One item for each gateway, and a job for each item. */
const submits = (list: readonly object[] = everyGateway): NodeSketch[] => [
	...rows(list),
	videoNode(stage, 'submitVideo', { gateway: '={{ $json.gateway }}', prompt: 'A lake' }),
];

const check = (parameters: INodeParameters, more: Partial<NodeSketch> = {}) =>
	videoNode(stage, 'checkVideoStatus', parameters, more);

const jobOf = (gateway: string): SimulatedJob =>
	stage.simulator.jobs.find((job) => job.gateway === gateway)!;

/** How often the simulator was asked, submits and their reading of the list of models aside. */
const asked = (gateway: string, endpoint?: string): number =>
	stage.simulator.requests.filter(
		(request) =>
			request.gateway === gateway &&
			!['submit', 'models'].includes(request.endpoint) &&
			(endpoint === undefined || request.endpoint === endpoint),
	).length;

/** The messages that left by the error output, by the number of the input item. */
const messages = (execution: Execution, node: string): Map<number, string> =>
	new Map(
		itemsOf(execution, node, 1).map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			String(json.error),
		]),
	);

/** Nothing that no page documents was sent, and no key was written down. */
function expectClean(execution: Execution): void {
	expect(stage.simulator.refusals).toEqual([]);
	const written = everythingWritten(stage, execution);
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written).not.toContain(apiKey);
	}
}

describe('Check Video Status', () => {
	test('cancels where the gateway can, says where it can not, and sends nothing there', async () => {
		stage.simulator.plan = () => IN_QUEUE;
		const execution = await stage.run([
			...submits(),
			check({ operation: 'cancel' }, errorOutput),
		]);

		expect(execution.error?.message).toBeUndefined();
		expect(itemsOf(execution, 'Check Video Status')).toMatchObject(
			canCancel.map((gateway) => ({
				json: {
					gateway,
					jobId: jobOf(gateway).jobId,
					status: 'cancelled',
					failure: { code: 'cancelled' },
					submittedAt: expect.any(String) as string,
				},
				pairedItem: { item: everyGateway.findIndex((row) => row.gateway === gateway) },
			})),
		);
		const said = messages(execution, 'Check Video Status');
		expect([...said.keys()].sort((left, right) => left - right)).toEqual(
			itemsWithout(({ cancel }) => cancel),
		);
		for (const [index, message] of said) {
			const { id, settings } = gateways[index]!;
			const advice = settings ? `${settings.advice.cancel} ` : '';
			expect(message).toBe(
				`${labels.get(id)} can't cancel jobs. ${advice}The job continues and is billed. Run Wait For Video or Check Video Status with its Job ID to get the video.`,
			);
			expect(asked(id)).toBe(0);
		}
		for (const { gateway, outcome } of stage.simulator.jobs) {
			expect([gateway, outcome]).toEqual([
				gateway,
				canCancel.includes(gateway) ? 'cancelled' : 'completed',
			]);
		}
		expect(stage.simulator.jobs).toHaveLength(gateways.length);
		expectClean(execution);
	});

	test('a job of MiniMax that has no cancel is told to go on, and nothing is sent', async () => {
		const execution = await stage.run([
			check({ operation: 'cancel', gateway: 'minimax', jobId: '176843000001' }),
		]);

		expect(errorText(execution)).toMatch(
			/MiniMax can't cancel this job\. The job continues and is billed\./,
		);
		expect(asked('minimax')).toBe(0);
	});

	test('a job that had ended before its cancel is put out with its video', async () => {
		stage.simulator.plan = () => ({ seconds: 0 });
		const ended = ['aigateway', 'minimax', 'useapi'];
		const execution = await stage.run([
			...submits(ended.map((gateway) => ({ gateway }))),
			check({ operation: 'cancel', options: { includeRawResponse: true } }),
		]);

		expect(jsonOf(execution, 'Check Video Status')).toMatchObject(
			ended.map((gateway) => ({
				gateway,
				status: 'completed',
				videoUrl: jobOf(gateway).videoUrl,
				raw: expect.any(Object) as object,
			})),
		);
		// What a cancel does to a finished video of useapi.net is not documented; MiniMax deletes it.
		expect([asked('useapi', 'cancel'), asked('minimax', 'cancel')]).toEqual([0, 0]);
	});

	test('a cancel that the gateway refuses, or takes without effect, is told', async () => {
		stage.simulator.fault({
			gateway: 'useapi',
			endpoint: 'cancel',
			respond: { status: 400, body: { error: 'Unable to cancel' } },
		});
		stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'cancel',
			respond: { status: 200, body: {} },
		});
		stage.simulator.openFacts.cancelEndsRun = 'never';
		stage.simulator.plan = ({ gateway }) => (gateway === 'fal' ? { queuedSeconds: 0 } : {});
		const execution = await stage.run([
			...submits([{ gateway: 'aigateway' }, { gateway: 'useapi' }, { gateway: 'fal' }]),
			check({ operation: 'cancel' }, errorOutput),
		]);

		const warnings = [
			expect.stringMatching(
				/but the job is still running. It may still finish and be billed/,
			),
		];
		expect(jsonOf(execution, 'Check Video Status')).toMatchObject([
			{ gateway: 'aigateway', status: 'queued', warnings },
			{ gateway: 'fal', status: 'processing', warnings },
		]);
		expect(messages(execution, 'Check Video Status').get(1)).toMatch(
			/^useapi.net job user:.+ couldn't be cancelled\..*HTTP 400.*"Unable to cancel"/,
		);
	});

	/** By the facts; a pattern stands for any number or text. */
	const balanceOf = (id: GatewayId) =>
		Object.fromEntries(
			Object.entries(FACTS[id].balance!).map(([key, value]) => [
				key,
				value instanceof RegExp ? (expect.anything() as unknown) : value,
			]),
		);

	test('tells the balance of each gateway, one item for each, and which have none', async () => {
		const execution = await stage.run([
			...rows(everyGateway.map(({ gateway }) => ({ gateway, account: accountOf(gateway) }))),
			check(
				{
					operation: 'getBalance',
					gateway: '={{ $json.gateway }}',
					account: '={{ $json.account }}',
				},
				errorOutput,
			),
		]);

		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution, 'Check Video Status')).toEqual(
			idsWith(({ balance }) => balance).map((gateway) => ({
				gateway,
				...balanceOf(gateway as GatewayId),
			})),
		);
		expect([...messages(execution, 'Check Video Status')]).toEqual(
			itemsWithout(({ balance }) => balance).map((index) => [
				index,
				expect.stringMatching(
					new RegExp(`^${gateways[index]!.label} doesn't report the balance`),
				),
			]),
		);
		for (const index of itemsWithout(({ balance }) => balance)) {
			expect(asked(gateways[index]!.id)).toBe(0);
		}
		expectClean(execution);
	});

	test('a balance that can not be read is one clear message', async () => {
		stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'account',
			respond: { status: 200, body: { recent_spend: 3 } },
		});
		const { useApiNetApi } = stage.credentials;
		const execution = await stage.run([
			...rows([{ gateway: 'aigateway' }, { gateway: 'useapi' }, { gateway: 'nobody' }]),
			check(
				{ operation: 'getBalance', gateway: '={{ $json.gateway }}', account: '1' },
				errorOutput,
			),
		]);
		const alone = await stage.run([
			check(
				{ operation: 'getBalance', gateway: 'segmind' },
				{ credentials: { useApiNetApi: useApiNetApi! } },
			),
		]);

		const said = messages(execution, 'Check Video Status');
		expect(said.get(0)).toMatch(
			/The balance at AIgateway couldn't be read.*sent a response without a balance/,
		);
		expect(said.get(1)).toMatch(
			/The balance at useapi.net couldn't be read.*account 1 is not configured|HTTP 400/,
		);
		expect(said.get(2)).toBe(
			`'Gateway' is "nobody", which isn't one of its choices. Set it to one of: ${idsWith(
				({ balance }) => balance,
			)
				.map((id) => labels.get(id))
				.join(', ')}.`,
		);
		expect(errorText(alone)).toMatch(/No credential is selected for Segmind/);
	});

	test('lists the newest jobs, one item for each, and says who else lists none', async () => {
		stage.simulator.plan = ({ index }) => ({ seconds: index === 0 ? 0 : 300 });
		const submitted = await stage.run(submits(Array(3).fill({ gateway: 'useapi' })));
		const newestFirst = jsonOf(submitted, 'Submit Video').map(({ jobId }) => jobId);
		newestFirst.sort((left, right) => indexOfJob(right) - indexOfJob(left));
		const execution = await stage.run([
			...rows(everyGateway),
			check({ operation: 'getMany', gateway: '={{ $json.gateway }}', limit: 2 }, errorOutput),
		]);

		const items = itemsOf(execution, 'Check Video Status');
		expect(items.filter(({ json }) => json.gateway === 'useapi')).toMatchObject(
			newestFirst.slice(0, 2).map((jobId) => ({
				json: { gateway: 'useapi', jobId, status: 'queued' },
				pairedItem: { item: itemOf('useapi') },
			})),
		);
		const said = messages(execution, 'Check Video Status');
		expect([...said.keys()].sort((left, right) => left - right)).toEqual(
			itemsWithout(({ list }) => list),
		);
		const listing = gateways
			.filter(({ list }) => list)
			.map(({ label, partly }) => partly?.list ?? label);
		expect(said.get(itemOf('aimlapi'))).toBe(
			`AI/ML API doesn't list jobs. Keep the jobId that Submit Video outputs. Gateways that list jobs: ${listing.join(', ')}.`,
		);

		const all = await stage.run([
			check({ operation: 'getMany', gateway: 'useapi', account: '987654321' }),
		]);
		expect(
			jsonOf(all, 'Check Video Status').map(({ jobId, status }) => [jobId, status]),
		).toEqual(newestFirst.map((jobId, index) => [jobId, index === 2 ? 'completed' : 'queued']));
		expectClean(execution);
	});

	test('tells the queue, and how many jobs would be taken now', async () => {
		await stage.run([
			...rows([{ order: 'order 7' }, { order: '' }]),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				prompt: 'A lake',
				options: { callbackReference: '={{ $json.order }}' },
			}),
		]);
		const execution = await stage.run([
			...rows(everyGateway),
			check({ operation: 'getQueue', gateway: '={{ $json.gateway }}' }, errorOutput),
		]);

		const queues = jsonOf(execution, 'Check Video Status');
		expect(queues.map(({ gateway }) => gateway)).toEqual(idsWith(({ queue }) => queue));
		const queue = queues.find(({ gateway }) => gateway === 'useapi');
		expect(queue).toMatchObject({
			gateway: 'useapi',
			available: 1,
			accounts: [{ account: '987654321', maxJobs: 3, executing: 2, available: 1 }],
		});
		const executing = queue!.executing as IDataObject[];
		expect(executing.map(({ jobId }) => jobId).sort()).toEqual(
			stage.simulator.jobs.map(({ jobId }) => jobId).sort(),
		);
		// References that only the node itself has set are not shown.
		expect(executing.map(({ callbackReference }) => callbackReference).sort()).toEqual([
			'order 7',
			undefined,
		]);
		const said = messages(execution, 'Check Video Status');
		expect([...said.keys()].sort((left, right) => left - right)).toEqual(
			itemsWithout(({ queue }) => queue),
		);
		expect(said.get(itemOf('segmind'))).toMatch(/^Segmind doesn't report its queue/);

		const alone = await stage.run([check({ operation: 'getQueue' })]);
		expect(jsonOf(alone, 'Check Video Status')[0]).toMatchObject({ available: 1 });
		expectClean(execution);
	});
});

const indexOfJob = (jobId: unknown) => stage.simulator.jobs.findIndex((job) => job.jobId === jobId);

test('Wait For Video downloads by itself, also where Download Video comes to nothing', async () => {
	stage.simulator.plan = () => ({ seconds: 0 });
	for (const parameters of [{}, { downloadVideo: '={{ $json.missing }}' }]) {
		const execution = await stage.run([
			...submits([{ gateway: 'pixazo' }]),
			{ ...videoNode(stage, 'waitForVideo'), parameters },
		]);

		expect(itemsOf(execution, 'Wait For Video')).toMatchObject([
			{ json: { status: 'completed' }, binary: { data: { mimeType: 'video/mp4' } } },
		]);
	}
});

describe('Wait For Video, Cancel on Timeout', () => {
	const wait = (parameters: INodeParameters, more: Partial<NodeSketch> = {}) =>
		videoNode(stage, 'waitForVideo', { timeoutMinutes: 0.05, ...parameters }, more);

	test('cancels where the gateway can, and the job tells what came of it', async () => {
		stage.simulator.plan = () => IN_QUEUE;
		const execution = await stage.run([
			...submits(),
			wait({ options: { cancelOnTimeout: true, onTimeout: 'returnJob' } }),
		]);

		expect(execution.error?.message).toBeUndefined();
		const items = jsonOf(execution, 'Wait For Video');
		expect(items.map(({ gateway, status }) => [gateway, status])).toEqual(
			everyGateway.map(({ gateway }) => [
				gateway,
				canCancel.includes(gateway)
					? 'cancelled'
					: (expect.stringMatching(/queued|processing/) as string),
			]),
		);
		for (const { gateway, failure } of items) {
			const can = canCancel.includes(gateway as string);
			expect(failure).toMatchObject({
				code: 'timeout',
				retryable: true,
				message: expect.stringMatching(
					can
						? /wasn't ready within 0.05 minutes; its last status is queued. It was cancelled.$/
						: /can't cancel jobs\. (.* )?The job continues and is billed/,
				) as string,
			});
			expect(jobOf(gateway as string).outcome).toBe(can ? 'cancelled' : 'completed');
		}
		expectClean(execution);
	});

	test('a video that was just completed is not thrown away', async () => {
		stage.simulator.plan = () => ({ seconds: 0 });
		for (const gateway of ['aigateway', 'useapi'] as const) {
			// As if it were completed between the last look and the cancel.
			stage.simulator.fault({
				gateway,
				endpoint: 'status',
				respond: { rewrite: (body) => ({ ...(body as object), ...stillRunning[gateway] }) },
				when: () => Date.now() < lookedUntil(),
			});
		}
		const execution = await stage.run([
			...submits([{ gateway: 'aigateway' }, { gateway: 'useapi' }]),
			wait({ options: { cancelOnTimeout: true }, downloadVideo: true }),
		]);

		expect(execution.error?.message).toBeUndefined();
		const items = itemsOf(execution, 'Wait For Video');
		expect(items.map(({ json }) => [json.gateway, json.status, json.videoUrl])).toEqual(
			stage.simulator.jobs
				.map(({ gateway, videoUrl }) => [gateway, 'completed', videoUrl])
				.sort(),
		);
		for (const { binary } of items) expect(binary?.data?.mimeType).toBe('video/mp4');
	});

	test('a job that goes on in spite of its cancel is told to be still running, and to be billed', async () => {
		stage.simulator.openFacts.cancelEndsRun = 'never';
		stage.simulator.plan = () => ({ queuedSeconds: 0 });
		const execution = await stage.run([
			...submits([{ gateway: 'fal' }]),
			wait({ options: { cancelOnTimeout: true } }, errorOutput),
		]);

		expect(messages(execution, 'Wait For Video').get(0)).toMatch(
			/fal accepted the request to cancel it, but it's still running and may be billed\. It may still finish: run Wait For Video/,
		);
		expect(jobOf('fal').outcome).toBe('completed');
		expectClean(execution);
	});

	test('a cancel that fails is told in the message, with how to pick the job up', async () => {
		stage.simulator.fault({
			endpoint: 'cancel',
			respond: { status: 500, body: { error: { message: 'Upstream provider failed' } } },
		});
		const execution = await stage.run([
			...submits([{ gateway: 'aigateway' }, { gateway: 'pixazo' }]),
			wait({ options: { cancelOnTimeout: true } }, errorOutput),
		]);

		const said = messages(execution, 'Wait For Video');
		expect(said.get(0)).toMatch(
			/wasn't ready within 0.05 minutes; its last status is queued. It couldn't be cancelled. AIgateway .*HTTP 500.*It may still finish: run Wait For Video/,
		);
		expect(said.get(1)).toMatch(/Pixazo can't cancel jobs/);
		expect(jobOf('aigateway').outcome).toBe('completed');
		expectClean(execution);
	});

	test('without the option nothing is cancelled', async () => {
		const execution = await stage.run([
			...submits([{ gateway: 'aigateway' }]),
			wait({}, errorOutput),
		]);

		expect(messages(execution, 'Wait For Video').get(0)).toMatch(/It may still finish/);
		expect(asked('aigateway', 'cancel')).toBe(0);
	});
});

/** Parts of an answer that tell that the job still runs. */
const stillRunning: Record<'aigateway' | 'useapi', object> = {
	aigateway: { status: 'processing', result: null },
	useapi: { status: 1, statusLabel: 'processing', statusFinal: false },
};

/** Until when the looks of a wait of 3 s are before its cancel; the jobs are submitted just before it begins. */
function lookedUntil(): number {
	return Math.max(...stage.simulator.jobs.map(({ submittedAt }) => submittedAt)) + 2900;
}

describe('Wait For Video, Cancel on Stop', () => {
	/** Starts a wait over the jobs of these gateways, and gives the execution's id once each was looked at. */
	async function waiting(list: readonly object[], options: IDataObject): Promise<string> {
		const nodes = [...submits(list), videoNode(stage, 'waitForVideo', { options } as never)];
		const { n8n, simulator } = stage;
		const before = simulator.jobs.length;
		const id = await n8n.runWorkflow(await n8n.createWorkflow(workflow('Stop', nodes)));
		const isLookedAt = ({ statusCalls }: SimulatedJob) => statusCalls.length > 0;
		const own = () => simulator.jobs.slice(before);
		while (own().length < list.length || !own().every(isLookedAt)) {
			await sleep(100);
		}
		return id;
	}

	async function stop(id: string): Promise<Execution> {
		await stage.n8n.stopExecution(id);
		return await stage.n8n.waitForExecution(id, { until: ['canceled'] });
	}

	const cancelled = () =>
		stage.simulator.jobs
			.filter(({ outcome }) => outcome === 'cancelled')
			.map(({ gateway }) => gateway)
			.sort();

	/** Waits for the log's word on each of so many jobs. */
	async function toldInLog(id: string, count: number): Promise<string[]> {
		const lines = () =>
			stage.n8n
				.log()
				.split('\n')
				.filter(
					(line) => line.includes('After Stop') && line.includes(`(execution ${id},`),
				);
		for (const end = Date.now() + 60_000; lines().length < count && Date.now() < end;) {
			await sleep(100);
		}
		return lines();
	}

	test('cancels the jobs that still run, and leaves alone what has ended', async () => {
		stage.simulator.plan = ({ prompt, index }) => ({
			...IN_QUEUE,
			...(prompt === 'A lake' && index === 1 ? { seconds: 0 } : {}),
		});
		const id = await waiting([...everyGateway, { gateway: 'aigateway' }], {
			cancelOnStop: true,
		});
		const pressed = Date.now();
		const execution = await stop(id);
		const running = gateways.length;
		const log = await toldInLog(id, running);

		console.log(
			`Cancel on Stop: ${running} jobs were through after ${Date.now() - pressed} ms`,
		);
		expect(cancelled()).toEqual([...canCancel].sort());
		expect(asked('aigateway', 'cancel')).toBe(1);
		expect(log).toHaveLength(running);
		for (const [gateway, says] of [
			['aigateway', '): cancelled'],
			['useapi', '): cancelled'],
			['pixazo', "): Pixazo can't cancel jobs. The job continues"],
		] as const) {
			const line = log.find((one) => one.includes(jobOf(gateway).jobId));
			expect(line).toContain(says);
		}
		expectClean(execution);
	});

	test('gateways that do not answer, or late, hold nothing up for more than ten seconds', async () => {
		let pressed = Infinity;
		const isPressed = () => Date.now() >= pressed;
		stage.simulator.fault({ gateway: 'aigateway', endpoint: 'cancel', respond: 'silence' });
		// Look, cancel, look: each is in time by itself.
		stage.simulator.fault({
			gateway: 'useapi',
			endpoint: ['status', 'cancel'],
			delaySeconds: 4,
			respond: 'asUsual',
			when: isPressed,
		});
		const id = await waiting([{ gateway: 'aigateway' }, { gateway: 'useapi' }], {
			cancelOnStop: true,
		});
		pressed = Date.now();
		await stop(id);
		const log = await toldInLog(id, 2);

		expect(log).toHaveLength(2);
		for (const line of log) {
			expect(line).toMatch(
				/: (Whether it was cancelled isn't known|It couldn't be cancelled)/,
			);
		}
		expect(jobOf('useapi').outcome).toBe('cancelled');
	});

	test('without the option nothing is cancelled', async () => {
		await stop(await waiting([{ gateway: 'aigateway' }, { gateway: 'useapi' }], {}));
		// What that Stop would cancel comes before what a later one does.
		const later = await waiting([{ gateway: 'aigateway' }], { cancelOnStop: true });
		await stop(later);
		await toldInLog(later, 1);
		expect(cancelled()).toEqual(['aigateway']);
		expect(stage.simulator.jobs.map(({ outcome }) => outcome).at(-1)).toBe('cancelled');
		expect([asked('aigateway', 'cancel'), asked('useapi', 'cancel')]).toEqual([1, 0]);
	});
});

describe('The model list of the panel', () => {
	interface Found {
		results: Array<{ name: string; value: string }>;
	}

	/** Opens the list as the editor does. */
	async function search(gateway: GatewayId, filter?: string, withCredential = true) {
		const { credentialType } = gateways.find(({ id }) => id === gateway)!;
		const found = (await stage.n8n.rest(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: 'parameters.model',
				methodName: 'searchModels',
				nodeTypeAndVersion: {
					name: 'n8n-nodes-video-gateways.submitVideo',
					version: 1,
				},
				currentNodeParameters: { gateway },
				...(withCredential
					? { credentials: { [credentialType]: stage.credentials[credentialType] } }
					: {}),
				...(filter === undefined ? {} : { filter }),
			},
		)) as Found;
		return found.results;
	}

	const table = (id: GatewayId) => {
		const gateway = gateways.find((one) => one.id === id)!;
		return gateway.models.map((model) => ({
			name: modelEntry(gateway, model),
			value: model.id,
			description: modelSummary(gateway, model),
		}));
	};

	const newer = { id: 'google/veo-9', name: 'Veo 9', type: 'video', info: { name: 'Veo 9' } };

	beforeEach(() => {
		stage.simulator.fault({
			endpoint: 'models',
			respond: {
				rewrite: (body) => {
					const { data } = body as { data: object[] };
					return { object: 'list', data: [newer, ...data] };
				},
			},
		});
	});

	test.each(['aigateway', 'aimlapi'] as const)(
		"%s: the table's models first, then the others that the gateway offers",
		async (gateway) => {
			expect(await search(gateway)).toEqual([
				...table(gateway),
				{ name: 'Veo 9', value: 'google/veo-9' },
			]);
			expect(await search(gateway, ' VEO 9')).toEqual([
				{ name: 'Veo 9', value: 'google/veo-9' },
			]);
			expect(await search(gateway, 'video-01')).toEqual(
				table(gateway).filter(({ value }) => value.includes('video-01')),
			);
			expect(stage.simulator.refusals).toEqual([]);
		},
	);

	test('without a credential the table alone is shown, and nothing is asked', async () => {
		expect(await search('aigateway', undefined, false)).toEqual(table('aigateway'));
		expect(stage.simulator.requests).toEqual([]);
	});

	test.each([
		['refuses', { status: 500, body: {} }],
		['breaks off', 'truncated'],
		['resets the connection', 'resetBefore'],
	] as const)('where the gateway %s, the table alone is shown', async (_name, respond) => {
		stage.simulator.fault({ endpoint: 'models', respond });
		expect(await search('aigateway')).toEqual(table('aigateway'));
		expect(stage.simulator.requests).toHaveLength(1);
	});

	test.each(GATEWAY_IDS.filter((id) => !FACTS[id].capabilities.includes('modelList')))(
		'%s has the built-in table',
		async (gateway) => {
			expect(await search(gateway)).toEqual(table(gateway));
			expect(stage.simulator.requests).toEqual([]);
		},
	);
});
