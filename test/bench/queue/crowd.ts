import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { videoNode } from '../../n8n/stage';
import { withLoop } from '../../queue/workflows';
import type { CredentialsByType } from '../../support/n8n/examples';
import type { NodeSketch, WorkflowJson } from '../../support/n8n/n8n';
import { installPackage, packPackage } from '../../support/n8n/pack';
import { startQueue, webhookWorkflow, type Queue } from '../../support/n8n/queue/queue';
import { httpRequest } from '../ways';
import { openDatabase, type Database } from './database';
import { startGateways, type GatewayProcess, type GatewayStart } from './gateways';

/** What a crowd of suspended videos is measured on: n8n with two workers, and the gateways as a process of their own. */

/** Slots of each worker. */
export const SLOTS = 5;

const WORKERS = 2;

/** Its usual time is eight minutes, the longest of all models in the tables. */
const SLOW = { gateway: 'aimlapi', model: 'alibaba/wan-2-7-t2v' };
const QUICK = { gateway: 'pixazo' };

/** A crowd, and what its videos take. */
export interface Crowd {
	name: string;
	workflows: number;
	/** Of each workflow. */
	executions: number;
	/** Of each execution. */
	videos: number;
	/** Whether the model is one that usually takes minutes. */
	isSlow: boolean;
	durations: GatewayStart;
	/** How long all of it may take. */
	limitMinutes: number;
}

/** What is asked of one execution. */
export interface Order {
	path: string;
	orders: Array<{ row: number; prompt: string }>;
}

/** Everything that runs. */
export interface CrowdStage {
	queue: Queue;
	database: Database;
	gateways: GatewayProcess;
	credentials: CredentialsByType;
	close: () => Promise<void>;
}

/** Starts everything; takes about 30 s. */
export async function startCrowdStage({ durations, isSlow }: Crowd): Promise<CrowdStage> {
	const closers: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const one of closers.splice(0).reverse()) await one();
	};
	try {
		const gateways = await startGateways(durations);
		closers.push(gateways.stop);
		const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
		closers.push(async () => await rm(userFolder, { recursive: true, force: true }));
		await installPackage(await packPackage(), userFolder);
		const queue = await startQueue({
			workers: WORKERS,
			concurrency: SLOTS,
			userFolder,
			env: {
				// As docs/scaling.md recommends.
				EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true',
				DB_POSTGRESDB_POOL_SIZE: '10',
				// n8n's own times: with those of the tests, a worker that has much to do is taken for dead.
				QUEUE_WORKER_LOCK_DURATION: '60000',
				QUEUE_WORKER_LOCK_RENEW_TIME: '10000',
				QUEUE_WORKER_STALLED_INTERVAL: '30000',
				// n8n searches every three hours for executions that it has lost; a measurement can't wait that long.
				N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
			},
		});
		closers.push(async () => await queue.stop());
		const type = isSlow ? 'aimlApi' : 'pixazoApi';
		const data = { ...gateways.credentials[isSlow ? 'aimlapi' : 'pixazo'] };
		const credentials = { [type]: await queue.createCredential({ name: 'Key', type, data }) };
		const database = await openDatabase(queue.postgres);
		return { queue, database, gateways, credentials, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Writes the row into the table, which holds each row once. */
const writeRow = (tableUrl: string, row: string): NodeSketch =>
	httpRequest('Write Row', undefined, {
		method: 'POST',
		url: tableUrl,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: `={{ { row: ${row}.row, prompt: ${row}.prompt, jobId: $json.jobId, videoUrl: $json.videoUrl } }}`,
	});

function crowdWorkflow({ credentials, gateways }: CrowdStage, path: string, isSlow: boolean) {
	return withLoop(
		webhookWorkflow(path, [
			{
				name: 'Rows',
				type: 'n8n-nodes-base.splitOut',
				parameters: { fieldToSplitOut: 'body.orders' },
			},
			videoNode({ credentials }, 'submitVideo', {
				...(isSlow ? SLOW : QUICK),
				prompt: '={{ $json.prompt }}',
			}),
			videoNode({ credentials }, 'waitForVideo', {
				waitMode: 'suspend',
				timeoutMinutes: 120,
			}),
			writeRow(gateways.tableUrl, '$("Rows").item.json'),
		]),
	);
}

const PICK_UP = 'pick-up';

/** Fetches a video by the ID of its job, where no execution knows it any more. */
function pickUpWorkflow({ credentials, gateways }: CrowdStage, isSlow: boolean): WorkflowJson {
	return webhookWorkflow(PICK_UP, [
		videoNode({ credentials }, 'waitForVideo', {
			gateway: isSlow ? SLOW.gateway : QUICK.gateway,
			jobId: '={{ $json.body.jobId }}',
		}),
		writeRow(gateways.tableUrl, '$("Called").item.json.body'),
	]);
}

/** Saves the crowd's workflows, and lists what each of its executions is to be called with. */
export async function publishCrowd(stage: CrowdStage, crowd: Crowd): Promise<Order[]> {
	const { queue } = stage;
	const orders: Order[] = [];
	let row = 0;
	for (let number = 1; number <= crowd.workflows; number += 1) {
		const path = `crowd-${number}`;
		await queue.activate(await queue.createWorkflow(crowdWorkflow(stage, path, crowd.isSlow)));
		for (let execution = 0; execution < crowd.executions; execution += 1) {
			const asked = Array.from({ length: crowd.videos }, () => {
				row += 1;
				return { row, prompt: `Clip ${row} of ${crowd.name}` };
			});
			orders.push({ path, orders: asked });
		}
	}
	await queue.activate(await queue.createWorkflow(pickUpWorkflow(stage, crowd.isSlow)));
	return orders;
}

/** How many calls are under way at a time. */
const CALLS_AT_A_TIME = 10;

/** Starts one execution for each order. */
export async function startCrowd({ queue }: CrowdStage, orders: readonly Order[]): Promise<void> {
	const left = [...orders];
	const call = async () => {
		for (let next = left.shift(); next; next = left.shift()) {
			await queue.callWebhook(next.path, { orders: next.orders });
		}
	};
	await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, call));
}

/** Starts an execution that fetches a job's video by its ID, for a row. */
export async function pickUpJob(
	{ queue }: CrowdStage,
	body: { row: number; prompt: string; jobId: string },
): Promise<void> {
	await queue.callWebhook(PICK_UP, body);
}
