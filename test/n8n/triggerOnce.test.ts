import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import type { SimulatedJob } from '../support/simulator';
import { startN8n, type NodeSketch } from '../support/n8n/n8n';
import { CALLING_GATEWAYS, post, put, triggerStage, type Receiver } from '../support/n8n/triggers';

/** Each final state starts the nodes behind Video Callback Trigger once. */

const { stage, receiver, makeJob, makeJobs, call, started, requestsTo } = triggerStage();

/** Ends n8n, and starts it again with the same data under the same address. */
async function restart(how: 'stop' | 'kill'): Promise<void> {
	const { userFolder, url } = stage.n8n;
	await stage.n8n[how]();
	const again = await startN8n({ userFolder, port: Number(new URL(url).port) });
	const { close } = stage;
	Object.assign(stage, {
		n8n: again,
		close: async () => {
			await again.stop();
			await close();
		},
	});
}

/** A restarted n8n publishes in the background. */
async function untilPublished({ url }: Receiver): Promise<void> {
	for (const end = Date.now() + 10_000; ; await sleep(50)) {
		const { status } = await post(url, '[]');
		if (status !== 404) return;
		if (Date.now() > end) throw new Error(`${url} answers ${status}`);
	}
}

/**
 * What the trigger has put out in all its executions, once that is `count` items or more. Calls that no process
 * remembers start executions without an item.
 */
async function itemsOfAll({ id }: Receiver, count: number) {
	const read = new Set<string>();
	const items: IDataObject[] = [];
	for (const end = Date.now() + 60_000; ; await sleep(100)) {
		const rows = await stage.n8n.executionRows({ workflowId: id });
		for (const row of rows.filter((one) => !read.has(one.id))) {
			read.add(row.id);
			items.push(...put([await stage.n8n.waitForExecution(row.id)]));
		}
		if (items.length >= count || Date.now() > end) return items;
	}
}

describe('once for each job', () => {
	/** A shuffle that is the same each time (mulberry32 and Fisher-Yates). */
	function shuffled<Item>(list: Item[], seed: number): Item[] {
		const items = [...list];
		let state = seed;
		const random = () => {
			state = (state + 0x6d2b79f5) | 0;
			let value = Math.imul(state ^ (state >>> 15), 1 | state);
			value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
			return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
		};
		for (let at = items.length - 1; at > 0; at--) {
			const other = Math.floor(random() * (at + 1));
			[items[at], items[other]] = [items[other]!, items[at]!];
		}
		return items;
	}

	test.each(CALLING_GATEWAYS)('of %s, however many tell of it at the same moment', async (id) => {
		const receives = await receiver(id);
		const jobs = await makeJobs(id, 3);
		const answers = await Promise.all(
			jobs.flatMap((job) => Array.from({ length: 8 }, async () => await call(job, receives))),
		);
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

		const ids = put(await started(receives, 3)).map(({ jobId }) => jobId);
		expect(ids.sort()).toEqual(jobs.map(({ jobId }) => jobId).sort());
		for (const job of jobs) expect(job.statusCalls).toHaveLength(1);
	});

	test('out of 200 calls for 20 jobs, also after a restart of n8n', async () => {
		const receives = await receiver('aigateway');
		const jobs = await makeJobs('aigateway', 20);
		const sendAll = async (left: SimulatedJob[]) => {
			const statuses = new Set<number | undefined>();
			const connections = Array.from({ length: 8 }, async () => {
				for (let job = left.pop(); job; job = left.pop()) {
					statuses.add((await call(job, receives)).status);
				}
			});
			await Promise.all(connections);
			expect([...statuses]).toEqual([200]);
		};
		await sendAll(
			shuffled(
				jobs.flatMap((job) => Array.from({ length: 10 }, () => job)),
				20261121,
			),
		);
		const ids = put(await started(receives, 20)).map(({ jobId }) => jobId);
		expect(ids.sort()).toEqual(jobs.map(({ jobId }) => jobId).sort());
		for (const job of jobs) expect(job.statusCalls).toHaveLength(1);
		expect(requestsTo('webhookSecret')).toHaveLength(1);

		await restart('stop');
		await untilPublished(receives);
		await sendAll(shuffled(jobs, 7));
		// While a new one is taken.
		const another = await makeJob('aigateway');
		await call(another, receives);
		const again = await itemsOfAll(receives, 21);
		expect(again.map(({ jobId }) => jobId).sort()).toEqual([...ids, another.jobId].sort());
	});

	test('where n8n was killed behind the trigger: Retry goes on, a repeated call does not', async () => {
		const pause: NodeSketch = {
			name: 'Pause',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			parameters: { amount: 3, unit: 'seconds' },
		};
		const receives = await receiver('useapi', {}, { between: [pause] });
		const job = await makeJob('useapi');
		await call(job, receives);
		// Recorded half a second after the gateway was asked; in the pause another two and a half later.
		for (const end = Date.now() + 10_000; Date.now() < end; await sleep(50)) {
			if (job.statusCalls.length > 0) break;
		}
		await sleep(1500);
		const [row] = await stage.n8n.executionRows({ workflowId: receives.id });
		await restart('kill');
		await untilPublished(receives);
		expect((await stage.n8n.waitForExecution(row!.id)).status).toBe('crashed');

		await call(job, receives);
		expect(put((await started(receives, 2)).slice(1))).toEqual([]);
		const retried = await stage.n8n.retryExecution(row!.id);
		expect(put([await stage.n8n.waitForExecution(retried)])).toMatchObject([
			{ jobId: job.jobId },
		]);
	});
});
