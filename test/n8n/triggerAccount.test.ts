import { setTimeout as sleep } from 'node:timers/promises';

import { FACTS } from '../facts';
import { CALLING_GATEWAYS, post, put, triggerStage } from '../support/n8n/triggers';
import type { workflow } from '../support/n8n/n8n';

/** Video Callback Trigger as the account's default, and while somebody listens for a test event. */

const { stage, receiver, makeJob, call, started, requestsTo } = triggerStage();

describe("the account's default of useapi.net", () => {
	const asDefault = { options: { accountDefault: true } };

	async function account(replyUrl?: string): Promise<string> {
		const { baseUrl, apiKey } = stage.simulator.credentials.useapi;
		const headers = {
			authorization: `Bearer ${apiKey}`,
			'content-type': 'application/json',
		};
		if (replyUrl !== undefined) {
			const body = JSON.stringify({ replyUrl });
			await fetch(`${baseUrl}/v2/account`, { method: 'POST', headers, body });
		}
		const answer = await fetch(`${baseUrl}/v2/account`, { headers });
		return ((await answer.json()) as { replyUrl?: string }).replyUrl ?? '';
	}

	/** n8n takes a test listener down after it has started the workflow, not before. */
	async function accountBecomes(replyUrl: string): Promise<void> {
		const deadline = Date.now() + 10_000;
		while ((await account()) !== replyUrl && Date.now() < deadline) await sleep(50);
		expect(await account()).toBe(replyUrl);
	}

	test.each(['', 'https://n8n.example.com/webhook/of-before'])(
		'is this trigger while it is active, and %j again afterwards',
		async (before) => {
			await account(before);
			const receives = await receiver('useapi', asDefault);
			expect(await account()).toBe(receives.url);
			const job = await makeJob('useapi', { seconds: 0.2 });
			expect(job.body).not.toHaveProperty('replyUrl');
			expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);

			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(before);
			// And from the start once more.
			await stage.n8n.activate(receives.id);
			expect(await account()).toBe(receives.url);
			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(before);
			expect(stage.simulator.refusals).toEqual([]);
		},
		30_000,
	);

	test('is left as it is where somebody has set another one since', async () => {
		const receives = await receiver('useapi', asDefault);
		const newer = 'https://n8n.example.com/webhook/newer';
		await account(newer);
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(newer);
	});

	test('is not touched where nobody wants that', async () => {
		const before = 'https://n8n.example.com/webhook/of-before';
		await account(before);
		const receives = await receiver('useapi');
		expect(await account()).toBe(before);
		const requests = requestsTo('account').length;
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
		expect(requestsTo('account')).toHaveLength(requests + 1);
	});

	test('is told of in words where the key is wrong, and no call starts the workflow then', async () => {
		const credential = await stage.n8n.createCredential({
			name: 'A wrong key',
			type: 'useApiNetApi',
			data: { ...stage.simulator.credentials.useapi, apiKey: 'user:1-wrong' },
		});
		const credentials = { useApiNetApi: credential };
		const receives = await receiver('useapi', asDefault, { credentials, active: false });
		const error = await stage.n8n.activate(receives.id).catch((reason: unknown) => reason);
		expect(String(error)).toMatch(
			/callback address of the useapi\.net account could not be read or set.*'API Token' in the credential/,
		);
		expect(String(error)).not.toContain('user:1-wrong');
		expect((await post(receives.url, '{}')).status).toBe(404);
		expect(await account()).toBe('');
	}, 30_000);

	test('is the trigger again after a test event, whatever the draft says', async () => {
		const before = 'https://n8n.example.com/webhook/of-before';
		await account(before);
		const receives = await receiver('useapi', asDefault);
		const job = await makeJob('useapi', { callbacks: 'none' });
		await stage.n8n.listenForTestEvent(receives.id, 'Video Callback Trigger');
		await call(job, { url: receives.testUrl });
		await started(receives, 1);
		await accountBecomes(receives.url);

		// The option is off in the draft, while the published version has it.
		const saved = (await stage.n8n.rest('GET', `/workflows/${receives.id}`)) as ReturnType<
			typeof workflow
		>;
		for (const node of saved.nodes) {
			if (node.name === 'Video Callback Trigger') node.parameters = { gateway: 'useapi' };
		}
		await stage.n8n.updateWorkflow(receives.id, {
			name: saved.name,
			nodes: saved.nodes,
			connections: saved.connections,
			settings: saved.settings!,
		});
		await stage.n8n.listenForTestEvent(receives.id, 'Video Callback Trigger');
		await call(job, { url: receives.testUrl });
		await started(receives, 2);
		await accountBecomes(receives.url);

		// As published it has the option; what n8n takes down is that.
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
	}, 30_000);
});

describe('Listen for test event', () => {
	test.each(CALLING_GATEWAYS)(
		'starts the manual execution for %s, each time',
		async (id) => {
			const receives = await receiver(id);
			const job = await makeJob(id);
			const test = { url: receives.testUrl };
			await call(job, receives);
			await started(receives, 1);
			for (const count of [2, 3]) {
				await stage.n8n.listenForTestEvent(receives.id, 'Video Callback Trigger');
				const { handshake } = FACTS[id].callback!;
				if (handshake) {
					// Goes before what the user waits for.
					const challenge = await post(receives.testUrl, handshake.call);
					expect(await challenge.text()).toBe(handshake.answer);
				}
				expect(await call(job, test)).toMatchObject({ status: 200 });
				const executions = await started(receives, count);
				expect(executions.at(-1)!.raw.row.mode).toBe('manual');
				expect(put(executions).at(-1)).toMatchObject({ jobId: job.jobId });
				// It listens no longer.
				expect(await call(job, test)).toMatchObject({ status: 404 });
			}
			// A test is not what is counted.
			expect(await call(job, receives)).toMatchObject({ status: 200 });
			await started(receives, 3);
		},
		30_000,
	);
});
