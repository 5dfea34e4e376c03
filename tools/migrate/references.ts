import { ruleFor, type Shape } from './rules';
import { fromParts, splitTemplate, toParameter } from './values';

/** References to the items of nodes in expressions and in code: found, and rewritten. Pure. */

/** A reference to the JSON of an item. */
export interface Reference {
	/** As it is written, up to its last key. */
	text: string;
	/** The node it names; undefined for the item that the node gets itself. */
	node?: string;
	/** What stands before its first key: `$json`, `$('Get Video').first().json`. */
	head: string;
	/** Its keys. */
	path: readonly string[];
}

const NAME = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|` + '`([^`]*)`' + ')';
const ACCESS = String.raw`(?:\.item|\.(?:first|last)\(\)|\.all\(\)\[\d+\]|\.itemMatching\([^()]*\)|\[\d+\])`;
/** In three forms: a node by its name, the node's own input, and the start of a key. */
const HEAD = new RegExp(
	[
		String.raw`\$(?:items)?\(\s*${NAME}\s*\)(?:${ACCESS}\??\.json)?`,
		String.raw`\$node(?:\[\s*${NAME}\s*\]|\.([A-Za-z_]\w*))(?:\.json)?`,
		String.raw`\$input${ACCESS}\??\.json\b`,
		String.raw`\$json\b`,
	].join('|'),
	'g',
);

const KEY =
	/^(?:\?\.|\.)([A-Za-z_$][\w$]*)(?![\w$]|\s*\()|^(?:\?\.)?\[\s*(?:(\d+)|'([^'\\]*)'|"([^"\\]*)")\s*\]/;

function readPath(text: string): { path: string[]; length: number } {
	const path: string[] = [];
	let length = 0;
	for (;;) {
		const found = KEY.exec(text.slice(length));
		if (!found) return { path, length };
		path.push(found.slice(1).find((key) => key !== undefined) ?? '');
		length += found[0].length;
	}
}

/** Makes another text of each reference in some code; undefined leaves it. */
export function replaceReferences(
	code: string,
	replace: (reference: Reference) => string | undefined,
): string {
	let result = '';
	let end = 0;
	for (const found of code.matchAll(HEAD)) {
		const [head, ...groups] = found;
		if (found.index < end) continue;
		const node = groups.find((name) => name !== undefined)?.replace(/\\(.)/g, '$1');
		const from = found.index + head.length;
		const isJson = /json$/.test(head);
		const { path, length } = isJson ? readPath(code.slice(from)) : { path: [], length: 0 };
		const text = code.slice(found.index, from + length);
		const other = replace({ text, head, path, ...(node === undefined ? {} : { node }) });
		result += code.slice(end, found.index) + (other ?? text);
		end = from + length;
	}
	return result + code.slice(end);
}

/** The keys below another piece of code. */
const accessed = (path: readonly string[]): string =>
	path
		.map((key) =>
			/^\d+$/.test(key)
				? `[${key}]`
				: /^[A-Za-z_$][\w$]*$/.test(key)
					? `.${key}`
					: `[${JSON.stringify(key)}]`,
		)
		.join('');

/** What replaced nodes answered with, and where it is now. */
export interface Replacement {
	shape: Shape;
	/** The name of the node whose item has it; absent where the item is the node's own input. */
	node?: string;
}

/** What was done to a text. */
export interface Rewriting {
	/** References that were left, since no item has what they ask for. */
	left: string[];
	notes: string[];
}

/** The same reference to another node. */
const renamedHead = (head: string, to: string | undefined): string =>
	to === undefined
		? head
		: head.replace(/\(\s*(['"`]).*?\1\s*\)|\[\s*(['"`]).*?\2\s*\]/, (whole) =>
				whole.startsWith('(') ? `(${quote(to)})` : `[${quote(to)}]`,
			);

/** A text in JavaScript, the way the editor writes names. */
const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** A value of `JSON.parse` of something that is `JSON.stringify` of the same. */
const withoutDetour = (code: string): string =>
	code
		.replace(
			/JSON\.parse\(JSON\.stringify\((\{ resultUrls: \[[^[\]]*(?:\[\])?[^[\]]*\] \})\)\)/g,
			'($1)',
		)
		.replace(
			/JSON\.stringify\((\{ resultUrls: \[[^[\]]*(?:\[\])?[^[\]]*\] \})\)\.parseJson\(\)/g,
			'($1)',
		)
		.replace(
			/\(\{ resultUrls: \[([^,[\]]+), [^[\]]*(?:\[\])?[^[\]]*\] \}\)\.resultUrls\[0\]/g,
			'$1',
		);

/**
 * Rewrites some code for what its nodes are now.
 *
 * @param find what a reference is to; undefined for one that stays
 */
export function rewriteCode(
	code: string,
	find: (reference: Reference) => Replacement | undefined,
): Rewriting & { code: string } {
	const left: string[] = [];
	const notes: string[] = [];
	const rewritten = replaceReferences(code, (reference) => {
		const { text, head, path } = reference;
		const replacement = find(reference);
		if (replacement === undefined) return undefined;
		if (!/json$/.test(head)) return renamedHead(text, replacement.node);
		const rule = ruleFor(replacement.shape, path);
		if (rule === undefined) {
			left.push(text);
			return undefined;
		}
		if (rule.note !== undefined) notes.push(`${text}: ${rule.note}`);
		const item = renamedHead(head, replacement.node);
		return rule.to(item) + accessed(path.slice(rule.path.length));
	});
	return { code: rewritten === code ? code : withoutDetour(rewritten), left, notes };
}

/** The same for a parameter that may hold expressions. */
export function rewriteText(
	stored: string,
	find: (reference: Reference) => Replacement | undefined,
): Rewriting & { text: string } {
	if (!stored.startsWith('=')) return { text: stored, left: [], notes: [] };
	const all: Rewriting = { left: [], notes: [] };
	const parts = splitTemplate(stored.slice(1)).map((part) => {
		if (typeof part === 'string') return part;
		const { code, left, notes } = rewriteCode(part.code, find);
		all.left.push(...left);
		all.notes.push(...notes);
		return code === part.code ? part : { code };
	});
	const before = JSON.stringify(splitTemplate(stored.slice(1)));
	if (JSON.stringify(parts) === before) return { text: stored, ...all };
	const value = fromParts(parts);
	const text = value.kind === 'literal' ? stored : toParameter(value);
	return { text: String(text), ...all };
}
