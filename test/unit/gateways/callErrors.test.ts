import { failureOfStatus, gatewayError, type ErrorTable } from '../../../gateways/answer/answers';
import { answer } from './bench';

describe('the error of a call', () => {
	test('names the gateway, what it did, its codes and its words', () => {
		const row = { code: 'gateway', what: 'failed', fix: 'Wait.' } as const;
		expect(gatewayError({ label: 'X' }, row).message).toBe('X failed');
		const facts = { httpStatus: 500, gatewayCode: 1000, reason: 'oops' };
		expect(gatewayError({ label: 'X' }, row, facts)).toEqual({
			kind: 'gatewayError',
			code: 'gateway',
			message: 'X failed (HTTP 500, code 1000): "oops"',
			fix: 'Wait.',
			retryable: false,
			accepted: 'no',
			httpStatus: 500,
			gatewayCode: 1000,
		});
	});

	const errors: ErrorTable = { label: 'X', failures: {} };

	test.each([
		[405, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[408, { code: 'timeout', retryable: true, accepted: 'maybe' }],
		[413, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[418, { code: 'invalidRequest', retryable: false, accepted: 'no' }],
		[301, { code: 'gateway', retryable: false, accepted: 'no' }],
		[302, { code: 'gateway', retryable: false, accepted: 'maybe' }],
		[303, { code: 'gateway', retryable: false, accepted: 'maybe' }],
		[307, { code: 'gateway', retryable: false, accepted: 'no' }],
		[409, { code: 'invalidRequest', retryable: false, accepted: 'maybe' }],
		[425, { code: 'gateway', retryable: true, accepted: 'maybe' }],
		[499, { code: 'timeout', retryable: true, accepted: 'maybe' }],
		[520, { code: 'gateway', retryable: true, accepted: 'maybe' }],
		[599, { code: 'gateway', retryable: true, accepted: 'maybe' }],
	])('of HTTP %i, which no page documents, is the careful one', (status, expected) => {
		const error = failureOfStatus(errors, answer('{}', { status }));
		expect(error).toMatchObject({ ...expected, httpStatus: status });
		expect(error.message).toContain(`HTTP ${status}`);
	});

	test.each<[string, unknown, 'no' | 'maybe']>([
		['the job', { job: '7', error: 'busy' }, 'maybe'],
		['the job as a number', { job: 7 }, 'maybe'],
		['the job in data', { data: { job: '7' } }, 'maybe'],
		['the job in error', { error: { message: 'busy', job: '7' } }, 'maybe'],
		['an empty job', { job: '' }, 'no'],
		['no job', { error: 'busy' }, 'no'],
		['the trace of the call', { requestId: '7', request_id: '7' }, 'no'],
		['a list', [{ job: '7' }], 'no'],
		['a text', 'job 7', 'no'],
	])('of a refusal that holds %s', (_name, body, accepted) => {
		const own: ErrorTable = { ...errors, jobIdKeys: ['job'] };
		const error = failureOfStatus(own, answer(body, { status: 400 }));
		expect(error.accepted).toBe(accepted);
		expect(error.message.includes('names the job 7')).toBe(accepted === 'maybe');
	});

	test.each([500, 502, 503, 504])(
		'of HTTP %i that is no JSON comes from a proxy, which knows nothing of the job',
		(status) => {
			for (const body of ['', '<html></html>', 'upstream timed out']) {
				expect(failureOfStatus(errors, answer(body, { status })).accepted).toBe('maybe');
			}
		},
	);
});
