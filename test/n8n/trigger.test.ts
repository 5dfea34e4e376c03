import { createHmac } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';

import { FACTS } from '../facts';
import { eventually } from '../support/eventually';
import { CALLBACK_VARIANTS, type CallingGateway } from '../support/simulator';
import { errorText, itemsOf, jsonOf, videoNode } from './stage';
import { CALLING_GATEWAYS, post, put, triggerStage } from '../support/n8n/triggers';

/** Video Callback Trigger on the real n8n: what the gateways send comes in, by which signature and in which form. */

const { stage, receiver, makeJob, makeJobs, call, started, startedNothing, requestsTo, ...more } =
	triggerStage();
const { expectNoSecret, webhookSecret } = more;

describe('a job that Submit Video hands the production URL to', () => {
	const submitTo = async (gateway: CallingGateway, callbackUrl: string) =>
		await stage.run([
			videoNode(stage, 'submitVideo', {
				gateway,
				prompt: 'A lake at dawn',
				imageSource: FACTS[gateway].callback!.needsImage ? 'url' : 'none',
				imageUrl: 'https://example.com/lake.png',
				options: { callbackUrl },
			} as never),
		]);

	test.each(CALLING_GATEWAYS)('of %s starts the workflow once, when it is done', async (id) => {
		const receives = await receiver(id);
		const submitted = await submitTo(id, receives.url);
		expect(submitted.error?.message).toBeUndefined();
		const secret = await webhookSecret();

		const [execution] = await started(receives, 1);
		const [item] = put([execution!]);
		const [job] = stage.simulator.jobs;
		expect(item).toMatchObject({
			gateway: id,
			jobId: job!.jobId,
			status: 'completed',
			videoUrl: job!.videoUrl,
		});
		expect(jsonOf(submitted, 'Submit Video')[0]).toMatchObject({ jobId: job!.jobId });
		expect(execution!.raw.row.mode).toBe('webhook');
		const [{ pairedItem }] = itemsOf(execution!, 'Video Callback Trigger') as [
			INodeExecutionData,
		];
		expect(pairedItem).toEqual({ item: 0 });
		expect(stage.simulator.jobs).toHaveLength(1);
		expect(stage.simulator.refusals).toEqual([]);
		const { callbacks } = stage.simulator;
		expect(callbacks.map(({ status }) => status)).toEqual(callbacks.map(() => 200));
		expect(new Set(callbacks.map(({ attempt }) => attempt))).toEqual(new Set([1]));
		expectNoSecret(execution!, secret);

		const challenge = callbacks.find(({ kind }) => kind === 'challenge');
		expect(challenge !== undefined).toBe(FACTS[id].callback!.handshake !== undefined);
		if (challenge) {
			expect(challenge.answeredAt! - challenge.at).toBeLessThan(3000);
		}
	});

	test('whose challenge nobody answers is refused, with a message that says so', async () => {
		const receives = await receiver('pixazo', {}, { active: false });
		const submitted = await submitTo('pixazo', receives.url);

		expect(errorText(submitted)).toMatch(
			/calls the Callback URL first.*workflow with Video Callback Trigger must be active/,
		);
		expect(stage.simulator.jobs).toEqual([]);
	});
});

describe("AIgateway's signature", () => {
	test('is found in every form that is documented, with one look at the secret', async () => {
		const receives = await receiver('aigateway');
		const variants = CALLBACK_VARIANTS.aigateway;
		const jobs = await makeJobs('aigateway', variants.length);
		for (const [index, variant] of variants.entries()) {
			expect(await call(jobs[index]!, receives, { variant })).toMatchObject({ status: 200 });
		}

		const items = put(await started(receives, variants.length));
		expect(items.map(({ jobId }) => jobId)).toEqual(jobs.map(({ jobId }) => jobId));
		for (const [index, item] of items.entries()) {
			expect(item).toMatchObject({ status: 'completed', videoUrl: jobs[index]!.videoUrl });
		}
		expect(requestsTo('webhookSecret')).toHaveLength(1);
	});

	test('that is missing, wrong, old or of another body is answered 401, and nothing is looked up', async () => {
		const receives = await receiver('aigateway');
		const [job, other] = await makeJobs('aigateway', 2);
		const { simulator } = stage;
		const good = simulator.callback(job!, { url: receives.url });
		const json = { 'content-type': 'application/json' };
		const calls = [
			{ ...good, headers: json },
			simulator.callback(job!, { url: receives.url, secret: 'whsec_of_another' }),
			simulator.callback(job!, { url: receives.url, secret: '' }),
			simulator.callback(job!, { url: receives.url, secondsOld: 310 }),
			simulator.callback(job!, { url: receives.url, secondsOld: -310 }),
			{ ...good, body: good.body.replace('completed', 'failed') },
			{ ...good, body: `${good.body} ` },
			{ ...good, headers: simulator.callback(other!, { url: receives.url }).headers },
			{ ...good, headers: { ...json, 'x-gateway-signature': 't=,v1=' } },
		];
		const answers = await Promise.all(
			calls.map(async (one) => await simulator.sendCallback(one)),
		);
		expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 401));
		expect(new Set(answers.map(({ answer }) => answer))).toEqual(
			new Set(['{"message":"The signature is missing, wrong or too old"}']),
		);
		expect(requestsTo('status')).toEqual([]);

		// The same again, as it should be.
		expect(await simulator.sendCallback(good)).toMatchObject({ status: 200 });
		await started(receives, 1);
		expect(requestsTo('webhookSecret')).toHaveLength(1);
	});

	test('may be made with a secret that the user has typed in, and then with no other', async () => {
		const secret = 'whsec_by_hand';
		const receives = await receiver('aigateway', { options: { signatureSecret: secret } });
		const job = await makeJob('aigateway');
		expect(await call(job, receives)).toMatchObject({ status: 401 });
		expect(await call(job, receives, { secret })).toMatchObject({ status: 200 });

		expectNoSecret((await started(receives, 1))[0]!);
		expect(requestsTo('webhookSecret')).toEqual([]);
	});

	test('of a key without a secret is never right', async () => {
		stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'webhookSecret',
			respond: { rewrite: () => ({ secret: null }) },
		});
		const receives = await receiver('aigateway');
		const job = await makeJob('aigateway');
		for (const options of [{}, { secret: '' }, { secret: 'null' }, { secret: 'undefined' }]) {
			expect(await call(job, receives, options)).toMatchObject({ status: 401 });
		}
		expect(await stage.n8n.executionCount({ workflowId: receives.id })).toBe(0);
		expect(requestsTo('webhookSecret')).toHaveLength(1);
		await eventually(() =>
			expect(stage.n8n.log()).toMatch(
				/rejects all callbacks from AIgateway with HTTP 401, because the credential's key has no webhook secret.*Signature Secret/,
			),
		);
	});

	test('on an event that is not about a job is accepted once, so that it is not repeated, and starts nothing', async () => {
		const secret = 'whsec_by_hand';
		const receives = await receiver('aigateway', { options: { signatureSecret: secret } });
		const signed = (body: string) => {
			const timestamp = Math.floor(Date.now() / 1000);
			const hmac = createHmac('sha256', secret).update(`${timestamp}.${body}`);
			return { 'aig-timestamp': String(timestamp), 'aig-signature': hmac.digest('hex') };
		};
		for (const type of ['balance.low', 'batch.completed', 'usage.threshold', 'key.rotated']) {
			const body = JSON.stringify({ id: 'evt_1', type, created: 1, data: { balance: 2 } });
			expect((await post(receives.url, body)).status).toBe(401);
			const answer = await post(receives.url, body, signed(body));
			expect([type, answer.status]).toEqual([type, 200]);
		}
		// One about a job, but without its ID.
		const broken = '{"id":"evt_1","type":"job.completed","created":1,"data":{}}';
		expect((await post(receives.url, broken, signed(broken))).status).toBe(400);
		await startedNothing(receives, 'aigateway', { secret });
	});

	test('waits for better times where the secret can not be read, however many call', async () => {
		const stopFault = stage.simulator.fault({
			gateway: 'aigateway',
			endpoint: 'webhookSecret',
			respond: { status: 500, body: { error: { message: 'Internal error' } } },
		});
		const receives = await receiver('aigateway');
		const job = await makeJob('aigateway', { callbacks: 'none' });
		const startedAt = Date.now();
		const answers = await Promise.all(
			Array.from({ length: 5 }, async () => await call(job, receives)),
		);
		const seconds = (Date.now() - startedAt) / 1000;
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
		// Each would be called off after 10 s.
		expect(seconds).toBeLessThan(9);
		stopFault();
		expect(await call(job, receives)).toMatchObject({ status: 200 });
		await started(receives, 1);
	});
});

describe('a body that n8n does not parse', () => {
	const types: Array<[string, Record<string, string>]> = [
		['text/plain', { 'content-type': 'text/plain' }],
		['text/plain; charset=utf-8', { 'content-type': 'text/plain; charset=utf-8' }],
		['application/cloudevents+json', { 'content-type': 'application/cloudevents+json' }],
		['a form, as curl -d says', { 'content-type': 'application/x-www-form-urlencoded' }],
		['text/html', { 'content-type': 'text/html' }],
		['no type', { 'content-type': '' }],
	];

	test.each(types)('is read as %s: callbacks, signed ones, the challenge', async (_, type) => {
		for (const id of CALLING_GATEWAYS) {
			const receives = await receiver(id);
			const { handshake } = FACTS[id].callback!;
			if (handshake) {
				const challenge = await post(receives.url, handshake.call, type);
				expect(await challenge.text()).toBe(handshake.answer);
			}
			const job = await makeJob(id);
			const { url, body, headers } = stage.simulator.callback(job, { url: receives.url });
			const answer = await post(url, body, { ...headers, ...type });
			expect([id, answer.status, await answer.text()]).toEqual([
				id,
				200,
				'{"received":true}',
			]);
			expect(put(await started(receives, 1))).toMatchObject([
				{ jobId: job.jobId, status: 'completed' },
			]);
		}
	});

	test('is refused where it is no JSON, and the trigger goes on', async () => {
		const receives = await receiver('useapi');
		for (const body of ['', 'hello', '{"videoId":"x",', 'videoId=x&status=2', '\u0000']) {
			const answer = await post(receives.url, body, { 'content-type': 'text/plain' });
			expect([body, answer.status]).toEqual([body, 400]);
		}
		await startedNothing(receives, 'useapi');
	});
});

test('a callback of several megabytes starts the workflow: a prediction has its inputs and logs in it', async () => {
	const receives = await receiver('useapi');
	const job = await makeJob('useapi');
	const { url, body } = stage.simulator.callback(job, { url: receives.url });
	const logs = 'frame\n'.repeat(2_000_000);
	const long = JSON.stringify({ ...(JSON.parse(body) as object), logs });
	expect((await post(url, long)).status).toBe(200);
	expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);
});
