import { conditionsText, UNKNOWN } from './evaluate';
import { isGlue, secondsOf } from './glue';
import type { Outcome } from './protocols/types';
import { distinct, exitOf, exitsOf, isExit, keyOf, untaken, type Exit } from './exits';
import type { Shape } from './rules';
import { behindDecisions, decidedBy, follow, stepAt, type End, type Ground } from './trace';
import { parameter } from './workflow';

/** The nodes between a submit and its video, and where they lead. */
export interface Loop {
	/** The node that asks for the status; undefined for a result that is read without asking. */
	status?: string;
	/** Nodes that go with the loop, without the submit, in the order in which items come to them. */
	nodes: readonly string[];
	done: readonly Exit[];
	/** Failed jobs, and loops that give up. */
	failed: readonly Exit[];
	/** Requests that the gateway refuses. */
	refused: readonly Exit[];
	/** Connections of the submit that have nothing to do with the loop. */
	beside: readonly Exit[];
	/** How long it tries at most, in seconds, where that is known. */
	seconds?: number;
}

/** Why a loop can't be migrated. */
export interface NotLoop {
	reason: string;
}

export const isNotLoop = (found: object): found is NotLoop => 'reason' in found;

const COUNTER =
	/^(\$run|tr(y|ies)|attempts?|retr(y|ies)|counts?|counter|iterations?|loops?|polls?)$/i;

/** Whether conditions are about how often something was tried, by the words in them: `retryCount`, `$runIndex`. */
const counts = (conditions: string): boolean =>
	conditions.split(/[^A-Za-z$]+|(?=[A-Z])/).some((word) => COUNTER.test(word));

/** The ways from one node for an item that it puts out. */
const waysFrom = (
	ground: Ground,
	name: string,
	json: unknown,
	shape: Shape,
	nodes: ReadonlyMap<string, unknown>,
) =>
	ground.graph
		.from(name)
		.filter(({ output }) => output === 0)
		.flatMap((edge) =>
			follow(ground, edge, {
				known: { json, nodes: new Map([...nodes, [name, json]]) },
				shape,
			}),
		);

type Ways = Readonly<Record<Outcome, readonly End[]>>;

/** Whether the last condition of a way was a guess. */
const isGuess = (ground: Ground, end: End): boolean => {
	const last = decidedBy(ground, end).at(-1);
	return last !== undefined && end.guessed.includes(last);
};

/** A condition on these ways that is neither about an answer of the gateway nor about how often it was asked. */
function strangeCondition({ graph }: Ground, ends: readonly End[]): string | undefined {
	const strange = ends
		.flatMap((end) => end.guessed)
		.find((name) => !counts(conditionsText(graph.node(name)!)));
	return strange === undefined
		? undefined
		: `the conditions of "${strange}" can't be understood: they aren't about the status that the gateway answers`;
}

/** What is against taking these ways for those of a loop. */
function objectionTo(ground: Ground, ways: Ways): string | undefined {
	const sure = ways.done.filter((end) => !isGuess(ground, end));
	if (!sure.some(isExit)) return "it doesn't end when the video is ready";
	const doneAt = new Set(
		sure
			.filter(isExit)
			.flatMap((end) => exitOf(behindDecisions(ground, end)).map(({ edge }) => keyOf(edge))),
	);
	const isLoop = ways.running.some(({ kind }) => kind === 'status');
	const aside = ways.running
		.filter((end) => end.kind === 'exit' && !isGuess(ground, end))
		.flatMap((end) => {
			const isEachTime = isLoop && decidedBy(ground, end).length === 0;
			return exitOf(behindDecisions(ground, end)).filter(
				({ edge }) => isEachTime || !doneAt.has(keyOf(edge)),
			);
		})
		.at(0);
	return aside === undefined
		? undefined
		: `it also goes to "${aside.edge.to}" while the video is being made`;
}

function nodesOf(ground: Ground, ends: readonly End[]): string[] {
	return ends.flatMap((end) =>
		end.kind === 'status'
			? end.way.slice(0, -1).map(({ edge }) => edge.to)
			: decidedBy(ground, end),
	);
}

/** A node of the loop that something outside of it leads to. */
function outsider(ground: Ground, nodes: ReadonlySet<string>): string | undefined {
	for (const name of nodes) {
		const other = ground.graph
			.into(name)
			.find(({ from }) => from !== ground.submit && !nodes.has(from));
		if (other) return `"${other.from}" also leads to "${name}"`;
	}
	return undefined;
}

/** Seconds until a loop that counts gives up. */
function limitOf(
	ground: Ground,
	nodes: readonly string[],
	guessed: readonly string[],
): number | undefined {
	const each = nodes.reduce((sum, name) => sum + secondsOf(ground.graph.node(name)!), 0);
	const tries = guessed
		.flatMap((name) => [
			...conditionsText(ground.graph.node(name)!).matchAll(
				/"(?:rightValue|value2)":"?=?(\d+)"?|[<>]=?\s*(\d+)/g,
			),
		])
		.map((found) => Number(found[1] ?? found[2]))
		.at(0);
	return tries === undefined || each === 0 ? undefined : tries * each;
}

/** Connections of the error output of a request; a way back into the loop isn't one out of it. */
function errorExits(ground: Ground, name: string): { exits: Exit[]; ends: End[] } {
	const known = { json: UNKNOWN, nodes: new Map() };
	const ends = ground.graph
		.from(name)
		.filter(({ output }) => output === 1)
		.flatMap((edge) => follow(ground, edge, { known, shape: [] }));
	return { exits: exitsOf(ground, ends), ends };
}

/** The connections of a submit: those that lead to its status or result, and those that don't. */
function entriesOf(ground: Ground) {
	const { graph, protocol, submit } = ground;
	const json = protocol.accepted;
	const item = {
		known: { json, nodes: new Map([[submit, json]]) },
		shape: protocol.shapes.submit,
	};
	const edges = graph.from(submit).filter(({ output }) => output === 0);
	const ways = edges.map((edge) => ({ edge, ends: follow(ground, edge, item) }));
	const isIn = ({ ends }: { ends: readonly End[] }) =>
		ends.some(
			(end) =>
				end.kind === 'status' ||
				(end.kind === 'exit' && stepAt(ground, end.way.at(-1)!.edge.to) !== undefined),
		);
	return {
		inside: ways.filter(isIn).flatMap(({ ends }) => ends),
		beside: ways
			.filter((way) => !isIn(way))
			.map(({ edge }) => ({ edge, shape: protocol.shapes.submit })),
	};
}

/** A result that is read after a fixed time, without asking for the status. */
function withoutStatus(
	ground: Ground,
	inside: readonly End[],
	beside: readonly Exit[],
): Loop | NotLoop {
	const end = inside.find(({ kind }) => kind === 'exit');
	if (end === undefined) return { reason: 'no request behind it asks for the status of its job' };
	const before = untaken(ground, inside);
	const glue = end.way.slice(0, -1).map(({ edge }) => edge.to);
	const nodes = [...new Set([...glue, ...nodesOf(ground, before)])];
	const { edge } = end.way.at(-1)!;
	const exit = { edge, shape: ground.protocol.shapes.status };
	const objection = outsider(ground, new Set(nodes));
	return objection === undefined
		? { nodes, done: [exit], failed: [], refused: exitsOf(ground, before), beside }
		: { reason: objection };
}

function waysOf(ground: Ground, status: string): Ways {
	const { protocol, submit } = ground;
	const nodes = new Map([[submit, protocol.accepted]]);
	const of = (outcome: Outcome) =>
		protocol.answers[outcome].flatMap((json) =>
			waysFrom(ground, status, json, protocol.shapes.status, nodes),
		);
	return { running: of('running'), done: of('done'), failed: of('failed') };
}

function loopAround(
	ground: Ground,
	status: string,
	inside: readonly End[],
	beside: readonly Exit[],
): Loop | NotLoop {
	const ways = waysOf(ground, status);
	const all = [...ways.running, ...ways.done, ...ways.failed];
	const objection =
		strangeCondition(ground, all) ?? (all.length === 0 ? undefined : objectionTo(ground, ways));
	if (objection !== undefined) return { reason: objection };
	if (all.some(({ kind, way }) => kind === 'status' && way.at(-1)!.edge.to !== status)) {
		return { reason: 'several requests ask for the status' };
	}
	const errors = errorExits(ground, status);
	const before = untaken(ground, inside);
	const behind = untaken(ground, all);
	const names = [
		...nodesOf(ground, [...inside, ...before]),
		status,
		...nodesOf(ground, [...all, ...errors.ends, ...behind]),
	];
	const nodes = [...new Set(names)];
	const problem = outsider(ground, new Set(nodes));
	if (problem !== undefined) return { reason: problem };
	const done = distinct(
		exitsOf(
			ground,
			ways.done.filter((end) => !isGuess(ground, end)),
		),
	);
	const isDone = new Set(done.map(({ edge }) => keyOf(edge)));
	const failed = distinct([...exitsOf(ground, [...all, ...behind]), ...errors.exits]).filter(
		({ edge }) => !isDone.has(keyOf(edge)),
	);
	const guessed = [...new Set([...inside, ...all].flatMap((end) => end.guessed))];
	const seconds = limitOf(ground, nodes, guessed);
	return {
		status,
		nodes,
		done,
		failed,
		refused: distinct(exitsOf(ground, [...inside, ...before])),
		beside,
		...(seconds === undefined ? {} : { seconds }),
	};
}

/** Whether a request puts out the status and headers of its answer, too. */
const hasWholeAnswer = ({ graph }: Ground, name: string): boolean =>
	parameter(graph.node(name)!, 'options.response.response.fullResponse') === true;

/** The loop behind a submit, or why there is none that can be replaced. */
export function findLoop(ground: Ground): Loop | NotLoop {
	const { inside, beside } = entriesOf(ground);
	const statuses = new Set(
		inside.filter(({ kind }) => kind === 'status').map(({ way }) => way.at(-1)!.edge.to),
	);
	const [status, ...others] = statuses;
	const strange = strangeCondition(ground, inside);
	if (strange !== undefined) return { reason: strange };
	const whole = [ground.submit, ...statuses].find((name) => hasWholeAnswer(ground, name));
	if (whole !== undefined) {
		return {
			reason: `"${whole}" outputs the whole response with its headers, which can't be followed`,
		};
	}
	if (others.length > 0) return { reason: 'several requests ask for the status' };
	if (status === undefined) {
		const stopped = blockedBy(ground);
		return stopped ?? withoutStatus(ground, inside, beside);
	}
	return loopAround(ground, status, inside, beside);
}

/** A node right behind the submit that no loop has. */
function blockedBy(ground: Ground): NotLoop | undefined {
	const { graph, submit } = ground;
	const next = graph
		.from(submit)
		.map(({ to }) => graph.node(to))
		.find(
			(node) => node !== undefined && !isGlue(node) && node.parameters?.resume === 'webhook',
		);
	return next && { reason: `"${next.name}" waits for the gateway to call, which is no loop` };
}
