import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { usersReference } from '../../gateways/request/callbacks';
import type { Call, Gateway } from '../../gateways/gateway';
import { compact } from '../../gateways/answer/jobs';
import { gatewaysThat, lacking, type Capability } from '../shared/capabilities';
import { readGatewayChoice } from '../shared/gatewayChoice';
import { startRun, type Item } from '../shared/item';
import { forEachItem } from '../shared/items';
import { jobItem } from '../shared/jobs';
import { sendOrThrow } from '../shared/transport/send';
import { DEFAULT_LIMIT } from './fields';
import { AT_A_TIME, readOptions } from './settings';

/** The operations that are about an account, not about one job. */

/** Where a look-up is made. */
interface Place {
	item: Item;
	gateway: Gateway;
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
const accountOf = ({ item: { params } }: Place): string | undefined =>
	params.text('account', { label: 'Account' });

const limitOf = ({ item: { params } }: Place): number =>
	params.number('limit', { label: 'Limit', whole: true, least: 1 }) ?? DEFAULT_LIMIT;

const itemFrom = (json: IDataObject, { item }: Place): INodeExecutionData => ({
	json,
	pairedItem: { item: item.index },
});

/** Keeps the type of a look-up's result between its call and its items. */
const lookUp = <Result>(rules: LookUp<Result>) => ({
	run: async (context: IExecuteFunctions): Promise<INodeExecutionData[]> => {
		const items = await forEachItem(startRun(context), AT_A_TIME, (item) =>
			lookUpOnce(item, rules),
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
	items: (jobs, { item }) => jobs.map((job) => jobItem(job, item.index)),
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

function gatewayOf({ params, fail }: Item, capability: Capability): Gateway {
	const able = gatewaysThat(capability);
	const names = able.map(({ label }) => label).join(', ');
	const fix = `Set it to one of: ${names}.`;
	const gateway = params.by('gateway', readGatewayChoice, {
		label: 'Gateway',
		fix,
	});
	if (gateway) return gateway;
	throw fail(`'Gateway' is empty. ${fix}`);
}

async function lookUpOnce<Result>(
	item: Item,
	{ capability, what, call: callOf, items }: LookUp<Result>,
): Promise<INodeExecutionData[]> {
	const gateway = gatewayOf(item, capability);
	const { includeRawResponse } = readOptions(item);
	const place = { item, gateway };
	const call = callOf(place);
	if (!call) throw item.fail(lacking(gateway, capability));
	const { result, raw } = await sendOrThrow(
		item,
		gateway,
		call,
		`The ${what} at ${gateway.label} could not be read.`,
	);
	const found = items(result, place);
	if (includeRawResponse && capability !== 'list') {
		for (const { json } of found) json.raw = raw as IDataObject;
	}
	return found;
}
