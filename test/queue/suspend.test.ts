import type { INodeExecutionData } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Simulator } from '../support/simulator';
import type { N8n, WorkflowJson } from '../support/n8n/n8n';
import { rows, startStage, videoNode } from '../n8n/stage';
import { afterDone, videoWorkflow, withLoop, type Order } from './workflows';
import { drawUpBooks } from './books';
import { pickUp, preparePickUp } from './pickUp';
import { randomFrom, secondsFromCall } from './figures';
import { readEndings, startRuns, untilSettled } from './runs';
import { replaceWorker, runningWorker, untilStays } from './workers';
import { startQueueStage, type QueueStage } from './stage';
import { describeQueue } from '../support/n8n/queue/describeQueue';
import { callWebhook, webhookWorkflow } from '../support/n8n/queue/queue';
import { cases, SEED } from '../support/draw';

/** Wait For Video with Wait Mode Suspend on workers that may die. `npm run bench:queue` measures the same at length. */

const concurrency = 5;
/** How many wait when a worker is killed. */
const VIDEOS = cases(40, 20);

const ordersNamed = (name: string, count: number): Order[] =>
	Array.from({ length: count }, (_, index) => ({ prompt: `${name} ${index}` }));

describeQueue('Suspend in queue mode', () => {
	let stage: QueueStage;

	const publish = async (
		path: string,
		submit?: Parameters<typeof videoWorkflow>[2]['submit'],
	) => {
		const id = await stage.queue.createWorkflow(
			videoWorkflow(stage, path, { waitMode: 'suspend', ...(submit ? { submit } : {}) }),
		);
		await stage.queue.activate(id);
		return id;
	};

	beforeAll(async () => {
		stage = await startQueueStage({ concurrency, videoSeconds: 60 });
	}, 900_000);

	afterAll(async () => {
		await stage?.close();
	});

	beforeEach(() => stage.simulator.reset());

	test(`a worker killed amid ${VIDEOS} waits: no video lost, none submitted twice, and no slot held while waiting (seed ${SEED})`, async () => {
		const videos = VIDEOS;
		const { queue, simulator } = stage;
		await preparePickUp(stage);
		const workflowId = await publish('killed');
		const random = randomFrom(SEED);
		const from = Date.now();
		const runs = await startRuns(queue, 'killed', ordersNamed('A lake', videos));

		// Each execution has been in a slot once to submit; the moment lies among the looks.
		const stays = videos + Math.ceil(random() * videos);
		await untilStays(runningWorker(queue), stays, 120);
		const killed = await replaceWorker(queue);
		await untilSettled(queue, workflowId, { timeoutSeconds: 300 });

		const slotSeconds = queue.slotSeconds({ from }) / videos;
		const books = drawUpBooks(await readEndings(queue, runs), simulator.jobs, killed);
		const pickedUp = await pickUp(stage, books.orphans);
		console.log(
			`Seed ${SEED}, killed at stay ${stays}: ${books.delivered} delivered, ` +
				`${pickedUp} picked up; ${slotSeconds.toFixed(2)} slot-seconds for each video of 60 s`,
		);
		expect(books).toMatchObject({ accepted: videos, lost: [], doubles: [], unexplained: [] });
		expect(books.delivered + pickedUp).toBe(videos);
		expect(slotSeconds).toBeLessThan(60 / 10);
		expect(simulator.refusals).toEqual([]);
	}, 420_000);

	test("a gateway's call brings the video out of Done, with at most 2 looks", async () => {
		const videos = 10;
		const { queue, simulator } = stage;
		simulator.videoSeconds = 15;
		const workflowId = await publish('called', {
			gateway: '={{ $json.body.gateway }}',
			options: { wakeExecution: true },
		});
		const orders = ordersNamed('A wood', videos).map((order, index) => ({
			...order,
			gateway: index % 2 === 0 ? 'aigateway' : 'useapi',
		}));
		const runs = await startRuns(queue, 'called', orders);
		await untilSettled(queue, workflowId, { timeoutSeconds: 60 });

		const endings = await readEndings(queue, runs);
		const books = drawUpBooks(endings, simulator.jobs);
		expect(books).toMatchObject({ delivered: videos, lost: [], doubles: [], unexplained: [] });
		const waits = secondsFromCall(endings, simulator);
		console.log(
			`Seconds from the call to Done: ${waits.map((wait) => wait.toFixed(2)).join(' ')}`,
		);
		expect(waits).toHaveLength(videos);
		for (const { statusCalls } of simulator.jobs) {
			expect(statusCalls.length).toBeLessThanOrEqual(2);
		}
		expect(simulator.refusals).toEqual([]);
	});

	test('one workflow puts out the same items in queue mode and without, suspended and running', async () => {
		const main = await startStage();
		try {
			const outputs = await Promise.all(
				files.flatMap(({ path, text }) => [
					putOut(stage.queue, stage.simulator, path, text),
					putOut(main.n8n, main.simulator, path, text),
				]),
			);

			const [first, ...others] = outputs;
			expect(first).toHaveLength(orders.length);
			for (const other of others) expect(other).toEqual(first);
		} finally {
			await main.close();
		}
	}, 240_000);
});

/** One for each gateway, and one that fails. */
const orders = [
	...gateways.map(({ id }) => ({ gateway: id, prompt: 'A valley' })),
	{ gateway: 'pixazo', prompt: 'A war' },
];

/** One workflow as a file, by the names of its credentials, in the two ways to wait. */
const files = (['keepRunning', 'suspend'] as const).map((waitMode) => ({
	path: waitMode,
	text: JSON.stringify(sameWorkflow(waitMode)),
}));

function sameWorkflow(waitMode: 'keepRunning' | 'suspend'): WorkflowJson {
	const credentials = Object.fromEntries(
		gateways.map(({ credentialType, label }) => [credentialType, { id: null, name: label }]),
	);
	const made = webhookWorkflow(waitMode, [
		...rows(orders),
		videoNode(
			{ credentials: {} },
			'submitVideo',
			{
				gateway: '={{ $json.gateway }}',
				prompt: '={{ $json.prompt }}',
			},
			{ credentials },
		),
		videoNode(
			{ credentials: {} },
			'waitForVideo',
			{ waitMode, downloadVideo: true, options: { checkIntervalSeconds: 10 } },
			{ credentials, onError: 'continueRegularOutput' },
		),
		{ name: afterDone, type: 'n8n-nodes-base.noOp' },
	]);
	return waitMode === 'suspend' ? withLoop(made) : made;
}

/** Imports and runs the file, and gives what left Done, without what differs from run to run. */
async function putOut(
	n8n: Pick<N8n, 'url' | 'createWorkflow' | 'activate' | 'waitForExecution'>,
	simulator: Simulator,
	path: string,
	text: string,
): Promise<unknown> {
	simulator.plan = ({ prompt }) => ({
		seconds: 6,
		outcome: prompt === 'A war' ? 'failed' : 'completed',
	});
	await n8n.activate(await n8n.createWorkflow(JSON.parse(text) as WorkflowJson));
	const id = await callWebhook(`${n8n.url}/webhook/${path}`, {});
	const execution = await n8n.waitForExecution(id, { timeoutSeconds: 150 });
	expect(execution.error?.message).toBeUndefined();
	const suspensions = execution.nodes['Wait For Video']!.runs.length - 1;
	// One that goes out and one that comes back, so that suspending is what is compared.
	expect(suspensions > 0).toBe(path === 'suspend');
	const items = execution.nodes[afterDone]!.runs.flatMap(({ outputs }) => outputs.flat());
	return items.map((item) => timeless(item, simulator));
}

const times = ['submittedAt', 'completedAt', 'expiresAt'];
const ownToRun = [...times, 'timestamp', 'videoUrl', 'fileName', 'id'];

/** An item with the job's own values, the times and the stored file replaced by what they are. */
function timeless(item: INodeExecutionData, simulator: Simulator): unknown {
	const text = JSON.stringify(item);
	// A failed item names its job in the message only.
	const job = simulator.jobs.find(({ jobId }) => text.includes(jobId));
	if (job === undefined) throw new Error(`No gateway has the job of ${text}`);
	expect(item.json.videoUrl).toBe(job.videoUrl);
	return JSON.parse(
		JSON.stringify(item, (key, value: unknown) => {
			if (times.includes(key)) expect(value).toMatch(/^\d{4}-\d\d-\d\dT/);
			if (ownToRun.includes(key)) return key;
			return typeof value === 'string' ? value.replaceAll(job.jobId, 'job') : value;
		}),
	);
}
