import * as fc from 'fast-check';

import { gateways } from '../../gateways';
import { checkRequest } from '../../gateways/checks';
import {
	isFinal,
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { fitToModel, resolveModel } from '../../gateways/models';
import type { Pace, Rhythm } from '../../gateways/waiting/schedule';
import { anyRequest } from '../gateways/arbitraries';
import { benchFor, leastRequest, modelOf } from '../gateways/bench';
import { callGateway } from '../gateways/callGateway';
import { png } from '../gateways/images';
import { failedLook, unchanged, watchJob, type Watched } from '../gateways/waiting/watchedJob';
import {
	CALLBACK_VARIANTS,
	OUTCOMES,
	startSimulator,
	VARIANTS,
	type GatewayId,
} from '../simulator';

/**
 * What holds whatever a gateway answers, a user types, or happens meanwhile. The properties of `test/gateways` make
 * up answers from the keys that the pages know; these take whole real answers, of every documented shape and stage,
 * and break them.
 */

/** Cases of the first property, over all calls. */
const ALL_CASES = 100_000;

/** Stands for the key that is taken away. */
const REMOVED = Symbol('removed');

const oddities: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		...[null, true, false, 0, -1, 1.5, 1e308, -0, '', ' ', '0', '-1', '1e9', 'NaN', [], {}],
		...[[null], [[]], { url: null }, { url: {} }, 'https://a/v.mp4', 'javascript:alert(1)'],
		...['constructor', '__proto__', 'completed', 'COMPLETED', 'failed', 'Success', 'archiving'],
		...['\u0000', '\ud800', '💥', 'a'.repeat(10_000), '\\"'.repeat(2000), '"'],
		...['file:///etc/passwd', '//a', 'https://a/?Expires=99999999999', '2026-13-45'],
	),
	fc.string({ unit: 'binary' }),
	fc.jsonValue({ maxDepth: 3 }),
);

/** A value put in a place of a body, which is found by its turns: the n-th key, round and round. */
const change = fc.record({
	turns: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
	to: fc.oneof(
		{ weight: 4, arbitrary: oddities },
		{ weight: 1, arbitrary: fc.constant(REMOVED) },
	),
});

/** The body with another value in one place. */
function changed(body: unknown, [turn, ...turns]: readonly number[], to: unknown): unknown {
	if (turn === undefined || typeof body !== 'object' || body === null) return to;
	const keys = Object.keys(body);
	const key = keys[turn % keys.length];
	if (key === undefined) return to;
	const entries = Object.entries(body).flatMap(([name, value]) => {
		if (name !== key) return [[name, value]];
		const inner = changed(value, turns, to);
		return inner === REMOVED ? [] : [[name, inner]];
	});
	return Array.isArray(body)
		? entries.map(([, value]) => value as unknown)
		: Object.fromEntries(entries);
}

const headers = fc.dictionary(
	fc.constantFrom('retry-after', 'x-rate-limit-reset-at-utc', 'x-cost', 'x-request-id'),
	fc.oneof(fc.string(), fc.constantFrom('-1', '1e99', '', 'Thu, 01 Oct 2026 12:00:30 GMT')),
);

/** How a body reaches its reader. */
const forms: Record<string, (json: string) => string> = {
	whole: (json) => json,
	'as text in JSON': (json) => JSON.stringify(json),
	'cut off': (json) => json.slice(0, Math.ceil(json.length / 2)),
	deep: (json) => `${'[{"a":'.repeat(2000)}${json}${'}]'.repeat(2000)}`,
	page: (json) => `<html>${json}</html>`,
};

/** A real answer with anything in the place of any part of it. */
const broken = (real: readonly Answer[]): fc.Arbitrary<Answer> =>
	fc
		.record({
			base: fc.constantFrom(...real),
			changes: fc.oneof(
				fc.array(change, { maxLength: 1 }),
				fc.array(change, { maxLength: 3 }),
			),
			instead: fc.option(oddities, { freq: 12 }),
			status: fc.option(fc.oneof(fc.constantFrom(200, 304, 422, 429, 500), fc.nat(999)), {
				freq: 2,
			}),
			more: headers,
			form: fc.oneof(
				{ weight: 12, arbitrary: fc.constant('whole') },
				{ weight: 1, arbitrary: fc.constantFrom(...Object.keys(forms)) },
			),
		})
		.map(({ base, changes, instead, status, more, form }) => {
			const body = changes.reduce(
				(sofar, { turns, to }) => changed(sofar, turns, to),
				JSON.parse(base.body || 'null') as unknown,
			);
			const shown = instead === null ? (body === REMOVED ? null : body) : instead;
			return {
				...base,
				status: status ?? base.status,
				headers: { ...base.headers, ...more },
				body: forms[form]!(JSON.stringify(shown) ?? ''),
			};
		});

/** One call of one gateway: what real answers to it look like, and how they are read. */
interface Reading {
	gateway: Gateway;
	call: string;
	real: Answer[];
	/** Reads an answer, and `second` in case that another call follows. */
	read: (answer: Answer, second: Answer) => unknown;
	/** It may also say that this is nothing of its own. */
	mayPass?: true;
	/** It yields something else than a job: the key whose text it is for. */
	yields?: string;
}

function readWhole<Result>(call: Call<Result>, answers: readonly Answer[]): unknown {
	const outcome = call.read(answers[0]!);
	const next = call.next?.(outcome);
	const [, ...more] = answers;
	return next && more.length > 0 ? readWhole(next, more) : outcome;
}

const toAnswer = (body: string): Answer => ({ status: 200, headers: {}, body, receivedAt: 0 });

/** Every call of every gateway, with the answers that the simulator gives in all variants, outcomes and stages. */
async function gatherReadings(): Promise<Reading[]> {
	const simulator = await startSimulator();
	simulator.callbackChallenge = false;
	const readings: Reading[] = [];
	for (const gateway of gateways) {
		const id = gateway.id as GatewayId;
		const send = async <Result>(call: Call<Result>) =>
			await callGateway(id, simulator.credentials[id], call);
		const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
		const submits: Answer[] = [];
		const looks: Answer[] = [];
		const callbacks: Answer[] = [];
		for (const variant of VARIANTS[id]) {
			for (const outcome of OUTCOMES) {
				for (const seconds of [0, 1000]) {
					simulator.plan = () => ({ variant, outcome, seconds });
					submits.push(...(await send(gateway.submit(request))).answers);
					const job = simulator.jobs.at(-1)!;
					looks.push(...(await send(gateway.status(job.jobId))).answers);
					for (const shape of id in CALLBACK_VARIANTS
						? CALLBACK_VARIANTS[id as keyof typeof CALLBACK_VARIANTS]
						: []) {
						const url = simulator.origin;
						const { body } = simulator.callback(job, { variant: shape, url });
						callbacks.push(toAnswer(body));
					}
				}
			}
		}
		const add = (
			call: string,
			real: Answer[],
			more: Omit<Reading, 'gateway' | 'call' | 'real'>,
		) => readings.push({ gateway, call, real, ...more });
		add('submit', submits, { read: (answer) => readWhole(gateway.submit(request), [answer]) });
		add('status', looks, {
			read: (answer, second) => readWhole(gateway.status('1'), [answer, second]),
		});
		const { upload, readCallback, callbackSignature, accountCallback } = gateway;
		if (gateway.settings?.includes('blocking')) {
			simulator.plan = () => ({ seconds: 0, variant: 'json' });
			const call = gateway.submit({ ...request, blocking: true });
			add('blocking submit', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
			});
		}
		if (upload) {
			const call = upload({ bytes: png(1280, 720), mimeType: 'image/png' }, request);
			add('upload', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'kind',
			});
		}
		if (readCallback) {
			add('callback', callbacks, {
				read: ({ body, receivedAt }) => readCallback(bodyOf(body), receivedAt),
				mayPass: true,
			});
		}
		if (callbackSignature) {
			const call = callbackSignature.secret();
			add('webhook secret', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'secret',
			});
		}
		if (accountCallback) {
			const call = accountCallback.read();
			add('account', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'url',
			});
		}
	}
	await simulator.close();
	return readings;
}

/** A callback's body as n8n hands it over. */
function bodyOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

const CALLS = [
	...gateways.flatMap(({ id }) => [`submit ${id}`, `status ${id}`]),
	...['blocking submit segmind', 'upload segmind', 'upload useapi', 'account useapi'],
	...['callback aigateway', 'callback pixazo', 'callback useapi', 'webhook secret aigateway'],
];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isPlain = (value: object): boolean =>
	JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value);

/** The promises of a job or an error that are not kept. */
function brokenPromises(outcome: VideoJob | GatewayError, gateway: Gateway): string[] {
	const promises = isGatewayError(outcome)
		? {
				'names the gateway': outcome.message.includes(gateway.label),
				'is short enough to read': outcome.message.length < 800,
				'says what to do': outcome.mend.endsWith('.'),
				'tells whether it was taken': ['no', 'maybe'].includes(outcome.accepted),
				'asks for a time that can be waited': (outcome.retryAfterSeconds ?? 0) >= 0,
			}
		: {
				'is of its gateway': outcome.gateway === gateway.id,
				'has an id': isText(outcome.jobId),
				'has a status': /^(queued|processing|completed|failed|cancelled)$/.test(
					outcome.status,
				),
				'has no key "error", which n8n takes for a failed item': !('error' in outcome),
			};
	return [
		...Object.entries(promises).flatMap(([name, isKept]) => (isKept ? [] : [name])),
		...(isPlain(outcome) ? [] : ['is plain JSON']),
	];
}

describe('anything in the place of an answer', () => {
	const readings = new Map<string, Reading>();

	beforeAll(async () => {
		for (const reading of await gatherReadings()) {
			readings.set(`${reading.call} ${reading.gateway.id}`, reading);
		}
	}, 60_000);

	test('is tried at every call', () => {
		expect([...readings.keys()].sort()).toEqual([...CALLS].sort());
	});

	test.each(CALLS)(
		'to the %s gives a job or an error of its kind, at once',
		(name) => {
			const { gateway, real, read, mayPass, yields } = readings.get(name)!;
			let errors = 0;
			let slowest = 0;
			const runs = Math.ceil(ALL_CASES / CALLS.length);
			const anyAnswer = broken(real);
			fc.assert(
				fc.property(anyAnswer, anyAnswer, (answer, second) => {
					const began = performance.now();
					const outcome = read(answer, second);
					slowest = Math.max(slowest, performance.now() - began);
					if (outcome === undefined && mayPass) {
						errors++;
						return;
					}
					if (isGatewayError(outcome)) errors++;
					else if (yields !== undefined) {
						expect(typeof (outcome as Record<string, unknown>)[yields]).toBe('string');
						return;
					}
					expect(brokenPromises(outcome as VideoJob, gateway)).toEqual([]);
				}),
				{ numRuns: runs },
			);
			// Neither side may run dry.
			expect(errors).toBeGreaterThan(runs / 50);
			expect(errors).toBeLessThan(runs - runs / 50);
			expect(slowest).toBeLessThan(500);
		},
		120_000,
	);
});

/** What a user may type beyond what `anyRequest` holds: for each field with a limit, values far from it. */
function oddRequest(gateway: Gateway): fc.Arbitrary<VideoRequest> {
	const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) =>
		fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
	const oddNumber = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e9, Number.NaN, Infinity));
	const oddText = fc.oneof(
		fc.string({ unit: 'binary', minLength: 1 }),
		fc.constantFrom(' ', '\n', '<b>', '{{ $json }}', '0', 'null'),
	);
	return fc
		.tuple(
			anyRequest(gateway),
			fc.record({
				prompt: seldom(oddText),
				durationSeconds: seldom(oddNumber),
				resolution: seldom(oddText),
				callbackUrl: seldom(
					fc.oneof(
						oddText,
						fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
					),
				),
				callbackReference: seldom(oddText),
				maxJobs: seldom(oddNumber),
				blocking: seldom(fc.boolean()),
			}),
		)
		.map(([typed, odd]) => ({
			...typed,
			...Object.fromEntries(Object.entries(odd).filter(([, value]) => value !== undefined)),
		}));
}

describe.each(gateways)('any parameters for $label', (gateway) => {
	const bench = benchFor(gateway);

	test('give a message, or a body that is documented', async () => {
		let told = 0;
		let sent = 0;
		await fc.assert(
			fc.asyncProperty(oddRequest(gateway), async (typed) => {
				const wanted = { ...typed, model: resolveModel(gateway, typed) };
				const problems = checkRequest(gateway, wanted);
				if (problems.length > 0) {
					told++;
					for (const { parameter, message } of problems) {
						expect(parameter).not.toBe('');
						expect(message).toMatch(/\.$/);
					}
					return;
				}
				// What is uploaded first is the matter of `test/gateways/requests.test.ts`.
				const { firstFrame, endFrame, subjectReferences = [] } = wanted;
				const pictures = [firstFrame, endFrame, ...subjectReferences];
				if (gateway.upload && pictures.some((one) => one && one.kind !== 'reference')) {
					return;
				}
				sent++;
				bench.simulator.reset();
				bench.simulator.callbackChallenge = false;
				bench.simulator.plan = () => ({ seconds: 0, callbacks: 'none' });
				await bench.send(gateway.submit(fitToModel(gateway, wanted).request));
				expect(bench.simulator.refusals.map(({ reason }) => reason)).toEqual([]);
				expect(bench.simulator.jobs).toHaveLength(1);
			}),
			{ numRuns: 800 },
		);
		expect(Math.min(told, sent)).toBeGreaterThan(50);
	}, 120_000);
});

/** Thrown in the place of an answer: n8n was killed. */
class Killed extends Error {}

/** The truth about a job, and what stands between it and who looks. Times in seconds since the submit. */
interface World {
	/** When the job ends, and how. */
	endsAt: number;
	outcome: 'completed' | 'failed';
	/** Times in which no look comes through, and how it fails. */
	troubles: ReadonlyArray<{ from: number; seconds: number; error: GatewayError }>;
	/** When n8n is killed. What was waiting in a running execution begins anew then. */
	kills: readonly number[];
}

const truthAt = ({ endsAt, outcome }: World, at: number): VideoJob => {
	const job = { gateway: 'segmind', jobId: '1' };
	if (at < endsAt) return { ...job, status: 'processing' };
	return outcome === 'completed'
		? { ...job, status: 'completed', videoUrl: 'https://a/v.mp4' }
		: { ...job, status: 'failed' };
};

const troubleAt = ({ troubles }: World, at: number): GatewayError | undefined =>
	troubles.find(({ from, seconds }) => at >= from && at < from + seconds)?.error;

/** A life of a watch from a start to its end or to the next kill, in seconds since the submit. */
interface Life {
	from: number;
	until: number;
	watched?: Watched;
	looks: number[];
}

/** Watches a job of a world, over all kills, with a new watch after each. */
function livesIn(
	world: World,
	facts: {
		pace: Pace;
		timeoutSeconds: number;
		lates: readonly number[];
		calls: readonly number[];
	},
): Life[] {
	const lives: Life[] = [];
	const isSuspended = facts.pace.rhythm !== 'running';
	for (let from = 0; ;) {
		const looks: number[] = [];
		// A suspended execution lies in the database: to it a kill is a late resume.
		const kill = isSuspended ? Infinity : (world.kills.find((at) => at > from) ?? Infinity);
		try {
			const watched = watchJob({
				...facts,
				ageSeconds: from,
				calls: facts.calls.map((at) => at - from).filter((at) => at > 0),
				...(isSuspended
					? { resumedLate: (resume) => facts.lates[resume % facts.lates.length]! }
					: {}),
				answer: (sinceStart) => {
					const at = from + sinceStart;
					if (at >= kill) throw new Killed();
					looks.push(at);
					return troubleAt(world, at) ?? truthAt(world, at);
				},
			});
			lives.push({ from, until: from + watched.endedAt, watched, looks });
			return lives;
		} catch (error) {
			if (!(error instanceof Killed)) throw error;
			lives.push({ from, until: kill, looks });
			from = kill;
		}
	}
}

describe('waiting for a job, through troubles and restarts', () => {
	const trouble = fc.record({
		from: fc.double({ min: 0, max: 400, noNaN: true }),
		seconds: fc.double({ min: 0, max: 300, noNaN: true }),
		error: fc.oneof(
			fc.constantFrom(failedLook(), failedLook({ code: 'timeout' }), unchanged()),
			fc
				.double({ min: 0, max: 90, noNaN: true })
				.map((seconds) => failedLook({ code: 'rateLimited', retryAfterSeconds: seconds })),
		),
	});
	const world: fc.Arbitrary<World> = fc.record({
		endsAt: fc.double({ min: 0, max: 700, noNaN: true }),
		outcome: fc.constantFrom('completed', 'failed'),
		troubles: fc.array(trouble, { maxLength: 5 }),
		kills: fc
			.array(fc.double({ min: 0.5, max: 500, noNaN: true }), { maxLength: 3 })
			.map((times) => times.sort((left, right) => left - right)),
	});
	const facts = fc.record({
		timeoutSeconds: fc.double({ min: 20, max: 600, noNaN: true }),
		latencySeconds: fc.double({ min: 0, max: 2, noNaN: true }),
		// n8n looks for waits that are due once a minute; one that is switched off meanwhile, later.
		lates: fc.array(
			fc.oneof(
				{ weight: 5, arbitrary: fc.double({ min: 0, max: 60, noNaN: true }) },
				{ weight: 1, arbitrary: fc.double({ min: 60, max: 7200, noNaN: true }) },
			),
			{ minLength: 1, maxLength: 8 },
		),
		calls: fc
			.array(fc.double({ min: 0, max: 700, noNaN: true }), { maxLength: 3 })
			.map((times) => times.sort((left, right) => left - right)),
		pace: fc.record(
			{
				minIntervalSeconds: fc.double({ min: 1, max: 6, noNaN: true }),
				typicalSeconds: fc.double({ min: 20, max: 300, noNaN: true }),
				fixedSeconds: fc.double({ min: 1, max: 60, noNaN: true }),
				rhythm: fc.constantFrom<Rhythm>('running', 'suspended', 'calledBack'),
			},
			{ requiredKeys: ['minIntervalSeconds', 'typicalSeconds', 'rhythm'] },
		),
	});

	/** Whole milliseconds of a clock, and a last look of a second and a half before the limit. */
	const TICK = 0.01;

	test('looks a bounded number of times, keeps the limit, and ends with the truth', () => {
		const kinds = { final: 0, timedOut: 0, refused: 0, killed: 0 };
		fc.assert(
			fc.property(world, facts, (anyWorld, given) => {
				const lives = livesIn(anyWorld, given);
				const { pace, timeoutSeconds, latencySeconds } = given;
				const late = Math.max(...given.lates);
				for (const { from, until, looks, watched } of lives) {
					const most = (timeoutSeconds + 10) / pace.minIntervalSeconds + 3;
					expect(looks.length).toBeLessThanOrEqual(most);
					const grace = watched?.oversleptAt === undefined ? 0 : late + 10;
					expect(until - from).toBeLessThanOrEqual(
						timeoutSeconds + latencySeconds + grace + latencySeconds + TICK,
					);
				}

				const { watched, looks, from } = lives.at(-1)!;
				if (lives.length > 1) kinds.killed++;
				const { end } = watched!;
				kinds[end.kind]++;
				const lastLook = looks.at(-1)!;
				if (end.kind === 'final') {
					expect(lastLook).toBeGreaterThanOrEqual(anyWorld.endsAt - TICK);
					expect(end.job.status).toBe(anyWorld.outcome);
				}
				// The first look that sees the end is the last one, and a wait without it has never seen it.
				const seeing = lives
					.flatMap((life) => life.looks)
					.filter((at) => troubleAt(anyWorld, at) === undefined && at >= anyWorld.endsAt);
				expect(seeing).toEqual(end.kind === 'final' ? [lastLook] : []);
				// All of these troubles pass.
				expect(end.kind).not.toBe('refused');
				// A job that ended in good time, with a gateway that was well from then on, is never missed.
				const lastTrouble = Math.max(
					0,
					...anyWorld.troubles.map((one) => one.from + one.seconds),
				);
				const limit = from + timeoutSeconds;
				// What a trouble has left behind: a minute's hold-back, or a rest of 90 s.
				const isWell = Math.max(lastTrouble + 90, anyWorld.endsAt) + 12 < limit;
				if (isWell && pace.rhythm === 'running') expect(end.kind).toBe('final');
			}),
			{ numRuns: 5000 },
		);
		expect(kinds.refused).toBe(0);
		expect(Math.min(kinds.final, kinds.timedOut, kinds.killed)).toBeGreaterThan(300);
	}, 120_000);

	test('a job that a suspended execution has slept over is found by its last look', () => {
		fc.assert(
			fc.property(facts, fc.double({ min: 0, max: 19, noNaN: true }), (given, endsAt) => {
				fc.pre(given.pace.rhythm !== 'running');
				const quiet: World = { endsAt, outcome: 'completed', troubles: [], kills: [] };
				const lates = given.lates.map((late) => late + 3600);
				const [life] = livesIn(quiet, { ...given, lates, calls: [] });
				expect(life!.watched!.end.kind).toBe('final');
				expect(isFinal((life!.watched!.end as { job: VideoJob }).job)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});
});
