import * as fc from 'fast-check';
import { findGateway } from '../../../gateways';
import {
	failureOfStatus,
	jsonIn,
	reasonIn,
	retryAfterSeconds,
	type ErrorTable,
} from '../../../gateways/answer/answers';
import { documentedError, GATEWAY_IDS } from '../../support/simulator';
import { answer, errorIn } from './bench';
import { cases } from '../../support/draw';

const receivedAt = Date.UTC(2026, 9, 1, 12);

describe('the wait that an answer asks for', () => {
	const waitOf = (headers: Record<string, string>) =>
		retryAfterSeconds(
			{ resetHeader: 'x-rate-limit-reset-at-utc' },
			answer('', { status: 429, headers, receivedAt }),
		);

	test.each([
		['0', 0],
		['7', 7],
		[' 12 ', 12],
		['1.5', 1.5],
		['120', 120],
		['100000000', 100_000_000],
		['-5', 0],
		// A time since 1970, in seconds and in milliseconds: of the end, not of the wait.
		[String(receivedAt / 1000 + 40), 40],
		[String(receivedAt + 40_500), 40.5],
		[String(receivedAt / 1000 - 40), 0],
		[String(receivedAt - 40_000), 0],
		['999999999', 999_999_999],
		['Thu, 01 Oct 2026 12:00:30 GMT', 30],
		['Thu, 01 Oct 2026 11:00:00 GMT', 0],
		['', undefined],
		['   ', undefined],
		['soon', undefined],
		['60 seconds', undefined],
		['soon 3', undefined],
		['Infinity', undefined],
		['NaN', undefined],
	])('Retry-After: %p is %p s', (value, seconds) => {
		expect(waitOf({ 'retry-after': value })).toBe(seconds);
	});

	test('is not known without a header', () => {
		expect(waitOf({})).toBeUndefined();
		expect(waitOf({ date: 'Thu, 01 Oct 2026 12:00:30 GMT' })).toBeUndefined();
	});

	/** docs.segmind.com: no Retry-After but the time at which the limit ends. */
	test.each([
		['2026-10-01T12:00:45Z', 45],
		['2026-10-01T12:00:45.500Z', 45.5],
		['2026-10-01T14:00:45+02:00', 45],
		['2026-10-01T12:00:45', 45],
		['2026-10-01 12:00:45', 45],
		['2026-10-01T11:59:00Z', 0],
		['Thu, 01 Oct 2026 12:01:00 GMT', 60],
		[String(receivedAt / 1000 + 60), 60],
		[String(receivedAt + 60_000), 60],
		['soon', undefined],
	])('x-rate-limit-reset-at-utc: %s is %p s', (value, seconds) => {
		expect(waitOf({ 'x-rate-limit-reset-at-utc': value })).toBe(seconds);
	});

	test('is that of Retry-After where both are there', () => {
		const headers = {
			'retry-after': '5',
			'x-rate-limit-reset-at-utc': '2026-10-01T12:01:00Z',
		};
		expect(waitOf(headers)).toBe(5);
	});

	test('is a number of seconds from 0 on or nothing, whatever the header', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('retry-after', 'x-rate-limit-reset-at-utc'),
				fc.oneof(
					fc.string(),
					fc.integer().map(String),
					fc.double().map(String),
					fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
					fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
				),
				(name, value) => {
					const seconds = waitOf({ [name]: value });
					expect(
						seconds === undefined || (Number.isFinite(seconds) && seconds >= 0),
					).toBe(true);
				},
			),
			{ numRuns: cases(2000) },
		);
	});

	test('is that of the failure table where the gateway does not say', () => {
		const errors: ErrorTable = {
			label: 'X',
			failures: {
				429: {
					code: 'rateLimited',
					what: 'is busy',
					fix: 'Wait.',
					retryable: true,
					retryAfterSeconds: 9,
				},
			},
		};
		const of = (headers: Record<string, string>) =>
			failureOfStatus(errors, answer('{}', { status: 429, headers })).retryAfterSeconds;
		expect(of({})).toBe(9);
		expect(of({ 'retry-after': '40' })).toBe(40);
		expect(of({ 'retry-after': '0' })).toBe(0);
	});
});

describe("the gateway's own words", () => {
	/** The error bodies of the pages, one of each form. */
	test.each<[string, unknown, string]>([
		[
			'AIgateway, OpenAPI file',
			{ error: { message: 'Wallet empty', type: 'insufficient_credits', code: 402 } },
			'Wallet empty',
		],
		[
			'AI/ML API, General Info',
			{ message: 'Too Many Requests', path: '/v2', requestId: '1', statusCode: '429' },
			'Too Many Requests',
		],
		[
			'AI/ML API, a list of faults',
			{ message: ['prompt is too long', 'model is unknown'], statusCode: 400 },
			'prompt is too long; model is unknown',
		],
		['Pixazo', { error: 'Invalid parameters' }, 'Invalid parameters'],
		['MiniMax', { base_resp: { status_code: 1002, status_msg: 'rate limit' } }, 'rate limit'],
		['Segmind', { error: 'Request 1 not found' }, 'Request 1 not found'],
		['useapi.net', { error: 'Not found.', code: 404 }, 'Not found.'],
		[
			'useapi.net, queue full',
			{ error: 'Account 1 is busy executing 3 videos', runningVideos: { 1: [] } },
			'Account 1 is busy executing 3 videos',
		],
	])('are found in the form of %s', (_name, body, words) => {
		expect(reasonIn(body)).toBe(words);
	});

	test.each(
		GATEWAY_IDS.flatMap((id) =>
			[400, 401, 402, 403, 404, 429, 500].map((status) => ({ id, status })),
		),
	)('are found in the $status of $id', ({ id, status }) => {
		const { body } = documentedError(id, status);
		const read = findGateway(id)!.status('1').read(answer(body, { status }));
		expect(errorIn(read).message).toMatch(/: ".+"$/);
	});

	test('are tidy and short enough for a message', () => {
		expect(reasonIn({ error: '  a\n\tb  ' })).toBe('a b');
		expect(reasonIn({ error: 'x'.repeat(5000) })!.length).toBeLessThanOrEqual(300);
	});

	test.each<[unknown, string]>([
		[
			{ error: null, message: 'The model is under maintenance' },
			'The model is under maintenance',
		],
		[{ error: { code: 1 }, message: 'Bad' }, 'Bad'],
		[{ detail: 'Bad' }, 'Bad'],
		[{ detail: [{ loc: ['body'], msg: 'Bad' }, 'Worse'] }, 'Bad; Worse'],
		[{ error: { detail: [{ msg: 'Bad' }] } }, 'Bad'],
		[{ error: { detail: 7 }, message: 'Bad' }, 'Bad'],
		[{ error: 'Bad', base_resp: null }, 'Bad'],
		[{ error: 'Bad', message: 7 }, 'Bad'],
	])('are found beside a field of another form: %j', (body, words) => {
		expect(reasonIn(body)).toBe(words);
	});

	test.each([undefined, null, 7, 'text', [], {}, { error: 7 }, { error: '' }, { message: [] }])(
		'are not in %j',
		(body) => {
			expect(reasonIn(body)).toBeUndefined();
		},
	);
});

describe('the JSON of an answer', () => {
	const inner = { task_id: '11173647', base_resp: { status_code: 0, status_msg: 'success' } };

	test.each([
		['JSON', JSON.stringify(inner)],
		['JSON in a JSON text', JSON.stringify(JSON.stringify(inner, null, 2))],
		['JSON twice in a JSON text', JSON.stringify(JSON.stringify(JSON.stringify(inner)))],
		[
			'escaped text, as the page of Pixazo prints it',
			JSON.stringify(inner, null, 2).replaceAll('"', '\\"').replaceAll('\n', '\\n'),
		],
	])('is read from %s', (_name, text) => {
		expect(jsonIn(text)).toEqual(inner);
	});

	test.each(['', '<html></html>', '{"id": "job_1", "sta', 'undefined', '"text"', '{'])(
		'is not in %p',
		(text) => {
			expect(jsonIn(text)).toBeUndefined();
		},
	);

	test('keeps escapes that are part of a text', () => {
		const body = { error: 'line 1\nline "2"\\n' };
		expect(jsonIn(JSON.stringify(body))).toEqual(body);
	});

	test('is never a text itself, whatever the body is', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				expect(typeof jsonIn(text)).not.toBe('string');
			}),
			{ numRuns: cases(2000) },
		);
	});

	test('is what JSON says, but for texts, in which there may be more of it', () => {
		const body = fc.jsonValue().filter((value) => typeof value !== 'string');
		fc.assert(
			fc.property(body, (value) => {
				const text = JSON.stringify(value);
				expect(jsonIn(text)).toEqual(JSON.parse(text));
				expect(jsonIn(JSON.stringify(text))).toEqual(JSON.parse(text));
			}),
			{ numRuns: cases(2000) },
		);
	});
});
