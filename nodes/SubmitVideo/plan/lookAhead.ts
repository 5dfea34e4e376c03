import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { findModel } from '../../../gateways/request/models';
import { howToChoose } from '../../shared/credentials';
import { userError } from '../../shared/errors';
import { findNode } from '../../shared/internals';
import type { Item } from '../../shared/item';
import { FROM_ITEM } from '../../shared/itemGateways';
import { whyNoLoop } from '../../shared/suspendLoop';
import { readWorkflowTimeout } from '../../shared/waiting/executionLimit';
import type { Candidate, Plan, ItemRequest } from './plan';

/**
 * What can be seen of the rest of the workflow before anything is billed: a video that the Wait For Video after this
 * node could not wait for is rejected here, where it costs nothing.
 */

/** A Wait For Video that the items of this node can reach. */
interface WaitAhead {
	name: string;
	parameters: INodeParameters;
}

function waitsAhead(context: IExecuteFunctions): WaitAhead[] {
	return context
		.getChildNodes(context.getNode().name, { includeNodeParameters: true })
		.filter(({ type, disabled }) => type.endsWith('.waitForVideo') && !disabled)
		.map(({ name, parameters }) => ({ name, parameters: parameters ?? {} }));
}

function assertLoops(context: IExecuteFunctions, waits: readonly WaitAhead[]): void {
	for (const { name, parameters } of waits) {
		if (parameters.waitMode !== 'suspend') continue;
		const problem = whyNoLoop(context, name);
		if (problem === undefined) continue;
		throw userError(context, 0, {
			code: 'workflow',
			title: `${problem.title} in the node '${name}'`,
			fix: `Nothing was submitted. Open '${name}'. ${problem.fix}`,
		});
	}
}

/** Whether a Wait For Video has the credential for a job of this gateway; true if n8n doesn't say. */
function hasCredential(
	context: IExecuteFunctions,
	{ name, parameters: { gateway = FROM_ITEM } }: WaitAhead,
	{ gateway: { id, credentialType } }: Candidate,
): boolean {
	const node = findNode(context, name);
	const acceptsIt = gateway === FROM_ITEM || gateway === id || String(gateway).startsWith('=');
	return node === undefined || (acceptsIt && node.credentials?.[credentialType] !== undefined);
}

/** What this run has to consider because of the nodes after it. */
export interface LookAhead {
	/** The nodes that wait for its videos. */
	waits: readonly WaitAhead[];
	/** Seconds after which n8n ends the execution; undefined if it doesn't. */
	timeout: number | undefined;
}

/**
 * Checks the nodes after this one, once for a run. Throws a NodeOperationError where a Wait For Video in Suspend mode
 * has no loop.
 */
export function lookAhead(context: IExecuteFunctions): LookAhead {
	const waits = waitsAhead(context);
	assertLoops(context, waits);
	return { waits, timeout: readWorkflowTimeout(context) };
}

function assertCredential(item: Item, { waits }: LookAhead, chosen: Candidate): void {
	if (waits.some((wait) => hasCredential(item.context, wait, chosen))) return;
	const { gateway } = chosen;
	const names = waits.map(({ name }) => `'${name}'`).join(', ');
	throw item.fail({
		code: 'workflow',
		gateway: gateway.id,
		title: `${names} has no ${gateway.label} credential, so it can't wait for this video`,
		fix: `Nothing was submitted. ${howToChoose(names, waits[0]!.parameters, gateway)}`,
	});
}

/** Throws a NodeOperationError where the video of an item could not be waited for, by this node or those after it. */
export function assertCanWait(
	item: Item,
	ahead: LookAhead,
	{ candidates: [chosen], options }: Pick<Plan, 'candidates'> & Pick<ItemRequest, 'options'>,
): void {
	if (ahead.waits.length > 0) assertCredential(item, ahead, chosen);
	else if (!options.wait) return;
	const { timeout } = ahead;
	const { gateway, request } = chosen;
	const usual = findModel(gateway, request.model)?.typicalSeconds;
	if (timeout === undefined || usual === undefined || usual <= timeout) return;
	throw item.fail({
		code: 'workflow',
		gateway: gateway.id,
		title: `n8n ends this execution after ${timeout} s, before the video is ready`,
		fix: `Nothing was submitted. ${request.model} usually takes about ${usual} s. Raise Timeout Workflow in the workflow's settings.`,
	});
}
