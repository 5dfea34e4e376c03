import * as fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { segmind } from '../../gateways/adapters/segmind';
import type { ItemRequest } from '../../nodes/SubmitVideo/plan/plan';
import { openSubmissions, type Submission } from '../../nodes/SubmitVideo/records/submissions';
import { Store } from './store';

/**
 * Whatever happens to an execution and however often it is tried again, each of its items is billed at most once. The
 * tries are played with the real ledger and records; of n8n there are its store, as in n8n 2.41, and what it keeps and
 * loses between two tries.
 */

/** How an item's prompt comes about: the same each time, by the item's place, or another one in each try. */
type Prompts = 'fixed' | 'byPlace' | 'random' | 'fewRandom';

interface World {
	store: Store;
	token: string;
	/** What n8n keeps of the node. */
	node: IDataObject;
	/** Bills: which item of which round each job was made for. */
	jobs: string[];
}

function contextOf(world: World, run: number, items: readonly IDataObject[]): IExecuteFunctions {
	const address = `http://127.0.0.1/1?signature=${world.token}`;
	return {
		getContext: () => world.node,
		getNode: () => ({ id: 'node', type: 'x.submitVideo', parameters: { prompt: '={{ }}' } }),
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowSettings: () => ({}),
		getInputData: () => items.map((json) => ({ json })),
		getWorkflowDataProxy: () => ({ $runIndex: run }),
		getMode: () => 'webhook',
		evaluateExpression: () => address,
		helpers: world.store.helpers,
		logger: { warn: () => undefined },
	} as unknown as IExecuteFunctions;
}

const requestFor = (prompt: string): ItemRequest =>
	({ gateway: segmind, wanted: { model: 'x', prompt }, options: {} }) as unknown as ItemRequest;

/** What becomes of a submit that goes out. */
type End =
	| 'accepted'
	| 'refused'
	| 'lost with a job'
	| 'lost without'
	| 'killed with a job'
	| 'killed before';

interface Script {
	/** The items' JSON, by rounds of a loop. */
	rounds: string[][];
	prompts: Prompts;
	ends: End[];
	/** By which n8n's own runs after a crash shift the run index. */
	shift: number;
}

class Killed extends Error {}
class Failed extends Error {}

/** One item: found, not sent because it was begun, or sent. Throws what ends the try. */
async function playItem(
	world: World,
	id: string,
	submission: Submission,
	end: End,
): Promise<string> {
	const earlier = submission.find();
	if (earlier) return 'job' in earlier ? earlier.job.jobId : 'unclear';
	if (await submission.hold()) {
		submission.write({ unclear: { code: 'unclear', title: 'begun before' } });
		return 'unclear';
	}
	if (end.endsWith('a job') || end === 'accepted') world.jobs.push(id);
	if (end.startsWith('killed')) throw new Killed();
	if (end === 'refused') {
		await submission.release();
		throw new Failed();
	}
	if (end.startsWith('lost')) {
		submission.write({ unclear: { code: 'unclear', title: 'lost' } });
		throw new Failed();
	}
	submission.write({ job: { gateway: 'x', jobId: id, status: 'queued' } });
	return id;
}

/** One run of the node with its items, all side by side; what each item has in the end. */
async function playRun(
	world: World,
	{ rounds, prompts, shift }: Script,
	round: number,
	draw: { end: () => End; number: () => number },
): Promise<string[]> {
	const items = rounds[round]!.map((json) => ({ json }));
	const submissions = openSubmissions(contextOf(world, round + shift, items));
	const promptOf = (json: string, index: number) => {
		if (prompts === 'fixed') return json;
		if (prompts === 'byPlace') return `${round}/${index}`;
		return `${prompts === 'fewRandom' ? draw.number() % 2 : draw.number()}`;
	};
	const begun = items.map(({ json }, index) =>
		submissions.begin(index, requestFor(promptOf(json, index))),
	);
	const ends = await Promise.allSettled(
		begun.map(async (submission, index) =>
			playItem(world, `${round}/${index}`, submission, draw.end()),
		),
	);
	const thrown = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as Error] : []));
	const worst = thrown.find((error) => error instanceof Killed) ?? thrown[0];
	if (worst) {
		submissions.forget();
		throw worst;
	}
	return ends.map((end) => (end as PromiseFulfilledResult<string>).value);
}

/** Tries an execution until it ends well, and gives what its items have. */
async function playTries(world: World, script: Script): Promise<Map<string, string>> {
	let step = 0;
	let seed = 1;
	// In the end everything goes well, so that every script comes to its end.
	const draw = {
		end: (): End => script.ends[step++] ?? 'accepted',
		number: () => (seed = (seed * 48271) % 2147483647),
	};
	const results = new Map<string, string>();
	for (let round = 0, shift = 0; round < script.rounds.length;) {
		try {
			const found = await playRun(world, { ...script, shift }, round, draw);
			found.forEach((value, index) => results.set(`${round}/${index}`, value));
			round++;
			// n8n stores the context as JSON.
			world.node = JSON.parse(JSON.stringify(world.node)) as IDataObject;
		} catch (error) {
			if (error instanceof Killed) {
				world.node = {};
				round = 0;
				shift = script.shift;
			} else if (!(error instanceof Failed)) throw error;
		}
	}
	return results;
}

const newWorld = (): World => ({ store: new Store(), token: 'token', node: {}, jobs: [] });

const anyScript = (ends: End[]) =>
	fc.record({
		rounds: fc.array(fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }), {
			minLength: 1,
			maxLength: 3,
		}),
		prompts: fc.constantFrom<Prompts>('fixed', 'byPlace', 'random', 'fewRandom'),
		ends: fc.array(fc.constantFrom(...ends), { maxLength: 12 }),
		shift: fc.constantFrom(0, 1),
	});

test('no item is billed twice, whatever ends the tries', async () => {
	const ends: End[] = [
		'accepted',
		'refused',
		'lost with a job',
		'lost without',
		'killed with a job',
		'killed before',
	];
	await fc.assert(
		fc.asyncProperty(anyScript(ends), async (script) => {
			const world = newWorld();
			await playTries(world, script);
			expect(new Set(world.jobs).size).toBe(world.jobs.length);
		}),
		{ numRuns: 600 },
	);
});

test('where gateways only refuse, every item gets its own job in the end', async () => {
	await fc.assert(
		fc.asyncProperty(anyScript(['accepted', 'refused']), async (script) => {
			const world = newWorld();
			const results = await playTries(world, script);
			const all = script.rounds.flatMap((items, round) =>
				items.map((_, index) => `${round}/${index}`),
			);
			expect([...results]).toEqual(all.map((id) => [id, id]));
			expect([...world.jobs].sort()).toEqual([...all].sort());
		}),
		{ numRuns: 600 },
	);
});

test('two Retries of one execution at the same time send each item once', async () => {
	await fc.assert(
		fc.asyncProperty(anyScript(['accepted']), async (script) => {
			const world = newWorld();
			const second = { ...world, node: {} };
			await Promise.all([playTries(world, script), playTries(second, script)]);
			expect(new Set(world.jobs).size).toBe(world.jobs.length);
		}),
		{ numRuns: 300 },
	);
});

test('submits that start at the same time share a write, and each write is looked at again', async () => {
	const world = newWorld();
	const json = Array.from({ length: 40 }, (_, index) => String(index));
	await playTries(world, { rounds: [json], prompts: 'fixed', ends: [], shift: 0 });
	expect(world.jobs).toHaveLength(40);
	expect(world.store.writes).toBe(2);
});

test('what another process writes over is written again', async () => {
	const world = newWorld();
	const { checkProcessedAndRecord } = world.store.helpers;
	let count = 0;
	world.store.helpers.checkProcessedAndRecord = async (...given) => {
		const result = await checkProcessedAndRecord(...given);
		// The other process had read the row before.
		if (++count === 1) world.store.row = ['of another process'];
		return result;
	};
	const script: Script = { rounds: [['a']], prompts: 'fixed', ends: [], shift: 0 };
	await playTries(world, script);
	const names = world.store.row!.length;
	expect(names).toBe(3);
	world.node = {};
	const again = await playTries(world, script);
	expect([...again.values()]).toEqual(['unclear']);
	expect(world.jobs).toHaveLength(1);
});

test('a collision of the first writes of two processes is no obstacle; a database that fails is', async () => {
	const world = newWorld();
	const { checkProcessedAndRecord } = world.store.helpers;
	let failures = 1;
	world.store.helpers.checkProcessedAndRecord = async (...given) => {
		if (failures-- > 0) throw new Error('UNIQUE constraint failed');
		return await checkProcessedAndRecord(...given);
	};
	const begin = () =>
		openSubmissions(contextOf(world, 0, [{ json: 'a' }])).begin(0, requestFor('a'));
	expect(await begin().hold()).toBeUndefined();
	failures = Infinity;
	world.node = {};
	expect(await begin().hold()).toMatchObject({
		accepted: 'no',
		message: expect.stringMatching(/couldn't record the submit in its database/),
	});
});

test('a workflow that n8n has not saved is submitted without records', async () => {
	const world = newWorld();
	world.store.helpers.checkProcessedAndRecord = async () => {
		throw new Error('SQLITE_CONSTRAINT: FOREIGN KEY constraint failed');
	};
	const script: Script = {
		rounds: [['a', 'a']],
		prompts: 'fixed',
		ends: ['accepted', 'refused'],
		shift: 0,
	};
	await playTries(world, script);
	expect([...world.jobs].sort()).toEqual(['0/0', '0/1']);
});

test('the records of a large batch do not push each other out', async () => {
	const world = newWorld();
	const json = Array.from({ length: 6000 }, () => 'the same');
	const script: Script = { rounds: [json], prompts: 'fixed', ends: [], shift: 0 };
	await playTries(world, script);
	world.node = {};
	await playTries(world, script);
	expect(world.jobs).toHaveLength(6000);
});
