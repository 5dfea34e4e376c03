import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { usersReference } from '../../gateways/request/callbacks';
import type { Call, Gateway } from '../../gateways/gateway';
import { compact } from '../../gateways/answer/jobs';
import { gatewaysThat, lacking, type Capability } from '../shared/capabilities';
import { userError } from '../shared/errors';
import { readGatewayChoice } from '../shared/gatewayChoice';
import { forEachItem } from '../shared/items';
import { jobItem } from '../shared/jobs';
import { readParameters } from '../shared/parameters';
import { createStopSignal, type StopSignal } from '../shared/pause';
import { sendOrThrow } from '../shared/transport';
import { DEFAULT_LIMIT } from './fields';
import { AT_A_TIME, readOptions } from './settings';

/** The operations that are about an account, not about one job. */

/** Where a look-up is made. */
interface Place {
	context: IExecuteFunctions;
	gateway: Gateway;
	itemIndex: number;
}

/** One look-up: what it asks the gateway, and the items that come of the answer. */
interface LookUp<Result> {
	capability: Capability;
	/** For the message of a failure. */
	what: string;
	/** Undefined where the gateway can not tell. Throws where a parameter is wrong. */
	call: (place: Place) => Call<Result> | undefined;
	items: (result: Result, place: Place) => INodeExecutionData[];
}

/** The user's account that the parameter names; undefined for the only one. */
const accountOf = ({ context, itemIndex }: Place): string | undefined =>
	readParameters(context, itemIndex).text('account', { label: 'Account' });

const limitOf = ({ context, itemIndex }: Place): number =>
	readParameters(context, itemIndex).number('limit', { label: 'Limit', whole: true, least: 1 }) ??
	DEFAULT_LIMIT;

const itemFrom = (json: IDataObject, { itemIndex }: Place): INodeExecutionData => ({
	json,
	pairedItem: { item: itemIndex },
});

/** Keeps the type of a look-up's result between its call and its items. */
const lookUp = <Result>(rules: LookUp<Result>) => ({
	run: async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
		const halt = createStopSignal(context);
		const items = await forEachItem(context, AT_A_TIME, halt, (itemIndex) =>
			lookUpOnce(context, itemIndex, halt, rules),
		);
		return items.flat();
	},
});

/** The newest jobs, one item for each. */
export const getMany = lookUp({
	capability: 'list',
	what: 'list of jobs',
	call: (place) =>
		place.gateway.list?.(compact({ limit: limitOf(place), account: accountOf(place) })),
	items: (jobs, { itemIndex }) => jobs.map((job) => jobItem(job, itemIndex)),
});

/** What is left to spend, one item. */
export const getBalance = lookUp({
	capability: 'balance',
	what: 'balance',
	call: (place) => place.gateway.balance?.(accountOf(place)),
	items: (balance, place) => [itemFrom({ gateway: place.gateway.id, ...balance }, place)],
});

/** What runs and what would be taken now, one item. */
export const getQueue = lookUp({
	capability: 'queue',
	what: 'queue',
	call: ({ gateway }) => gateway.queue?.(),
	items: ({ accounts, executing }, place) => [
		itemFrom(
			{
				gateway: place.gateway.id,
				available: accounts.reduce((sum, { available }) => sum + available, 0),
				accounts,
				executing: executing.map(({ callbackReference, ...job }) =>
					compact<IDataObject>({
						...job,
						callbackReference: usersReference(callbackReference),
					}),
				),
			},
			place,
		),
	],
});

function gatewayOf(context: IExecuteFunctions, itemIndex: number, capability: Capability): Gateway {
	const able = gatewaysThat(capability);
	const names = able.map(({ label }) => label).join(', ');
	const fix = `Set it to one of: ${names}.`;
	const gateway = readParameters(context, itemIndex).by('gateway', readGatewayChoice, {
		label: 'Gateway',
		fix,
	});
	if (gateway) return gateway;
	throw userError(context, itemIndex, `'Gateway' is empty. ${fix}`);
}

async function lookUpOnce<Result>(
	context: IExecuteFunctions,
	itemIndex: number,
	halt: StopSignal,
	{ capability, what, call: callOf, items }: LookUp<Result>,
): Promise<INodeExecutionData[]> {
	const gateway = gatewayOf(context, itemIndex, capability);
	const { includeRawResponse } = readOptions(context, itemIndex);
	const place = { context, gateway, itemIndex };
	const call = callOf(place);
	if (!call) throw userError(context, itemIndex, lacking(gateway, capability));
	const { result, raw } = await sendOrThrow(context, gateway, call, {
		itemIndex,
		halt,
		failed: `The ${what} at ${gateway.label} could not be read.`,
	});
	const found = items(result, place);
	if (includeRawResponse && capability !== 'list') {
		for (const { json } of found) json.raw = raw as IDataObject;
	}
	return found;
}
