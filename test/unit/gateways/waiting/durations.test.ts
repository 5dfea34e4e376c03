import * as fc from 'fast-check';

import {
	durationOf,
	findDurations,
	learnDuration,
	readDurations,
	usualTime,
	type Durations,
} from '../../../../gateways/waiting/durations';
import {
	afterOversleeping,
	checkBy,
	startWatch,
	type Watch,
} from '../../../../gateways/waiting/watch';
import { cases } from '../../../support/draw';
import { running, unchanged } from './watchedJob';
import { NOW, begin, goOn, pace } from './watches';

const seconds = fc.double({ min: 1, max: 86_400, noNaN: true });
const key = fc.oneof(
	fc.constantFrom('fal kling 5s 720p', 'fal kling 10s 720p', '__proto__', 'constructor', '7'),
	fc.string({ maxLength: 200 }),
);

/** A memory after all of these. */
const learnAll = (learned: ReadonlyArray<[string, number]>, before: Durations = {}): Durations =>
	learned.reduce((memory, [of, taken]) => learnDuration(memory, of, taken), before);

describe('the memory', () => {
	test('never grows over its cap, whatever is learned, and on top of whatever was stored', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(key, fc.oneof(seconds, fc.double())), { maxLength: 300 }),
				fc.jsonValue(),
				(learned, stored) => {
					const memory = learnAll(learned, readDurations(stored));
					expect(Object.keys(memory).length).toBeLessThanOrEqual(40);
					for (const [name, list] of Object.entries(memory)) {
						expect(name.length).toBeLessThanOrEqual(120);
						expect(list.length).toBeLessThanOrEqual(20);
					}
					expect(readDurations(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
				},
			),
			{ numRuns: cases(200) },
		);
		const full = learnAll(
			Array.from({ length: 2000 }, (_, index) => [
				`${'x'.repeat(115)} ${index % 100}`,
				86_399.9,
			]),
		);
		expect(JSON.stringify(full).length).toBeLessThan(12_000);
	});

	test('is read from any JSON, without what is no list of durations', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (stored) => {
				const memory = readDurations(stored);
				for (const list of Object.values(memory)) {
					expect(list.length).toBeGreaterThan(0);
					for (const one of list) expect(one).toBeGreaterThanOrEqual(1);
				}
			}),
			{ numRuns: cases(500) },
		);
		const stored = JSON.parse(
			'{"a":[60,"61",null,-5,0,1e9,62],"b":[],"c":{"0":60},"d":"60","__proto__":[63]}',
		) as unknown;
		expect(Object.entries(readDurations(stored))).toEqual([
			['a', [60, 62]],
			['__proto__', [63]],
		]);
		for (const garbage of [undefined, null, 7, 'text', true, [[60]]]) {
			expect(findDurations(readDurations(garbage), 'toString')).toEqual([]);
		}
	});

	test('keeps the last twenty of each format, and the formats that were used last', () => {
		const many = learnAll(Array.from({ length: 25 }, (_, index) => ['a', 10 + index]));
		expect(findDurations(many, 'a')).toEqual(Array.from({ length: 20 }, (_, one) => 15 + one));
		const others = Array.from({ length: 39 }, (_, index): [string, number] => [
			`b ${index}`,
			60,
		]);
		const used = learnAll([...others.slice(0, 20), ['a', 60], ...others.slice(20)], many);
		expect(findDurations(used, 'a')).toHaveLength(20);
		expect(findDurations(learnDuration(used, 'one more', 60), 'b 0')).toEqual([]);
		expect(findDurations(learnDuration(used, 'one more', 60), 'a')).toHaveLength(20);
	});

	test('leaves out a format whose name is too long to store', () => {
		expect(learnDuration({}, 'x'.repeat(121), 60)).toEqual({});
		expect(readDurations({ ['x'.repeat(121)]: [60] })).toEqual({});
	});

	test('never mixes formats', () => {
		const learned = learnAll([
			['fal kling 5s 720p', 60],
			['fal kling 10s 720p', 300],
		]);
		expect(learned).toEqual({ 'fal kling 5s 720p': [60], 'fal kling 10s 720p': [300] });
	});

	test.each([-1, 0, 0.9, 86_401, Infinity, NaN])('does not learn %d s', (taken) => {
		expect(learnDuration({ a: [60] }, 'a', taken)).toEqual({ a: [60] });
	});
});

describe('the usual time', () => {
	const known = fc.array(seconds, { maxLength: 20 });

	test('lies within what was seen and what the table says, in whatever order it was seen', () => {
		fc.assert(
			fc.property(known, seconds, (list, table) => {
				const { typicalSeconds, scatter } = usualTime(list, table);
				expect(typicalSeconds).toBeGreaterThanOrEqual(Math.min(...list, table) * 0.999999);
				expect(typicalSeconds).toBeLessThanOrEqual(Math.max(...list, table) * 1.000001);
				const turned = usualTime([...list].reverse(), table);
				expect(turned.typicalSeconds).toBeCloseTo(typicalSeconds, 5);
				if (scatter === undefined) expect(list.length).toBeLessThan(3);
				else {
					expect(turned.scatter).toBeCloseTo(scatter, 8);
					expect(scatter).toBeGreaterThan(0.1);
					expect(scatter).toBeLessThan(0.6);
				}
			}),
			{ numRuns: cases(500) },
		);
	});

	test("is the table's where nothing was seen, and mostly what was seen after twenty", () => {
		expect(usualTime([], 120)).toEqual({ typicalSeconds: 120 });
		expect(usualTime([30], 120).typicalSeconds).toBeCloseTo(120 * (1 / 4) ** (1 / 3));
		expect(usualTime(new Array<number>(20).fill(60), 120).typicalSeconds).toBeCloseTo(63.9, 1);
	});

	test('is known the better the more alike the durations are, and one odd one changes little', () => {
		const alike = new Array<number>(20).fill(120);
		const apart = alike.map((one, index) => one * (index % 2 === 0 ? 0.7 : 1.4));
		expect(usualTime(alike, 120).scatter).toBeLessThan(0.15);
		expect(usualTime(apart, 120).scatter).toBeGreaterThan(0.3);
		const { typicalSeconds, scatter } = usualTime([...alike.slice(1), 3], 120);
		expect(typicalSeconds).toBeGreaterThan(100);
		expect(scatter).toBeLessThan(0.23);
	});
});

describe('the duration of a video', () => {
	const at = (taken: number) => NOW + taken * 1000;
	const seenRunning = (taken: number, watch: Watch = begin(1800)) =>
		goOn(watch, running, at(taken));
	const learned = (watch: Watch, taken: number, expected = 60) =>
		durationOf(watch, at(taken), expected);

	test('is the time to the check that saw it, if it was seen running not long before', () => {
		expect(learned(seenRunning(50), 55)).toBe(55);
		expect(learned(seenRunning(150), 155)).toBe(155);
		expect(learned(goOn(begin(1800), unchanged(), at(150)), 155)).toBe(155);
	});

	test('is unknown if it may have ended long before, unless it was quicker than expected', () => {
		// Found finished by the first check
		expect(learned(begin(1800), 100)).toBeUndefined();
		expect(learned(begin(1800), 45)).toBe(45);
		expect(learned(seenRunning(21), 100)).toBeUndefined();
		expect(learned(seenRunning(21), 50)).toBe(50);
	});

	test('is known if the gateway has called', () => {
		const by = { ...pace, rhythm: 'calledBack' } as const;
		const waiting = startWatch({ now: NOW, submittedAt: NOW, timeoutSeconds: 1800 }, by);
		const called = checkBy(waiting, at(80), by);
		expect(learned(called, 80)).toBe(80);
		const stillRunning = goOn(called, running, at(30), by);
		expect(learned(stillRunning, 80)).toBeUndefined();
	});

	test('is unknown if it waited in the queue for more than half of it', () => {
		const queued = (taken: number, watch: Watch = begin(1800)) =>
			goOn(watch, { ...running, status: 'queued' }, at(taken));
		expect(learned(seenRunning(100, queued(70)), 103)).toBeUndefined();
		expect(learned(queued(100), 103)).toBeUndefined();
		// 304: as it was
		expect(learned(goOn(queued(10), unchanged(), at(100)), 103)).toBeUndefined();
		expect(learned(seenRunning(100, queued(5)), 103)).toBe(103);
	});

	test('is unknown if n8n was off meanwhile', () => {
		const slept = afterOversleeping(seenRunning(100), at(170));
		expect(learned(slept, 170)).toBeUndefined();
		expect(learned(seenRunning(100), 8 * 3600)).toBeUndefined();
	});

	test.each([-3600, 0, 86_500])('is unknown if a clock was set: %d s', (taken) => {
		expect(learned(seenRunning(taken), taken)).toBeUndefined();
	});
});
