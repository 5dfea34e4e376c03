import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { GatewayError, VideoJob } from '../../gateways/gateway';
import { LONGEST_CALLBACK, readCallbackBody } from '../../nodes/shared/callbackBody';
import { createStopSignal } from '../../nodes/shared/pause';
import { claimOnce, forget } from '../../nodes/VideoTrigger/claimOnce';
import { readTrueJob, recheckPauses } from '../../nodes/VideoTrigger/readTrueJob';
import {
	BELIEVED_FOR,
	FRESH_FOR,
	keepSecrets,
	REREAD_AFTER,
} from '../../nodes/VideoTrigger/secrets';
import { addPending, endPending, isSeen } from '../../nodes/VideoTrigger/seenStates';

/** The parts of Video Callback Trigger that need no n8n, with the clock turned by hand. */

const job = (index: number, status: VideoJob['status'] = 'completed'): VideoJob => ({
	gateway: 'useapi',
	jobId: `user:1-minimax:2-video:${index}`,
	status,
});

const gatewayError = (code: GatewayError['code']): GatewayError => ({
	kind: 'gatewayError',
	code,
	message: 'No',
	fix: 'Wait.',
	retryable: true,
	accepted: 'no',
});

describe('a secret', () => {
	/** A gateway with a secret that can be rotated, and callbacks signed with the one or the other. */
	function keeper() {
		const world = {
			now: 0,
			secret: 'old',
			reads: 0,
			error: undefined as GatewayError | undefined,
		};
		const secrets = keepSecrets(() => world.now);
		const read = async () => {
			world.reads++;
			return await Promise.resolve(world.error ?? world.secret);
		};
		const fits = async (signedWith: string) =>
			await secrets.fits('trigger', read, (secret) => secret === signedWith);
		return { world, fits };
	}

	test('is read once while it is fresh', async () => {
		const { world, fits } = keeper();
		for (world.now = 0; world.now < FRESH_FOR; world.now += FRESH_FOR / 5) {
			expect(await fits('old')).toBe(true);
		}
		expect(world.reads).toBe(1);
	});

	test('that was rotated is believed no longer than its age allows, also where nobody uses the new one', async () => {
		const { world, fits } = keeper();
		await fits('old');
		world.secret = 'new';
		world.now = FRESH_FOR - 1;
		expect(await fits('old')).toBe(true);
		world.now = FRESH_FOR;
		// Answered at once; read in the background.
		expect(await fits('old')).toBe(true);
		expect(await fits('old')).toBe(false);
		expect(await fits('new')).toBe(true);
		expect(world.reads).toBe(2);
	});

	test('that is old is read before anything is believed', async () => {
		const { world, fits } = keeper();
		await fits('old');
		world.secret = 'new';
		world.now = BELIEVED_FOR;
		expect(await fits('old')).toBe(false);
		expect(world.reads).toBe(2);
	});

	test('is read before it is believed after the clock was set back', async () => {
		const { world, fits } = keeper();
		world.now = BELIEVED_FOR;
		await fits('old');
		world.secret = 'new';
		world.now = 0;
		expect(await fits('old')).toBe(false);
	});

	test('that does not fit is read again, but not for each forged call', async () => {
		const { world, fits } = keeper();
		await fits('old');
		world.secret = 'new';
		world.now = REREAD_AFTER - 1;
		expect(await fits('new')).toBe(false);
		expect(world.reads).toBe(1);
		world.now = REREAD_AFTER;
		expect(await fits('new')).toBe(true);
		for (let count = 0; count < 10; count++) expect(await fits('forged')).toBe(false);
		expect(world.reads).toBe(2);
	});

	test('that can not be read is an error before it is known, and no reason to refuse while it is fresh', async () => {
		const { world, fits } = keeper();
		world.error = gatewayError('gateway');
		expect(await fits('old')).toBe(world.error);
		world.error = undefined;
		await fits('old');
		world.error = gatewayError('gateway');
		world.now = FRESH_FOR;
		expect(await fits('old')).toBe(true);
		expect(await fits('old')).toBe(true);
		world.now = BELIEVED_FOR;
		expect(await fits('old')).toBe(world.error);
	});

	test('is read once for calls at the same moment, and never valid where it is empty', async () => {
		const { world, fits } = keeper();
		world.secret = '';
		expect(await Promise.all(['', '', ''].map(fits))).toEqual([false, false, false]);
		expect(world.reads).toBe(1);
	});
});

describe('a job that is said to be finished', () => {
	test('is checked again for a minute at most, each time twice as long after the last', () => {
		expect(recheckPauses(3)).toEqual([3, 6, 12, 24]);
		expect(recheckPauses(4)).toEqual([4, 8, 16, 32]);
		expect(recheckPauses(100)).toEqual([]);
	});

	const checksUntil = async (told: VideoJob, answers: Array<VideoJob | GatewayError>) => {
		const pauses: number[] = [];
		let checks = 0;
		const check = async () => {
			const outcome = answers[Math.min(checks++, answers.length - 1)]!;
			return await Promise.resolve({ outcome });
		};
		const { outcome } = await readTrueJob(told, check, 3, async (seconds) => {
			pauses.push(seconds);
			await Promise.resolve();
		});
		return { outcome, pauses };
	};
	const running = job(1, 'processing');

	test.each([
		['finished', job(1), [job(1, 'failed')], []],
		['finished at the third check', job(1), [running, running, job(1)], [3, 6]],
		['never finished', job(1), [running], [3, 6, 12, 24]],
		['running, as it is said', running, [running], []],
		['nothing newer', job(1), [gatewayError('unchanged'), job(1)], [3]],
		['not there', job(1), [gatewayError('notFound')], []],
	] as const)('%s', async (_, told, answers, pauses) => {
		const found = await checksUntil(told, [...answers]);
		expect(found.pauses).toEqual(pauses);
		expect(found.outcome).toBe(answers.at(-1));
	});
});

describe('what this process remembers', () => {
	/** Static data are stored apart from it. */
	function trigger(node: string, stored: IDataObject = {}) {
		const context = {
			getWorkflowStaticData: () => stored,
			getWorkflow: () => ({ id: 'one' }),
			getNode: () => ({ id: node }),
		};
		return {
			stored,
			webhook: context as unknown as IWebhookFunctions,
			execution: context as unknown as IExecuteFunctions,
		};
	}

	test('keeps a second call away while an execution is at work, and not after it has failed', () => {
		const { webhook, execution } = trigger('pending');
		expect(isSeen(webhook, job(1), 0)).toBe(false);
		addPending(webhook, job(1), 0);
		expect(isSeen(webhook, job(1), 119_999)).toBe(true);
		expect(isSeen(webhook, job(1), 120_000)).toBe(false);
		addPending(webhook, job(1), 0);
		endPending(execution, job(1));
		expect(isSeen(webhook, job(1), 1)).toBe(false);
		endPending(execution, job(1), job(1, 'failed'));
		expect(isSeen(webhook, job(1), 1)).toBe(false);
		expect(isSeen(webhook, job(1, 'failed'), 1)).toBe(true);
	});

	test('is the last 1,000 final states, also after a restart', () => {
		const { webhook, execution, stored } = trigger('many');
		for (let index = 0; index < 2500; index++) endPending(execution, job(index), job(index));
		expect(stored).toEqual({});
		isSeen(webhook, job(0), 0);

		for (const [what, one] of [
			['in this process', webhook],
			['as after a restart', trigger('fresh', stored).webhook],
		] as const) {
			const seen = [2499, 1500, 1499, 0].map((index) => isSeen(one, job(index), 0));
			expect([what, seen]).toEqual([what, [true, true, false, false]]);
			expect(isSeen(one, job(2499, 'failed'), 0)).toBe(false);
		}
		expect(stored.seenStates).toHaveLength(1000);
		expect(JSON.stringify(stored).length).toBeLessThan(20_000);
	});
});

describe('the record of final states', () => {
	/** The row in n8n's database: read, changed and written without a lock, by several processes. */
	function database() {
		const world = { row: undefined as string[] | undefined, collisions: 0 };
		/** `pause` lies between reading and writing. */
		const record = async (entries: string[], pause: () => Promise<void>) => {
			const before = world.row;
			await pause();
			if (before === undefined && world.collisions > 0) {
				world.collisions--;
				world.row = [];
				throw new Error('UNIQUE constraint failed');
			}
			const has = (entry: string) => before?.includes(entry) ?? false;
			world.row = [...new Set([...(before ?? []), ...entries])];
			return { new: entries.filter((one) => !has(one)), processed: entries.filter(has) };
		};
		return { world, record };
	}

	/** An execution in a process of its own. */
	function executionOf(
		{ world, record }: ReturnType<typeof database>,
		{
			run,
			pause = async () => await Promise.resolve(),
			helpers,
			node = run,
			mode = 'webhook',
		}: {
			run: string;
			pause?: () => Promise<void>;
			helpers?: object;
			node?: string;
			mode?: string;
		},
	) {
		const warnings: string[] = [];
		const context = {
			getWorkflow: () => ({ id: 'once' }),
			// Another name in the memory of this process: as in another process.
			getNode: () => ({ id: node }),
			getMode: () => mode,
			getExecutionId: () => run,
			evaluateExpression: () => `https://n8n.example/webhook-waiting/7?signature=${run}`,
			logger: { warn: (line: string) => warnings.push(line) },
			helpers: helpers ?? {
				checkProcessedAndRecord: async (entries: string[]) => await record(entries, pause),
				removeProcessed: async (entries: string[]) => {
					world.row = world.row?.filter((entry) => !entries.includes(entry));
					await Promise.resolve();
				},
			},
		} as unknown as IExecuteFunctions;
		return {
			warnings,
			context,
			claim: async (one: VideoJob) =>
				await claimOnce(context, one, createStopSignal(context)),
		};
	}

	test('lets the first execution through, its own Retry too, and no other', async () => {
		const shared = database();
		const first = executionOf(shared, { run: 'a' });
		expect(await first.claim(job(1))).toBe(true);
		expect(await executionOf(shared, { run: 'b' }).claim(job(1))).toBe(false);
		expect(await executionOf(shared, { run: 'a', mode: 'retry' }).claim(job(1))).toBe(true);
		expect(await executionOf(shared, { run: 'b', mode: 'retry' }).claim(job(1))).toBe(false);
		await forget(first.context, job(1));
		expect(await executionOf(shared, { run: 'c' }).claim(job(1))).toBe(true);
	});

	test('lets one of several through that write over each other', async () => {
		const shared = database();
		const together = Array.from({ length: 4 }, (_, index) => {
			let isFirst = true;
			return executionOf(shared, {
				run: `run ${index}`,
				// All have read before the first one writes.
				pause: async () => {
					await new Promise((resolve) =>
						setTimeout(resolve, isFirst ? 50 + index * 20 : 1),
					);
					isFirst = false;
				},
			});
		});
		const claims = await Promise.all(together.map(async ({ claim }) => await claim(job(2))));
		expect(claims.filter(Boolean)).toHaveLength(1);
	});

	test("finds that another job's record was written over its own, and records it again", async () => {
		const shared = database();
		const slow = async () => await new Promise<void>((resolve) => setTimeout(resolve, 30));
		const [one, other] = [
			executionOf(shared, { run: 'one' }),
			executionOf(shared, { run: 'other', pause: slow }),
		];
		expect(await Promise.all([one.claim(job(3)), other.claim(job(4))])).toEqual([true, true]);
		const later = executionOf(shared, { run: 'later' });
		expect([await later.claim(job(3)), await later.claim(job(4))]).toEqual([false, false]);
	});

	test("lets one of two through, though other jobs' records are written over both of theirs again and again", async () => {
		const shared = database();
		const entries = { checks: 0 };
		const run = (name: string) => {
			let writes = 0;
			const helpers = {
				checkProcessedAndRecord: async (names: string[]) => {
					writes++;
					const found = await shared.record(names, async () => await Promise.resolve());
					// A slow copy of the row, from before either of them, comes after each one's first two writes.
					if (writes <= 2) shared.world.row = [];
					entries.checks++;
					return found;
				},
				removeProcessed: async () => await Promise.resolve(),
			};
			return executionOf(shared, { run: name, helpers });
		};
		const [one, other] = [run('one'), run('other')];
		const claims = await Promise.all([one.claim(job(7)), other.claim(job(7))]);
		expect(claims.filter(Boolean)).toHaveLength(1);
		expect(entries.checks).toBeGreaterThan(4);
	});

	test('survives that two processes make the row at the same moment', async () => {
		const shared = database();
		shared.world.collisions = 1;
		const one = executionOf(shared, { run: 'one' });
		expect(await one.claim(job(5))).toBe(true);
		expect(one.warnings).toEqual([]);
	});

	test('is not needed: without it the memory of this process decides', async () => {
		const fails = {
			checkProcessedAndRecord: async () => {
				await Promise.resolve();
				throw new Error('No workflow ID');
			},
		};
		for (const [node, helpers] of [
			['throws', fails],
			['missing', {}],
		] as const) {
			const one = executionOf(database(), { run: 'one', node, helpers });
			expect(await one.claim(job(6))).toBe(true);
			endPending(one.context, job(6), job(6));
			expect(await one.claim(job(6))).toBe(false);
			expect(one.warnings).toHaveLength(node === 'throws' ? 2 : 0);
			await forget(one.context, job(6));
		}
	});
});

describe('the body of a callback', () => {
	const requestOf = (request: object) =>
		({ getRequestObject: () => request }) as unknown as IWebhookFunctions;

	test.each([
		['{"a":1}', { a: 1 }],
		['\ufeff{"a":1}', { a: 1 }],
		['"text"', 'text'],
		['{"a":', undefined],
		['videoId=1', undefined],
		['', undefined],
	])('%j', async (text, body) => {
		const rawBody = Buffer.from(text);
		expect(await readCallbackBody(requestOf({ rawBody }))).toEqual({ rawBody, body });
	});

	test('is read where n8n has not done so, and not where it has used the stream up', async () => {
		const unread = (contentType: string) => {
			const request = {
				contentType,
				rawBody: undefined as Buffer | undefined,
				readRawBody: async () => {
					request.rawBody = Buffer.from('{"a":1}');
					await Promise.resolve();
				},
			};
			return requestOf(request);
		};
		expect((await readCallbackBody(unread('text/plain')))?.body).toEqual({ a: 1 });
		expect((await readCallbackBody(unread('multipart/form-data')))?.body).toBeUndefined();
	});

	test('is not parsed where it is too long', async () => {
		const rawBody = Buffer.alloc(LONGEST_CALLBACK + 1, ' ');
		expect(await readCallbackBody(requestOf({ rawBody }))).toBeUndefined();
	});
});
