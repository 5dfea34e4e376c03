import type { Gateway, GatewayError } from '../../../../gateways/gateway';
import type { GatewayFacts, Refusal } from '../../../facts/types';
import {
	bodyWith,
	documentedError,
	GATEWAYS,
	merged,
	rateLimited,
} from '../../../support/simulator';
import { errorIn, type Bench } from '../bench';
import { defaultRequest } from './jobs';

/** What every gateway's refusals must read to, and which of them may stand for a job. */

/** All texts of a body. */
const textsIn = (body: unknown): string[] =>
	typeof body === 'object' && body !== null
		? Object.values(body).flatMap(textsIn)
		: typeof body === 'string'
			? [body]
			: [];

/** Every documented error status reads to its code, on a submit and on a look. */
export function testRefusals(bench: Bench, gateway: Gateway, { refusals }: GatewayFacts): void {
	const check = (error: GatewayError, row: Refusal, words: readonly string[]) => {
		expect(error).toEqual({
			kind: 'gatewayError',
			code: row.code,
			message: expect.stringContaining(`HTTP ${row.status}`) as unknown,
			fix: expect.stringMatching(row.fix) as unknown,
			retryable: row.retryable ?? false,
			accepted: row.accepted ?? 'no',
			httpStatus: row.status,
			...(row.retryAfterSeconds === undefined
				? {}
				: { retryAfterSeconds: expect.closeTo(row.retryAfterSeconds, 0) as unknown }),
		});
		expect(error.message).toContain(gateway.label);
		expect(words.filter((text) => error.message.includes(text))).not.toEqual([]);
	};
	/** What the gateway says, in the one place that is known, else anywhere in its body. */
	const wordsOf = (status: number): string[] => {
		const body = documentedError(bench.id, status).body as {
			error?: string | { message: string };
			message?: string;
		};
		const { error, message } = body;
		const known = typeof error === 'object' ? error.message : (error ?? message);
		return known === undefined ? textsIn(body) : [known];
	};

	const testEach = (title: string, run: (row: Refusal) => Promise<void>) =>
		// Jest accepts no empty table.
		refusals.length > 0 && test.each(refusals)(title, run);

	testEach('a submit answered $status is $code', async (row) => {
		const respond = documentedError(bench.id, row.status);
		bench.simulator.fault({ endpoint: 'submit', respond });
		check(await bench.refused(defaultRequest(gateway)), row, wordsOf(row.status));
		expect(bench.simulator.jobs).toEqual([]);
	});

	test.each<[string, () => number | Date]>([
		['in seconds', () => 33],
		['as a date', () => new Date(Date.now() + 33_000)],
	])('the Retry-After of a 429, %s, is told', async (_name, retryAfter) => {
		bench.simulator.fault(rateLimited(bench.id, retryAfter()));
		const error = await bench.refused(defaultRequest(gateway));
		expect(error.code).toBe('rateLimited');
		expect(Math.abs(33 - (error.retryAfterSeconds ?? 0))).toBeLessThan(2);
	});

	testEach('a look answered $status is $code', async (row) => {
		const { jobId } = await bench.submit(defaultRequest(gateway));
		const respond = documentedError(bench.id, row.status);
		bench.simulator.fault({ endpoint: 'status', respond });
		check(errorIn(await bench.look(jobId)), row, wordsOf(row.status));
	});
}

/** A submit that was refused, by the gateway or by a proxy in between, and may have been accepted all the same. */
export function testUnclearSubmits(bench: Bench, gateway: Gateway): void {
	test.each([500, 502, 503, 504])(
		'a submit answered %i by a proxy in between may have been taken',
		async (status) => {
			bench.simulator.fault({
				endpoint: 'submit',
				respond: { status, body: '<html><body>Bad gateway</body></html>', accepted: true },
			});
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({ accepted: 'maybe', retryable: true, httpStatus: status });
		},
	);

	/** 302 and 303 may tell where the result of what was posted lies (RFC 9110, 15.4). */
	test.each<[number, GatewayError['accepted']]>([
		[301, 'no'],
		[302, 'maybe'],
		[303, 'maybe'],
		[307, 'no'],
		[308, 'no'],
	])('a redirect with %i is not followed, and taken: %s', async (status, accepted) => {
		bench.simulator.fault({
			endpoint: 'submit',
			respond: { status, headers: { location: bench.simulator.origin } },
		});
		const error = await bench.refused(defaultRequest(gateway));
		expect(error).toMatchObject({ code: 'gateway', accepted, retryable: false });
		expect(error.fix).toContain('Base URL');
		expect(bench.simulator.requests).toHaveLength(1);
	});

	test.each([409, 425, 499])('a submit answered %i may have been taken', async (status) => {
		bench.simulator.fault({ endpoint: 'submit', respond: documentedError(bench.id, status) });
		const error = await bench.refused(defaultRequest(gateway));
		expect(error).toMatchObject({ accepted: 'maybe', httpStatus: status });
	});

	/** Such as a job that is known already, or one that failed after it had been billed. */
	test.each([400, 402, 404, 429, 503])(
		'a submit refused with %i and with a job in the answer may have been taken',
		async (status) => {
			const { body } = documentedError(bench.id, status);
			const jobId = bodyWith(GATEWAYS[bench.id].idKeys[0]!, 'J-4711');
			bench.simulator.fault({
				endpoint: 'submit',
				respond: { status, body: merged(body, jobId) },
			});
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({ accepted: 'maybe', httpStatus: status });
			expect(error.message).toContain('J-4711');
		},
	);
}
