import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { gateways } from '../../../gateways';
import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { credentialTypeFor } from '../../../nodes/shared/authentication';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { VideoTrigger } from '../../../nodes/VideoTrigger/VideoTrigger.node';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';

/**
 * The choice between this package's credential and n8n's own for the same service: when the panel offers it, which
 * slots follow from it, and that n8n keeps it. Decided by n8n's own code, as the editor, a save and a run do.
 */

const both = gateways.filter(({ nativeCredential }) => nativeCredential !== undefined);
const others = gateways.filter(({ nativeCredential }) => nativeCredential === undefined);
const [other, another] = others.map(({ id }) => id) as [string, string];
const nativeOf = (id: string) => both.find((gateway) => gateway.id === id)!.nativeCredential!.type;
const ownOf = (id: string) => gateways.find((gateway) => gateway.id === id)!.credentialType;

const BUILT_IN = { authentication: 'builtIn' };

type NodeClass = new () => INodeType;

const describeNode = (Node: NodeClass, typeVersion: number) => {
	const { description } = new Node();
	return { description, node: { typeVersion, parameters: {} } as INode };
};

/** The parameters after a save, as a run has them: n8n drops what it wouldn't show, and adds the defaults. */
function afterSave(Node: NodeClass, parameters: INodeParameters, typeVersion = 1.1) {
	const { description, node } = describeNode(Node, typeVersion);
	const pass = (values: INodeParameters, withDefaults: boolean) =>
		NodeHelpers.getNodeParameters(
			description.properties,
			values,
			withDefaults,
			false,
			node,
			description,
		)!;
	return pass(pass(parameters, false), true);
}

/** How often the panel shows the field; twice would be a fault. */
function timesOffered(Node: NodeClass, parameters: INodeParameters, typeVersion = 1.1): number {
	const { description, node } = describeNode(Node, typeVersion);
	const values = afterSave(Node, parameters, typeVersion);
	return description.properties.filter(
		(field) =>
			field.name === 'authentication' &&
			NodeHelpers.displayParameter(values, field, node, description, values),
	).length;
}

/** The credentials that n8n requires, and those it only offers, by type. */
function slots(Node: NodeClass, parameters: INodeParameters, typeVersion = 1.1) {
	const { description, node } = describeNode(Node, typeVersion);
	const shown = description.credentials!.filter((one) =>
		NodeHelpers.displayParameter(parameters, one, node, description),
	);
	const namesOf = (required: boolean) =>
		shown.filter((one) => one.required === required).map(({ name }) => name);
	return { required: namesOf(true), offered: namesOf(false) };
}

/** Where a node names a gateway that has both, beside one that has not. */
const ways = (id: string): Array<[string, NodeClass, INodeParameters, string[]]> => [
	['Submit Video', SubmitVideo, { gateway: id }, []],
	[
		'Submit Video with it as a fallback',
		SubmitVideo,
		{ gateway: other, options: { fallbackGateways: [another, id] } },
		[other, another],
	],
	[
		'Submit Video with another as a fallback',
		SubmitVideo,
		{ gateway: id, options: { fallbackGateways: [other] } },
		[other],
	],
	['Wait For Video', WaitForVideo, { gateway: id }, []],
	[
		'Wait For Video, from the items',
		WaitForVideo,
		{ gateway: 'fromItem', itemGateways: [other, id] },
		[other],
	],
	['Check Video Status', CheckVideoStatus, { gateway: id }, []],
	[
		'Check Video Status, from the items',
		CheckVideoStatus,
		{ gateway: 'fromItem', itemGateways: [id, other] },
		[other],
	],
	['Video Callback Trigger', VideoTrigger, { gateway: id }, []],
];

const sorted = (names: readonly string[]) => [...names].sort();

describe.each(both.map(({ id, label }) => ({ id, label })))('$label', ({ id }) => {
	test.each(ways(id))('%s: the panel offers the choice once', (_name, Node, parameters) => {
		expect(timesOffered(Node, parameters)).toBe(1);
		expect(timesOffered(Node, { ...parameters, ...BUILT_IN })).toBe(1);
	});

	test.each(ways(id))(
		"%s: this package's credential is required unless n8n's own is chosen",
		(_name, Node, parameters, beside) => {
			const rest = beside.map(ownOf);
			expect(afterSave(Node, parameters)).toMatchObject({ authentication: 'package' });
			const own = slots(Node, afterSave(Node, parameters));
			expect(sorted(own.required)).toEqual(sorted([ownOf(id), ...rest]));
			expect(own.offered).toEqual([]);

			const chosen = afterSave(Node, { ...parameters, ...BUILT_IN });
			expect(chosen).toMatchObject(BUILT_IN);
			const native = slots(Node, chosen);
			expect(sorted(native.required)).toEqual(sorted([nativeOf(id), ...rest]));
			expect(native.offered).toEqual([]);
		},
	);

	test.each(ways(id))('%s: n8n marks a node that has neither', (_name, Node, parameters) => {
		const { description, node } = describeNode(Node, 1.1);
		const issues = (more: INodeParameters, credentials: INode['credentials'] = {}) =>
			requiredButMissing(description, {
				...node,
				parameters: afterSave(Node, { ...parameters, ...more }),
				credentials,
			});
		expect(issues({})).toContain(ownOf(id));
		expect(issues(BUILT_IN)).toContain(nativeOf(id));
		const key = { id: '1', name: 'Key' };
		expect(issues(BUILT_IN, { [nativeOf(id)]: key })).not.toContain(nativeOf(id));
		expect(issues(BUILT_IN, { [ownOf(id)]: key })).toContain(nativeOf(id));
	});

	test.each(ways(id))(
		'%s: n8n hands out the chosen one by the description that it finds first',
		(_name, Node, parameters) => {
			const { description, node } = describeNode(Node, 1.1);
			for (const authentication of ['package', 'builtIn']) {
				// As `withGateway` does.
				const values = { ...parameters, authentication, gateway: id };
				const type = credentialTypeFor(
					gateways.find((one) => one.id === id)!,
					values,
				);
				const first = description.credentials!.find(({ name }) => name === type)!;
				expect(NodeHelpers.displayParameter(values, first, node, description)).toBe(true);
			}
		},
	);
});

function requiredButMissing(description: INodeTypeDescription, node: INode): string[] {
	return description
		.credentials!.filter(
			(one) =>
				one.required &&
				NodeHelpers.displayParameter(node.parameters, one, node, description) &&
				!node.credentials?.[one.name],
		)
		.map(({ name }) => name);
}

test.each<[string, NodeClass, INodeParameters]>([
	['a new Submit Video', SubmitVideo, {}],
	['a new Wait For Video', WaitForVideo, {}],
	['a new Check Video Status', CheckVideoStatus, {}],
	['a new Video Callback Trigger', VideoTrigger, {}],
	['another gateway', SubmitVideo, { gateway: other }],
	['other gateways', SubmitVideo, { gateway: other, options: { fallbackGateways: [another] } }],
	['items of others', WaitForVideo, { gateway: 'fromItem', itemGateways: [other, another] }],
	['no items yet', WaitForVideo, { gateway: 'fromItem', itemGateways: [] }],
])('%s has no such choice', (_name, Node, parameters) => {
	const opened = afterSave(Node, parameters);
	expect(timesOffered(Node, opened)).toBe(0);
});

test.each<[string, NodeClass, INodeParameters, number]>([
	['the gateway', SubmitVideo, { gateway: '={{ $json.gateway }}' }, 1],
	[
		'the fallbacks',
		SubmitVideo,
		{ gateway: other, options: { fallbackGateways: '={{ $json.all }}' } },
		1,
	],
	['the gateway', WaitForVideo, { gateway: '={{ $json.gateway }}' }, 1.1],
	['the list', WaitForVideo, { gateway: 'fromItem', itemGateways: '={{ $json.all }}' }, 1.1],
	[
		'a node of version 1 without a list',
		WaitForVideo,
		{ gateway: 'fromItem', itemGateways: [] },
		1,
	],
	['the gateway', VideoTrigger, { gateway: '={{ $json.gateway }}' }, 1],
])(
	'%s may be any: the choice is there once, and decides the slots',
	(_name, Node, parameters, version) => {
		expect(timesOffered(Node, parameters, version)).toBe(1);
		const all = (values: INodeParameters) => {
			const { required, offered } = slots(Node, values, version);
			return new Set([...required, ...offered]);
		};
		for (const { id } of both) {
			const own = all(afterSave(Node, parameters, version));
			const native = all(afterSave(Node, { ...parameters, ...BUILT_IN }, version));
			expect([own.has(ownOf(id)), own.has(nativeOf(id))]).toEqual([true, false]);
			expect([native.has(ownOf(id)), native.has(nativeOf(id))]).toEqual([false, true]);
		}
	},
);
