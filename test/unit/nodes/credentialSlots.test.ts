import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';

/** Which credentials the panel shows and requires, decided by n8n's own code as the editor and a publish do. */

const all = gateways.map(({ id }) => id);
const [first, second, third] = all as [string, string, string];

/** The slots that n8n shows for these parameters, by gateway, in the panel's order. */
function slots(
	Node: typeof WaitForVideo | typeof CheckVideoStatus,
	parameters: INodeParameters,
	typeVersion = 1.1,
) {
	const { description } = new Node();
	const node = { typeVersion, parameters } as INode;
	return description
		.credentials!.filter((one) =>
			NodeHelpers.displayParameter(parameters, one, node, description),
		)
		.map(({ name, required }) => ({
			gateway: gateways.find(({ credentialType }) => credentialType === name)!.id,
			required,
		}));
}

const requiredOf = (ids: readonly string[]) => ids.map((gateway) => ({ gateway, required: true }));
const optionalOf = (ids: readonly string[]) => ids.map((gateway) => ({ gateway, required: false }));

describe.each([
	['Wait For Video', WaitForVideo],
	['Check Video Status', CheckVideoStatus],
])('%s', (_name, Node) => {
	const itemsOf = (itemGateways: INodeParameters[string]) => ({
		gateway: 'fromItem',
		itemGateways,
	});

	test.each<[string, INodeParameters, ReturnType<typeof slots>]>([
		['a gateway', { gateway: first }, requiredOf([first])],
		[
			'a gateway that was chosen after the items had others',
			{ ...itemsOf([second, third]), gateway: first },
			requiredOf([first]),
		],
		['the gateways of the items', itemsOf([second, third]), requiredOf([second, third])],
		['no gateway for the items yet', itemsOf([]), []],
		['the gateways by an expression', itemsOf('={{ $json.all }}'), optionalOf(all)],
		['the gateway by an expression', { gateway: '={{ $json.gateway }}' }, optionalOf(all)],
		[
			'both by expressions',
			{ gateway: '={{ $json.gateway }}', itemGateways: '={{ $json.all }}' },
			optionalOf(all),
		],
		[
			'the gateway by an expression, after the items had others',
			{ ...itemsOf([second]), gateway: '={{ $json.gateway }}' },
			optionalOf(all),
		],
	])('%s', (_case, parameters, expected) => {
		expect(slots(Node, parameters)).toEqual(expected);
	});

	test('a node of version 1 that was stored without the list is offered all credentials and requires none', () => {
		const { description } = new Node();
		const stored = { typeVersion: 1 } as INode;
		const parameters = NodeHelpers.getNodeParameters(
			description.properties,
			{},
			true,
			false,
			stored,
			description,
		)!;
		expect(
			NodeHelpers.getNodeParametersIssues(
				description.properties,
				{ ...stored, parameters },
				description,
			),
		).toBeNull();
		expect(slots(Node, parameters, 1)).toEqual(optionalOf(all));
		expect(slots(Node, itemsOf([second]), 1)).toEqual(requiredOf([second]));
	});

	test('a new node requires the credential of the gateway that a new Submit Video has', () => {
		const { description } = new Node();
		const parameters = NodeHelpers.getNodeParameters(
			description.properties,
			{},
			true,
			false,
			{ typeVersion: 1.1 } as INode,
			description,
		)!;

		expect(parameters.itemGateways).toHaveLength(1);
		expect(slots(Node, parameters)).toEqual(requiredOf(parameters.itemGateways as string[]));
	});

	test('n8n hands out every credential by the description that names its gateway', () => {
		const { credentials } = new Node().description;
		for (const { id, credentialType } of gateways) {
			const described = credentials!.find(({ name }) => name === credentialType)!;
			const { description } = new Node();
			const parameters = { gateway: id };
			const node = { typeVersion: 1.1, parameters } as unknown as INode;
			expect(NodeHelpers.displayParameter(parameters, described, node, description)).toBe(
				true,
			);
		}
	});
});
