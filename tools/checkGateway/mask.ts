import { keyName } from './paths';

/** What in a text belongs to somebody, and what stands in its place. */
const patterns: ReadonlyArray<readonly [pattern: RegExp, to: string]> = [
	[/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '<email>'],
	[/\beyJ[\w-]+(\.[\w-]+)+/g, '<jwt>'],
	[/\b(sk-aig-|SG_|whsec_|sk-|key-|Bearer )[\w-]{8,}/g, '<key>'],
	[/\buser:\d+(-[\w:-]+)?/g, '<account>'],
	// Signed addresses carry their right in the query, some also in the path.
	[/\bhttps?:\/\/[^\s"'<>]*\?[^\s"'<>]*/g, '<url with a query>'],
	[/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '<uuid>'],
	[/\b\d{1,3}(\.\d{1,3}){3}\b/g, '<ip>'],
	[/\d{6,}/g, '<digits>'],
];

/** A text without these secrets, and without anything that looks like one. */
export function maskText(text: string, secrets: readonly string[]): string {
	const plain = secrets
		.filter((secret) => secret !== '')
		.reduce((masked, secret) => masked.replaceAll(secret, '<key>'), text);
	return patterns.reduce((masked, [pattern, to]) => masked.replace(pattern, to), plain);
}

const secretName =
	/secret|token|jwt|passw|api_?key|authorization|cookie|signature|mail|^(user|account|owner|org|team)(_?(id|name))?$/i;

/** What kind of value it is, for a record that must not tell the value. */
function kindOf(value: string | number): string {
	if (typeof value === 'number') return '<number>';
	if (/^\d{4}-\d\d-\d\dT/.test(value)) return '<time>';
	return /^https?:/.test(value) ? '<url>' : '<text>';
}

/** Entries of a list that are kept. */
const LONGEST_LIST = 200;

/** How to mask an answer. */
export interface Masking {
	secrets: readonly string[];
	/** Keep the keys and the kinds of values, and no value. */
	isPrivate?: boolean;
	/** The names of the outermost keys are ids. */
	isKeyedById?: boolean;
}

/** A JSON value with everything masked that is nobody's business; what is left are facts about its form. */
export function maskJson(value: unknown, masking: Masking): unknown {
	const { secrets, isPrivate = false, isKeyedById = false } = masking;
	const inner: Masking = { secrets, isPrivate };
	if (Array.isArray(value)) {
		const kept = value.slice(0, isPrivate ? 1 : LONGEST_LIST);
		const left = value.length - kept.length;
		return [
			...kept.map((entry) => maskJson(entry, inner)),
			...(left > 0 && !isPrivate ? [`<${left} more>`] : []),
		];
	}
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [
				keyName(key, isKeyedById),
				secretName.test(key) && isLeaf(entry) ? '<masked>' : maskJson(entry, inner),
			]),
		);
	}
	if (typeof value === 'string') return isPrivate ? kindOf(value) : maskText(value, secrets);
	return typeof value === 'number' && isPrivate ? kindOf(value) : value;
}

const isLeaf = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
