import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
} from '../support/n8n/n8n';
import { stageForTests } from './stage';
import { chain, done, list, submit, wait } from './topologyNodes';

/**
 * Triggers before a Wait For Video in Suspend mode, most of them in one workflow: whoever waits for the output of the
 * execution gets all videos, and the executions that nobody waits for are suspended.
 */

const stage = stageForTests(2);

beforeEach(() => {
	// The second one isn't ready at the first check.
	stage.simulator.plan = ({ prompt = '' }) => ({ seconds: prompt.endsWith('2') ? 15 : 2 });
});

const webhook = (name: string, responseMode: 'lastNode' | 'onReceived'): NodeSketch => ({
	name,
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: {
		path: name,
		httpMethod: 'POST',
		responseMode,
		...(responseMode === 'lastNode' ? { responseData: 'allEntries' } : {}),
		options: {},
	},
	webhookId: name,
});

const approve: NodeSketch = {
	name: 'Approve',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { resume: 'webhook', options: {} },
	webhookId: 'approve',
};

const chat: NodeSketch = {
	name: 'chat',
	type: '@n8n/n8n-nodes-langchain.chatTrigger',
	typeVersion: 1.1,
	parameters: { public: true, options: {} },
	webhookId: 'chat',
};

/** A workflow that makes two videos for whichever of these nodes starts it. */
async function publish(starts: NodeSketch[], links: ConnectionSketch[]): Promise<string> {
	const site = { stage, way: 'asTheyFinish', name: 'callers' } as const;
	const made = workflow(
		'Callers',
		[
			...starts,
			...list(2),
			submit(site),
			wait(site),
			{ name: 'After', type: 'n8n-nodes-base.noOp' },
		],
		[
			...links,
			...chain('List', 'Rows', 'Submit Video', 'Wait For Video'),
			...done(site, 'After'),
		],
	);
	const saved = await stage.n8n.createWorkflow(made);
	await stage.n8n.activate(saved);
	return saved;
}

let id: string;

beforeAll(async () => {
	const hooks = [
		webhook('ends', 'lastNode'),
		webhook('asks', 'lastNode'),
		webhook('telegram', 'onReceived'),
	];
	id = await publish(
		[...hooks, approve],
		[
			['ends', 'List'],
			['telegram', 'List'],
			['asks', 'Approve'],
			['Approve', 'List'],
		],
	);
	await publish([chat], [['chat', 'List']]);
}, 60_000);

/** Calls an address, which answers with 404 until n8n has published the workflow. */
async function call(path: string, body: object = {}): Promise<unknown> {
	for (let tries = 0; ; tries++) {
		const { status, data } = await axios.post<unknown>(`${stage.n8n.url}/${path}`, body, {
			proxy: false,
			validateStatus: (code) => code < 300 || code === 404,
		});
		if (status !== 404) return data;
		if (tries === 40) throw new Error(`${path} isn't there`);
		await sleep(250);
	}
}

/** The execution that was started last, once it is suspended at a node. */
async function suspendedAt(node: string): Promise<Execution> {
	for (let tries = 0; ; tries++) {
		const [newest] = await stage.n8n.executionRows({ workflowId: id });
		const execution = newest && (await stage.n8n.execution(newest.id));
		const last = execution?.raw.data?.resultData.lastNodeExecuted;
		if (execution?.status === 'waiting' && last === node) return execution;
		if (tries === 60) throw new Error(`${last} is ${execution?.status}`);
		await sleep(500);
	}
}

const video = { status: 'completed', videoUrl: expect.any(String) as string };

test('Telegram, which waits for no answer, suspends beside a webhook that answers at the end', async () => {
	await call('webhook/telegram');

	const { id: execution } = await suspendedAt('Wait For Video');
	await stage.n8n.stopExecution(execution);
}, 60_000);

test('a webhook that answers at the end gets all videos at once, whatever Release Items says', async () => {
	expect(await call('webhook/ends')).toMatchObject([video, video]);
}, 90_000);

test('the test URL of that webhook gets them, too', async () => {
	await stage.n8n.listenForTestEvent(id, 'ends');

	expect(await call('webhook-test/ends')).toMatchObject([video, video]);
}, 90_000);

test('a public chat gets the first one', async () => {
	const message = { action: 'sendMessage', chatInput: 'A lake', sessionId: 'one' };

	expect(await call('webhook/chat/chat', message)).toMatchObject(video);
}, 90_000);

test('a webhook that was answered when an approval suspended is kept waiting no longer', async () => {
	await call('webhook/asks');
	const { id: execution, raw } = await suspendedAt('Approve');
	const { resumeToken = '' } = raw.data as unknown as { resumeToken?: string };
	await axios.get(`${stage.n8n.url}/webhook-waiting/${execution}?signature=${resumeToken}`, {
		proxy: false,
	});

	expect((await suspendedAt('Wait For Video')).id).toBe(execution);
	await stage.n8n.stopExecution(execution);
}, 90_000);
