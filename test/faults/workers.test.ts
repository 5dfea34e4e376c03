import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { openRecords } from '../../nodes/SubmitVideo/records/records';
import { randomFrom } from '../queue/figures';
import { Store } from './store';
import { SEED } from '../support/draw';

/**
 * Two workers of n8n in queue mode write the records of one node into one row of the database, without a lock: each
 * reads it, changes it, and writes it back. The workers are two copies of the code, as two processes are.
 */

type OpenRecords = typeof openRecords;

function newWorker(): OpenRecords {
	let loaded: { openRecords: OpenRecords } | undefined;
	jest.isolateModules(() => {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import has one copy for all
		loaded = require('../../nodes/SubmitVideo/records/records') as {
			openRecords: OpenRecords;
		};
	});
	return loaded!.openRecords;
}

/** Each store is the row of another workflow. */
const workflowIds = new WeakMap<Store, string>();

let workflowCount = 0;

function workflowOf(store: Store): string {
	const id = workflowIds.get(store) ?? `workflow ${++workflowCount}`;
	workflowIds.set(store, id);
	return id;
}

const contextOf = (store: Store, mode: 'retry' | 'webhook'): IExecuteFunctions =>
	({
		getNode: () => ({ id: 'node' }),
		getWorkflow: () => ({ id: workflowOf(store) }),
		getInputData: () => [],
		getMode: () => mode,
		helpers: store.helpers,
	}) as unknown as IExecuteFunctions;

/** A store on which a read with its write takes up to so many milliseconds. */
function slowStore(draw: () => number, longest: number): Store {
	const store = new Store();
	store.pass = async () => {
		await sleep(draw() * longest);
	};
	return store;
}

/** How long a record may be written over before it is written again, in milliseconds. */
const SETTLES = 3000;

test('two Retries at the same time on two workers send each item at most once, and most of them once', async () => {
	const workers = [newWorker(), newWorker()];
	const draw = randomFrom(SEED);
	const rows = Array.from({ length: 60 }, () => slowStore(draw, 100));
	const sent = await Promise.all(
		rows.map(async (store) => {
			const items = [0, 1, 2].map((item) => [`request ${item}`, `input ${item}`]);
			const tries = workers.map(async (worker) => {
				const records = worker(contextOf(store, 'retry'), 'token')!;
				await sleep(draw() * 60);
				return await Promise.all(
					items.map(async (names) => await records.hold(names).catch(() => false)),
				);
			});
			const [first, second] = await Promise.all(tries);
			return items.map((_, index) => Number(first![index]) + Number(second![index]));
		}),
	);

	const counts = sent.flat();
	expect(counts.filter((count) => count > 1)).toEqual([]);
	expect(counts.filter((count) => count === 1).length).toBeGreaterThan(counts.length * 0.9);
});

test('no record is lost for good among executions that run at the same time on two workers', async () => {
	const workers = [newWorker(), newWorker()];
	const draw = randomFrom(SEED);
	const lost = await Promise.all(
		Array.from({ length: 60 }, async () => {
			const store = slowStore(draw, 100);
			const names: string[] = [];
			await Promise.all(
				workers.flatMap((worker, place) =>
					[0, 1, 2].map(async (execution) => {
						const records = worker(contextOf(store, 'webhook'), 'token')!;
						await sleep(draw() * 200);
						const own = [`${place} ${execution}`];
						const isHeld = await records.hold(own).catch(() => false);
						if (isHeld) names.push(...own);
					}),
				),
			);
			await sleep(SETTLES);
			const { new: missing } = await store.helpers.checkProcessedAndRecord(names, 'node', {});
			return missing;
		}),
	);

	expect(lost.flat()).toEqual([]);
});

test('what was taken back stays away when the other records are written again', async () => {
	const store = new Store();
	const records = newWorker()(contextOf(store, 'webhook'), 'token')!;
	await records.hold(['kept']);
	await records.hold(['taken back']);
	store.row = [];
	await records.release(['taken back']);
	await sleep(SETTLES);

	const known = await store.helpers.checkProcessedAndRecord(['kept', 'taken back'], 'node', {});
	expect(known).toMatchObject({ processed: ['kept'], new: ['taken back'] });
});
