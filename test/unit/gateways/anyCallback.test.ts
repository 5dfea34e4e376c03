import * as fc from 'fast-check';
import { findGateway } from '../../../gateways';
import { isFinal, type Answer, type Gateway, type VideoJob } from '../../../gateways/gateway';
import { bodyWith, CALLING_GATEWAYS, type CallingGateway } from '../../support/simulator';
import { callbackOf } from './bench';
import { damaged, gatherReadings, type Reading } from './pageAnswers';
import { cases } from '../../support/draw';
import { callbackAbout, idKeyOf, readBy } from './callbackReading';

describe('anything that somebody may send', () => {
	const words = fc.constantFrom<unknown>(
		...['completed', 'failed', 'Success', 'Fail', 'processing', 'cancelled', 'job.completed'],
		...['job.failed', '__proto__', 'constructor', 'toString', '', '0', '2', '-1', '99'],
		...[0, 1, 2, 3, 5, 7, 11, 12, 14, -0, 1e308, 0.5, null, true, false],
		...['https://a/v.mp4', 'https://a/v.mp4?Expires=99999999999', '1e9x1e9', '1920x1080'],
	);
	const keys = fc.constantFrom(
		...['id', 'status', 'result', 'url', 'file_url', 'result_url', 'error', 'code', 'message'],
		...['created', 'created_at', 'model', 'duration', 'resolution', 'type', 'data', 'job_id'],
		...['task_id', 'file_id', 'base_resp', 'status_code', 'videoId', 'statusLabel'],
		...['statusFinal', 'percent', 'downloadURL', 'videoURL', 'width', 'height', 'replyRef'],
		...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'],
	);
	const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
		tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, words, tie('node')),
		node: fc.oneof(
			// By entries, so that `__proto__` is a key like any other, as JSON.parse makes it.
			fc
				.array(fc.tuple(keys, tie('tree')), { maxLength: 8 })
				.map((entries) => Object.fromEntries(entries)),
			fc.array(tie('tree'), { maxLength: 3 }),
		),
	}));

	const text = (value: unknown) => typeof value === 'string' && value !== '';
	const sometimes = (holds: (value: unknown) => boolean) => (value: unknown) =>
		value === undefined || holds(value);
	const statuses = ['queued', 'processing', 'completed', 'failed', 'cancelled'];

	/** Holds for a job that can go on through the nodes, and into a database. */
	function expectJob(gateway: Gateway, job: VideoJob): void {
		expect(job.gateway).toBe(gateway.id);
		expect(text(job.jobId)).toBe(true);
		expect(statuses).toContain(job.status);
		expect(sometimes(text)(job.videoUrl)).toBe(true);
		for (const words of [job.model, job.callbackReference, job.failure?.message]) {
			expect(sometimes((value) => typeof value === 'string')(words)).toBe(true);
		}
		expect(Object.getPrototypeOf(job)).toBe(Object.prototype);
		expect(() => JSON.stringify(job)).not.toThrow();
	}

	const parsed = (body: unknown) => JSON.parse(JSON.stringify(body) ?? 'null') as unknown;
	/** A body as text, with an id, and more beside it. */
	const textWith = (id: CallingGateway, jobId: string, more = '') => {
		const keys = idKeyOf(id).split('.');
		return `${keys.map((key) => `{"${key}":`).join('')}${jobId}${more}${'}'.repeat(keys.length)}`;
	};

	/** Real callbacks of each gateway. */
	let readings: Reading[];
	beforeAll(async () => {
		readings = await gatherReadings();
	});
	const realOf = (id: CallingGateway) =>
		readings.find(({ gateway, call }) => gateway.id === id && call === 'callback')!.real;

	/** The last of some bodies, as texts in which another text stands for one of its parts. */
	function inEachPlace(real: readonly Answer[], other: string): string[] {
		const whole = real.at(-1)!.body;
		const parts: string[] = [];
		JSON.parse(whole, (key, value: unknown) => {
			if (key !== '') parts.push(`"${key}":${JSON.stringify(value)}`);
			return value;
		});
		return parts.map((part) =>
			whole.replace(part, () => `${part.slice(0, part.indexOf(':'))}:${other}`),
		);
	}

	test.each(CALLING_GATEWAYS)('is a job of %s or none, and no fault', (id) => {
		const gateway = findGateway(id)!;
		const seen = { jobs: 0, ends: 0, none: 0 };
		// Every other one has an id, so that more than the lack of it is seen.
		const named = fc
			.tuple(tree, words)
			.map(([body, word]) =>
				callbackAbout(
					id,
					bodyWith(idKeyOf(id), 'x', { status: word, ...(body as object) }),
				),
			);
		const nearly = damaged(realOf(id)).map(({ body }) => callbackOf(body).body);
		fc.assert(
			fc.property(fc.oneof(tree, named, nearly, fc.jsonValue()), (body) => {
				const job = readBy(gateway, parsed(body));
				if (job === undefined) {
					seen.none++;
					return;
				}
				expectJob(gateway, job);
				seen[isFinal(job) ? 'ends' : 'jobs']++;
			}),
			{ numRuns: cases(5400) },
		);
		// No side of the property may run dry.
		expect(Math.min(seen.jobs, seen.ends, seen.none)).toBeGreaterThan(cases(50));
	});

	test.each(CALLING_GATEWAYS)('is read by %s however deep or large', (id) => {
		const deep = '[{"id":'.repeat(20_000) + '1' + '}]'.repeat(20_000);
		const gateway = findGateway(id)!;
		for (const text of [
			deep,
			textWith(id, deep),
			textWith(id, '"x"', `,"status":${deep}`),
			textWith(id, '"x"', `,"status":2,"result":${deep},"error":${deep},"percent":${deep}`),
			// In the place of each part of a real callback.
			...inEachPlace(realOf(id), deep),
			`{"type":"job.completed","data":{"job_id":"x","more":${deep},"error":${deep}}}`,
			// Infinity, once parsed
			textWith(id, '"x"', ',"status":1e400,"created":1e400,"percent":1e400,"width":1e400'),
			...inEachPlace(realOf(id), '1e400'),
		]) {
			const job = gateway.callbacks!.read(callbackOf(text));
			if (job !== undefined) expectJob(gateway, job);
		}
	});

	test('leaves all other objects as they are', () => {
		const evil = '{"polluted":true,"status":"completed","jobId":"evil"}';
		for (const id of CALLING_GATEWAYS) {
			const gateway = findGateway(id)!;
			for (const body of [
				`{"__proto__":${evil},"constructor":{"prototype":${evil}}}`,
				textWith(
					id,
					'"x"',
					`,"status":"2","__proto__":${evil},"error":{"__proto__":${evil}}`,
				),
				`{"type":"job.failed","data":{"job_id":"x","__proto__":${evil}},"__proto__":${evil}}`,
			]) {
				const job = gateway.callbacks!.read(callbackOf(body));
				// Some gateways' IDs have a route in front.
				expect(job?.jobId ?? 'x').toMatch(/^(\w+:)?x$/);
				expect(job ?? {}).not.toHaveProperty('polluted');
			}
		}
		expect({}).not.toHaveProperty('polluted');
	});

	test.each(CALLING_GATEWAYS)('of %s is no end, if its id is inherited', (id) => {
		const body = `{"__proto__":${textWith(id, '"x"', ',"status":"2"')},"result":{"url":"https://a/v.mp4"}}`;
		expect(findGateway(id)!.callbacks!.read(callbackOf(body))).toBeUndefined();
	});
});
