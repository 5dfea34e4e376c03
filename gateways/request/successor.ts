import type { Gateway, VideoModel } from '../gateway';

/** Which model to choose once another one is gone. */

/** What a model's name says of it: `kling-2.1-pro` is of the line kling, 2.1, as pro. */
interface Lineage {
	line: string;
	version: number;
	/** Words after the version, such as `fast`. */
	words: readonly string[];
}

/** A version in a name: `2.3`, `02`, and `2-1`, as IDs write 2.1. */
const VERSION = /(\d+)(?:[.-](\d)(?![a-z0-9.]))?/i;

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** The name to go by: the family or, for a model that only the list knows, its ID without the maker. */
function nameOf({ family, id }: VideoModel): string {
	if (family !== undefined) return family;
	const [maker = '', ...rest] = id.split('/');
	const name = rest.join('/') || maker;
	return name.startsWith(`${maker}-`) ? name.slice(maker.length + 1) : name;
}

function lineageOf(model: VideoModel): Lineage {
	const name = nameOf(model);
	const found = VERSION.exec(name);
	const before = found ? name.slice(0, found.index) : name;
	const after = found ? name.slice(found.index + found[0].length) : '';
	const [line = '', ...words] = wordsIn(before);
	return {
		line,
		version: found ? Number(`${found[1]}.${found[2] ?? 0}`) : 0,
		// The last letter before a version belongs to it: `h3`, `v2`.
		words: [...words.filter((word) => word.length > 1), ...wordsIn(after)],
	};
}

/** How many words only one of the two has. */
const distance = (left: readonly string[], right: readonly string[]): number =>
	[
		...left.filter((word) => !right.includes(word)),
		...right.filter((word) => !left.includes(word)),
	].length;

/**
 * What the gateway offers in place of a model that is gone: the same model of its maker under another ID, or else the
 * newest of its line, as fast, large or professional as it was. Undefined where there is none.
 */
export function findSuccessor(
	{ models }: Pick<Gateway, 'models'>,
	gone: VideoModel,
): VideoModel | undefined {
	const offered = models.filter(({ retired, resolve }) => !retired && resolve === undefined);
	const same = offered.find(({ family }) => family !== undefined && family === gone.family);
	if (same) return same;
	const { line, words } = lineageOf(gone);
	if (line === '') return undefined;
	return offered
		.map((model) => ({ model, lineage: lineageOf(model) }))
		.filter(({ lineage }) => lineage.line === line)
		.sort(
			(left, right) =>
				distance(left.lineage.words, words) - distance(right.lineage.words, words) ||
				right.lineage.version - left.lineage.version,
		)[0]?.model;
}
