import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../simulator';
import { startN8n, workflow, type N8n } from './n8n';
import { installPackage, packPackage } from './pack';

let simulator: Simulator;
let n8n: N8n;

beforeAll(async () => {
	simulator = await startSimulator({ videoSeconds: 3 });
	const userFolder = await mkdtemp(join(tmpdir(), 'video-gateways-'));
	await installPackage(await packPackage(), userFolder);
	n8n = await startN8n({ userFolder });
}, 600_000);

afterAll(async () => {
	await n8n?.stop();
	await simulator?.close();
});

test('first path', async () => {
	const credential = await n8n.createCredential({
		name: 'AIgateway',
		type: 'aiGatewayApi',
		data: { ...simulator.credentials.aigateway },
	});
	const id = await n8n.createWorkflow(
		workflow('x', [
			{
				name: 'Submit Video',
				type: 'submitVideo',
				parameters: { gateway: 'aigateway', prompt: 'A lake' },
				credentials: { aiGatewayApi: credential },
			},
			{
				name: 'Check',
				type: 'checkVideoStatus',
				parameters: {},
				credentials: { aiGatewayApi: credential },
			},
			{
				name: 'Wait For Video',
				type: 'waitForVideo',
				parameters: { downloadVideo: true },
				credentials: { aiGatewayApi: credential },
			},
		]),
	);
	const execution = await n8n.waitForExecution(await n8n.runWorkflow(id), { timeoutSeconds: 60 });
	console.log(JSON.stringify(execution.error), JSON.stringify(Object.fromEntries(Object.entries(execution.nodes).map(([k, v]) => [k, v.runs.map((r) => [r.error, r.outputs])])), null, 1));
	expect(execution.status).toBe('success');
}, 120_000);
