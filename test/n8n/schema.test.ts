import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import { schemaOf, type Schema } from '../../tools/outputSchemas/schemas';
import { packageName } from '../support/n8n/pack';
import { jsonOf, rows, stageForTests, videoNode } from './stage';

/** The output previews, as n8n serves them to its editor from the installed package. */

const stage = stageForTests(0);

/** A schema by the address that n8n 2.41.1's editor asks for: type, version and, if there is one, the operation. */
async function fetchSchema(node: string, operation?: string): Promise<Schema> {
	const path = [`${packageName}.${node}`, '1.0.0', operation].filter(Boolean).join('/');
	const { data } = await axios.get<Schema>(`${stage.n8n.url}/schemas/${path}.json`);
	return data;
}

test.each<{ node: string; operation: string | undefined }>([
	{ node: 'submitVideo', operation: undefined },
	{ node: 'waitForVideo', operation: undefined },
	{ node: 'checkVideoStatus', operation: 'check' },
	{ node: 'checkVideoStatus', operation: 'cancel' },
	{ node: 'checkVideoStatus', operation: 'getMany' },
])(
	'n8n serves the fields of a job for $node (operation $operation)',
	async ({ node, operation }) => {
		const { type, properties = {} } = await fetchSchema(node, operation);
		expect(type).toBe('object');
		// The order in which the editor lists them.
		expect(Object.keys(properties)).toEqual([
			...['status', 'videoUrl', 'moreVideoUrls', 'prompt', 'model'],
			...['durationSeconds', 'width', 'height', 'seed', 'cost', 'costNote'],
			...['gateway', 'jobId', 'callbackReference', 'progress'],
			...['expiresAt', 'submittedAt', 'completedAt', 'failure', 'warnings'],
		]);
		expect(Object.keys(properties.cost!.properties!)).toEqual(['amount', 'currency', 'basis']);
		expect(Object.keys(properties.failure!.properties!)).toEqual([
			'code',
			'message',
			'retryable',
		]);
	},
);

test('the items of every gateway are what the preview of their node says', async () => {
	const everyGateway = gateways.map(({ id }) => ({ gateway: id }));
	const execution = await stage.run([
		...rows(everyGateway),
		videoNode(stage, 'submitVideo', { gateway: '={{ $json.gateway }}', prompt: 'A lake' }),
		videoNode(stage, 'checkVideoStatus', { operation: 'check' }),
		videoNode(stage, 'waitForVideo'),
	]);

	expect(execution.error?.message).toBeUndefined();
	for (const [name, node, operation] of [
		['Submit Video', 'submitVideo', undefined],
		['Check Video Status', 'checkVideoStatus', 'check'],
		['Wait For Video', 'waitForVideo', undefined],
	] as const) {
		const schema = await fetchSchema(node, operation);
		const items = jsonOf(execution, name);
		expect(items).toHaveLength(everyGateway.length);
		for (const item of items) expect(schema).toMatchObject(schemaOf(item));
	}
});

/** Runs an operation that is about an account, for each gateway that has it; a job of it runs meanwhile. */
async function lookUp(
	able: typeof gateways,
	operation: 'getBalance' | 'getQueue' | 'getMany' | 'cancel',
) {
	// MiniMax cancels no job that has begun.
	stage.simulator.plan = () => ({ seconds: 300, queuedSeconds: 300 });
	const fromRow: INodeParameters = { gateway: '={{ $json.gateway }}' };
	const execution = await stage.run([
		...rows(able.map(({ id }) => ({ gateway: id }))),
		videoNode(stage, 'submitVideo', { ...fromRow, prompt: 'A lake' }),
		videoNode(stage, 'checkVideoStatus', {
			operation,
			...(operation === 'cancel' ? {} : fromRow),
		}),
	]);
	expect(execution.error?.message).toBeUndefined();
	return jsonOf(execution, 'Check Video Status');
}

test.each([
	{ operation: 'cancel', able: gateways.filter(({ cancel }) => cancel) },
	{ operation: 'getMany', able: gateways.filter(({ list }) => list) },
	{ operation: 'getBalance', able: gateways.filter(({ balance }) => balance) },
	{ operation: 'getQueue', able: gateways.filter(({ queue }) => queue) },
] as const)('the items of $operation are what its preview says', async ({ operation, able }) => {
	const schema = await fetchSchema('checkVideoStatus', operation);
	const items = await lookUp(able, operation);
	expect(new Set(items.map(({ gateway }) => gateway))).toEqual(new Set(able.map(({ id }) => id)));
	for (const item of items) expect(schema).toMatchObject(schemaOf(item));
});
