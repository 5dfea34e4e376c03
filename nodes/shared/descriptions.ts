import type {
	DisplayCondition,
	INodeCredentialDescription,
	INodeProperties,
	NodeParameterValue,
} from 'n8n-workflow';

import { defaultGateway, gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { DEFAULT_MAX_SIZE_MB } from './download';
import { FROM_ITEM, ITEM_GATEWAYS_LABEL, JOB_NODE_VERSIONS, LIST_SINCE } from './itemGateways';
import { orList } from './sentences/text';

const byName = [...gateways].sort((left, right) => left.label.localeCompare(right.label));

/** All gateways, for a field that names them. */
const gatewayNames = byName.map(({ id, label }) => ({ name: label, value: id }));

/** All gateways, for a field that offers them for a new job: with what helps to choose. */
export const gatewayOptions = byName.map(({ id, label, summary }) => ({
	name: label,
	value: id,
	description: summary,
}));

/** The gateways for which `test` holds, as values of the field. */
export function gatewayIds(test: (gateway: Gateway) => boolean): string[] {
	return gateways.filter(test).map(({ id }) => id);
}

const { id: defaultGatewayId } = defaultGateway;

/** Gateway of a new job. */
export const gatewayField: INodeProperties = {
	displayName: 'Gateway',
	name: 'gateway',
	type: 'options',
	options: gatewayOptions,
	default: defaultGatewayId,
	description: 'Service that creates and bills the video',
};

const itemGateways = {
	default: [],
	displayName: ITEM_GATEWAYS_LABEL,
	name: 'itemGateways',
	type: 'multiOptions',
	options: gatewayNames,
	description:
		'The gateways chosen in the Submit Video before this node, fallbacks included. The node needs a credential for each.',
} satisfies INodeProperties;

/** Gateway and id of a job that exists. The version comes first: n8n stops at an expression, and shows the field. */
export const jobFields: INodeProperties[] = [
	{
		displayName: 'Gateway',
		name: 'gateway',
		type: 'options',
		options: [
			{
				name: 'From Item',
				value: FROM_ITEM,
				description: "Use each item's own gateway, as returned by Submit Video",
			},
			...gatewayNames,
		],
		default: FROM_ITEM,
		description: 'Gateway the job was submitted to',
	},
	{
		...itemGateways,
		default: [defaultGatewayId],
		required: true,
		displayOptions: {
			show: { '@version': [{ _cnd: { gte: LIST_SINCE } }], gateway: [FROM_ITEM] },
		},
	},
	{
		...itemGateways,
		displayOptions: {
			show: { '@version': [{ _cnd: { lt: LIST_SINCE } }], gateway: [FROM_ITEM] },
		},
	},
	{
		displayName: 'Job ID',
		name: 'jobId',
		type: 'string',
		default: '={{ $json.jobId }}',
		required: true,
		description: 'The job ID returned by Submit Video',
	},
];

/**
 * Shows a credential for these values of `gateway`. By its path from the root, because the editor hides a parameter
 * that all credentials depend on by name: it treats it as a choice of authentication method.
 */
const forGateway = (...values: string[]) => ({
	displayOptions: { show: { '/gateway': values } },
});

/** The label of the gateway, for subtitles on the canvas. */
export const gatewayLabel = `(${JSON.stringify(
	Object.fromEntries(gateways.map(({ id, label }) => [id, label])),
)})[$parameter["gateway"]] ?? ""`;

// With spaces between the braces, because n8n treats two in a row as the end of the expression.
const modelNames = JSON.stringify(
	Object.fromEntries(
		gateways.map(({ id, models }) => [
			id,
			Object.fromEntries(models.map((model) => [model.id, model.name])),
		]),
	),
)
	.replaceAll('}}', '} }')
	.replaceAll('}}', '} }');

/** The name of the model, for subtitles on the canvas; its ID if it's in no table. */
export const modelLabel = `(((${modelNames})[$parameter["gateway"]] ?? {})[$parameter["model"]] ?? $parameter["model"])`;

/** The credential of the chosen gateway. */
export const credentialsByGateway: INodeCredentialDescription[] = gateways.map((gateway) => ({
	name: gateway.credentialType,
	required: true,
	...forGateway(gateway.id),
}));

/** The credentials of its fallback gateways, each shown only if it isn't the chosen gateway. */
const credentialsOfFallbacks: INodeCredentialDescription[] = gateways.map((gateway) => ({
	name: gateway.credentialType,
	required: true,
	displayOptions: {
		show: { '/options.fallbackGateways': [gateway.id] },
		hide: { '/gateway': [gateway.id] },
	},
}));

/** The credentials of the chosen gateway and of its fallbacks. */
export const credentialsOfChosenAndFallbacks = [...credentialsByGateway, ...credentialsOfFallbacks];

/** A condition on a value. n8n evaluates it for credentials as for fields, but its type for credentials lacks it. */
const where = (condition: DisplayCondition['_cnd']): string =>
	({ _cnd: condition }) as unknown as string;

/**
 * The credentials of a node that can read the gateway from its items: that of the chosen gateway, or those of the
 * gateways that the items come from. n8n hands out a credential by its first description here (see `withGateway`).
 *
 * Those that are required are described by what hides them. n8n shows a field whose `show` meets an expression, and
 * would require all credentials; `hide` compares the expression as text. An empty list hides nothing by itself, so its
 * length is compared, too (n8n-workflow 2.41, `displayParameter`).
 */
export const credentialsFromItems: INodeCredentialDescription[] = gateways.flatMap(
	({ id, credentialType: name }) => {
		const other = where({ not: id });
		// Always met. The editor takes a credential without `show` for one of several ways to log in, and doesn't name
		// it.
		const show = { '@version': JOB_NODE_VERSIONS };
		const hidden: Array<Record<string, NodeParameterValue[]>> = [
			{ '/gateway': [other] },
			{
				'/gateway': [where({ not: FROM_ITEM })],
				'/itemGateways': [other],
				'/itemGateways.length': [0],
			},
		];
		const isExpression = where({ startsWith: '=' });
		// Where either is an expression, any gateway may come out of it.
		const anyGateway = {
			'/gateway': [FROM_ITEM],
			'/itemGateways': [isExpression],
		};
		// Only nodes of version 1 can be without a list: n8n marks the others.
		const noList = {
			show: {
				'@version': JOB_NODE_VERSIONS.filter((version) => version < LIST_SINCE),
				'/itemGateways.length': [0],
			},
			hide: { '/gateway': [where({ not: FROM_ITEM })] },
		};
		return [
			...hidden.map((hide) => ({ name, required: true, displayOptions: { show, hide } })),
			{ name, required: false, displayOptions: { show: anyGateway } },
			{ name, required: false, displayOptions: noList },
		];
	},
);

/** Adds the gateway's answer to the item. */
export const includeRawResponse: INodeProperties = {
	displayName: 'Include Raw Response',
	name: 'includeRawResponse',
	type: 'boolean',
	default: false,
	description: "Whether to include the gateway's last response in the item's raw field",
};

/** Examples for the user's own limit. */
const freePlans = orList(
	gateways.flatMap(({ label, rateLimits: { freePlanRequestsPerMinute: most } = {} }) =>
		most === undefined ? [] : [`${most} on ${label}'s free plan`],
	),
);

/** The limits that gateways document, on their usual paid plans. */
const documentedLimits = gateways
	.flatMap(
		({
			label,
			rateLimits: { requestsPerMinute: requests, submitsPerMinute: submits } = {},
		}) => [
			...(requests === undefined ? [] : [`${requests} for ${label}`]),
			...(submits === undefined ? [] : [`${submits} videos for ${label}`]),
		],
	)
	.join(', ');

/** Keeps to the limit of the user's plan. */
export const requestsPerMinute: INodeProperties = {
	displayName: 'Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: `How many requests per minute your plan allows, submitted videos included, e.g. ${freePlans}. Set to 0 for no limit. Without this option, the limits of the gateways' usual paid plans apply (${documentedLimits}); the other gateways document none.`,
};

/** How long a node waits for its videos. */
export const timeLimitField = {
	displayName: 'Time Limit (Minutes)',
	name: 'timeoutMinutes',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 30,
} satisfies INodeProperties;

/** Adds the file of a finished video to the item. */
export const downloadVideoField: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: false,
	description:
		'Whether to download the video file and add it to the item. Video links expire, some after an hour.',
};

/** Options of a node that downloads videos. */
export const downloadOptions: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. clip.mp4',
		description: 'Name of the downloaded file. Leave empty to use the gateway and job ID.',
	},
	{
		displayName: 'Max Size (MB)',
		name: 'maxSizeMb',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_MAX_SIZE_MB,
		description: "Larger videos aren't downloaded; their URL stays in the item",
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		hint: 'The name of the output binary field to put the video in',
	},
];

/** The same, shown if Download Video is on. */
export const downloadOptionsWhereOn: INodeProperties[] = downloadOptions.map((option) => ({
	...option,
	displayOptions: { show: { '/downloadVideo': [true] } },
}));
