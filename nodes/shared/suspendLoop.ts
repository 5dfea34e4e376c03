import type { IExecuteFunctions } from 'n8n-workflow';

import { linksTo } from './internals';

/** The loop that Wait For Video needs to suspend: `Still Running` (output 0) leads back to the node's own input. */
export const STILL_RUNNING = 0;

/** The outputs of a node whose items can come back to its input, directly or through other nodes. */
function outputsThatLeadBack(context: IExecuteFunctions, own: string): Set<number> | undefined {
	const outputs = new Set<number>();
	const seen = new Set([own]);
	const open = [own];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		const links = linksTo(context, name);
		if (links === undefined) return undefined;
		for (const { node, index } of links) {
			if (node === own) outputs.add(index);
			else if (!seen.has(node)) {
				seen.add(node);
				open.push(node);
			}
		}
	}
	return outputs;
}

/**
 * What is wrong with the loop of a suspending Wait For Video, as the title of an error; undefined if it's connected, or
 * if n8n doesn't say.
 */
export function whyNoLoop(context: IExecuteFunctions, nodeName: string): string | undefined {
	const outputs = outputsThatLeadBack(context, nodeName);
	if (outputs === undefined || outputs.has(STILL_RUNNING)) return undefined;
	const swapped = outputs.size > 0 ? ': Done leads back instead' : '';
	return `'Still Running' isn't connected${swapped}`;
}

/** How to connect the loop. */
export const LOOP_FIX =
	"Connect its 'Still Running' output back to its own input, and 'Done' to the node that receives the finished videos. Or set 'Wait Mode' to Keep Running.";
