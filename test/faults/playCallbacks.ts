import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { errorText, itemsOf, type Stage } from '../n8n/stage';
import { type Running, credentialsVia } from './bundles';
import { receiver } from './receiver';
import type { Played } from './seen';

/** Callbacks on their way to one trigger at a time. */
const AT_A_TIME = 8;

/** Does something with every member, some at a time. */
async function forEach<Member>(
	members: readonly Member[],
	width: number,
	work: (member: Member) => Promise<void>,
): Promise<void> {
	const left = [...members];
	const lane = async () => {
		for (let member = left.shift(); member !== undefined; member = left.shift()) {
			await work(member);
		}
	};
	await Promise.all(Array.from({ length: width }, lane));
}

/**
 * n8n stores an execution shortly after it has answered: waits for those that are awaited, and then for any that should
 * not be. These have begun before the run that comes last, so once that has ended they are stored.
 */
async function untilStored(stage: Stage, workflowId: string, count: number): Promise<void> {
	const deadline = Date.now() + 60_000;
	while ((await stage.n8n.executionCount({ workflowId })) < count && Date.now() < deadline) {
		await sleep(200);
	}
	await stage.run([{ name: 'Last', type: 'n8n-nodes-base.noOp' }]);
}

/** Delivers each trial's callback with the fault, and once more after it. */
export async function playCallbacks(
	stage: Stage,
	bundle: string,
	running: readonly Running[],
	played: Played,
): Promise<void> {
	const { n8n, simulator } = stage;
	const { via, cell } = running[0]!.trial;
	const credentials = via === undefined ? stage.credentials : await credentialsVia(stage, via);
	const startedAt = Date.now();
	const ids = [...new Set(running.map(({ trial }) => trial.cell.gateway))];
	for (const gateway of ids) {
		const own = running.filter(({ trial }) => trial.cell.gateway === gateway);
		const { workflowId, url } = await receiver(stage, gateway, credentials);
		const known = new Set<string>();
		const items: IDataObject[] = [];
		const errors: string[] = [];
		for (const round of [1, 2]) {
			if (round === 2) for (const { end } of own) end();
			await forEach(own, AT_A_TIME, async ({ trial, given }) => {
				const call = simulator.callback(given!, { url });
				const { status } = await fetch(call.url, {
					method: 'POST',
					headers: call.headers,
					body: call.body,
				});
				played.seen.get(trial)!.deliveries.push({ status, started: [] });
			});
			// Each starts an execution, but for those whose job has started the workflow before.
			const isStarted = ({ given }: Running) =>
				items.some(({ jobId, status }) => jobId === given!.jobId && status === 'completed');
			const expected = own.filter((one) => !isStarted(one)).length;
			await untilStored(stage, workflowId, known.size + expected);
			for (const { id } of await n8n.executionRows({ workflowId })) {
				if (known.has(id)) continue;
				known.add(id);
				// One that is said to be finished and is not is checked for a minute.
				const execution = await n8n.waitForExecution(id, { timeoutSeconds: 120 });
				played.executions.push(execution);
				items.push(...itemsOf(execution, 'Video Callback Trigger').map(({ json }) => json));
				if (execution.error) errors.push(errorText(execution));
			}
			for (const { trial, given } of own) {
				const delivery = played.seen.get(trial)!.deliveries.at(-1)!;
				const { jobId } = given!;
				delivery.started = items.filter((item) => item.jobId === jobId);
				delivery.error = errors.find((message) => message.includes(jobId));
			}
		}
		await n8n.deactivate(workflowId);
	}
	played.seconds.set(`${bundle} (${cell.gateway})`, (Date.now() - startedAt) / 1000);
}
