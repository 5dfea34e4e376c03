/** File names that every system accepts: Windows, macOS, Linux, and whatever receives an upload. Pure. */

/** Longest file name in bytes: every file system allows 255, and others add a prefix. */
const LONGEST_NAME = 200;

/** The extension of each type that has its own. */
const endings: Readonly<Record<string, string>> = {
	'video/mp4': '.mp4',
	'video/quicktime': '.mov',
	'video/webm': '.webm',
	'video/x-matroska': '.mkv',
	'video/x-msvideo': '.avi',
	'video/mp2t': '.ts',
};

/**
 * What no name may contain: the characters that Windows reserves (Microsoft, "Naming Files, Paths, and Namespaces"),
 * and invisible ones: controls, line breaks, unpaired surrogates, and the marks that change the direction of writing.
 * Joiners and the tags of flags are invisible too, but belong to letters and emoji.
 */
const unsafe =
	/(?:[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])\p{Cf})+/gu;

/** Names of devices on Windows, which mean the device even with an extension. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)/i;

/** A dot and some letters and digits, at least one of them a letter: "v1.2" has no extension. */
const ending = /\.(?=\d{0,4}[a-z])[a-z\d]{1,5}$/i;

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The beginning of a text that has `most` bytes at most, by whole characters as a reader sees them. */
function cut(text: string, most: number): string {
	if (Buffer.byteLength(text) <= most) return text;
	let bytes = 0;
	// A character has at least one byte, so the rest need not be checked.
	for (const { segment, index } of characters.segment(text.slice(0, most + 1))) {
		bytes += Buffer.byteLength(segment);
		if (bytes > most) return text.slice(0, index);
	}
	return text;
}

/** A name in two parts: the stem and the extension, which may be empty. */
function parted(name: string): [stem: string, ending: string] {
	const found = ending.exec(name)?.[0] ?? '';
	return [name.slice(0, name.length - found.length), found];
}

const edges = /^[\s.]+|[\s.]+$/gu;

/** `stem`, a suffix, and the extension, within the longest name. Windows drops dots and spaces at the end. */
function joined(stem: string, behind: string, end: string): string {
	const most = LONGEST_NAME - Buffer.byteLength(behind + end);
	return (cut(stem, most).replace(edges, '') || 'video') + behind + end;
}

/** Without what no name may contain. Only the beginning of an overlong text is read: the rest would only cost time. */
const cleaned = (text: string): string =>
	text
		.slice(0, LONGEST_NAME * 20)
		.normalize('NFC')
		.replace(unsafe, '_');

/**
 * A file name that every system accepts, in the letters of any language. `wanted` is the user's setting, which may be a
 * number; if it contains no name, `otherwise` is the name. The extension is the user's own, otherwise that of
 * `mimeType`.
 */
export function safeFileName(wanted: unknown, otherwise: string, mimeType: string): string {
	const [own, end] = parted(cleaned(String(wanted ?? '').trim()).replace(/[\s.]+$/u, ''));
	const stem = own.replace(edges, '') || cleaned(otherwise);
	const name = end || (endings[mimeType] ?? '.mp4');
	return joined(device.test(stem + name) ? `_${stem}` : stem, '', name);
}

/** As file systems that ignore case compare names. */
const folded = (name: string): string => name.normalize('NFC').toLowerCase();

/** `name`, or "clip (2).mp4" and so on if it's among those `taken` (folded to lower case, composed). */
export function numbered(name: string, taken: ReadonlySet<string>): string {
	const [stem, end] = parted(name);
	let free = name;
	for (let count = 2; taken.has(folded(free)); count++) free = joined(stem, ` (${count})`, end);
	return free;
}

/** The names of the files of one run. */
export interface FileNames {
	/** The name itself for the first file that asks for it, a numbered one for any other. */
	claim: (name: string) => string;
}

/** One for each run, shared by its items. `given` are names that earlier runs gave to files of the same items. */
export function createFileNames(given: readonly string[] = []): FileNames {
	const taken = new Set(given.map(folded));
	return {
		claim: (name) => {
			const free = numbered(name, taken);
			taken.add(folded(free));
			return free;
		},
	};
}
