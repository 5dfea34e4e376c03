import * as fc from 'fast-check';

import { gateways } from '../../gateways';
import { checkRequest } from '../../gateways/request/checks';
import {
	isFinal,
	isGatewayError,
	type Gateway,
	type GatewayError,
	type VideoJob,
	type VideoRequest,
} from '../../gateways/gateway';
import { fitToModel } from '../../gateways/request/fit';
import { resolveModel } from '../../gateways/request/models';
import type { Pace, Rhythm } from '../../gateways/waiting/schedule';
import { failureText } from '../../nodes/shared/failure';
import { problemText } from '../../nodes/shared/sentences/problems';
import { anyRequest } from '../unit/gateways/arbitraries';
import { benchFor, uploadOf } from '../unit/gateways/bench';
import { damaged, gatherReadings, type Reading } from '../unit/gateways/pageAnswers';
import { failedLook, unchanged, watchJob, type Watched } from '../unit/gateways/waiting/watchedJob';
import { cases } from '../support/draw';

/**
 * What holds whatever a gateway answers, a user types, or happens meanwhile. The properties of `test/unit/gateways` make
 * up answers from the keys that the pages know; these take whole real answers, of every documented shape and stage,
 * and break them.
 */

/** Cases of the first property, over all calls. */
const ALL_CASES = cases(100_000);

/** The names of the calls whose answers are read. */
const CALLS = gateways.flatMap((gateway) => {
	const { id, callbacks, inputs = [] } = gateway;
	return [
		`submit ${id}`,
		`status ${id}`,
		...(inputs.some(({ key }) => key === 'blocking') ? [`blocking submit ${id}`] : []),
		...(uploadOf(gateway) ? [`upload ${id}`] : []),
		...(callbacks ? [`callback ${id}`] : []),
		...(callbacks?.signature?.secret ? [`webhook secret ${id}`] : []),
		...(callbacks?.accountDefault ? [`account ${id}`] : []),
	];
});

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isPlain = (value: object): boolean =>
	JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value);

/** The promises of a job or an error that are not kept. */
function brokenPromises(outcome: VideoJob | GatewayError, gateway: Gateway): string[] {
	const promises = isGatewayError(outcome)
		? {
				'names the gateway': outcome.message.includes(gateway.label),
				'is short enough to read': outcome.message.length < 800,
				'says what to do': outcome.fix.endsWith('.'),
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
	});

	test('is tried at every call', () => {
		expect([...readings.keys()].sort()).toEqual([...CALLS].sort());
	});

	test.each(CALLS)('to the %s gives a job or an error of its kind', (name) => {
		const { gateway, real, read, mayPass, yields } = readings.get(name)!;
		let errors = 0;
		const runs = Math.ceil(ALL_CASES / CALLS.length);
		const anyAnswer = damaged(real);
		fc.assert(
			fc.property(anyAnswer, anyAnswer, (answer, second) => {
				const outcome = read(answer, second);
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
	});
});

/** What is set of some values. */
const set = <Values extends object>(values: Values) =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
		[Key in keyof Values]?: Exclude<Values[Key], undefined>;
	};

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
			}),
			fc.record({ maxJobs: seldom(oddNumber), blocking: seldom(fc.boolean()) }),
		)
		.map(([typed, odd, oddInputs]) => ({
			...typed,
			...set(odd),
			inputs: { ...typed.inputs, ...set(oddInputs) },
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
					for (const problem of problems) {
						expect(problem.field).not.toBe('');
						const { model } = wanted;
						expect(failureText(problemText(problem, { gateway, model }))).toMatch(
							/\.$/,
						);
					}
					return;
				}
				// What is uploaded first is the matter of `test/unit/gateways/requests.test.ts`.
				const { firstFrame, endFrame, subjectReferences = [] } = wanted;
				const pictures = [firstFrame, endFrame, ...subjectReferences];
				if (uploadOf(gateway) && pictures.some((one) => one && one.kind !== 'reference')) {
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
			{ numRuns: cases(1600) },
		);
		expect(Math.min(told, sent)).toBeGreaterThan(cases(50));
	});
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
				minPollSeconds: fc.double({ min: 1, max: 6, noNaN: true }),
				typicalSeconds: fc.double({ min: 20, max: 300, noNaN: true }),
				fixedSeconds: fc.double({ min: 1, max: 60, noNaN: true }),
				rhythm: fc.constantFrom<Rhythm>('running', 'suspended', 'calledBack'),
			},
			{ requiredKeys: ['minPollSeconds', 'typicalSeconds', 'rhythm'] },
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
					const most = (timeoutSeconds + 10) / pace.minPollSeconds + 3;
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
			{ numRuns: cases(5000) },
		);
		expect(kinds.refused).toBe(0);
		expect(Math.min(kinds.final, kinds.timedOut, kinds.killed)).toBeGreaterThan(cases(300));
	});

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
			{ numRuns: cases(1000) },
		);
	});
});
