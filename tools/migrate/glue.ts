import { evaluateCode, UNKNOWN, type Known } from './evaluate';
import { replaceReferences } from './references';
import { renamed, ruleFor, videoList, type Rule, type Shape } from './rules';
import { fromParameter, toCode, type Value } from './values';
import {
	kindOf,
	namedParameters,
	parameter,
	rowsOf,
	textParameter,
	type Fields,
	type WorkflowNode,
} from './workflow';

/** Nodes that only keep a loop together: they can go with it, since nothing happens outside of them. */

const DECISIONS = ['if', 'switch', 'filter'];

export const isDecision = (node: WorkflowNode): boolean => DECISIONS.includes(kindOf(node));

/** Code that reaches out of n8n. */
const REACHES_OUT = /httpRequest|fetch\s*\(|require\s*\(|import\s*\(|\$getWorkflowStaticData/;

const codeOf = (node: WorkflowNode): string =>
	textParameter(node, 'jsCode') || textParameter(node, 'functionCode');

const KINDS: Readonly<Record<string, (node: WorkflowNode) => boolean>> = {
	noOp: () => true,
	set: () => true,
	wait: (node) => ['', 'timeInterval', 'specificTime'].includes(textParameter(node, 'resume')),
	code: (node) => codeOf(node) !== '' && !REACHES_OUT.test(codeOf(node)),
	function: (node) => codeOf(node) !== '' && !REACHES_OUT.test(codeOf(node)),
};

/** Whether a node may be removed with the loop that it is in. */
export function isGlue(node: WorkflowNode): boolean {
	if (node.disabled === true) return false;
	const kind = kindOf(node);
	return isDecision(node) || (Object.hasOwn(KINDS, kind) && KINDS[kind]!(node));
}

const UNITS: Readonly<Record<string, number>> = {
	seconds: 1,
	minutes: 60,
	hours: 3600,
	days: 86_400,
};

/** How long a Wait waits, in seconds; 0 for a node that doesn't, or for how long isn't known. */
export function secondsOf(node: WorkflowNode): number {
	if (kindOf(node) !== 'wait') return 0;
	const amount = Number(
		parameter(node, 'amount') ?? (Number(node.typeVersion ?? 1) < 1.1 ? 1 : 5),
	);
	const unit =
		textParameter(node, 'unit') || (Number(node.typeVersion ?? 1) < 1.1 ? 'hours' : 'seconds');
	return Number.isFinite(amount) ? amount * (UNITS[unit] ?? 0) : 0;
}

/** The fields that an Edit Fields node sets, in the forms of its versions; undefined for one that sets whole JSON. */
function assignmentsOf(node: WorkflowNode): Array<[name: string, value: Value]> | undefined {
	if (textParameter(node, 'mode') === 'raw') return undefined;
	const named = namedParameters(node, 'assignments.assignments').map(
		({ name, value }): [string, Value] => [String(name), fromParameter(value)],
	);
	const older = namedParameters(node, 'fields.values').map(
		({ name, type = 'stringValue', ...row }): [string, Value] => [
			String(name),
			fromParameter(row[String(type)]),
		],
	);
	const byType = Object.values((parameter(node, 'values') ?? {}) as Fields).flatMap((list) =>
		rowsOf(list).map(({ name, value }): [string, Value] => [
			String(name),
			fromParameter(value),
		]),
	);
	return [...named, ...older, ...byType];
}

/** Whether the other fields of an item stay. */
function keepsOthers(node: WorkflowNode): boolean {
	if (Number(node.typeVersion ?? 1) < 3) return parameter(node, 'keepOnlySet') !== true;
	const included = parameter(node, 'includeOtherFields') ?? parameter(node, 'include');
	return included === true || included === 'all';
}

/** A field that was set to some value, read from the item that the value was of. */
function aliasOf(name: string, value: Value, shape: Shape): Rule | undefined {
	const ruleOf = (path: readonly string[]) => ruleFor(shape, path);
	let isMapped = true;
	const to = (item: string): string =>
		replaceReferences(toCode(value), ({ node, path }) => {
			if (node !== undefined) return undefined;
			const rule = ruleOf(path);
			if (rule === undefined) {
				isMapped = false;
				return undefined;
			}
			return (
				rule.to(item) +
				path
					.slice(rule.path.length)
					.map((key) => `[${JSON.stringify(key)}]`)
					.join('')
			);
		});
	to('$json');
	return isMapped ? { path: name.split('.'), to } : undefined;
}

/** Keys and values of the object that a Code node returns, where that can be seen. */
function returned(code: string): Array<[key: string, value: string]> {
	const [, inner = ''] =
		/json\s*:\s*\{([^{}]*)\}/.exec(code) ?? /return\s*\[?\s*\{([^{}]*)\}/.exec(code) ?? [];
	return inner
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map((entry) => {
			const [key = '', ...value] = entry.split(':');
			return [key.trim().replace(/['"]/g, ''), value.join(':').trim() || key.trim()];
		});
}

/** What a Code node gives that only takes the packed result apart; undefined for any other. */
export function unpacked(node: WorkflowNode, packedIn: string | undefined): Shape | undefined {
	const code = codeOf(node);
	const isAbout =
		packedIn !== undefined && code.includes(packedIn) && code.includes('JSON.parse');
	if (!isAbout || REACHES_OUT.test(code) || code.includes('$(')) return undefined;
	const rules = returned(code).map(([key, value]) => {
		if (/task_?id/i.test(key)) return [renamed(key, 'jobId')];
		if (/urls$/i.test(key) && !value.includes('[0]')) return videoList(key);
		return /url|link|video/i.test(key) ? [renamed(key, 'videoUrl')] : undefined;
	});
	return rules.length === 0 || rules.includes(undefined)
		? undefined
		: rules.flatMap((some) => some ?? []);
}

/** What comes out of a glue node for an item that is known, and how its fields are read. */
export function through(
	node: WorkflowNode,
	{ known, shape }: { known: Known; shape: Shape },
	packedIn?: string,
): { known: Known; shape: Shape } {
	const kind = kindOf(node);
	if (kind === 'code' || kind === 'function') {
		const json = UNKNOWN;
		return { known: { ...known, json }, shape: unpacked(node, packedIn) ?? [] };
	}
	if (kind !== 'set') return { known, shape };
	const set = assignmentsOf(node);
	if (set === undefined) return { known: { ...known, json: UNKNOWN }, shape: [] };
	const values = set.map(([name, value]) => [
		name,
		value.kind === 'literal' ? value.value : evaluateCode(toCode(value), known),
	]);
	const others = keepsOthers(node);
	const json = {
		...(others && typeof known.json === 'object' ? known.json : {}),
		...(Object.fromEntries(values) as Fields),
	};
	const names = set.map(([name]) => name);
	return {
		known: { ...known, json },
		shape: [
			...(others ? shape.filter(({ path }) => !names.includes(path[0]!)) : []),
			...set.flatMap(([name, value]) => aliasOf(name, value, shape) ?? []),
		],
	};
}

/** Whether the items of a node are those that come in. */
export const passesItems = (node: WorkflowNode): boolean =>
	isDecision(node) ||
	['noOp', 'wait', 'limit', 'sort', 'removeDuplicates'].includes(kindOf(node));

/** Code of a node that reads its items in ways that can't be followed. */
export const readsItemsByCode = (node: WorkflowNode): boolean =>
	/\$input|\bitems\b|\$json/.test(codeOf(node));
