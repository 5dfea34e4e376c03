import { FACTS } from '../facts';
import { eventually } from '../support/eventually';
import {
	CALLING_GATEWAYS,
	post,
	put,
	receiverWorkflow,
	triggerStage,
} from '../support/n8n/triggers';
import type { workflow } from '../support/n8n/n8n';
import { stageForTests, type Stage } from './stage';

/** Video Callback Trigger as the account's default, and while somebody listens for a test event. */

const { stage, receiver, makeJob, call, started, requestsTo } = triggerStage();

const asDefault = { options: { accountDefault: true } };
const before = 'https://n8n.example.com/webhook/of-before';

/** The account's address at useapi.net, as its owner reads it, or sets it. */
async function accountOf({ simulator }: Stage, replyUrl?: string): Promise<string> {
	const { baseUrl, apiKey } = simulator.credentials.useapi;
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

/** A credential of its own whose key can be revoked, and is good again after that. */
async function revocable({ n8n, simulator }: Stage, name: string) {
	const type = 'useApiNetApi';
	const data = { ...simulator.credentials.useapi };
	const credential = await n8n.createCredential({ name, type, data });
	const setKey = async (apiKey: string) =>
		await n8n.updateCredential(credential.id, { name, type, data: { ...data, apiKey } });
	return {
		credentials: { [type]: credential },
		revoke: async () => await setKey('user:1-revoked'),
		restore: async () => await setKey(data.apiKey),
	};
}

describe("the account's default of useapi.net", () => {
	const account = async (replyUrl?: string) => await accountOf(stage, replyUrl);

	test.each(['', before])(
		'is this trigger while it is active, and %j again afterwards',
		async (previous) => {
			await account(previous);
			const receives = await receiver('useapi', asDefault);
			expect(await account()).toBe(receives.url);
			const job = await makeJob('useapi', { seconds: 0.2 });
			expect(job.body).not.toHaveProperty('replyUrl');
			expect(put(await started(receives, 1))).toMatchObject([{ jobId: job.jobId }]);

			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(previous);
			// And from the start once more.
			await stage.n8n.activate(receives.id);
			expect(await account()).toBe(receives.url);
			await stage.n8n.deactivate(receives.id);
			expect(await account()).toBe(previous);
			expect(stage.simulator.refusals).toEqual([]);
		},
	);

	test('is left as it is where somebody has set another one since', async () => {
		const receives = await receiver('useapi', asDefault);
		const newer = 'https://n8n.example.com/webhook/newer';
		await account(newer);
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(newer);
	});

	test('is not touched where nobody wants that', async () => {
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
			/callback address of the useapi\.net account couldn't be read or set.*'API Token' in the credential/,
		);
		expect(String(error)).not.toContain('user:1-wrong');
		expect((await post(receives.url, '{}')).status).toBe(404);
		expect(await account()).toBe('');
	});

	test('is not changed while somebody listens for a test event, whatever the draft says', async () => {
		await account(before);
		const receives = await receiver('useapi', asDefault);
		const listen = async () => {
			await stage.n8n.listenForTestEvent(receives.id, 'Video Callback Trigger');
			expect(await account()).toBe(receives.url);
		};
		await listen();
		// The jobs of everybody else go on to start the published workflow.
		const job = await makeJob('useapi', { seconds: 0.2 });
		const [execution] = await started(receives, 1);
		expect(execution!.raw.row.mode).toBe('webhook');
		expect(put([execution!])).toMatchObject([{ jobId: job.jobId }]);
		// The test URL is called about what names it.
		const tested = await makeJob('useapi', {}, { callbackUrl: receives.testUrl });
		const executions = await started(receives, 2);
		expect(executions[1]!.raw.row.mode).toBe('manual');
		expect(put(executions)[1]).toMatchObject({ jobId: tested.jobId });
		expect(await account()).toBe(receives.url);

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
		await listen();
		await makeJob('useapi', {}, { callbackUrl: receives.testUrl });
		await started(receives, 3);
		expect(await account()).toBe(receives.url);

		// As published it has the option; what n8n takes down is that.
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
	});

	test('is not touched by a test of a workflow that is not published', async () => {
		await account(before);
		const receives = await receiver('useapi', asDefault, { active: false });
		const requests = requestsTo('account').length;
		await stage.n8n.listenForTestEvent(receives.id, 'Video Callback Trigger');
		await makeJob('useapi', {}, { callbackUrl: receives.testUrl });
		await started(receives, 1);
		// n8n takes a test listener down after it has started the workflow, not before.
		await eventually(async () => expect((await post(receives.testUrl, '{}')).status).toBe(404));
		expect(requestsTo('account')).toHaveLength(requests);
		expect(await account()).toBe(before);
	});

	test('is restored where it was set although the answer to that was lost', async () => {
		await account(before);
		stage.simulator.fault({
			endpoint: 'account',
			times: 1,
			when: ({ method }) => method === 'POST',
			respond: { status: 400, accepted: true, body: { error: 'Lost', code: 400 } },
		});
		const receives = await receiver('useapi', asDefault, { active: false });
		// n8n 1.x gives up at once, n8n 2.x tries again.
		await stage.n8n.activate(receives.id).catch(async () => {
			expect(await account()).toBe(before);
			await stage.n8n.activate(receives.id);
		});
		expect(await account()).toBe(receives.url);
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
	});

	test('is restored later where the key was revoked meanwhile, and until then the log says what is left', async () => {
		await account(before);
		const { credentials, revoke, restore } = await revocable(stage, 'Revoked for a while');
		const receives = await receiver('useapi', asDefault, { credentials });
		await revoke();
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(receives.url);
		await eventually(() =>
			expect(stage.n8n.log()).toContain(
				`If the account still has ${receives.url}, publish and unpublish this workflow again, or change the address at https://useapi.net/`,
			),
		);
		expect(stage.n8n.log()).not.toContain('user:1-revoked');
		await restore();
		await stage.n8n.activate(receives.id);
		await stage.n8n.deactivate(receives.id);
		expect(await account()).toBe(before);
	});
});

describe("the account's default on an n8n that sets up and removes one trigger after the other", () => {
	// As n8n 1.x always does.
	const old = stageForTests(0.3, { N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false' });
	const account = async (replyUrl?: string) => await accountOf(old, replyUrl);

	/** A workflow with two triggers as the account's default, each with a key of its own. */
	async function twoTriggers() {
		const keys = [await revocable(old, 'Of the first'), await revocable(old, 'Of the second')];
		const parts = keys.map(({ credentials }, index) =>
			receiverWorkflow(old, 'useapi', asDefault, { name: `Trigger ${index}`, credentials }),
		);
		const [{ made }, other] = parts as [(typeof parts)[0], (typeof parts)[0]];
		made.nodes.push(...other.made.nodes.filter(({ name }) => name === 'Trigger 1'));
		const id = await old.n8n.createWorkflow(made);
		const { versionId } = (await old.n8n.rest('GET', `/workflows/${id}`)) as {
			versionId: string;
		};
		return {
			publish: async () =>
				await old.n8n.rest('POST', `/workflows/${id}/activate`, { versionId }),
			unpublish: async () => await old.n8n.rest('POST', `/workflows/${id}/deactivate`, {}),
			keys,
			urls: parts.map(({ path }) => `${old.n8n.url}/webhook/${path}`),
		};
	}

	test('is restored where a later trigger of the workflow fails', async () => {
		await account(before);
		const { publish, keys } = await twoTriggers();
		await keys[1]!.revoke();
		await expect(publish()).rejects.toThrow(/API Token/);
		const set = old.simulator.requests.filter(({ body }) =>
			JSON.stringify(body)?.includes('replyUrl'),
		);
		expect(set).toHaveLength(3);
		expect(await account()).toBe(before);
	});

	test('does not keep later triggers from being removed where it can not be restored', async () => {
		await account(before);
		const { publish, unpublish, keys, urls } = await twoTriggers();
		await publish();
		expect(await account()).toBe(urls[1]);
		await keys[0]!.revoke();
		await unpublish();
		await eventually(() => expect(old.n8n.log()).toContain(`still has ${urls[0]}`));
		// What the second one found.
		expect(await account()).toBe(urls[0]);
		expect(old.n8n.log()).not.toContain('Could not remove webhooks');
	});
});

describe('Listen for test event', () => {
	test.each(CALLING_GATEWAYS)('starts the manual execution for %s, each time', async (id) => {
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
	});
});
