import type { IExecuteFunctions } from 'n8n-workflow';

import { findNode, linksTo } from './internals';

/** The loop that Wait For Video needs to suspend: `Still Running` (output 0) leads back to the node's own input. */
export const STILL_RUNNING = 0;

/** The output of the finished videos. */
const DONE = 1;

/**
 * Nodes that begin something new with whatever comes in, by the end of their type, and what that would be for videos
 * that are still running. The loop must not lead through one: it would do so after each suspension, and bill for it.
 */
const BEGINS_ANEW: ReadonlyArray<[type: string, does: string]> = [
	['.submitVideo', 'submit the unfinished videos again'],
	['.splitInBatches', 'start its next batch'],
];

/** A node that begins something new. */
interface Beginner {
	name: string;
	does: string;
}

function asBeginner(context: IExecuteFunctions, name: string): Beginner | undefined {
	const node = findNode(context, name);
	if (node === undefined || node.disabled) return undefined;
	const does = BEGINS_ANEW.find(([type]) => node.type.endsWith(type))?.[1];
	return does === undefined ? undefined : { name, does };
}

/** A way by which the items of a node can come back to its input. */
interface WayBack {
	/** The output it starts from. */
	output: number;
	/** The node that this output is connected to. */
	to: string;
	/** The first node on the way that begins something new. */
	through: Beginner | undefined;
}

/** All ways back to the node's own input, directly or through other nodes; undefined if n8n doesn't say. */
function findWaysBack(context: IExecuteFunctions, own: string): WayBack[] | undefined {
	const ways: WayBack[] = [];
	const seen = new Set([own]);
	const open: Array<Pick<WayBack, 'to' | 'through'>> = [{ to: own, through: undefined }];
	// Followed last, so that a node which is also on a way without them counts as being on that one.
	const behindBeginners: typeof open = [];
	for (let step = open.pop(); step; step = open.pop() ?? behindBeginners.pop()) {
		const links = linksTo(context, step.to);
		if (links === undefined) return undefined;
		for (const { node, index } of links) {
			if (node === own) ways.push({ output: index, ...step });
			if (seen.has(node)) continue;
			seen.add(node);
			const through = asBeginner(context, node) ?? step.through;
			(through ? behindBeginners : open).push({ to: node, through });
		}
	}
	return ways;
}

/** How to connect the loop. */
export const LOOP_FIX =
	"Connect its 'Still Running' output back to its own input, and 'Done' to the node that receives the finished videos. Or set 'Wait Mode' to Keep Running.";

/**
 * What is wrong with the loop of a suspending Wait For Video, as the title of an error and how to fix it; undefined if
 * nothing is, or if n8n doesn't say.
 */
export function whyNoLoop(
	context: IExecuteFunctions,
	nodeName: string,
): { title: string; fix: string } | undefined {
	const ways = findWaysBack(context, nodeName);
	if (ways === undefined) return undefined;
	const loops = ways.filter(({ output }) => output === STILL_RUNNING);
	const isLoop = loops.some(({ through }) => !through);
	// A loop that passes a Submit Video only sometimes is the user's own, but a direct connection is always taken.
	const wrong = loops.find(({ to, through }) => through && (!isLoop || to === through.name));
	if (wrong?.through) {
		const { name, does } = wrong.through;
		return {
			title: `'Still Running' leads back through '${name}'`,
			fix: `${LOOP_FIX} Remove the connection that leads to '${name}', which would ${does} each time the execution resumes.`,
		};
	}
	if (isLoop) return undefined;
	const isSwapped = ways.some(({ output, to }) => output === DONE && to === nodeName);
	const swapped = isSwapped ? ': Done leads back instead' : '';
	return { title: `'Still Running' isn't connected${swapped}`, fix: LOOP_FIX };
}
