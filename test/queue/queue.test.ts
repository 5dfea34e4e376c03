import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { hasEnded } from '../support/n8n/hasEnded';
import { workflow, type NodeSketch } from '../support/n8n/n8n';
import { describeQueue } from '../support/n8n/queue/describeQueue';
import {
	startQueue,
	webhookNode,
	webhookWorkflow,
	type Queue,
	type Worker,
} from '../support/n8n/queue/queue';
import { slotSeconds } from './slots';

jest.setTimeout(150_000);

const file = Buffer.alloc(1024 * 1024, 'video');

let queue: Queue;
let server: Server;
let origin: string;
/** By path, how often the server was called. */
const calls = new Map<string, number>();

const callServer = (path: string, options = {}): NodeSketch => ({
	name: 'Call',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { url: `${origin}${path}`, options },
});

const waitSeconds = (amount: number): NodeSketch => ({
	name: 'Pause',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { amount, unit: 'seconds' },
	webhookId: `pause-${amount}`,
});

async function publish(path: string, nodes: NodeSketch[]): Promise<void> {
	await queue.activate(await queue.createWorkflow(webhookWorkflow(path, nodes)));
}

const executionsOf = (worker: Worker | undefined) =>
	(worker?.slotUses() ?? []).map(({ executionId }) => executionId);

describeQueue('n8n in queue mode', () => {
	beforeAll(async () => {
		server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
			calls.set(pathname, (calls.get(pathname) ?? 0) + 1);
			if (pathname === '/file') response.setHeader('content-type', 'video/mp4');
			const answer = pathname === '/file' ? file : '{}';
			setTimeout(() => response.end(answer), Number(searchParams.get('milliseconds')));
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		queue = await startQueue({ workers: 2, concurrency: 2 });
	}, 900_000);

	afterAll(async () => {
		await queue?.stop();
		server?.closeAllConnections();
		server?.close();
	});

	test('a workflow that a webhook starts is run by a worker', async () => {
		await publish('once', [callServer('/once')]);
		const id = await queue.callWebhook('once', { prompt: 'A dog' });
		const execution = await queue.waitForExecution(id);

		expect(execution.status).toBe('success');
		const called = execution.nodes[webhookNode]?.runs[0]?.outputs[0]?.[0]?.json;
		expect(called?.body).toEqual({ prompt: 'A dog' });
		expect(calls.get('/once')).toBe(1);
		expect(queue.workers.flatMap(executionsOf)).toContain(id);
	});

	test('so is one that "Execute workflow" starts', async () => {
		const workflowId = await queue.createWorkflow(workflow('By hand', [callServer('/hand')]));
		const id = await queue.runWorkflow(workflowId);

		expect((await queue.waitForExecution(id)).status).toBe('success');
		expect(queue.workers.flatMap(executionsOf)).toContain(id);
	});

	test('a file that a worker has stored is read through the main process', async () => {
		const asFile = { response: { response: { responseFormat: 'file' } } };
		await publish('file', [callServer('/file', asFile)]);
		const execution = await queue.waitForExecution(await queue.callWebhook('file'));
		const binary = execution.nodes.Call?.runs[0]?.outputs[0]?.[0]?.binary?.data;

		expect(binary?.id).toMatch(/^filesystem/);
		expect(binary && file.equals(await queue.binaryFile(binary))).toBe(true);
	});

	test('two workers share the load, each with the slots it has', async () => {
		await publish('load', [callServer('/load?milliseconds=2000')]);
		const from = Date.now();
		const ids = await Promise.all(
			Array.from({ length: 6 }, () => queue.callWebhook('load', {})),
		);
		for (const id of ids) await queue.waitForExecution(id);

		const shares = queue.workers.map((worker) => {
			const uses = worker.slotUses().filter(({ executionId }) => ids.includes(executionId));
			const together = uses.map(
				(use) => uses.filter((other) => isIn(use.from, other)).length,
			);
			return { ids: uses.map(({ executionId }) => executionId), together };
		});
		expect(shares.flatMap((share) => share.ids).sort()).toEqual([...ids].sort());
		for (const share of shares) {
			expect(share.ids.length).toBeGreaterThanOrEqual(1);
			expect(Math.max(...share.together)).toBeLessThanOrEqual(2);
		}
		const seconds = queue.slotSeconds({ from });
		expect(seconds).toBeGreaterThanOrEqual(6 * 2);
		expect(seconds).toBeLessThan(6 * 2 * 2);
	});

	test('the memory of a worker is read', async () => {
		const bytes = await queue.workers[0]?.rssBytes();
		expect(bytes).toBeGreaterThan(50 * 1024 * 1024);
	});

	describe('after all workers were killed', () => {
		let waiting: string;
		let waitingFrom: number;
		let running: string;
		let queued: string;
		let newWorker: Worker;

		beforeAll(async () => {
			await publish('wait', [waitSeconds(70), callServer('/waited')]);
			await publish('run', [callServer('/running?milliseconds=60000')]);
			await publish('queued', [callServer('/queued')]);
			waiting = await queue.callWebhook('wait');
			await queue.waitForExecution(waiting, { until: ['waiting'] });
			waitingFrom = Date.now();
			running = await queue.callWebhook('run');
			while (!calls.has('/running')) await sleep(50);
			await Promise.all(queue.workers.map((worker) => worker.kill()));
			queued = await queue.callWebhook('queued');
			newWorker = await queue.addWorker();
		});

		test('the killed workers are gone, and their slots are free', async () => {
			const killed = queue.workers.slice(0, 2);

			expect(killed.map((worker) => worker.isRunning())).toEqual([false, false]);
			expect(await Promise.all(killed.map(({ pid }) => hasEnded(pid)))).toEqual([true, true]);
			for (const use of killed.flatMap((worker) => worker.slotUses())) {
				expect(use.until).toBeGreaterThanOrEqual(use.from);
			}
		});

		test('an execution that no worker had taken is run by the new one', async () => {
			expect((await queue.waitForExecution(queued)).status).toBe('success');
			expect(executionsOf(newWorker)).toContain(queued);
		});

		test('an execution that ran has failed, and is not run a second time', async () => {
			const execution = await queue.waitForExecution(running, { timeoutSeconds: 120 });

			expect(execution.status).toBe('error');
			expect(execution.error?.message).toContain('failed to be processed too many times');
			// n8n keeps nothing of what the execution had done.
			expect(execution.nodes).toEqual({});
			expect(calls.get('/running')).toBe(1);
		});

		test('an execution that waited goes on in time, and held no slot meanwhile', async () => {
			const execution = await queue.waitForExecution(waiting, { timeoutSeconds: 120 });

			expect(execution.status).toBe('success');
			expect(calls.get('/waited')).toBe(1);
			const uses = queue.workers
				.flatMap((worker) => worker.slotUses())
				.filter(({ executionId }) => executionId === waiting);
			expect(uses).toHaveLength(2);
			expect(executionsOf(newWorker)).toContain(waiting);
			const resumedAt = uses[1]?.from ?? NaN;
			expect(resumedAt - waitingFrom).toBeGreaterThan(65_000);
			expect(resumedAt - waitingFrom).toBeLessThan(80_000);
			// The worker writes its line a moment after the execution was stored as waiting.
			expect(slotSeconds(uses, { from: waitingFrom, until: resumedAt })).toBeLessThan(1);
			expect(slotSeconds(uses)).toBeLessThan(10);
		});
	});
});

describeQueue('the servers', () => {
	test('nothing is left of a queue that was stopped', async () => {
		const other = await startQueue({ workers: 1, concurrency: 1 });
		await other.stop();

		const pids = [other.pid, ...other.workers.map(({ pid }) => pid)];
		expect(await Promise.all(pids.map(hasEnded))).toEqual([true, true]);
		for (const { host, port } of [other.redis, other.postgres]) {
			const reached = await new Promise((resolve) =>
				connect({ host, port })
					.on('connect', () => resolve(true))
					.on('error', () => resolve(false)),
			);
			expect(reached).toBe(false);
		}
		expect(existsSync(other.userFolder)).toBe(false);
	});

	test('a server does not outlive the process that started it, even if that is killed', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'queue-guard-test-'));
		const settings = {
			file: process.execPath,
			parameters: ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'],
			environment: {},
			user: {},
			signal: 'SIGTERM',
			folder,
		};
		const parent = execa(process.execPath, [
			'-e',
			`require('child_process').spawn(
				process.execPath,
				${JSON.stringify([join(__dirname, '../support/n8n/queue/server-guard.cjs'), JSON.stringify(settings)])},
				{ detached: true, stdio: ['pipe', 'inherit', 'inherit'] },
			);
			setInterval(() => {}, 1000);`,
		]);
		const pid = await new Promise<number>((resolve) =>
			parent.stdout?.once('data', (text: Buffer) => resolve(Number(text.toString()))),
		);
		process.kill(pid, 0);
		parent.kill('SIGKILL');
		await parent.catch(() => undefined);

		expect(await hasEnded(pid)).toBe(true);
		for (let looks = 0; existsSync(folder) && looks < 50; looks += 1) await sleep(100);
		expect(existsSync(folder)).toBe(false);
	});
});

function isIn(time: number, use: { from: number; until: number | undefined }): boolean {
	return use.from <= time && time < (use.until ?? Infinity);
}
