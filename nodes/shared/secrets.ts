/** Keeps a key out of everything shown or stored, however a gateway repeats it. Pure. */

/** Shorter texts are too common to be removed from messages. */
const SHORTEST_SECRET = 6;

/** A part of a key that is long enough to be useful to somebody, in characters. */
const RUN = 8;

/**
 * The key as it is sent: without "Bearer" in front, and without the spaces, line breaks and marks that came along when
 * it was pasted; a key has none. The credentials do the same (`keyHeader`).
 */
export function cleanKey(pasted: unknown): string {
	return typeof pasted === 'string'
		? pasted
				.trim()
				.replace(/^bearer\s+/i, '')
				.replace(/[^\x21-\x7e]/g, '')
		: '';
}

const hexInLowerCase = (text: string): string =>
	text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());

const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Every way to write out a whole key, the longest first. */
function listForms(key: string): string[] {
	const inJson = jsonText(key);
	const forms = [
		key,
		encodeURIComponent(key),
		hexInLowerCase(encodeURIComponent(key)),
		encodeURI(key),
		new URLSearchParams({ key }).toString().slice('key='.length),
		inJson,
		jsonText(inJson),
		inJson.replaceAll('/', '\\/'),
		key.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
		Buffer.from(key).toString('base64'),
		Buffer.from(key).toString('base64url'),
	];
	return [...new Set(forms)].sort((left, right) => right.length - left.length);
}

/** All JSON web tokens of a kind begin with the same part, which is no secret, also those in the address of a video. */
const TOKEN_HEADER = /^eyJ[\w-]*\.(?=[\w-]+\.[\w-]+$)/;

/** Whether a run is of letters of one case only, as words are: it might stand in any text. */
const isWordLike = (run: string): boolean => /^([a-z._-]+|[A-Z._-]+)$/.test(run);

/** The parts of a key that can't occur in a text by chance, in lower case. */
function listRuns(secret: string, known: string): Set<string> {
	const lower = known.toLowerCase();
	const runs = new Set<string>();
	for (let at = 0; at + RUN <= secret.length; at++) {
		const run = secret.slice(at, at + RUN);
		if (/["\\]/.test(run) || isWordLike(run) || lower.includes(run.toLowerCase())) continue;
		runs.add(run.toLowerCase());
	}
	return runs;
}

/** The text with every stretch that consists of runs replaced. */
function withoutRuns(text: string, runs: ReadonlySet<string>): string {
	if (runs.size === 0) return text;
	const lower = text.toLowerCase();
	// A letter whose lower case is longer would shift what follows.
	if (lower.length !== text.length) return text;
	let masked = '';
	let kept = 0;
	for (let at = 0; at + RUN <= text.length; at++) {
		if (!runs.has(lower.slice(at, at + RUN))) continue;
		let end = at + RUN;
		while (end < text.length && runs.has(lower.slice(end - RUN + 1, end + 1))) end++;
		masked += `${text.slice(kept, at)}***`;
		kept = end;
		at = end - 1;
	}
	return masked + text.slice(kept);
}

/** The parts of a key between its marks that are long enough, such as the last one of useapi.net's tokens. */
const splitKey = (key: string): string[] =>
	key.split(/[^A-Za-z0-9]+/).filter((part) => part.length >= RUN);

/**
 * The text without the key: as it was pasted, as it is sent, encoded for an address, for JSON or in base64, and without
 * any part or run of 8 characters and more.
 *
 * @param known a text of the user's own whose words are no secret, such as the address of the API
 * @param publicStart what the gateway's keys begin with that is no secret
 */
export function withoutKey(
	text: string,
	pasted: unknown,
	{ known = '', publicStart }: { known?: string; publicStart?: RegExp | undefined } = {},
): string {
	const key = cleanKey(pasted);
	const forms = [...new Set([typeof pasted === 'string' ? pasted.trim() : '', key])]
		.filter((form) => form.length >= SHORTEST_SECRET)
		.flatMap(listForms);
	const start = [publicStart, TOKEN_HEADER].find((one) => one?.test(key));
	const secret = start ? key.replace(start, '') : key;
	const parts = splitKey(secret).filter((part) => !known.includes(part));
	const whole = [...forms, ...parts].reduce(
		(masked, form) => masked.replaceAll(form, '***'),
		text,
	);
	return withoutRuns(whole, listRuns(secret, known));
}
