import axios from 'axios';
import { FACTS } from '../../facts';
import type { GatewayFacts, StatusFacts } from '../../facts/types';
import { CLIP, GATEWAY_IDS, valueAt, VARIANTS } from '../../support/simulator/index';
import type { GatewayId } from '../../support/simulator/index';
import {
	type Body,
	FIRST_SUBMITS,
	call,
	callFor,
	codesIn,
	firstSubmit,
	headersFor,
	look,
	matching,
	simulator,
	submitOf,
} from './requests';

describe('a job', () => {
	test.each(FIRST_SUBMITS)('$name: goes from queued over running to its end', async (submit) => {
		const { words, key = 'status' } = FACTS[submit.gateway].status;
		const ages = [0.01, 0.5, 1.5];
		const seen: unknown[] = [];
		for (const age of ages) {
			await submitOf(submit);
			const job = simulator.jobs.at(-1);
			if (!job) throw new Error('no job');
			const now = jest.spyOn(Date, 'now').mockReturnValue(job.submittedAt + age * 20_000);
			seen.push(valueAt((await look(submit.gateway, job.jobId)).data, key));
			expect(job.statusCalls).toHaveLength(1);
			now.mockRestore();
		}
		expect(seen).toEqual(words);
		expect(simulator.refusals).toEqual([]);
	});

	const cells = GATEWAY_IDS.flatMap((gateway) =>
		VARIANTS[gateway].map((variant) => ({ gateway, variant })),
	);
	test.each(cells)('$gateway, shape $variant: its video can be fetched', async (cell) => {
		simulator.plan = () => ({ seconds: 0, variant: cell.variant });
		await submitOf(firstSubmit(cell.gateway));
		const [job] = simulator.jobs;
		const state = await look(cell.gateway, job?.jobId ?? '');

		expect(state.status).toBe(200);
		const { address }: StatusFacts = FACTS[cell.gateway].status;
		const told = address ? await callFor(cell.gateway, address(job!.jobId)) : state;
		const { privateVariants, unnamedFile }: GatewayFacts = FACTS[cell.gateway];
		const { baseUrl } = simulator.credentials[cell.gateway];
		const unnamed = unnamedFile && `${baseUrl}${unnamedFile(job!.jobId)}`;
		if (job?.videoUrl !== unnamed) {
			expect(JSON.stringify(told.data)).toContain(job?.videoUrl);
		}
		const isPrivate = privateVariants?.includes(cell.variant);
		const withKey = { headers: headersFor(cell.gateway) };
		const file = await axios.get(job?.videoUrl ?? '', {
			responseType: 'arraybuffer',
			validateStatus: () => true,
			...(isPrivate && withKey),
		});
		expect(file.status).toBe(200);
		expect(Buffer.from(file.data)).toEqual(CLIP);
	});

	test('of an unknown id is refused in each gateway’s own way', async () => {
		for (const gateway of GATEWAY_IDS) {
			const { status, data } = await look(gateway, 'nothing');
			const { refusesInBody }: GatewayFacts = FACTS[gateway];
			expect([gateway, status]).toEqual([gateway, refusesInBody ? 200 : 404]);
			if (refusesInBody) expect(codesIn(data)).toContain(refusesInBody.unknownJob);
			expect(data).toMatchObject(matching(FACTS[gateway].status.unknownJob));
		}
		expect(simulator.refusals).toEqual([]);
	});

	test('at Segmind is forgotten after an hour', async () => {
		await submitOf(firstSubmit('segmind'));
		const jobId = simulator.jobs[0]?.jobId ?? '';
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_601_000);
		const answer = await look('segmind', jobId);
		later.mockRestore();
		expect(answer.status).toBe(404);
		expect(answer.data).toEqual({ error: `Request ${jobId} not found` });
	});

	test.each([404, 400] as const)(
		'at AI/ML API is known only where it was submitted: else %i',
		async (foreign) => {
			simulator.openFacts.foreignIdStatus = foreign;
			const { data } = await call('aimlapi', 'POST', '/v2/video/generations', {
				model: 'minimax/hailuo-2.3',
				prompt: 'a',
			});
			const statusAt = async (path: string) =>
				(
					await call('aimlapi', 'GET', path, undefined, {
						params: { generation_id: data.id },
					})
				).status;
			expect(data.id).toMatch(/^[\w-]{21}$/);
			expect(await statusAt('/v2/video/generations')).toBe(200);
			expect(await statusAt('/v2/generate/video/minimax/generation')).toBe(foreign);
		},
	);

	test('at AIgateway answers a second look within 3 s, where it is so', async () => {
		simulator.openFacts.earlyChecksUnchanged = false;
		const { data } = await submitOf(firstSubmit('aigateway'));
		expect((await look('aigateway', data.id)).status).toBe(200);
		expect((await look('aigateway', data.id)).status).toBe(200);
	});

	test.each([
		['sdk', 1],
		['sdkMilliseconds', 1000],
	])(
		'at AIgateway in shape %s tells its time in %i parts of a second',
		async (variant, parts) => {
			simulator.variants.aigateway = variant;
			const { data } = await submitOf(firstSubmit('aigateway'));
			expect(Math.abs(Number(data.created_at) / parts - Date.now() / 1000)).toBeLessThan(2);
		},
	);

	test('at Segmind with a wrong body is told by the poll', async () => {
		const { data } = await call('segmind', 'POST', '/v2/minimax-ai', {});
		expect(data).toMatchObject({ status: 'QUEUED' });
		const answer = await look('segmind', data.request_id);
		expect(answer.status).toBe(422);
		expect(answer.data).toMatchObject({ status: 'FAILED', error: 'Prompt is mandatory' });
	});

	test('has a link that starts where the test wants it', async () => {
		simulator.openFacts.linkOrigin = 'http://cdn.example';
		await submitOf(firstSubmit('pixazo'));
		expect(simulator.jobs[0]?.videoUrl).toMatch(/^http:\/\/cdn\.example\//);
	});

	test('at AIgateway answers 304 to a second look within 3 s', async () => {
		const { data } = await submitOf(firstSubmit('aigateway'));
		const job = simulator.jobs[0];

		expect((await look('aigateway', data.id)).status).toBe(200);
		const tooEarly = await look('aigateway', data.id);
		expect(tooEarly.status).toBe(304);
		expect(tooEarly.data).toBe('');
		const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3001);
		expect((await look('aigateway', data.id)).status).toBe(200);
		later.mockRestore();
		expect(job?.statusCalls).toHaveLength(2);
		expect(job?.unchangedCalls).toHaveLength(1);
	});

	test.each<[GatewayId, string, number, Body]>([
		['aigateway', 'failed', 200, { status: 'failed', error: expect.any(String) }],
		['aimlapi', 'failed', 200, { status: 'error', error: { name: expect.any(String) } }],
		['pixazo', 'moderated', 200, { status: 'Fail', base_resp: { status_code: 1027 } }],
		['segmind', 'failed', 422, { status: 'FAILED', error: expect.any(String) }],
		['useapi', 'moderated', 200, { status: 5, statusFinal: true }],
		['useapi', 'failed', 200, { status: 3, statusFinal: true }],
	])('at %s that %s', async (gateway, outcome, status, body) => {
		simulator.plan = () => ({ seconds: 0, outcome: outcome as 'failed' });
		await submitOf(firstSubmit(gateway));
		const answer = await look(gateway, simulator.jobs[0]?.jobId ?? '');
		expect(answer.status).toBe(status);
		expect(answer.data).toMatchObject(body);
		expect(JSON.stringify(answer.data)).not.toMatch('/media/');
	});

	test.each(['completedWithoutUrl', 'unknownStatus'] as const)(
		'that ends %s never shows an address',
		async (outcome) => {
			simulator.plan = () => ({ seconds: 0, outcome });
			for (const submit of FIRST_SUBMITS) {
				await submitOf(submit);
				const { data } = await look(submit.gateway, simulator.jobs.at(-1)?.jobId ?? '');
				expect(JSON.stringify(data)).not.toMatch('/media/');
			}
		},
	);

	test('removed by moderation answers 404 at useapi.net', async () => {
		simulator.plan = () => ({ seconds: 0, outcome: 'moderated', variant: 'removed' });
		await submitOf(firstSubmit('useapi'));
		const answer = await look('useapi', simulator.jobs[0]?.jobId ?? '');
		expect(answer.status).toBe(404);
		expect(answer.data).toEqual({ error: 'Not found.', code: 404 });
	});

	test('can be cancelled at AIgateway and useapi.net', async () => {
		await submitOf(firstSubmit('aigateway'));
		await submitOf(firstSubmit('useapi'));
		const [first, second] = simulator.jobs;
		await call('aigateway', 'DELETE', `/v1/jobs/${first?.jobId}`);
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: second?.jobId });
		expect(simulator.jobs.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
		expect((await look('aigateway', first?.jobId ?? '')).data.status).toBe('cancelled');
		expect(first?.completedAt).toBeLessThanOrEqual(Date.now());
	});

	test('takes the seconds of its plan', async () => {
		simulator.videoSeconds = 100;
		await submitOf(firstSubmit('pixazo'));
		simulator.plan = ({ prompt }) => ({ seconds: prompt?.length ?? 0 });
		await submitOf(firstSubmit('pixazo'));
		expect(simulator.jobs.map((job) => job.endsAt - job.submittedAt)).toEqual([
			100_000, 43_000,
		]);
		expect(simulator.jobs[0]?.completedAt).toBeUndefined();
	});
});
