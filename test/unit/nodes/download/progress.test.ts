import * as fc from 'fast-check';

import {
	afterBreak,
	afterBytes,
	afterEnd,
	afterOpening,
	beginning,
	hadAll,
	rangeHeaders,
	type DownloadFailure,
	type Progress,
} from '../../../../nodes/shared/download/progress';
import { cases } from '../../../support/draw';

/** What becomes of a download when its connections break, end or bring something else. */

const failed = (kind: DownloadFailure['kind']): DownloadFailure => ({ kind, message: kind });
const whole = { from: 0, isPart: false };

/** Goes on while the download does, with what each connection brings (bytes) and how it breaks. */
function run(connections: Iterable<{ bytes: number; kind: DownloadFailure['kind'] }>) {
	let progress = beginning;
	let waited = 0;
	for (const { bytes, kind } of connections) {
		if (bytes > 0) progress = afterBytes(progress, bytes);
		const step = afterBreak(progress, failed(kind));
		if ('end' in step) return { progress, waited, end: step.end };
		waited += step.waitSeconds;
		progress = step.again;
	}
	return { progress, waited, end: undefined };
}

const always = function* (bytes: number, kind: DownloadFailure['kind']) {
	for (;;) yield { bytes, kind };
};

describe('a download whose connections break', () => {
	test.each<[bytes: number, kind: DownloadFailure['kind'], tries: number]>([
		[0, 'final', 1],
		[100, 'final', 1],
		[0, 'transient', 3],
		// Three in a row that only trickle, although each brings something
		[100, 'slow', 3],
		[100, 'transient', 20],
		// One link, and three tries of the fresh one
		[0, 'linkExpired', 4],
		[100, 'linkExpired', 20],
		[0, 'noMore', 1],
		[100, 'noMore', 1],
		[0, 'compressed', 3],
		[100, 'compressed', 20],
	])('that bring %d bytes each (%s) is given up after %d tries', (bytes, kind, tries) => {
		const { progress, end } = run(always(bytes, kind));
		expect({ tries: progress.tries, end: end?.kind }).toEqual({ tries, end: kind });
	});

	test('goes on as long as bytes come, and may trickle now and then', () => {
		const { end, progress } = run([
			{ bytes: 10, kind: 'slow' },
			{ bytes: 10, kind: 'slow' },
			{ bytes: 10, kind: 'transient' },
			{ bytes: 10, kind: 'slow' },
			{ bytes: 10, kind: 'slow' },
		]);
		expect(end).toBeUndefined();
		expect(progress.received).toBe(50);
	});

	test('gets one fresh link, at once, which may be tried as often as the first', () => {
		const broken = { bytes: 0, kind: 'transient' } as const;
		const { progress, end, waited } = run([
			broken,
			broken,
			{ bytes: 0, kind: 'linkExpired' },
			broken,
			broken,
		]);
		expect(end).toBeUndefined();
		expect(progress).toMatchObject({ hasFreshLink: true, tries: 6 });
		expect(waited).toBe(8);
	});

	test('waits for a file that is not there yet under the fresh link', () => {
		const missing = { bytes: 0, kind: 'linkExpired' } as const;
		expect(run([missing, missing, missing])).toMatchObject({ end: undefined, waited: 6 });
	});

	const kinds = ['final', 'transient', 'slow', 'linkExpired', 'compressed', 'noMore'] as const;

	test('comes to an end whatever happens, and never loses or doubts a byte that is there', () => {
		const connection = fc.record({
			bytes: fc.integer({ min: 0, max: 1000 }),
			kind: fc.constantFrom(...kinds),
		});
		fc.assert(
			fc.property(fc.array(connection, { minLength: 21, maxLength: 30 }), (connections) => {
				const { progress, end, waited } = run(connections);
				expect(end).toBeDefined();
				expect(progress.tries).toBeLessThanOrEqual(20);
				const brought = connections
					.slice(0, progress.tries)
					.reduce((sum, { bytes }) => sum + bytes, 0);
				expect(progress.received).toBe(brought);
				expect(waited).toBeLessThanOrEqual(60);
			}),
			{ numRuns: cases(2000) },
		);
	});
});

/** A server that packs or not, knows ranges or not, and a file behind it. */
interface Server {
	bytes: number;
	/** Bytes after which each connection breaks, in turn. */
	breaks: number[];
	knowsRanges: boolean;
	tellsLength: boolean;
	hasMark: boolean;
	/** Length of what it packs the file to; undefined where it packs nothing. */
	packed: number | undefined;
}

/** What n8n's store would have got: the numbers of the bytes of the file, in the order in which they came. */
function downloadFrom(server: Server): { stored: number[]; end?: DownloadFailure } {
	const stored: number[] = [];
	let progress = beginning;
	for (let connection = 0; ; connection++) {
		const range = /\d+/.exec(rangeHeaders(progress).Range ?? '')?.[0];
		const isPart = range !== undefined && server.knowsRanges;
		const from = isPart ? Number(range) : 0;
		const isTold = isPart || server.tellsLength;
		const opened = afterOpening(
			progress,
			{
				from,
				isPart,
				...(isTold ? { total: server.packed ?? server.bytes } : {}),
				...(server.hasMark ? { mark: '"1"' } : {}),
			},
			1,
		);
		if ('failure' in opened) return { stored, end: opened.failure };
		progress = opened.progress;
		// A part of something packed can't be unpacked.
		const isUseless = isPart && server.packed !== undefined;
		const sent = isUseless ? 0 : (server.breaks[connection] ?? Infinity);
		for (let at = from; at < Math.min(server.bytes, from + sent); at++) {
			if (at < progress.received) continue;
			stored.push(at);
			progress = afterBytes(progress, 1);
		}
		const isCut = from + sent < server.bytes;
		const broken = isUseless ? 'compressed' : 'transient';
		const failure = isCut ? failed(broken) : afterEnd(progress, isPart, 'whole');
		if (failure === undefined) return { stored };
		const step = afterBreak(progress, failure);
		if ('end' in step) return { stored, end: step.end };
		progress = step.again;
	}
}

test('every byte comes once and in order, from whatever server, and a download that ends well has all', () => {
	const server: fc.Arbitrary<Server> = fc.record({
		bytes: fc.integer({ min: 1, max: 60 }),
		breaks: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 25 }),
		knowsRanges: fc.boolean(),
		tellsLength: fc.boolean(),
		hasMark: fc.boolean(),
		packed: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
	});
	let whole = 0;
	fc.assert(
		fc.property(server, (one) => {
			const { stored, end } = downloadFrom(one);
			expect(stored).toEqual(Array.from({ length: stored.length }, (_, index) => index));
			if (end === undefined) expect(stored).toHaveLength(one.bytes);
			whole += end === undefined ? 1 : 0;
		}),
		{ numRuns: cases(2000) },
	);
	expect(whole).toBeGreaterThan(cases(500));
});

describe('the next connection', () => {
	const at = (more: Partial<Progress>): Progress => ({ ...beginning, received: 100, ...more });

	test('asks for what is missing, of the same file', () => {
		expect(rangeHeaders(beginning)).toEqual({});
		expect(rangeHeaders(at({}))).toEqual({ Range: 'bytes=100-' });
		expect(rangeHeaders(at({ mark: '"a"' }))).toEqual({
			Range: 'bytes=100-',
			'If-Range': '"a"',
		});
	});

	test.each<[sign: string, before: Partial<Progress>, kind: DownloadFailure['kind']]>([
		['more bytes than were declared', { total: 99 }, 'transient'],
		['what cannot be unpacked', {}, 'compressed'],
	])('asks for all of a file that the server packs, by the sign of %s', (_sign, before, kind) => {
		const step = afterBreak(at(before), failed(kind));
		expect('again' in step && rangeHeaders(step.again)).toEqual({});
	});

	test.each<[what: string, before: Partial<Progress>, opening: object, goes: boolean]>([
		['the same length', { total: 500 }, { total: 500 }, true],
		['no length', { total: 500 }, {}, true],
		['another length', { total: 500 }, { total: 501 }, false],
		['the same mark', { mark: '"a"' }, { mark: '"a"' }, true],
		['another mark', { mark: '"a"' }, { mark: '"b"' }, false],
		[
			'another length under the same mark',
			{ mark: '"a"', total: 5 },
			{ mark: '"a"', total: 6 },
			true,
		],
		['another file before its first byte', { total: 5, received: 0 }, { total: 6 }, true],
		['more than the largest size', {}, { total: 1024 * 1024 + 1 }, false],
		['just the largest size', {}, { total: 1024 * 1024 }, true],
	])('that declares %s', (_what, before, opening, goes) => {
		const opened = afterOpening(at(before), { ...whole, ...opening }, 1);
		expect('progress' in opened).toBe(goes);
	});
});

test.each<[kind: DownloadFailure['kind'], total: number | undefined, whole: boolean]>([
	['noMore', undefined, true],
	['noMore', 100, true],
	['noMore', 110, false],
	['noMore', 90, false],
	['transient', undefined, false],
	['final', 100, false],
])('a connection that fails (%s) with all of %p bytes there', (kind, total, isWhole) => {
	const progress: Progress = { ...beginning, received: 100, ...(total ? { total } : {}) };
	expect(hadAll(progress, failed(kind), 'whole')).toBe(isWhole);
	expect(hadAll(progress, failed(kind), 'cut')).toBe(false);
	expect(hadAll(progress, failed(kind), 'noVideo')).toBe(false);
});

describe('a connection that ends in good order', () => {
	const end = (received: number, total: number | undefined, isPart: boolean) =>
		(['whole', 'cut', 'noVideo'] as const).map(
			(file) => afterEnd({ ...beginning, received, total }, isPart, file)?.kind ?? 'complete',
		);

	test.each<
		[what: string, received: number, total: number | undefined, isPart: boolean, ends: string[]]
	>([
		['an answer of no length', 100, undefined, false, ['complete', 'final', 'final']],
		['an answer of its length', 100, 100, false, ['complete', 'final', 'final']],
		// The length may be that of the packed answer: the file itself decides.
		['a longer answer', 100, 90, false, ['complete', 'final', 'final']],
		['a shorter answer', 100, 110, false, ['complete', 'transient', 'transient']],
		['the last part', 100, 100, true, ['complete', 'final', 'final']],
		['a part with more to come', 100, 110, true, ['transient', 'transient', 'transient']],
		['a part that is too long', 100, 90, true, ['final', 'final', 'final']],
	])('%s', (_what, received, total, isPart, ends) => {
		expect(end(received, total, isPart)).toEqual(ends);
	});
});
