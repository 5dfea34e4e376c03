import * as fc from 'fast-check';

import type { VideoJob } from '../../../gateways/gateway';
import { failureFromWords, completeJob, statusFromWord } from '../../../gateways/answer/jobs';
import { endOfSignedUrl, isoFromSeconds, isoFromTime } from '../../../gateways/answer/times';
import { compact } from '../../../gateways/compact';

describe('the end of a signed link', () => {
	test.each([
		// Alibaba OSS, as docs.aimlapi.com prints it
		[
			'https://cdn.aimlapi.com/whale/a.mp4?Expires=1790000000&OSSAccessKeyId=k&Signature=s',
			'2026-09-21T14:13:20.000Z',
		],
		// AWS signature 4, as Cloudflare R2 signs
		[
			'https://a.r2.dev/v.mp4?X-Amz-Date=20261001T120000Z&X-Amz-Expires=3600&X-Amz-Signature=s',
			'2026-10-01T13:00:00.000Z',
		],
		// Volcengine, as AI/ML API's Seedance answered on 2026-01-26
		[
			'https://cdn.aimlapi.com/rat/v.mp4?X-Tos-Date=20260126T020054Z&X-Tos-Expires=86400&X-Tos-Signature=s',
			'2026-01-27T02:00:54.000Z',
		],
		[
			'https://a.r2.dev/v.mp4?X-Amz-Expires=604800&X-Amz-Date=20261231T235959Z',
			'2027-01-07T23:59:59.000Z',
		],
	])('%s is %s', (url, end) => {
		expect(endOfSignedUrl(url)).toBe(end);
	});

	test.each([
		undefined,
		'',
		'not an address',
		'https://images.segmind.com/v.mp4',
		'https://a/v.mp4?Expires=soon',
		'https://a/v.mp4?Expires=',
		'https://a/v.mp4?Expires=99999999999999999999',
		'https://a/v.mp4?X-Amz-Date=20261001T120000Z',
		'https://a/v.mp4?X-Amz-Expires=3600',
		'https://a/v.mp4?X-Amz-Date=yesterday&X-Amz-Expires=3600',
		'https://a/v.mp4?X-Amz-Date=20261001T120000Z&X-Amz-Expires=x',
		'https://a/v.mp4?X-Amz-Date=20261001T120000Z&X-Amz-Expires=1e300',
	])('%s is not known', (url) => {
		expect(endOfSignedUrl(url)).toBeUndefined();
	});

	test('is a date or nothing, whatever the link', () => {
		const value = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom('Expires', 'X-Amz-Date', 'X-Amz-Expires'), value),
				(query) => {
					const end = endOfSignedUrl(`https://a/v.mp4?${new URLSearchParams(query)}`);
					expect(end === undefined || !Number.isNaN(Date.parse(end))).toBe(true);
				},
			),
		);
	});
});

describe('seconds since 1970', () => {
	test.each([
		[0, '1970-01-01T00:00:00.000Z'],
		[1776947082, '2026-04-23T12:24:42.000Z'],
		[null, undefined],
		[undefined, undefined],
		[Number.NaN, undefined],
		[Infinity, undefined],
		[1e20, undefined],
	])('%p is %p', (seconds, iso) => {
		expect(isoFromSeconds(seconds)).toBe(iso);
	});
});

/** AIgateway's clients hold `created_at` as a number and do not tell its unit. */
describe('a time whose unit is not told', () => {
	test.each([
		[1776947082, '2026-04-23T12:24:42.000Z'],
		[1776947082123, '2026-04-23T12:24:42.123Z'],
		['2026-04-23T12:24:42Z', '2026-04-23T12:24:42.000Z'],
		['soon', undefined],
		[null, undefined],
		[undefined, undefined],
	])('%p is %p', (time, iso) => {
		expect(isoFromTime(time)).toBe(iso);
	});
});

describe("a gateway's status word", () => {
	const table = { queued: 'queued', done: 'completed' } as const;

	test.each(['done', 'Done', 'DONE'])('%s is read, whatever its case', (word) => {
		expect(statusFromWord(table, word)).toEqual({ status: 'completed' });
	});

	test.each(['archiving', '', 'constructor', '__proto__', 'hasownproperty'])(
		'%p is unknown: the job goes on, and the word is told',
		(word) => {
			expect(statusFromWord(table, word)).toEqual({
				status: 'processing',
				warnings: [expect.stringContaining(`"${word}"`)],
			});
		},
	);
});

describe('a status word that is not known', () => {
	const table = { queued: 'queued' } as const;

	test('beside an address means a finished video, and the word is told', () => {
		expect(statusFromWord(table, 'archived', 'https://a/v.mp4')).toEqual({
			status: 'completed',
			warnings: ['The gateway reported the unknown status "archived".'],
		});
	});

	test.each([undefined, null, ''])('beside the address %p is one that goes on', (address) => {
		expect(statusFromWord(table, 'archived', address).status).toBe('processing');
	});

	test('a known word counts, whatever stands beside it', () => {
		expect(statusFromWord(table, 'queued', 'https://a/v.mp4')).toEqual({ status: 'queued' });
	});
});

describe("a failure in the gateway's own words", () => {
	test.each([
		'Content moderated',
		'input new_sensitive',
		'NSFW content detected',
		'This violates our content policy',
		'Prohibited content',
		'The content was flagged as inappropriate',
	])('"%s" is moderated, and not to be tried again', (words) => {
		expect(failureFromWords(words)).toMatchObject({ code: 'moderated', retryable: false });
		expect(failureFromWords(words).message).toContain(words);
		expect(failureFromWords(words).message).toContain('Change the prompt or the image');
	});

	test.each([
		'Prompt is mandatory',
		'Reference media rejected',
		'Could not detect face in the image',
		'Invalid image: only PNG and JPEG',
	])('"%s" is a wrong request, and not to be tried again', (words) => {
		expect(failureFromWords(words)).toEqual({
			code: 'invalidRequest',
			message: `${words}. Change what the message names: the same request will be rejected again.`,
			retryable: false,
		});
	});

	test.each(['Upstream provider failed', 'Generation timeout'])(
		'"%s" may be tried again',
		(words) => {
			expect(failureFromWords(words)).toEqual({
				code: 'gateway',
				message: words,
				retryable: true,
			});
		},
	);

	test.each([undefined, null, ''])('%p is told as no reason', (words) => {
		expect(failureFromWords(words)).toMatchObject({ code: 'gateway', retryable: true });
		expect(failureFromWords(words).message).toMatch(/gave no reason/);
	});
});

describe('a job as it was read', () => {
	const job = (facts: Partial<VideoJob>): VideoJob => ({
		gateway: 'aimlapi',
		jobId: '1',
		status: 'processing',
		...facts,
	});

	test.each([undefined, ''])('completed with the address %p is a failure', (videoUrl) => {
		const made = completeJob(
			job({ status: 'completed', ...(videoUrl === undefined ? {} : { videoUrl }) }),
		);
		expect(made).toMatchObject({
			status: 'failed',
			// A second submit would be a second bill.
			failure: { code: 'gateway', retryable: false },
		});
		expect(made.failure?.message).toMatch(/no link.*Check the job again/);
	});

	test('failed without a reason has a failure', () => {
		expect(completeJob(job({ status: 'failed' })).failure).toMatchObject({ code: 'gateway' });
	});

	test('cancelled has the failure cancelled', () => {
		expect(completeJob(job({ status: 'cancelled' })).failure).toEqual({
			code: 'cancelled',
			message: expect.stringContaining('cancelled') as unknown,
			retryable: true,
		});
	});

	test('a failure that the gateway gave is kept', () => {
		const failure = { code: 'moderated', message: 'no', retryable: false } as const;
		expect(completeJob(job({ status: 'failed', failure })).failure).toEqual(failure);
		expect(completeJob(job({ status: 'cancelled', failure })).failure).toEqual(failure);
	});

	test('the end of its link is read from the link, unless the gateway told it', () => {
		const videoUrl = 'https://a/v.mp4?Expires=1790000000';
		expect(completeJob(job({ status: 'completed', videoUrl })).expiresAt).toBe(
			'2026-09-21T14:13:20.000Z',
		);
		const expiresAt = '2026-10-01T00:00:00.000Z';
		expect(completeJob(job({ status: 'completed', videoUrl, expiresAt })).expiresAt).toBe(
			expiresAt,
		);
	});

	test('one that runs stays as it is', () => {
		expect(completeJob(job({ progress: 40 }))).toEqual(job({ progress: 40 }));
	});

	test('only what is known is shown, also where it is 0, false or empty', () => {
		const facts = { a: undefined, b: null, c: 0, d: '', e: false, f: [] };
		expect(compact<Record<string, unknown>>(facts)).toEqual({ c: 0, d: '', e: false, f: [] });
	});
});
