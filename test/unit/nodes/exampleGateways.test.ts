import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { gateways } from '../../../gateways';

/** The examples ask for exactly the credentials that they need: whoever imports one sees no other slot. */

interface ExampleNode {
	name: string;
	type: string;
	parameters: {
		gateway?: string;
		itemGateways?: string[];
		operation?: string;
		options?: { fallbackGateways?: string[] };
	};
	credentials?: Record<string, unknown>;
}

const folder = join(__dirname, '../../../examples');

const examples = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, ExampleNode[]] => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
			nodes: ExampleNode[];
		};
		return [file, nodes];
	});

const credentialTypes = (ids: readonly string[]) =>
	ids.map((id) => gateways.find((gateway) => gateway.id === id)?.credentialType ?? id).sort();

const credentialsOf = ({ credentials = {} }: ExampleNode) => Object.keys(credentials).sort();

const isOf = (kind: string) => (node: ExampleNode) =>
	new RegExp(`video-gateways\\.${kind}(Tool)?$`).test(node.type);

/** The gateways that a Submit Video may use. */
const submitsTo = ({ parameters: { gateway, options } }: ExampleNode): string[] => [
	gateway!,
	...(options?.fallbackGateways ?? []),
];

/** The gateways that a Wait For Video or Check Video Status is set up for. */
const readsFrom = ({ parameters: { gateway, itemGateways } }: ExampleNode): string[] =>
	gateway === undefined || gateway === 'fromItem' ? (itemGateways ?? []) : [gateway];

test.each(examples)('%s', (_file, nodes) => {
	const submits = nodes.filter(isOf('submitVideo'));
	const reads = nodes.filter(isOf('(waitForVideo|checkVideoStatus)'));
	const used = [...new Set(submits.flatMap(submitsTo))].sort();

	for (const node of reads) {
		expect([node.name, [...readsFrom(node)].sort()]).toEqual([node.name, used]);
	}
	for (const node of submits) {
		expect(credentialsOf(node)).toEqual(credentialTypes(submitsTo(node)));
	}
	for (const node of reads) {
		expect(credentialsOf(node)).toEqual(credentialTypes(used));
	}
});
