import { isGatewayError, type GatewayError, type VideoJob } from '../../../../gateways/gateway';
import type { Pace, Rhythm } from '../../../../gateways/waiting/schedule';
import {
	afterOversleeping,
	isOver,
	checkBy,
	startWatch,
	type Watch,
} from '../../../../gateways/waiting/watch';
import { done, failedLook, running, unchanged, watchJob } from './watchedJob';
import { NOW, begin, goOn, pace, secondsToNext } from './watches';

describe('a watch begins', () => {
	test('with a look at once', () => {
		expect(begin(60)).toEqual({
			submittedAt: NOW,
			deadline: NOW + 60_000,
			nextCheckAt: NOW,
			checks: 0,
			failures: 0,
		});
	});

	test('with the age of the job, but never with one from the future', () => {
		const of = (submittedAt: number) =>
			startWatch({ now: NOW, submittedAt, timeoutSeconds: 60 }, pace).submittedAt;
		expect(of(NOW - 90_000)).toBe(NOW - 90_000);
		expect(of(NOW + 90_000)).toBe(NOW);
	});
});

describe('a watch in a suspended execution begins', () => {
	const nextLook = (
		rhythm: Rhythm,
		facts: { age?: number; timeout?: number; fixed?: number },
	) => {
		const { age, timeout = 1800, fixed } = facts;
		const by: Pace = {
			...pace,
			rhythm,
			...(fixed === undefined ? {} : { fixedSeconds: fixed }),
		};
		const submitted = age === undefined ? {} : { submittedAt: NOW - age * 1000 };
		return secondsToNext(startWatch({ now: NOW, timeoutSeconds: timeout, ...submitted }, by));
	};

	test.each<[Rhythm, { age?: number; timeout?: number; fixed?: number }, number]>([
		['suspended', { age: 0 }, 90],
		['calledBack', { age: 0 }, 180],
		['suspended', { age: 50 }, 40],
		['calledBack', { age: 50 }, 130],
		['suspended', { age: 90 }, 0],
		['calledBack', { age: 1000 }, 0],
		// A clock that is ahead of ours
		['suspended', { age: -600 }, 90],
		// The user's own interval
		['suspended', { age: 0, fixed: 20 }, 20],
		['calledBack', { age: 5, fixed: 600 }, 595],
		// Nobody knows when
		['suspended', {}, 0],
		['calledBack', { fixed: 600 }, 0],
		// The time limit comes first
		['suspended', { age: 0, timeout: 60 }, 58.5],
		['calledBack', { age: 0, timeout: 100, fixed: 600 }, 98.5],
		['suspended', { age: 0, timeout: 1 }, 0],
	])('%s, %j, with a look in %d s', (rhythm, facts, seconds) => {
		expect(nextLook(rhythm, facts)).toBe(seconds);
	});
});

describe('a watch that is called to a look', () => {
	const by: Pace = { ...pace, rhythm: 'calledBack' };
	const fresh = startWatch({ now: NOW, submittedAt: NOW, timeoutSeconds: 1800 }, by);
	const later = (seconds: number) => NOW + seconds * 1000;

	test('checks at once, if it has not looked yet', () => {
		expect(checkBy(fresh, later(20), by).nextCheckAt).toBe(later(20));
		expect(checkBy(fresh, NOW, by).nextCheckAt).toBe(NOW);
	});

	test('checks as soon after its last look as the gateway allows', () => {
		const looked = goOn(checkBy(fresh, later(20), by), running, later(21), by);
		expect(looked.nextCheckAt).toBe(later(180));
		expect(checkBy(looked, later(22), by).nextCheckAt).toBe(later(24));
		expect(checkBy(looked, later(24), by).nextCheckAt).toBe(later(24));
		expect(checkBy(looked, later(25), by).nextCheckAt).toBe(later(25));
	});

	test('checks no later than it was going to', () => {
		expect(checkBy(fresh, later(179), by).nextCheckAt).toBe(later(179));
		expect(checkBy(fresh, later(181), by)).toEqual(fresh);
		expect(checkBy(fresh, later(9999), by)).toEqual(fresh);
		const close = goOn(fresh, failedLook(), later(180), by);
		expect(secondsToNext(close, later(180))).toBe(3);
		expect(checkBy(close, later(190), by)).toEqual(close);
	});

	test.each([failedLook({ code: 'rateLimited' }), unchanged()])(
		'leaves the gateway alone for as long as it has asked ($code)',
		(refusal) => {
			const error = { ...refusal, retryAfterSeconds: 300 };
			const asked = goOn(fresh, error, later(20), by);
			const stored = JSON.parse(JSON.stringify(asked)) as Watch;
			for (const watch of [asked, stored]) {
				expect(checkBy(watch, later(30), by).nextCheckAt).toBe(later(320));
				expect(checkBy(watch, later(400), by).nextCheckAt).toBe(later(320));
			}
			// Over with that look.
			const rested = goOn(asked, running, later(320), by);
			expect(checkBy(rested, later(330), by).nextCheckAt).toBe(later(330));
		},
	);

	test('is else as it was, and the one before is left as it is', () => {
		const watch = Object.freeze(goOn(fresh, running, later(20), by));
		const called = checkBy(watch, later(30), by);
		const { nextCheckAt } = watch;
		expect(called).toEqual({ ...watch, nextCheckAt: called.nextCheckAt, wasCalled: true });
		// Only the check that it was called to.
		expect(goOn(called, running, later(30), by)).not.toHaveProperty('wasCalled');
		expect(called.nextCheckAt).toBeLessThan(nextCheckAt);
	});

	test('a hundred times checks no more often than the gateway allows', () => {
		const calls = Array.from({ length: 100 }, (_, index) => 10 + index / 10);
		const { checks } = watchJob({
			pace: by,
			timeoutSeconds: 1800,
			resumedLate: () => 0,
			calls,
			answer: (at) => (at > 100 ? done : running),
		});
		const early = checks.map(({ at }) => at).filter((at) => at < 100);
		expect(early).toEqual([10, 13, 16, 19, 22]);
		expect(checks.at(-1)!.at).toBeCloseTo(180, 3);
	});
});

describe('a watch that was slept over', () => {
	const by: Pace = { ...pace, rhythm: 'suspended' };
	const hour = 3_600_000;
	const asleep = goOn(
		startWatch({ now: NOW, submittedAt: NOW, timeoutSeconds: 600 }, by),
		running,
		NOW + 90_000,
		by,
	);

	test('checks at once, and has time for the answer', () => {
		const awake = afterOversleeping(asleep, NOW + hour);
		expect(awake.nextCheckAt).toBe(NOW + hour);
		expect(isOver(awake, NOW + hour)).toBe(false);
		expect(isOver(awake, NOW + hour + 5000)).toBe(false);
		expect(isOver(awake, NOW + hour + 10_000)).toBe(true);
		expect(awake).toMatchObject({ seen: running, wasRunning: true, checks: 1 });
	});

	const overslept = (answer: VideoJob | GatewayError) =>
		watchJob({
			pace: by,
			timeoutSeconds: 600,
			latencySeconds: 2,
			// The second resume comes an hour late, with the deadline long over.
			resumedLate: (resume) => (resume === 1 ? 3600 : 0),
			answer: (_at, look) => (look === 0 ? running : answer),
		});

	test.each<[string, VideoJob | GatewayError]>([
		['completed', done],
		['failed', { ...running, status: 'failed' }],
		['refused', failedLook({ retryable: false })],
	])('ends with what has become of the job: %s', (_name, answer) => {
		const { end, checks, oversleptAt } = overslept(answer);
		expect(oversleptAt).toBeGreaterThan(3600);
		expect(checks).toHaveLength(2);
		expect(checks[1]!.at).toBe(oversleptAt);
		expect(end.kind).toBe(isGatewayError(answer) ? 'refused' : 'final');
	});

	test.each<[string, VideoJob | GatewayError]>([
		['still running', running],
		['a fault', failedLook()],
		['unchanged', unchanged()],
		['a rest asked for', failedLook({ retryAfterSeconds: 60 })],
	])('is over soon where that look tells nothing new: %s', (_name, answer) => {
		const { end, checks, endedAt, oversleptAt } = overslept(answer);
		expect(end).toEqual({ kind: 'timedOut' });
		// And the answer that is under way then.
		expect(endedAt).toBeLessThanOrEqual(oversleptAt! + 10 + 2);
		expect(checks.length).toBeLessThanOrEqual(4);
	});
});
