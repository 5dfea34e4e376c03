import { Readable } from 'stream';

import { aimlapi as wholeAimlapi } from '../../../gateways/adapters/aimlapi';
import { fal } from '../../../gateways/adapters/fal';
import { replicate } from '../../../gateways/adapters/replicate';
import type { Gateway } from '../../../gateways/gateway';
import { findModel } from '../../../gateways/request/models';
import {
	builtInTables,
	followFresh,
	openModelLists,
} from '../../../nodes/SubmitVideo/plan/modelLists';
import { createCaller, startRun, type Caller } from '../../../nodes/shared/item';
import { Stopped } from '../../../nodes/shared/pause';
import { listUnreadSentence, undescribedSentence } from '../../../nodes/shared/sentences/notices';
import { createKeptReads } from '../../../nodes/SubmitVideo/plan/keptReads';
import { submitVideos } from '../../../nodes/SubmitVideo/submitVideos';
import { Store } from '../../faults/store';
import { fakeRun } from './fakeContext';

const TWO = ['minimax/h3', 'minimax/hailuo-02'];

/** AI/ML API with two models in its table, of which a list may lack one. */
const aimlapi: Gateway = {
	...wholeAimlapi,
	models: wholeAimlapi.models.filter(({ id }) => TWO.includes(id)),
};

/** Nobody else's list is kept under it. */
let accounts = 0;

interface Listing {
	caller: Caller;
	/** Readings of the list. */
	calls: () => number;
	/** What the gateway answers from now on: IDs, or an HTTP status. */
	answer: (with_: string[] | number) => void;
}

/** A caller with an account of its own, and the list that its gateway gives. */
function listing(key = `key-${++accounts}-0123456789`): Listing {
	const { context } = fakeRun([{}]);
	let calls = 0;
	let answer: string[] | number = ['minimax/h3'];
	Object.assign(context, {
		getCredentials: async () =>
			await Promise.resolve({ apiKey: key, baseUrl: 'https://api.example.com/' }),
		helpers: {
			httpRequestWithAuthentication: async () => {
				calls++;
				const [statusCode, data] =
					typeof answer === 'number'
						? [answer, []]
						: [200, answer.map((id) => ({ id, type: 'video' }))];
				return await Promise.resolve({
					statusCode,
					headers: { 'content-type': 'application/json' },
					body: Readable.from([Buffer.from(JSON.stringify({ data }))]),
				});
			},
		},
	});
	return {
		caller: createCaller(startRun(context)),
		calls: () => calls,
		answer: (other) => {
			answer = other;
		},
	};
}

/** A clock that a test sets forward. */
function clock() {
	let seconds = 1_000_000;
	return { now: () => seconds * 1000, pass: (more: number) => (seconds += more) };
}

const offered = (models: typeof aimlapi.models) =>
	models.flatMap(({ id, retired }) => (retired ? [] : [id]));

test('a run reads the list once for all its items, and sees the same one to its end', async () => {
	const { caller, calls, answer } = listing();
	const { now, pass } = clock();
	const run = openModelLists(now);
	const { gateway } = await run.follow(caller, aimlapi);
	expect(offered(gateway.models)).toEqual(['minimax/h3']);
	answer(['minimax/hailuo-02']);
	pass(3600);
	expect((await run.follow(caller, aimlapi)).gateway).toBe(gateway);
	expect(calls()).toBe(1);
});

test('the next run takes a list of the last half minute, and reads one that is older', async () => {
	const { caller, calls, answer } = listing();
	const { now, pass } = clock();
	const follow = async () => (await openModelLists(now).follow(caller, aimlapi)).gateway.models;
	await follow();
	answer(['minimax/h3', 'google/veo-9']);
	pass(29);
	expect(offered(await follow())).toEqual(['minimax/h3']);
	pass(1);
	expect(offered(await follow())).toEqual(['minimax/h3', 'google/veo-9']);
	expect(calls()).toBe(2);
});

test('who opens the list in the panel gets it as it is now, and so does the run after that', async () => {
	const { caller, calls, answer } = listing();
	await followFresh(caller, aimlapi);
	answer(['minimax/hailuo-02']);
	expect(offered((await followFresh(caller, aimlapi)).models)).toEqual(['minimax/hailuo-02']);
	const { gateway } = await openModelLists().follow(caller, aimlapi);
	expect([offered(gateway.models), calls()]).toEqual([['minimax/hailuo-02'], 2]);
});

test('where nothing may be sent, a list of the last half minute counts, and no other', async () => {
	const { caller, calls } = listing();
	const { now, pass } = clock();
	const run = openModelLists(now);
	const keptOnly = true;
	expect(await run.follow(caller, aimlapi, { keptOnly })).toEqual({ gateway: aimlapi });
	expect(calls()).toBe(0);
	await run.follow(caller, aimlapi);
	const follow = async () =>
		(await openModelLists(now).follow(caller, aimlapi, { keptOnly })).gateway;
	expect(offered((await follow()).models)).toEqual(['minimax/h3']);
	pass(30);
	expect([await follow(), calls()]).toEqual([aimlapi, 1]);
});

test('another key has a list of its own', async () => {
	const { now } = clock();
	const [one, other] = [listing(), listing()];
	other.answer(['minimax/hailuo-02']);
	await openModelLists(now).follow(one.caller, aimlapi);
	const { gateway } = await openModelLists(now).follow(other.caller, aimlapi);
	expect(offered(gateway.models)).toEqual(['minimax/hailuo-02']);
});

test('a list that fails is the built-in table, and is not asked for again at once', async () => {
	const { caller, calls, answer } = listing();
	const { now, pass } = clock();
	answer(503);
	const first = await openModelLists(now).follow(caller, aimlapi);
	expect(first).toEqual({
		gateway: aimlapi,
		unread: expect.stringMatching(/HTTP 503/) as string,
	});
	expect(await openModelLists(now).follow(caller, aimlapi)).toEqual(first);
	expect(calls()).toBe(1);
	pass(30);
	answer(['minimax/h3']);
	expect((await openModelLists(now).follow(caller, aimlapi)).unread).toBeUndefined();
});

test('the warning says what is not known, and of when the table is', () => {
	expect(
		listUnreadSentence(aimlapi, 'google/veo-9', 'AI/ML API failed (HTTP 503)'),
	).toMatchInlineSnapshot(
		`"The limits and the price of google/veo-9 aren't known: it isn't in the built-in table for AI/ML API (2026-08-21), and AI/ML API's own list of models couldn't be read. AI/ML API failed (HTTP 503)."`,
	);
});

test('runs and fields that ask at the same time share one reading', async () => {
	const { caller, calls } = listing();
	const all = await Promise.all(
		[1, 2, 3].map(async () => await openModelLists().follow(caller, aimlapi)),
	);
	expect(all.map(({ gateway }) => offered(gateway.models))).toEqual(
		[1, 2, 3].map(() => ['minimax/h3']),
	);
	expect(calls()).toBe(1);
});

test('who is stopped while reading leaves the reading to the others who wait for it', async () => {
	const kept = createKeptReads<string>(30);
	const { now } = clock();
	const stopped = kept.read('a', now, async () => await Promise.reject(new Stopped()));
	const others = [1, 2].map(
		async (other) => await kept.read('a', now, async () => await Promise.resolve(`${other}`)),
	);
	await expect(stopped).rejects.toThrow(Stopped);
	expect(await Promise.all(others)).toEqual(['1', '1']);
	expect(await kept.find('a', now)).toBe('1');
});

describe('what a gateway says of one model', () => {
	/** A caller with an account of its own at a gateway that answers so, and the addresses that were asked for. */
	function describing(status: number, body: unknown) {
		const { caller } = listing();
		const asked: string[] = [];
		const answerIt = async (options: { url: string }) => {
			asked.push(options.url);
			return await Promise.resolve({
				statusCode: status,
				headers: { 'content-type': 'application/json' },
				body: Readable.from([Buffer.from(JSON.stringify(body))]),
			});
		};
		Object.assign(caller.context.helpers, {
			httpRequestWithAuthentication: async (_type: string, options: { url: string }) =>
				await answerIt(options),
		});
		return { caller, asked };
	}

	const Input = { properties: { prompt: {}, start_image: { type: 'string' } } };
	const schema = { latest_version: { openapi_schema: { components: { schemas: { Input } } } } };
	const model = 'acme/film';

	test('is read once in a run and for half a minute, each model by itself', async () => {
		const { caller, asked } = describing(200, schema);
		const { now, pass } = clock();
		const run = openModelLists(now);
		const { gateway } = await run.follow(caller, replicate, { model });
		expect(findModel(gateway, model)).toMatchObject({
			firstFrame: 'optional',
			listed: true,
			description: { names: { prompt: 'prompt', firstFrame: 'start_image' } },
		});
		pass(3600);
		expect((await run.follow(caller, replicate, { model })).gateway).toBe(gateway);
		expect(asked).toEqual(['https://api.example.com/v1/models/acme/film']);
		await openModelLists(now).follow(caller, replicate, { model: 'acme/other' });
		await Promise.all(
			[1, 2].map(async () => await openModelLists(now).follow(caller, replicate, { model })),
		);
		expect(asked).toHaveLength(3);
	});

	test('is not asked for where the table has the model, or where nothing may be sent', async () => {
		const { caller, asked } = describing(200, schema);
		const { defaultModel } = replicate;
		const run = openModelLists();
		const as = { gateway: replicate };
		expect(
			await run.follow(caller, replicate, { model: ` ${defaultModel.toUpperCase()} ` }),
		).toEqual(as);
		expect(await run.follow(caller, replicate, { model, keptOnly: true })).toEqual(as);
		expect(await run.follow(caller, replicate)).toEqual(as);
		expect(asked).toEqual([]);
	});

	test("waits for its turn by the user's own limit, rather than leave the video to guesses", async () => {
		jest.useFakeTimers();
		try {
			const { caller, asked } = describing(200, schema);
			const limited = { ...caller, requestsPerMinute: 1 };
			const run = openModelLists();
			const both = Promise.all(
				['acme/first', 'acme/second'].map(
					async (id) => await run.follow(limited, replicate, { model: id }),
				),
			);
			await jest.advanceTimersByTimeAsync(30_000);
			expect(asked).toHaveLength(1);
			await jest.advanceTimersByTimeAsync(31_000);
			expect((await both).filter(({ undescribed }) => undescribed !== undefined)).toEqual([]);
			expect(asked).toHaveLength(2);
		} finally {
			jest.useRealTimers();
		}
	});

	test('without the key, it is no request of the account: the limit is for the videos', async () => {
		const { caller } = listing();
		const asked: string[] = [];
		Object.assign(caller.context.helpers, {
			httpRequest: async ({ url }: { url: string }) => {
				asked.push(url);
				return await Promise.resolve({
					statusCode: 404,
					headers: { 'content-type': 'application/json' },
					body: Readable.from([Buffer.from('{}')]),
				});
			},
		});
		const limited = { ...caller, requestsPerMinute: 1 };
		for (const id of ['fal-ai/first', 'fal-ai/second']) {
			await openModelLists().follow(limited, fal, { model: id });
		}
		expect(asked).toHaveLength(2);
	});

	test('leaves the gateway as it is if it cannot be read, and says why', async () => {
		const { caller } = describing(404, {
			detail: 'The requested resource could not be found.',
		});
		expect(await openModelLists().follow(caller, replicate, { model })).toEqual({
			gateway: replicate,
			undescribed: expect.stringMatching(/HTTP 404/) as string,
		});
		expect(
			undescribedSentence(replicate, model, 'Replicate failed (HTTP 503)'),
		).toMatchInlineSnapshot(
			`"The input names for acme/film are a guess based on other models at Replicate: the model's description couldn't be read. Replicate failed (HTTP 503)."`,
		);
	});
});

test('what has no list, or no credential, is as it is', async () => {
	const { caller, calls } = listing();
	expect(await openModelLists().follow(caller, fal)).toEqual({ gateway: fal });
	expect(await builtInTables.follow(caller, aimlapi)).toEqual({ gateway: aimlapi });
	const { context } = fakeRun([{}]);
	const node = { ...context.getNode(), credentials: {} };
	Object.assign(context, { node, getNode: () => node });
	expect(await openModelLists().follow(createCaller(startRun(context)), aimlapi)).toEqual({
		gateway: aimlapi,
	});
	expect(calls()).toBe(0);
});

test('Stop ends it', async () => {
	const { caller } = listing();
	caller.stop.stop();
	Object.assign(caller.context, {
		getExecutionCancelSignal: () => AbortSignal.abort(),
		helpers: {
			httpRequestWithAuthentication: async () => await Promise.reject(new Error('aborted')),
		},
	});
	await expect(openModelLists().follow(caller, aimlapi)).rejects.toThrow(Stopped);
});

/** What n8n keeps of an execution whose node context was lost, as after a kill: the records, and the token. */
function runAfterKill(
	store: Store,
	answer: (method: string) => Promise<unknown>,
	options: object = {},
) {
	const run = fakeRun([
		{ gateway: 'aimlapi', model: 'minimax/hailuo-02', prompt: 'A lake', options },
	]);
	Object.assign(run.context, {
		getWorkflow: () => ({ id: 'workflow', active: false }),
		getMode: () => 'webhook',
		evaluateExpression: () => 'https://n8n.example.com/webhook-waiting/1?signature=token',
		getCredentials: async () =>
			await Promise.resolve({
				apiKey: 'key-killed-0123456789',
				baseUrl: 'https://api.example.com',
			}),
		helpers: {
			...store.helpers,
			httpRequestWithAuthentication: async (_type: string, { method }: { method: string }) =>
				await answer(method),
		},
	});
	return run.context;
}

const listWithout = (id: string) => async () =>
	await Promise.resolve({
		statusCode: 200,
		headers: { 'content-type': 'application/json' },
		body: Readable.from([
			Buffer.from(
				JSON.stringify({
					data: aimlapi.models
						.filter((model) => model.id !== id)
						.map((model) => ({ id: model.id, type: 'video' })),
				}),
			),
		]),
	});

test('what an earlier try may have sent is not called unsent because it costs too much by now', async () => {
	jest.spyOn(Date, 'now').mockReturnValue(2_100_000_000_000);
	const store = new Store();
	const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	const errors: string[] = [];
	for (const options of [{}, { maxCostPerVideo: 0.01 }]) {
		jest.mocked(Date.now).mockReturnValue(Date.now() + 60_000);
		const context = runAfterKill(
			store,
			async (method) =>
				method === 'GET' ? await listWithout('none')() : await Promise.reject(reset),
			options,
		);
		const [item] = await submitVideos(context);
		errors.push(String(item?.json.error));
	}
	jest.restoreAllMocks();
	expect(errors).toEqual([
		expect.stringMatching(/The job may exist and be billed/),
		expect.stringMatching(/^An earlier attempt of this execution started to submit this video/),
	]);
});

test('what an earlier try may have sent is not refused for what the list says by now', async () => {
	jest.spyOn(Date, 'now').mockReturnValue(2_000_000_000_000);
	const store = new Store();
	const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
	const errors: string[] = [];
	for (const gone of ['none', 'minimax/hailuo-02']) {
		jest.mocked(Date.now).mockReturnValue(Date.now() + 60_000);
		const context = runAfterKill(store, async (method) =>
			method === 'GET' ? await listWithout(gone)() : await Promise.reject(reset),
		);
		const [item] = await submitVideos(context);
		errors.push(String(item?.json.error));
	}
	jest.restoreAllMocks();
	expect(errors).toEqual([
		expect.stringMatching(/The job may exist and be billed/),
		expect.stringMatching(/^An earlier attempt of this execution started to submit this video/),
	]);
});
