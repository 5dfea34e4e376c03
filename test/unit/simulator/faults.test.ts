import axios from 'axios';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import {
	GATEWAYS,
	gzipBomb,
	hugeJson,
	insufficientCredits,
	minimaxRefusal,
	rateLimited,
} from '../../support/simulator/index';
import type { FaultName } from '../../support/simulator/index';
import { FIRST_SUBMITS, call, codesIn, firstSubmit, simulator, submitOf } from './requests';

describe('faults', () => {
	const submit = firstSubmit('segmind');
	const play = async (respond: FaultName) => {
		simulator.fault({ gateway: 'segmind', endpoint: 'submit', times: 1, respond });
		return await call('segmind', 'POST', submit.path, submit.body, { timeout: 300 }).catch(
			(error: { code?: string }) => ({ status: 0, data: error.code, headers: {} }),
		);
	};

	test.each<[FaultName, number, number, unknown]>([
		['asUsual', 200, 1, expect.objectContaining({ request_id: expect.any(String) })],
		['resetUnread', 0, 0, 'ECONNRESET'],
		['resetBefore', 0, 0, 'ECONNRESET'],
		['resetAfter', 0, 1, 'ECONNRESET'],
		['silence', 0, 0, 'ECONNABORTED'],
		['silenceAfter', 0, 1, 'ECONNABORTED'],
		['slowDrip', 0, 1, expect.stringMatching(/ECONNABORTED|ERR_BAD_RESPONSE/)],
		['withoutId', 200, 1, expect.objectContaining({ status: 'QUEUED' })],
	])('%s: status %d and %d job', async (respond, status, jobs, data) => {
		const answer = await play(respond);
		expect(answer.status).toBe(status);
		expect(answer.data).toEqual(data);
		expect(simulator.jobs).toHaveLength(jobs);
		expect(simulator.requests).toHaveLength(1);
		expect(simulator.requests[0]?.fault).toBe(respond);
		if (respond === 'withoutId') expect(answer.data).not.toHaveProperty('request_id');
		expect((await submitOf(submit)).status).toBe(200);
	});

	test('truncated: JSON cut in half with status 200', async () => {
		const answer = await play('truncated');
		expect(answer.status).toBe(200);
		expect(answer.data).toMatch(/^\{"request_id/);
		expect(() => JSON.parse(answer.data)).toThrow();
		expect(simulator.jobs).toHaveLength(1);
	});

	test('html: a page with status 200 and no job', async () => {
		const answer = await play('html');
		expect(answer.headers).toMatchObject({ 'content-type': 'text/html' });
		expect(answer.data).toMatch('<!DOCTYPE html>');
		expect(simulator.jobs).toEqual([]);
	});

	test('an error may come although the job was accepted', async () => {
		simulator.fault({
			gateway: 'useapi',
			endpoint: 'submit',
			respond: { status: 504, accepted: true },
		});
		expect((await submitOf(firstSubmit('useapi'))).status).toBe(504);
		expect(simulator.jobs).toHaveLength(1);
	});

	test('are limited by condition and number, and can be removed', async () => {
		const remove = simulator.fault({
			gateway: 'segmind',
			endpoint: ['submit', 'account'],
			times: 1,
			when: ({ prompt: asked }) => asked === 'busy',
			respond: { status: 503, body: { error: 'busy' } },
		});
		const statusFor = async (prompt: string) =>
			(await call('segmind', 'POST', '/v2/minimax-ai', { prompt })).status;
		expect(await statusFor('free')).toBe(200);
		expect(await statusFor('busy')).toBe(503);
		expect(await statusFor('busy')).toBe(200);
		simulator.fault({ respond: { status: 500 } });
		expect(await statusFor('free')).toBe(500);
		simulator.clearFaults();
		expect(await statusFor('free')).toBe(200);
		remove();
	});

	test('can be late', async () => {
		simulator.fault({ delaySeconds: 0.2, respond: 'asUsual' });
		const start = Date.now();
		await submitOf(submit);
		expect(Date.now() - start).toBeGreaterThanOrEqual(190);
	});

	test('can change the usual answer', async () => {
		simulator.fault({ endpoint: 'submit', respond: { rewrite: () => [1, 2] } });
		expect((await submitOf(submit)).data).toEqual([1, 2]);
		expect(simulator.jobs).toHaveLength(1);
	});

	test('come ready-made in each gateway’s words', async () => {
		for (const one of FIRST_SUBMITS) {
			simulator.fault({ ...rateLimited(one.gateway, 7), times: 1 });
			const busy = await submitOf(one);
			expect([busy.status, busy.headers['retry-after']]).toEqual([429, '7']);
			simulator.fault({ ...insufficientCredits(one.gateway), times: 1 });
			const poor = await submitOf(one);
			expect(poor.status).toBe(GATEWAYS[one.gateway].noCredit.status);
			const { refusals, refusesInBody }: GatewayFacts = FACTS[one.gateway];
			if (refusesInBody) {
				expect(codesIn(poor.data)).toContain(refusesInBody.noCredit);
				continue;
			}
			const refusal = refusals.find(({ status }) => status === poor.status);
			expect(refusal?.code).toBe('insufficientCredits');
		}
		simulator.fault({ endpoint: 'submit', respond: minimaxRefusal(1026) });
		const moderated = await submitOf(firstSubmit('pixazo'));
		expect([moderated.status, moderated.data.base_resp.status_code]).toEqual([200, 1026]);
		expect(simulator.jobs).toEqual([]);
	});

	test('can be very big, also behind gzip', async () => {
		const megabytes = 8 * 1024 * 1024;
		simulator.fault({ times: 1, respond: gzipBomb(megabytes) });
		const bomb = await submitOf(submit);
		expect(bomb.data.padding).toHaveLength(megabytes);
		simulator.clearFaults();
		simulator.fault({ times: 1, respond: hugeJson(megabytes) });
		expect((await submitOf(submit)).data.padding).toHaveLength(megabytes);
	});

	test('cut a video in the middle', async () => {
		simulator.plan = () => ({ seconds: 0, videoBytes: 3_000_000 });
		await submitOf(submit);
		simulator.fault({ endpoint: 'media', respond: 'truncated' });
		await expect(axios.get(simulator.jobs[0]?.videoUrl ?? '')).rejects.toThrow('aborted');
	});

	test('a plan that throws does not go unnoticed', async () => {
		simulator.plan = () => ({ variant: 'nonsense' });
		expect((await submitOf(submit)).status).toBe(500);
		expect(simulator.refusals[0]?.reason).toMatch('no answer variant "nonsense"');
	});
});
