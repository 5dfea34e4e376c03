import type {
	DisplayCondition,
	IDisplayOptions,
	INodeParameters,
	INodeProperties,
} from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { labelsOf } from './capabilities';
import { FROM_ITEM, LIST_SINCE } from './itemGateways';

/**
 * Which credential a node uses where n8n has one of its own for the gateway's key. The choice applies to all gateways
 * of the node that have both.
 */

/** The values of the `authentication` parameter; absent in a node without such a gateway. */
const OWN = 'package';
const NATIVE = 'builtIn';

const both = gateways.filter(({ nativeCredential }) => nativeCredential !== undefined);
const bothIds = both.map(({ id }) => id);

/** The type of the credential that a node with these parameters uses for a gateway. */
export function credentialTypeFor(
	{ credentialType, nativeCredential }: Pick<Gateway, 'credentialType' | 'nativeCredential'>,
	{ authentication }: INodeParameters,
): string {
	return nativeCredential && authentication === NATIVE ? nativeCredential.type : credentialType;
}

/** A condition on a value. n8n evaluates it for credentials as for fields, but its type for credentials lacks it. */
export const where = (condition: DisplayCondition['_cnd']): string =>
	({ _cnd: condition }) as unknown as string;

type Conditions = Record<string, string[]>;

/** A credential that a node can use for a gateway, and when: `show` and `hide` say the same. */
interface CredentialKind {
	name: string;
	show: Conditions;
	hide: Conditions;
}

/** By its path from the root, for the reason that `forGateway` in descriptions.ts has. */
const FIELD = '/authentication';

/** The credentials that a node can use for a gateway: this package's, and n8n's own if there is one. */
export function credentialKinds({ credentialType, nativeCredential }: Gateway): CredentialKind[] {
	if (!nativeCredential) return [{ name: credentialType, show: {}, hide: {} }];
	const isNative = [NATIVE];
	const isOwn = [where({ not: NATIVE })];
	return [
		{ name: credentialType, show: { [FIELD]: isOwn }, hide: { [FIELD]: isNative } },
		{ name: nativeCredential.type, show: { [FIELD]: isNative }, hide: { [FIELD]: isOwn } },
	];
}

const field: Omit<INodeProperties, 'displayOptions'> = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	// An expression would show and require both credentials.
	noDataExpression: true,
	options: [
		{
			name: "This Package's Credential",
			value: OWN,
			description: 'Its base URL can be changed, for a proxy or a regional host',
		},
		{
			name: 'Built-In Credential',
			value: NATIVE,
			description:
				'Use it if you have one already. It always calls the address that n8n has built in.',
		},
	],
	default: OWN,
	description: `Which credential to use for ${labelsOf(both)}: this package's, or the one that n8n's own nodes use`,
};

const fieldFor = (displayOptions: IDisplayOptions): INodeProperties => ({
	...field,
	displayOptions,
});

const isExpression = { _cnd: { startsWith: '=' } } as const;

/** Shown where the chosen gateway has both credentials, or is known only at run time. */
export const authenticationOfChosen: INodeProperties = fieldFor({ show: { gateway: bothIds } });

/** The same where a fallback gateway has both. */
export const authenticationOfFallbacks: INodeProperties[] = [
	fieldFor({
		show: { '/options.fallbackGateways': bothIds },
		hide: { gateway: [...bothIds, isExpression] },
	}),
	// Never in the panel. n8n drops the value of a field that it wouldn't show, and doesn't know Options yet when it
	// decides that (n8n-workflow 2.41, `getNodeParameters`: `onlySimpleTypes`).
	fieldFor({
		hide: { gateway: [...bothIds, isExpression], options: [{ _cnd: { exists: true } }] },
	}),
];

/**
 * The same in a node that can read the gateway from its items. Without a pattern, which n8n gives 250 ms (n8n-workflow
 * 2.41, safe-regex): on a busy machine that fails the execution.
 */
export const authenticationOfItems: INodeProperties[] = [
	...bothIds.map((id) => fieldFor({ hide: { gateway: [{ _cnd: { not: id } }] } })),
	// Also where one of them is an expression.
	fieldFor({ show: { gateway: [FROM_ITEM], itemGateways: bothIds } }),
	// Without a list, which only nodes of version 1 can be.
	fieldFor({
		show: { '@version': [{ _cnd: { lt: LIST_SINCE } }] },
		hide: {
			gateway: [{ _cnd: { not: FROM_ITEM } }],
			'/itemGateways.length': [{ _cnd: { gt: 0 } }],
		},
	}),
];
