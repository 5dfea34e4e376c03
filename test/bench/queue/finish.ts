import { setTimeout as sleep } from 'node:timers/promises';

import { print } from '../report';
import { audit, unlogged } from './audit';
import { pickUpJob, startCrowd, type Crowd, type CrowdStage, type Order } from './crowd';
import { isSettled, type Followed } from './follow';

/** What a user does about executions that n8n has failed or lost. */

/** Why executions have failed, with how often: n8n's words. */
async function reasonsOf({ queue }: CrowdStage, ids: readonly string[]): Promise<string[]> {
	const counts = new Map<string, number>();
	for (const id of ids) {
		const reason = await queue.execution(id).then(
			({ error, status }) => `${status}: ${error?.message ?? 'no error'}`,
			(error: unknown) => `not readable: ${String(error)}`,
		);
		counts.set(reason, (counts.get(reason) ?? 0) + 1);
	}
	return [...counts].map(([reason, count]) => `${count} x ${reason}`);
}

/** Presses Retry once on every execution that failed or crashed, as a user does, and waits for the end. */
export async function retryFailed(stage: CrowdStage, followed: Followed, { name }: Crowd) {
	// What is measured is over: the rest need not take as long again.
	await stage.gateways.hurry();
	const failed = (await stage.database.failed()).map(({ id }) => id);
	const reasons = await reasonsOf(stage, failed);
	for (const id of failed) {
		await stage.queue.retryExecution(id).catch((error: unknown) => {
			print(`${name}: Retry of ${id}: ${String(error)}`);
		});
	}
	if (failed.length > 0) {
		print(`${name}: Retry pressed on ${failed.length} executions`);
		await followed.until(isSettled);
	}
	return { pressed: failed.length, reasons };
}

/**
 * What is left to the user where n8n has lost an execution: fetches by their IDs the videos that are in no row, and
 * orders again the rows that have no job, so that nothing was billed for them.
 */
export async function finishByHand(
	stage: CrowdStage,
	followed: Followed,
	orders: readonly Order[],
): Promise<{ pickedUp: number; onlyAtGateway: number; orderedAgain: number }> {
	const book = await stage.gateways.book();
	const { jobsWithoutRow, missing } = audit(orders, book);
	const asked = orders.flatMap((order) => order.orders);
	const rows = new Map(asked.map(({ row, prompt }) => [prompt, row]));
	const logs = stage.queue.workers.map((worker) => worker.log());
	for (const { jobId, prompt } of jobsWithoutRow) {
		await pickUpJob(stage, { row: rows.get(prompt)!, prompt, jobId });
	}
	const billed = new Set(book.jobs.map(({ prompt }) => prompt));
	const absent = new Set(missing);
	const again = orders.flatMap((order) => {
		const left = order.orders.filter(
			({ row, prompt }) => absent.has(row) && !billed.has(prompt),
		);
		return left.length > 0 ? [{ ...order, orders: left }] : [];
	});
	await startCrowd(stage, again);
	if (jobsWithoutRow.length + again.length > 0) {
		// Until their executions are in the database.
		await sleep(2000);
		await followed.until(isSettled);
	}
	return {
		pickedUp: jobsWithoutRow.length,
		onlyAtGateway: unlogged(jobsWithoutRow, logs).length,
		orderedAgain: again.reduce((sum, order) => sum + order.orders.length, 0),
	};
}
