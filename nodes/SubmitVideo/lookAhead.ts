import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { findModel } from '../../gateways/request/models';
import { findNode } from '../shared/internals';
import { FROM_ITEM } from '../shared/jobs';
import { LOOP_FIX, readWorkflowTimeout, whyNoLoop } from '../shared/suspendLoop';
import type { Candidate, Plan } from './plan';

/**
 * What can be seen of the rest of the drawing before anything is billed: a video that the Wait For Video after this
 * node could not wait for is refused here, where it costs nothing.
 */

/** A Wait For Video that the items of this node can come to. */
interface WaitAhead {
	name: string;
	parameters: IDataObject;
}

function waitsAhead(context: IExecuteFunctions): WaitAhead[] {
	return context
		.getChildNodes(context.getNode().name, { includeNodeParameters: true })
		.filter(({ type, disabled }) => type.endsWith('.waitForVideo') && !disabled)
		.map(({ name, parameters }) => ({ name, parameters: (parameters ?? {}) as IDataObject }));
}

function assertLoops(context: IExecuteFunctions, waits: readonly WaitAhead[]): void {
	for (const { name, parameters } of waits) {
		const problem = parameters.waitMode === 'suspend' && whyNoLoop(context, name);
		if (!problem) continue;
		throw new NodeOperationError(context.getNode(), `${problem} in the node '${name}'`, {
			description: `Nothing was submitted. Open '${name}'. ${LOOP_FIX}`,
		});
	}
}

/** Whether a Wait For Video has the credential for a job of this gateway; true where n8n doesn't tell. */
function hasCredential(
	context: IExecuteFunctions,
	{ name, parameters: { gateway = FROM_ITEM } }: WaitAhead,
	{ gateway: { id, credentialType } }: Candidate,
): boolean {
	const node = findNode(context, name);
	const takesIt = gateway === FROM_ITEM || gateway === id || String(gateway).startsWith('=');
	return node === undefined || (takesIt && node.credentials?.[credentialType] !== undefined);
}

/** What this run has to keep to because of the nodes after it. */
export interface LookAhead {
	/** Throws a NodeOperationError where the video of an item could not be waited for. */
	assertCanWait: (itemIndex: number, candidates: Plan['candidates']) => void;
}

/**
 * Looks at the nodes after this one, once for a run. Throws a NodeOperationError where a Wait For Video in Suspend
 * mode has no loop.
 */
export function lookAhead(context: IExecuteFunctions): LookAhead {
	const waits = waitsAhead(context);
	assertLoops(context, waits);
	const timeout = readWorkflowTimeout(context);

	function assertCredential(itemIndex: number, [chosen]: Plan['candidates']): void {
		if (waits.some((wait) => hasCredential(context, wait, chosen))) return;
		const names = waits.map(({ name }) => `'${name}'`).join(', ');
		const { label } = chosen.gateway;
		throw new NodeOperationError(
			context.getNode(),
			`${names} has no ${label} credential, so it can't wait for this video`,
			{
				itemIndex,
				description: `Nothing was submitted. Open ${names} and choose a credential for ${label}.`,
			},
		);
	}

	function assertTime(itemIndex: number, [{ gateway, request }]: Plan['candidates']): void {
		const usual = findModel(gateway, request.model)?.typicalSeconds;
		if (timeout === undefined || usual === undefined || usual <= timeout) return;
		throw new NodeOperationError(
			context.getNode(),
			`n8n ends this execution after ${timeout} s, before the video is ready`,
			{
				itemIndex,
				description: `Nothing was submitted. ${request.model} usually takes about ${usual} s. Raise Timeout Workflow in the workflow's settings.`,
			},
		);
	}

	return {
		assertCanWait: (itemIndex, candidates) => {
			if (waits.length === 0) return;
			assertCredential(itemIndex, candidates);
			assertTime(itemIndex, candidates);
		},
	};
}
