import type { VideoJob } from '../../../../gateways/gateway';
import { afterCheck, isOver, startWatch } from '../../../../gateways/waiting/watch';
import { done, failedLook, notFound, running, unchanged, watchJob } from './watchedJob';
import { NOW, begin, goOn, pace, secondsToNext } from './watches';

describe('a look ends the watch', () => {
	const failure = { code: 'moderated', message: 'no', retryable: false } as const;
	test.each<VideoJob>([
		done,
		{ ...running, status: 'failed', failure },
		{ ...running, status: 'cancelled', failure },
	])('at a job that is $status', (job) => {
		expect(afterCheck(begin(), job, NOW, pace)).toEqual({ end: { kind: 'final', job } });
	});

	test.each(['authentication', 'insufficientCredits', 'invalidRequest', 'gateway'] as const)(
		'at a refusal as %s that no later look can change',
		(code) => {
			const error = failedLook({ code, retryable: false });
			expect(afterCheck(begin(), error, NOW, pace)).toEqual({
				end: { kind: 'refused', error },
			});
		},
	);
});

describe('a job that is not found', () => {
	const young = begin();

	test.each([0, 5, 14.9])('%d s after its submit may yet settle', (seconds) => {
		const now = NOW + seconds * 1000;
		const watch = goOn(young, notFound, now);
		expect(secondsToNext(watch, now)).toBeGreaterThanOrEqual(pace.minPollSeconds);
		expect(watch.trouble).toBe(notFound);
	});

	test.each([30, 31, 600])('%d s after its submit is refused', (seconds) => {
		expect(afterCheck(young, notFound, NOW + seconds * 1000, pace)).toEqual({
			end: { kind: 'refused', error: notFound },
		});
	});

	test('is refused at once where it has been seen, or was submitted long ago', () => {
		const seen = goOn(young, running);
		expect(afterCheck(seen, notFound, NOW + 4000, pace)).toMatchObject({
			end: { kind: 'refused' },
		});
		const old = startWatch({ now: NOW, submittedAt: NOW - 40_000, timeoutSeconds: 60 }, pace);
		expect(afterCheck(old, notFound, NOW, pace)).toMatchObject({ end: { kind: 'refused' } });
	});

	test('and then found is watched to its end', () => {
		const answer = (at: number) => (at < 8 ? notFound : at < 30 ? running : done);
		expect(watchJob({ pace, timeoutSeconds: 60, answer }).end).toEqual({
			kind: 'final',
			job: done,
		});
	});
});

describe('a look that failed', () => {
	test('is no failed job: the watch goes on, with growing distance', () => {
		let watch = begin();
		const distances = [1, 2, 3, 4, 5, 6, 7].map(() => {
			watch = goOn(watch, failedLook());
			return secondsToNext(watch);
		});
		expect(distances).toEqual([3, 4, 8, 16, 32, 60, 60]);
		expect(watch).toMatchObject({ checks: 7, failures: 7, trouble: failedLook() });
		expect(watch.seen).toBeUndefined();
	});

	test('is forgotten after a good one', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), running);
		expect(watch).toMatchObject({ checks: 3, failures: 0, seen: running, wasRunning: true });
		expect(watch).not.toHaveProperty('trouble');
		expect(secondsToNext(goOn(watch, failedLook()))).toBe(3);
	});

	test('keeps what was last known of the job', () => {
		expect(goOn(goOn(begin(), running), failedLook()).seen).toBe(running);
	});

	test.each([0, 1, 3, 10, 45, 300])(
		'with Retry-After %d s is followed by none sooner',
		(asked) => {
			const error = failedLook({ code: 'rateLimited', retryAfterSeconds: asked });
			const watch = goOn(begin(), error);
			expect(secondsToNext(watch)).toBe(Math.max(asked, pace.minPollSeconds));
		},
	);

	test('with a Retry-After past the deadline is the last: the time runs out instead', () => {
		const error = failedLook({ code: 'rateLimited', retryAfterSeconds: 100 });
		const { checks, end } = watchJob({ pace, timeoutSeconds: 60, answer: () => error });
		expect(checks).toHaveLength(1);
		expect(end).toEqual({ kind: 'timedOut' });
	});

	test.each([86_401, 1e9, 1e306, Number.MAX_VALUE])(
		'with a Retry-After of %d s is a slip of the gateway: a day is the most',
		(retryAfterSeconds) => {
			const watch = goOn(begin(), failedLook({ retryAfterSeconds }));
			expect(secondsToNext(watch)).toBe(86_400);
			expect(JSON.parse(JSON.stringify(watch))).toEqual(watch);
		},
	);

	test('all the way to the deadline leaves its reason behind', () => {
		const { end, watch } = watchJob({
			pace,
			timeoutSeconds: 90,
			answer: (at) => (at < 20 ? running : failedLook()),
		});
		expect(end).toEqual({ kind: 'timedOut' });
		expect(watch).toMatchObject({ seen: running, trouble: failedLook() });
	});
});

describe('a look that is answered 304', () => {
	test('is no failure, and tells that the job was running', () => {
		const watch = goOn(begin(), unchanged());
		expect(watch).toMatchObject({ checks: 1, failures: 0, wasRunning: true });
		expect(watch).not.toHaveProperty('trouble');
		expect(secondsToNext(watch)).toBeGreaterThanOrEqual(pace.minPollSeconds);
	});

	test('keeps what was last known of the job', () => {
		expect(goOn(goOn(begin(), running), unchanged()).seen).toBe(running);
	});

	test('is an answer, after which earlier failures are forgotten', () => {
		const watch = goOn(goOn(goOn(begin(), failedLook()), failedLook()), unchanged());
		expect(watch).toMatchObject({ checks: 3, failures: 0 });
		expect(watch).not.toHaveProperty('trouble');
	});

	test('with Retry-After is followed by none sooner, also close to the deadline', () => {
		expect(secondsToNext(goOn(begin(), unchanged({ retryAfterSeconds: 20 })))).toBe(20);
		const close = goOn(begin(12), unchanged({ retryAfterSeconds: 20 }));
		expect(secondsToNext(close)).toBeGreaterThanOrEqual(20);
	});
});

describe('the deadline', () => {
	test('is over at its very moment, and not before', () => {
		const watch = begin(60);
		expect(isOver(watch, watch.deadline - 1)).toBe(false);
		expect(isOver(watch, watch.deadline)).toBe(true);
	});

	const timeouts = [1, 4, 9, 10, 17, 30, 31, 59, 60, 119, 121, 600, 1800];

	test.each(timeouts)('of %d s sees a last look shortly before, and none after', (timeout) => {
		const answers = [() => running, () => failedLook()];
		for (const answer of answers) {
			for (const minPollSeconds of [1, 3, 5]) {
				const by = { minPollSeconds, typicalSeconds: 120 };
				const { checks, end } = watchJob({ pace: by, timeoutSeconds: timeout, answer });
				expect(end).toEqual({ kind: 'timedOut' });
				const last = checks.at(-1)!.at;
				expect(last).toBeLessThan(timeout);
				expect(last).toBeGreaterThanOrEqual(
					Math.min(timeout - 1.5 - minPollSeconds, timeout - 1.5),
				);
			}
		}
	});

	test("is met by a last look also with a user's own interval that would miss it", () => {
		const by = { ...pace, fixedSeconds: 50 };
		const { checks } = watchJob({ pace: by, timeoutSeconds: 60, answer: () => running });
		expect(checks.map(({ at }) => at)).toEqual([0, 50, 58.5]);
	});

	test('catches a video that is finished in the last seconds', () => {
		const answer = (at: number) => (at >= 57 ? done : running);
		const by = { minPollSeconds: 3, typicalSeconds: 600 };
		expect(watchJob({ pace: by, timeoutSeconds: 60, answer }).end.kind).toBe('final');
	});
});
