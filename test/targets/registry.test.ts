import { existsSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';
import { gateways } from '../../gateways';
import { errorText, jsonOf, itemsOf, rows, submitNode, videoNode } from '../n8n/stage';
import type { CredentialsByType } from '../support/n8n/examples';
import { workflow, type Execution, type N8n } from '../support/n8n/n8n';
import { packageName } from '../support/n8n/pack';
import { startSimulator, type GatewayId, type Simulator } from '../support/simulator';
import { olderVersion, startOffer, type Offer } from './offer';
import { expectPlayable } from './stage';
import { describeTarget } from './targets';

/** The package as users get it: by its name, from the registry, through n8n's own "Community nodes". */

interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ name: string; type: string }>;
	failedLoading?: boolean;
}

const path = '/community-packages';
const nodeNames = ['checkVideoStatus', 'submitVideo', 'videoTrigger', 'waitForVideo'];
const nodeTypes = nodeNames.map((name) => `${packageName}.${name}`);

describeTarget('registry')('installed by its name', () => {
	let simulator: Simulator;
	let offer: Offer;
	let n8n: N8n;
	const credentials: CredentialsByType = {};

	beforeAll(async () => {
		simulator = await startSimulator({ videoSeconds: 1 });
		offer = await startOffer();
		n8n = offer.n8n;
	});
	afterAll(async () => {
		await offer?.close();
		await simulator?.close();
	});

	const list = async () => (await n8n.rest('GET', path)) as InstalledPackage[];
	/** Names of those of the package's nodes that n8n knows. */
	const known = async () => {
		const nodeInfos = nodeTypes.map((name) => ({ name, version: 1 }));
		const types = (await n8n.rest('POST', '/node-types', { nodeInfos })) as Array<{
			name: string;
		}>;
		return types.map(({ name }) => name).sort();
	};

	/** Starts a workflow that makes a video of each prompt, and gives the execution's id. */
	async function start(prompts: string[], wait: object = {}): Promise<string> {
		const id = await n8n.createWorkflow(
			workflow(
				prompts.join(),
				[
					...rows(prompts.map((prompt) => ({ prompt }))),
					submitNode({ credentials }, 'pixazo'),
					videoNode({ credentials }, 'waitForVideo', { downloadVideo: true, ...wait }),
					{ name: 'After', type: 'n8n-nodes-base.noOp' },
				],
				[
					['Start', 'List'],
					['List', 'Rows'],
					['Rows', 'Submit Video'],
					['Submit Video', 'Wait For Video'],
					...('waitMode' in wait
						? ([
								['Wait For Video', 'Wait For Video'],
								['Wait For Video', 'After', 1],
							] as Array<[string, string, number?]>)
						: ([['Wait For Video', 'After']] as Array<[string, string]>)),
				],
			),
		);
		return await n8n.runWorkflow(id);
	}

	async function expectFiles(execution: Execution): Promise<void> {
		for (const { binary } of itemsOf(execution, 'After')) {
			await expectPlayable(await n8n.binaryFile(binary!.data!));
		}
	}

	test('its nodes are there at once, and make a video', async () => {
		const installed = (await n8n.rest('POST', path, { name: packageName })) as InstalledPackage;
		expect(installed.installedVersion).toBe(olderVersion);
		expect(installed.installedNodes.map(({ type }) => type).sort()).toEqual(nodeTypes);
		expect(await known()).toEqual(nodeNames);

		for (const { id, label, credentialType } of gateways) {
			credentials[credentialType] = await n8n.createCredential({
				name: label,
				type: credentialType,
				data: { ...simulator.credentials[id as GatewayId] },
			});
		}
		const execution = await n8n.waitForExecution(await start(['A lake']));
		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution, 'After')).toMatchObject([{ status: 'completed' }]);
		await expectFiles(execution);
	});

	test('an update in between does no harm to executions that are suspended', async () => {
		simulator.reset();
		simulator.plan = ({ prompt }) => ({
			outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed',
			seconds: 20,
		});
		const wait = { waitMode: 'suspend', options: { checkIntervalSeconds: 12 } };
		const batches = [['A lake'], ['A train', 'A forbidden thing'], ['A boat']];
		const ids = await Promise.all(batches.map(async (prompts) => await start(prompts, wait)));
		for (const id of ids) await n8n.waitForExecution(id, { until: ['waiting'] });

		await offer.publish(manifest.version);
		const updated = (await n8n.rest('PATCH', path, { name: packageName })) as InstalledPackage;
		expect(updated.installedVersion).toBe(manifest.version);
		expect(await known()).toEqual(nodeNames);
		const updatedAt = Date.now();

		const ended = await Promise.all(
			ids.map(async (id) => await n8n.waitForExecution(id, { timeoutSeconds: 200 })),
		);
		expect(ended.map(({ status }) => status)).toEqual(['success', 'error', 'success']);
		for (const { nodes } of ended) {
			expect(nodes['Wait For Video']!.runs.at(-1)!.startTime).toBeGreaterThan(updatedAt);
		}
		expect(errorText(ended[1]!)).toMatch(/^Pixazo job \d+ failed \(moderated\)/);
		expect(jsonOf(ended[0]!, 'After')).toMatchObject([{ status: 'completed' }]);
		expect(jsonOf(ended[2]!, 'After')).toMatchObject([{ status: 'completed' }]);
		await expectFiles(ended[0]!);
		await expectFiles(ended[2]!);
		expect(simulator.jobs).toHaveLength(4);
		expect(simulator.refusals).toEqual([]);
	}, 300_000);

	test('an uninstallation leaves nothing behind, and no error', async () => {
		expect(await list()).toMatchObject([
			{ packageName, installedVersion: manifest.version, failedLoading: false },
		]);
		const before = n8n.log().length;
		await n8n.rest('DELETE', `${path}?name=${packageName}`);
		expect(await list()).toEqual([]);
		await expect(known()).rejects.toThrow('Unrecognized node type');
		const folder = join(n8n.userFolder, '.n8n', 'nodes', 'node_modules', packageName);
		expect(existsSync(folder)).toBe(false);
		expect(n8n.log().slice(before)).not.toMatch(/error|fail|warn/i);
	});
});
