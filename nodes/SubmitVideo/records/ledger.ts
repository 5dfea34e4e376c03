import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { VideoJob, VideoRequest } from '../../../gateways/gateway';
import type { Failure } from '../../shared/failure';
import { sameInEveryTry } from '../../shared/files';
import { isTool } from '../../shared/nodeContext';
import { forgetTry, inputKey, submitName, requestKey, startTry, type Begun } from './submitNames';

/**
 * What this node has submitted in this execution, stored in the node's context: n8n saves that with the execution, over
 * Retry On Fail, waits and Retry. A crash loses it; `records.ts` is for that.
 */

/**
 * A submit that succeeded, with the file if the answer was the video itself; or one that may have been billed without a
 * job to show for it, and must not be sent again.
 */
export type Entry = { job: VideoJob; file?: IBinaryData } | { unclear: Failure };

/** The names of one item's submit: the same submit in another try shares at least one of them. */
export interface SubmitNames {
	/** By the request that is sent. */
	request: string;
	/** By the parameters and the input item; not for a tool of an agent, where all calls have the same. */
	input?: string;
}

export interface Ledger {
	/** Names the submit of an item whose request is known: once for each item and try, in the items' order. */
	begin: (itemIndex: number, gatewayId: string, wanted: Partial<VideoRequest>) => SubmitNames;
	find: (names: SubmitNames) => Entry | undefined;
	write: (names: SubmitNames, entry: Entry) => void;
	/** For a try that ends with an error: its submits will be started again. */
	forget: () => void;
}

interface Stored {
	/** How often each submit was started. */
	begun: Begun;
	/** By the name of the request. */
	entries: Record<string, Entry | undefined>;
	/** Whose request it is, by its name: the name of the input, and the run. */
	owners: Record<string, { input: string; run: number } | undefined>;
	/** The name of the request by that of the input. */
	requests: Record<string, string | undefined>;
}

function storedIn(context: IExecuteFunctions): Stored {
	const node = context.getContext('node');
	const stored = (node.submitted ??= {}) as Partial<Stored>;
	stored.begun ??= {};
	stored.entries ??= {};
	stored.owners ??= {};
	stored.requests ??= {};
	return stored as Stored;
}

const readRunIndex = (context: IExecuteFunctions): number =>
	(context.getWorkflowDataProxy(0) as { $runIndex?: number }).$runIndex ?? 0;

/** The names of all items by what came in, before any expression is read. */
function inputNames(
	context: IExecuteFunctions,
	name: (key: string) => string,
): Array<string | undefined> {
	const { parameters } = context.getNode();
	return context
		.getInputData()
		.map(({ json, binary }) =>
			isTool(context)
				? undefined
				: name(inputKey(parameters, sameInEveryTry(context, json), binary)),
		);
}

/**
 * Opens the ledger for one try of one run.
 *
 * @param token what all tries of this execution share and no other execution has; undefined where n8n has none
 */
export function openLedger(context: IExecuteFunctions, token: string | undefined): Ledger {
	const stored = storedIn(context);
	const run = readRunIndex(context);
	const begin = startTry(stored.begun, run);
	const scope = [token ?? '', context.getWorkflow().id ?? '', context.getNode().id];
	const name = (key: string) => submitName(scope, key, begin(key));
	const inputs = inputNames(context, name);
	const claimed = new Set(inputs);
	/**
	 * An expression such as a random pick may give an item the request of another one, whose job isn't this item's. An
	 * item of this run only has a different input than before if a user changed the parameters before Retry.
	 */
	const isOthers = (request: string, input: string): boolean => {
		const owner = stored.owners[request];
		return (
			owner !== undefined &&
			owner.input !== input &&
			(owner.run !== run || claimed.has(owner.input))
		);
	};
	return {
		begin: (itemIndex, gatewayId, wanted) => {
			const input = inputs[itemIndex];
			const request = name(requestKey(gatewayId, wanted));
			if (input === undefined) return { request };
			const own = isOthers(request, input) ? submitName(scope, request + input, 0) : request;
			return { request: own, input };
		},
		find: ({ request, input }) => stored.entries[stored.requests[input ?? ''] ?? request],
		write: ({ request, input }, entry) => {
			stored.entries[request] = entry as unknown as Entry & IDataObject;
			if (input === undefined) return;
			stored.owners[request] = { input, run };
			stored.requests[input] = request;
		},
		forget: () => {
			forgetTry(stored.begun, run);
		},
	};
}
