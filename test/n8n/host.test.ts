import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { hasEnded } from '../support/n8n/hasEnded';
import { startN8n, workflow, type N8n } from '../support/n8n/n8n';

const mebibyte = 1024 * 1024;
const file = Buffer.alloc(mebibyte, 'video');

let userFolder: string;
let n8n: N8n;
let server: Server;
let origin: string;

beforeAll(async () => {
	server = createServer((request, response) => {
		if (request.url === '/file') {
			response.writeHead(200, { 'content-type': 'video/mp4' }).end(file);
		} else if (request.headers.authorization !== 'Bearer right') {
			response.writeHead(401).end('{"message":"Who are you?"}');
		} else {
			response.writeHead(503, { 'content-type': 'application/json' });
			response.end('{"message":"Closed for today"}');
		}
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-host-test-'));
	n8n = await startN8n({ userFolder });
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	server?.close();
	if (userFolder) await rm(userFolder, { recursive: true, force: true });
});

const fields = (name: string, assignments: Record<string, string>) => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: Object.entries(assignments).map(([field, value]) => ({
				id: field,
				name: field,
				value,
				type: 'string',
			})),
		},
		options: {},
	},
});

const httpRequest = (name: string, path: string, parameters = {}) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { url: `${origin}${path}`, options: {}, ...parameters },
});

const untilMorning = {
	name: 'Until Morning',
	type: 'n8n-nodes-base.wait',
	typeVersion: 1.1,
	parameters: { amount: 8, unit: 'hours' },
	webhookId: 'until-morning',
};

async function run(...nodes: Parameters<typeof workflow>[1]) {
	const id = await n8n.createWorkflow(workflow('Test', nodes));
	return await n8n.waitForExecution(await n8n.runWorkflow(id));
}

test('a workflow runs, and its items are read back', async () => {
	const execution = await run(
		fields('Prompt', { prompt: 'A dog' }),
		fields('More', { prompt: '={{ $json.prompt }} on a skateboard' }),
	);

	expect(execution.status).toBe('success');
	expect(execution.nodes.Prompt?.runs[0]?.outputs[0]?.[0]?.json).toEqual({ prompt: 'A dog' });
	const more = execution.nodes.More?.runs[0];
	expect(more?.outputs[0]?.[0]?.json).toEqual({ prompt: 'A dog on a skateboard' });
	expect(more?.status).toBe('success');
	expect(more?.executionTime).toBeGreaterThanOrEqual(0);
});

test('a failed node gives its error', async () => {
	const execution = await run(httpRequest('Call', '/job'));

	expect(execution.status).toBe('error');
	expect(execution.error?.message).toContain('Authorization failed');
	expect(execution.nodes.Call?.runs[0]?.error?.httpCode).toBe('401');
});

test('a failed item leaves by the error output, and a failed execution can be retried', async () => {
	const onError = 'continueErrorOutput';
	const id = await n8n.createWorkflow(
		workflow(
			'With an error output',
			[
				{ ...httpRequest('Call', '/job'), onError },
				fields('Went Well', { way: 'done' }),
				fields('Went Wrong', { way: 'error' }),
				{
					name: 'Give Up',
					type: 'n8n-nodes-base.stopAndError',
					parameters: { errorMessage: '={{ $json.way }}' },
				},
			],
			[
				['Start', 'Call'],
				['Call', 'Went Well'],
				['Call', 'Went Wrong', 1],
				['Went Wrong', 'Give Up'],
			],
		),
	);
	const first = await n8n.waitForExecution(await n8n.runWorkflow(id));
	const again = await n8n.execution(await n8n.retryExecution(first.id));

	expect(first.nodes['Went Well']).toBeUndefined();
	expect(first.error?.message).toBe('error');
	expect(again.status).toBe('error');
	const rows = await n8n.executionRows({ workflowId: id });
	expect(rows.map((row) => [row.id, row.retryOf])).toEqual([
		[again.id, first.id],
		[first.id, null],
	]);
});

test('a credential is saved, tested and used', async () => {
	const data = { user: 'someone', password: 'wrong' };
	const { id, name } = await n8n.createCredential({
		name: 'Gate',
		type: 'httpBasicAuth',
		data,
	});
	const useIt = {
		...httpRequest('Call', '/job', {
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBasicAuth',
		}),
		credentials: { httpBasicAuth: { id, name } },
	};
	expect((await run(useIt)).error?.httpCode).toBe('401');

	const bearer = { name: 'Token', type: 'httpBearerAuth', data: { token: 'right' } };
	const token = await n8n.createCredential(bearer);
	const useToken = {
		...httpRequest('Call', '/job', {
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBearerAuth',
		}),
		credentials: { httpBearerAuth: token },
	};
	expect((await run(useToken)).error?.httpCode).toBe('503');
	await n8n.updateCredential(token.id, { ...bearer, data: { token: 'wrong' } });
	expect((await run(useToken)).error?.httpCode).toBe('401');

	expect(await n8n.credentials()).toContainEqual({ ...token, type: 'httpBearerAuth' });
	expect(n8n.log()).not.toContain('wrong');
	expect(n8n.log()).not.toContain('right');
});

test('the credential test answers as in the editor', async () => {
	const apiKey = 'key-of-nobody';
	const url = origin;
	const result = await n8n.testCredential({ type: 'openAiApi', data: { apiKey, url } });

	expect(result.status).toBe('Error');
	expect(result.message).not.toContain(apiKey);
	expect((await n8n.credentials()).map((row) => row.type)).not.toContain('openAiApi');
});

test('a waiting execution is stopped', async () => {
	const id = await n8n.createWorkflow(workflow('Wait', [untilMorning]));
	const executionId = await n8n.runWorkflow(id);
	await n8n.waitForExecution(executionId, { until: ['waiting'] });
	await n8n.stopExecution(executionId);

	expect((await n8n.waitForExecution(executionId)).status).toBe('canceled');
});

test('an execution that does not end in time is reported with its status', async () => {
	const id = await n8n.createWorkflow(workflow('Wait', [untilMorning]));
	const executionId = await n8n.runWorkflow(id);

	await expect(n8n.waitForExecution(executionId, { timeoutSeconds: 1 })).rejects.toThrow(
		/is "waiting", not success or error/,
	);
	await n8n.stopExecution(executionId);
});

test('a binary file is read back', async () => {
	const execution = await run(
		httpRequest('Fetch', '/file', {
			options: { response: { response: { responseFormat: 'file' } } },
		}),
	);
	const binary = execution.nodes.Fetch?.runs[0]?.outputs[0]?.[0]?.binary?.data;

	expect(binary?.mimeType).toBe('video/mp4');
	expect(binary && file.equals(await n8n.binaryFile(binary))).toBe(true);
});

test('the memory of n8n is read', async () => {
	expect(await n8n.rssBytes()).toBeGreaterThan(50 * mebibyte);
	if (process.platform !== 'linux') return;
	await n8n.resetPeakRss();
	expect(await n8n.peakRssBytes()).toBeGreaterThan(50 * mebibyte);
});

test('a restart keeps owner, credentials and workflows, also after a power cut', async () => {
	const id = await n8n.createWorkflow(workflow('Kept', [fields('Prompt', { prompt: 'A cat' })]));
	await n8n.updateWorkflow(id, workflow('Kept', [fields('Prompt', { prompt: 'Two cats' })]));
	await n8n.kill();
	n8n = await startN8n({ userFolder });

	expect(await n8n.workflows()).toContainEqual({ id, name: 'Kept', active: false });
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(id));
	expect(execution.nodes.Prompt?.runs[0]?.outputs[0]?.[0]?.json).toEqual({ prompt: 'Two cats' });
});

test('nothing is left of an n8n that was stopped', async () => {
	const other = await startN8n();
	await other.stop();

	expect(await hasEnded(other.pid)).toBe(true);
	if (process.platform !== 'win32') expect(await hasEnded(-other.pid)).toBe(true);
	await expect(readdir(other.userFolder)).rejects.toThrow('ENOENT');
});

test('n8n does not outlive the process that started it, even if that is killed', async () => {
	const endWithParent = join(__dirname, '../support/n8n/end-with-parent.cjs');
	const parent = execa(process.execPath, [
		'-e',
		`const child = require('child_process').spawn(
			process.execPath,
			['--require', ${JSON.stringify(endWithParent)}, '-e', 'setInterval(() => {}, 1000)'],
			{ detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
		);
		console.log(child.pid);
		setInterval(() => {}, 1000);`,
	]);
	const pid = await new Promise<number>((resolve) =>
		parent.stdout?.once('data', (text: Buffer) => resolve(Number(text.toString()))),
	);
	await sleep(500);
	process.kill(pid, 0);
	parent.kill('SIGKILL');
	await parent.catch(() => undefined);

	expect(await hasEnded(pid)).toBe(true);
});
