import { setImmediate as turn } from 'node:timers/promises';
import { Readable } from 'stream';

import { submitVideos } from '../../../nodes/SubmitVideo/submitVideos';
import { fakeRun } from './fakeContext';

/** Submit Video at gateways with limits, which most of them document nowhere: no item may fail for them. */

interface Limits {
	gateway?: 'fal' | 'kie';
	/** How many requests it accepts in any second. */
	perSecond?: number;
	/** How many in any ten seconds. */
	in10Seconds?: number;
	/** How many it works on at a time. */
	atATime?: number;
	/** How long an answer takes. */
	answerMs: number;
}

/** A gateway with these limits, by the clock of jest's timers. */
function gatewayWith({
	perSecond = Infinity,
	in10Seconds = Infinity,
	atATime = Infinity,
	answerMs,
}: Limits) {
	const accepted: number[] = [];
	let inside = 0;
	const seen = { refused: 0, most: 0 };
	const answer = (statusCode: number, body: object) => ({
		statusCode,
		headers: { 'content-type': 'application/json' },
		body: Readable.from([Buffer.from(JSON.stringify(body))]),
	});
	return {
		seen,
		request: async () => {
			const within = (seconds: number) =>
				accepted.filter((time) => time > Date.now() - seconds * 1000).length;
			if (within(1) >= perSecond || within(10) >= in10Seconds || inside >= atATime) {
				seen.refused++;
				return answer(429, { detail: 'Too many requests' });
			}
			const number = accepted.push(Date.now());
			seen.most = Math.max(seen.most, ++inside);
			await new Promise((resolve) => setTimeout(resolve, answerMs));
			inside--;
			return answer(200, {
				request_id: `job-${number}`,
				status: 'IN_QUEUE',
				// Kie.ai's form of the same
				code: 200,
				data: { taskId: `job-${number}` },
			});
		},
	};
}

/** Submits so many videos there, and gives the output, and how many seconds it took. */
async function submit(items: number, limits: Limits) {
	const gateway = gatewayWith(limits);
	const prompts = Array.from({ length: items }, (_, index) => ({
		gateway: limits.gateway ?? 'fal',
		prompt: `Clip ${index}`,
	}));
	const { context } = fakeRun(prompts);
	Object.assign(context.helpers, {
		httpRequestWithAuthentication: gateway.request,
	});
	jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
	try {
		const from = Date.now();
		let hasEnded = false;
		const submitted = submitVideos(context).finally(() => (hasEnded = true));
		submitted.catch(() => undefined);
		while (!hasEnded) {
			await turn();
			await jest.advanceTimersByTimeAsync(25);
		}
		const output = await submitted;
		const failed = output.filter(({ json }) => json.error !== undefined);
		return { ...gateway.seen, failed, output, seconds: (Date.now() - from) / 1000 };
	} finally {
		// Sleepers that outlive the run share a timer, which has to end before the clock is gone.
		await jest.advanceTimersByTimeAsync(1000);
		jest.useRealTimers();
	}
}

test('none: fifty at a time after the first few', async () => {
	const { failed, most, refused, seconds } = await submit(300, { answerMs: 500 });
	expect({ failed, most, refused }).toEqual({ failed: [], most: 50, refused: 0 });
	expect(seconds).toBeLessThan(10);
});

test('a documented limit per 10 seconds: nothing is sent in vain', async () => {
	const limits = { gateway: 'kie', in10Seconds: 20, answerMs: 100 } as const;
	const { failed, refused } = await submit(60, limits);
	expect({ failed, refused }).toEqual({ failed: [], refused: 0 });
});

test.each<[string, Limits]>([
	['20 a second', { perSecond: 20, answerMs: 100 }],
	['5 a second', { perSecond: 5, answerMs: 100 }],
	['2 a second', { perSecond: 2, answerMs: 100 }],
	['10 at a time', { atATime: 10, answerMs: 800 }],
	['2 at a time', { atATime: 2, answerMs: 800 }],
])('%s: none fails, and few are sent in vain', async (_, limits) => {
	const { failed, refused, seconds } = await submit(100, limits);
	expect(failed).toEqual([]);
	expect(refused).toBeLessThan(200);
	const soonest = 100 / (limits.perSecond ?? limits.atATime! / (limits.answerMs / 1000));
	expect(seconds).toBeLessThan(2 * soonest);
});
