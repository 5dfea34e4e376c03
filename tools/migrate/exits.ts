import { UNKNOWN } from './evaluate';
import { isDecision } from './glue';
import type { Shape } from './rules';
import { behindDecisions, decidedBy, follow, type End, type Ground, type Passed } from './trace';
import type { Edge } from './workflow';

/** Where the ways out of a loop lead. Pure. */

/** A connection that leaves a loop, and how the item that goes along it is read. */
export interface Exit {
	edge: Edge;
	shape: Shape;
}

export const exitOf = (passed: readonly Passed[]): Exit[] =>
	passed.slice(0, 1).map(({ edge, shape }) => ({ edge, shape }));

export const keyOf = ({ from, output, to, input }: Edge): string =>
	JSON.stringify([from, output, to, input]);

export const distinct = (exits: readonly Exit[]): Exit[] => [
	...new Map(exits.map((exit) => [keyOf(exit.edge), exit])).values(),
];

/** Whether a way leaves the loop. */
export const isExit = ({ kind }: End): boolean =>
	kind === 'exit' || kind === 'nothing' || kind === 'again';

export const exitsOf = (ground: Ground, ends: readonly End[]): Exit[] =>
	ends.filter(isExit).flatMap((end) => exitOf(behindDecisions(ground, end)));

/** Ways that no item that is known takes: those of other statuses, and of refused requests. */
export function untaken(ground: Ground, ends: readonly End[]): End[] {
	const inside = new Set(ends.flatMap((end) => decidedBy(ground, end)));
	const taken = new Set(ends.flatMap(({ way }) => way.map(({ edge }) => keyOf(edge))));
	const more: End[] = [];
	const known = { json: UNKNOWN, nodes: new Map() };
	const queue = [...inside];
	for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
		const node = ground.graph.node(name)!;
		if (!isDecision(node)) continue;
		for (const edge of ground.graph.from(name)) {
			if (taken.has(keyOf(edge))) continue;
			const found = follow(ground, edge, { known, shape: [] });
			more.push(...found);
			for (const { way } of found) way.forEach((one) => taken.add(keyOf(one.edge)));
			for (const deeper of found.flatMap((end) => decidedBy(ground, end))) {
				if (!inside.has(deeper)) queue.push(deeper);
				inside.add(deeper);
			}
		}
	}
	return more;
}
