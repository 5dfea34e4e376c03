import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import {
	downloadOptions,
	downloadVideoField,
	gatewayField,
	gatewayIds,
	includeRawResponse,
} from '../shared/descriptions';
import { andList } from '../shared/sentences/text';
import type { Choice } from '../shared/values';
import type { TriggerEvent } from './claim';

const callsBack = ({ callbacks }: Gateway): boolean => callbacks !== undefined;
const isSignedWithSecret = ({ callbacks }: Gateway): boolean =>
	callbacks?.signature !== undefined && !callbacks.signature.byPublicKeys;
const hasAccountCallback = ({ callbacks }: Gateway): boolean =>
	callbacks?.accountDefault !== undefined;

const andLabels = (some: readonly Gateway[]): string => andList(some.map(({ label }) => label));

/** Where a user finds the secret: nowhere where the node can read it, else in each gateway's own words. */
function secretAdvice(): string {
	const signing = gateways.filter(isSignedWithSecret);
	const isRead = ({ callbacks }: Gateway) => callbacks?.signature?.secret !== undefined;
	const entered = ({ callbacks }: Gateway) => callbacks?.signature?.entered ?? [];
	const read = signing.filter(isRead);
	const exceptions = read.flatMap(entered);
	const exception = exceptions.length === 0 ? '' : ` (exception: ${exceptions.join('; ')})`;
	return [
		`${andLabels(read)}: leave empty, the node gets it with your credential${exception}`,
		...signing
			.filter((gateway) => !isRead(gateway))
			.map((gateway) => `${gateway.label}: ${entered(gateway)}`),
	].join('. ');
}

/** The events that start the workflow. */
export const eventChoices = [
	{ name: 'Video Completed', value: 'completed', description: 'The video is ready' },
	{
		name: 'Video Failed',
		value: 'failed',
		description: 'The job failed, was cancelled, or was blocked by moderation',
	},
	{
		name: 'Video Progress',
		value: 'progress',
		description: 'The job made progress. Can start the workflow several times per video.',
	},
] as const satisfies ReadonlyArray<Choice<TriggerEvent> & { description: string }>;

/** The panel of Video Callback Trigger, from top to bottom. */
export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'Copy the production URL (<b>Webhook URLs</b>) to <b>Options > Callback URL</b> in Submit Video. Then publish this workflow.',
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		...gatewayField,
		options: gatewayField.options?.filter(
			(option) => 'value' in option && gatewayIds(callsBack).includes(String(option.value)),
		),
		description: `Gateway that sends the callbacks. ${andLabels(gateways.filter((gateway) => !callsBack(gateway)))} don't support them; use Wait For Video instead.`,
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [...eventChoices],
		default: ['completed', 'failed'],
		required: true,
		description:
			'Which events to run the next nodes for. Video Completed and Video Failed run them only once per job. Other callbacks end as executions without items.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			downloadVideoField,
			// Not bound to the option above: n8n drops the values of options that depend on another option.
			...downloadOptions,
			includeRawResponse,
			{
				displayName: 'Set as Account Default',
				name: 'accountDefault',
				type: 'boolean',
				default: false,
				description:
					"Whether the gateway also calls this trigger for all jobs of the account that have no Callback URL of their own. Applies while this workflow is active; the previous setting is restored afterwards. Listening for a test event doesn't change the account: to test, set the test URL as Callback URL in Submit Video.",
				displayOptions: { show: { '/gateway': gatewayIds(hasAccountCallback) } },
			},
			{
				displayName: 'Signature Secret',
				name: 'signatureSecret',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description: `The secret the gateway signs its callbacks with. ${secretAdvice()}.`,
				displayOptions: {
					show: {
						'/gateway': gatewayIds(isSignedWithSecret),
					},
				},
			},
			{
				displayName: 'Verify',
				name: 'verify',
				type: 'boolean',
				default: true,
				description:
					'Whether to fetch the job with the credential and output that. If off, the content of the callback is trusted and output as is.',
			},
		],
	},
];
