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

const labelsOf = (test: (gateway: Gateway) => boolean): string =>
	gateways
		.filter(test)
		.map(({ label }) => label)
		.join(' and ');

const callsBack = ({ callbacks }: Gateway): boolean => callbacks !== undefined;
const hasAccountCallback = ({ callbacks }: Gateway): boolean =>
	callbacks?.accountDefault !== undefined;

/** The panel of Video Trigger, from top to bottom. */
export const triggerFields: INodeProperties[] = [
	{
		displayName: `Open <b>Webhook URLs</b> above, copy the production URL into <b>Options > Callback URL</b> of Submit Video, and publish this workflow. ${labelsOf((gateway) => !callsBack(gateway))} document no callbacks: use Wait For Video there.`,
		name: 'urlNotice',
		type: 'notice',
		default: '',
	},
	{
		...gatewayField,
		options: gatewayField.options?.filter(
			(option) => 'value' in option && gatewayIds(callsBack).includes(String(option.value)),
		),
		description: 'Who calls back',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Completed', value: 'completed', description: 'The video is ready' },
			{
				name: 'Failed',
				value: 'failed',
				description: 'The job failed, was moderated or was cancelled',
			},
			{
				name: 'Progress',
				value: 'progress',
				description:
					'The job goes on. May start the workflow several times for each video.',
			},
		],
		default: ['completed', 'failed'],
		required: true,
		description:
			'Which events the nodes after this trigger run for. Completed and Failed count once for each job; a call that changes nothing ends as an execution without items.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			downloadVideoField,
			// Not bound to the option above: n8n drops the values of options that are bound to another option.
			...downloadOptions,
			includeRawResponse,
			{
				displayName: 'Set as Account Default',
				name: 'accountDefault',
				type: 'boolean',
				default: false,
				description:
					'Whether the gateway calls this trigger for every job of the account that has no Callback URL of its own, while this workflow is active. What was set there before is put back afterwards.',
				displayOptions: { show: { '/gateway': gatewayIds(hasAccountCallback) } },
			},
			{
				displayName: 'Signature Secret',
				name: 'signatureSecret',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				description:
					"The secret that the gateway signs its calls with. Empty: read with the credential. Set it for webhooks of the gateway's dashboard, which have their own.",
				displayOptions: {
					show: {
						'/gateway': gatewayIds(
							({ callbacks }) => callbacks?.signature !== undefined,
						),
					},
				},
			},
			{
				displayName: 'Verify',
				name: 'verify',
				type: 'boolean',
				default: true,
				description:
					'Whether to read the job with the credential and put that out. Off: the call is believed as it is, whoever sent it.',
			},
		],
	},
];
