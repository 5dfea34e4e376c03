import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { documentedError, type CallingGateway, type GatewayId } from '../support/simulator';
import type { Execution } from '../support/n8n/n8n';
import { receiverWorkflow, submitJob } from '../support/n8n/triggers';
import {
	errorText,
	everythingWritten,
	itemsOf,
	jsonOf,
	stageForTests,
	startStage,
	videoNode,
	type Stage,
} from './stage';

/**
 * n8n's own credential for a gateway in this package's nodes, on a real n8n: the nodes here have no other one. Its
 * address is a hidden field, which n8n fills in only where nothing is stored.
 */

type WithNative = Gateway & Required<Pick<Gateway, 'nativeCredential'>>;

const both = gateways.filter((gateway): gateway is WithNative => 'nativeCredential' in gateway);
const other = gateways.find(({ nativeCredential }) => nativeCredential === undefined)!;

const BUILT_IN = { authentication: 'builtIn' };

const stage = stageForTests(2);

/** A stage whose nodes have n8n's own credential of a gateway, and only those of this package that are named. */
async function withNative(
	{ id, label, nativeCredential: { type, baseUrlField } }: WithNative,
	beside: readonly Gateway[] = [],
	apiKey = stage.simulator.credentials[id as GatewayId].apiKey,
): Promise<Pick<Stage, 'credentials'>> {
	const { baseUrl } = stage.simulator.credentials[id as GatewayId];
	const data = { apiKey, [baseUrlField]: `${baseUrl}/v1` };
	const native = await stage.n8n.createCredential({ name: label, type, data });
	const own = beside.map(({ credentialType }): [string, { id: string; name: string }] => [
		credentialType,
		stage.credentials[credentialType]!,
	]);
	return { credentials: { [type]: native, ...Object.fromEntries(own) } };
}

const SUBMIT: INodeParameters = { prompt: 'A lake at dawn', ...BUILT_IN };

function expectNoSecret(execution: Execution): void {
	const written = everythingWritten(stage, execution);
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written).not.toContain(apiKey);
	}
}

describe.each(both.map((gateway) => [gateway.label, gateway] as const))('%s', (_label, gateway) => {
	const { id } = gateway;

	test('submits, checks, waits and downloads with it', async () => {
		const mine = await withNative(gateway);
		const execution = await stage.run([
			videoNode(mine, 'submitVideo', { gateway: id, ...SUBMIT }),
			videoNode(mine, 'checkVideoStatus', {
				gateway: 'fromItem',
				itemGateways: [id],
				...BUILT_IN,
			}),
			videoNode(mine, 'waitForVideo', {
				gateway: 'fromItem',
				itemGateways: [id],
				downloadVideo: true,
				...BUILT_IN,
			}),
		]);

		expect(errorText(execution)).toBe('');
		const [done] = itemsOf(execution, 'Wait For Video');
		expect(done).toMatchObject({
			json: { gateway: id, status: 'completed', jobId: stage.simulator.jobs[0]!.jobId },
			binary: { data: { mimeType: 'video/mp4' } },
		});
		expect(stage.simulator.jobs).toHaveLength(1);
		expect(stage.simulator.refusals).toEqual([]);
		expectNoSecret(execution);
	}, 60_000);

	test('falls back to it, and waits for what comes from it and from another gateway', async () => {
		stage.simulator.fault({
			gateway: other.id as GatewayId,
			endpoint: 'submit',
			respond: documentedError(other.id as GatewayId, 401),
		});
		const mine = await withNative(gateway, [other]);
		const execution = await stage.run([
			videoNode(mine, 'submitVideo', {
				gateway: other.id,
				...SUBMIT,
				options: { fallbackGateways: [id] },
			}),
			videoNode(mine, 'waitForVideo', {
				gateway: 'fromItem',
				itemGateways: [other.id, id],
				...BUILT_IN,
			}),
		]);

		expect(errorText(execution)).toBe('');
		expect(jsonOf(execution, 'Wait For Video')).toMatchObject([
			{ gateway: id, status: 'completed' },
		]);
		expectNoSecret(execution);
	}, 60_000);

	test('a wrong key fails without being shown, and names the credential', async () => {
		const wrong = 'wrong-key-0123456789';
		const mine = await withNative(gateway, [], wrong);
		const execution = await stage.run([
			videoNode(mine, 'submitVideo', { gateway: id, ...SUBMIT }),
		]);

		expect(errorText(execution)).toMatch(/Check the key in the credential/);
		expect(everythingWritten(stage, execution)).not.toContain(wrong);
		expect(stage.simulator.jobs).toEqual([]);
	}, 60_000);

	test('a workflow whose node lacks the chosen credential is not published', async () => {
		const { credentials } = stage;
		const publish = async (parameters: INodeParameters, mine: Pick<Stage, 'credentials'>) => {
			const submit = videoNode(mine, 'submitVideo', { gateway: id, ...parameters });
			const { made } = receiverWorkflow(mine, id, {}, { between: [submit] });
			await stage.n8n.activate(await stage.n8n.createWorkflow(made));
		};
		const { credentialType } = gateway;
		const own = { [credentialType]: credentials[credentialType]! };
		await publish({ prompt: 'A lake' }, { credentials: own });
		await expect(publish(SUBMIT, { credentials: own })).rejects.toThrow(
			/Missing required credential/,
		);
		const native = await withNative(gateway);
		await publish(SUBMIT, { credentials: { ...own, ...native.credentials } });
	}, 60_000);

	test('a callback is verified with it', async () => {
		const mine = await withNative(gateway);
		const { made, path } = receiverWorkflow(mine, id, BUILT_IN);
		const workflowId = await stage.n8n.createWorkflow(made);
		await stage.n8n.activate(workflowId);
		stage.simulator.plan = () => ({ seconds: 0 });
		const job = await submitJob(stage, id as CallingGateway, { prompt: 'A lake at night' });
		const url = `${stage.n8n.url}/webhook/${path}`;
		expect(
			await stage.simulator.sendCallback(stage.simulator.callback(job, { url })),
		).toMatchObject({ status: 200 });

		while ((await stage.n8n.executionCount({ workflowId })) === 0) await sleep(50);
		const [row] = await stage.n8n.executionRows({ workflowId });
		const execution = await stage.n8n.waitForExecution(row!.id);
		expect(jsonOf(execution, 'After')).toMatchObject([
			{ gateway: id, jobId: job.jobId, status: 'completed' },
		]);
		expectNoSecret(execution);
	}, 60_000);
});

describe('an n8n that has no such credential', () => {
	let older: Stage;

	/** As an n8n that is too old for the type: the package names one that this n8n doesn't know. */
	async function renameTypes(installed: string): Promise<void> {
		const dist = join(installed, 'dist');
		for (const file of (await readdir(dist, { recursive: true })).map(String)) {
			if (!/\.(js|json)$/.test(file)) continue;
			const text = await readFile(join(dist, file), 'utf8');
			const renamed = both.reduce(
				(all, { nativeCredential: { type } }) =>
					all.replace(new RegExp(`\\b${type}\\b`, 'g'), `missing-${type}`),
				text,
			);
			if (renamed !== text) await writeFile(join(dist, file), renamed);
		}
	}

	beforeAll(async () => {
		older = await startStage({ prepare: renameTypes });
	}, 900_000);
	afterAll(async () => {
		await older.close();
	}, 60_000);

	test.each(both.map(({ id, label }) => ({ id, label })))(
		"$label's nodes are saved, published and run with this package's",
		async ({ id }) => {
			const { made } = receiverWorkflow(older, id, {});
			await older.n8n.activate(await older.n8n.createWorkflow(made));
			const execution = await older.run([
				videoNode(older, 'submitVideo', { gateway: id, prompt: 'A lake at dawn' }),
				videoNode(older, 'waitForVideo', { gateway: 'fromItem', itemGateways: [id] }),
			]);

			expect(errorText(execution)).toBe('');
			expect(jsonOf(execution, 'Wait For Video')).toMatchObject([{ status: 'completed' }]);
			expect(older.n8n.log()).not.toMatch(/missing-/);
		},
		60_000,
	);
});
