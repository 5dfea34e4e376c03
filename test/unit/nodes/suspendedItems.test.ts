import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	itemsForNextRound,
	prepareInputForNextRound,
	restoreJson,
} from '../../../nodes/WaitForVideo/circling';
import { openMemory, type Memory } from '../../../nodes/WaitForVideo/memory';
import { readItems } from '../../../nodes/WaitForVideo/readItems';
import { startRun } from '../../../nodes/shared/item';
import { fakeRun } from './fakeContext';

/** What Wait For Video reads of its items, and keeps of them from round to round. */

const parameters = (jobId: string) => ({ gateway: 'fromItem', jobId });
const job = (jobId: string): INodeExecutionData => ({ json: { gateway: 'pixazo', jobId } });
const failedBefore = (): INodeExecutionData => ({
	json: { error: 'Refused', details: { code: 'balance' } },
});

const contextOf = (ids: string[], items = ids.map(job)): IExecuteFunctions =>
	fakeRun(ids.map(parameters), items).context;

const read = async (context: IExecuteFunctions, readings?: Memory['readings']) =>
	await readItems(startRun(context), readings);

/** Which jobs are waited for, under which keys. */
const jobsOf = (items: Awaited<ReturnType<typeof read>>) =>
	items.map((item) => ('settled' in item ? 'settled' : [item.job.jobId, item.key]));

test('items with the same job are told apart', async () => {
	expect(jobsOf(await read(contextOf(['1', '1', '2', '1'])))).toEqual([
		['1', 'pixazo 1'],
		['1', 'pixazo 1 #2'],
		['2', 'pixazo 2'],
		['1', 'pixazo 1 #3'],
	]);
});

test('an item in another place has the job, the settings and the key of its first round', async () => {
	const first = contextOf(['1', '1', '2']);
	const items = await read(first);
	const readings = Object.fromEntries(
		items.flatMap((item) => {
			if ('settled' in item || item.key === undefined) return [];
			const { key, settings } = item;
			return [[key, { gateway: 'pixazo', jobId: item.job.jobId, settings, batch: '1' }]];
		}),
	);
	// At these places, the expressions name other jobs.
	const later = [...itemsForNextRound(first, items, [1, 2]), job('1')];
	expect(jobsOf(await read(contextOf(['7', '8', '1'], later), readings))).toEqual([
		['1', 'pixazo 1 #2'],
		['2', 'pixazo 2'],
		['1', 'pixazo 1'],
	]);
});

describe('an item that failed in an earlier node', () => {
	test('circles as no failure, and is itself again in the next round', async () => {
		const context = contextOf(['', '1'], [failedBefore(), job('1')]);
		const items = await read(context);
		const shown = itemsForNextRound(context, items, [0, 1]);
		prepareInputForNextRound(context, items);
		const circling = structuredClone(context.getInputData());
		for (const [item] of [shown, circling]) expect(item!.json).toEqual({});
		const next = contextOf(['', '1'], circling);
		restoreJson(next);
		expect(next.getInputData().map(({ json }) => json)).toEqual([
			failedBefore().json,
			job('1').json,
		]);
	});

	test('circles without its JSON, if n8n would run the node again for what it has as an error', async () => {
		const row = { error: '', row: 1 };
		const context = contextOf([''], [{ json: row }]);
		Object.assign(context.getNode(), { retryOnFail: true });
		prepareInputForNextRound(context, await read(context));
		expect(context.getInputData()[0]!.json).toEqual({});
		restoreJson(context);
		expect(context.getInputData()[0]!.json).toEqual(row);
	});

	test.each([
		['more than the failure', { error: 'Refused', row: 1 }],
		['no failure', { error: '', details: {} }],
	])('circles as it is, if it has %s', async (_name, json) => {
		const context = contextOf([''], [{ json }]);
		prepareInputForNextRound(context, await read(context));
		expect(context.getInputData()[0]!.json).toEqual(json);
	});
});

describe('an item that says it is completed, and has a file', () => {
	const file = (mimeType: string) => ({ data: { mimeType, data: '' } });
	test.each([
		['the video of a blocking submit', { gateway: 'segmind', jobId: '1' }, 'video/mp4', true],
		["a row of the user's, with a picture", { gateway: 'segmind' }, 'image/png', false],
		["a row of the user's, with a film", { title: 'A lake' }, 'video/mp4', false],
	])('%s', async (_name, facts, mimeType, passes) => {
		const item = { json: { status: 'completed', ...facts }, binary: file(mimeType) };
		const [first] = await read(contextOf(['1'], [item]));
		const settled = first && 'settled' in first ? first.settled : undefined;
		expect(settled?.json.status === 'completed').toBe(passes);
	});
});

describe('the memory', () => {
	const completed = { json: { status: 'completed' }, endedAt: 1 };
	const late = { json: { status: 'processing' }, endedAt: 1 };
	const failed = { failed: { from: 'gateway', failure: { code: 'timeout', title: '' } } };
	const reading = { gateway: 'pixazo', jobId: '1', settings: {}, batch: '1' };

	/** The memory as another execution, or the same one, finds it. */
	function reopen(isRetry: boolean, change: Record<string, unknown> = {}) {
		const { context } = fakeRun([{}]);
		const node = { ...context.getNode(), parameters: { jobId: '={{ $json.jobId }}' } };
		Object.assign(context, { getNode: () => node });
		Object.assign(openMemory(context), {
			outcomes: { completed, late, failed },
			watches: { running: {} },
			readings: { running: { ...reading } },
			batches: { 1: { timeoutMinutes: 30 } },
		});
		const edited = { ...node, parameters: { ...node.parameters, ...change } };
		const next = Object.create(context, {
			getNode: { value: () => edited },
			...(isRetry ? { getExecutionId: { value: () => 'retry' } } : {}),
		}) as IExecuteFunctions;
		return openMemory(next);
	}

	test('is as it was after a suspension', () => {
		expect(Object.keys(reopen(false).outcomes)).toEqual(['completed', 'late', 'failed']);
		expect(reopen(false).watches).toEqual({ running: {} });
	});

	test('has only what is for good after Retry, and what was read of each item', () => {
		expect(reopen(true)).toMatchObject({
			outcomes: { completed },
			watches: {},
			readings: { running: reading },
			batches: { 1: { timeoutMinutes: 30 } },
		});
		expect(Object.keys(reopen(true).outcomes)).toEqual(['completed']);
	});

	test('has no setting that the user has changed, but the jobs', () => {
		const { readings, batches } = reopen(true, { timeoutMinutes: 5 });
		expect(batches).toEqual({});
		expect(readings).toEqual({ running: { gateway: 'pixazo', jobId: '1', batch: '1' } });
	});

	test('has no job of a Job ID that the user has changed', () => {
		expect(reopen(true, { jobId: '={{ $json.id }}' }).readings).toEqual({});
	});
});
