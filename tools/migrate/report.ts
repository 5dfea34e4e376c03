import type { Migration, Replaced } from './migrate';
import type { Place } from './rewrite';

/** What a migration has done and what is left to do, in words. No value of any parameter but references is shown. */

const list = (lines: readonly string[], indent = '  '): string[] =>
	lines.map((line) => `${indent}- ${line}`);

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function replacedLines({ nodes, submit, wait, model, notes, credential }: Replaced): string[] {
	const { type, name, baseUrl } = credential;
	const address = baseUrl === undefined ? '' : `, with ${baseUrl} as its address`;
	return [
		`${quoted(nodes)} (${nodes.length} nodes)`,
		`  became "${submit}" (Submit Video: ${name}, ${model}) and "${wait}" (Wait For Video).`,
		...list([
			`Create a credential of the type ${name} (${type})${address}, and select it in both nodes.`,
			...notes,
		]),
	];
}

const placeLines = (places: readonly Place[], words: (text: string) => string): string[] =>
	list(
		places.map(({ node, parameter, text }) => `"${node}", ${parameter}: ${words(text)}`),
		'',
	);

const distinct = (places: readonly Place[]): Place[] => [
	...new Map(places.map((place) => [JSON.stringify(place), place])).values(),
];

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ['', title, ...lines];
}

/** The lines that the command prints. */
export function reportOn(migration: Migration): string[] {
	const { replaced, skipped, before, after, changed, left, notes } = migration;
	const rewritten = new Set(changed.map(({ node, parameter }) => `${node}\n${parameter}`));
	return [
		replaced.length === 0
			? 'Nothing was migrated.'
			: `${replaced.length} of ${replaced.length + skipped.length} video loops migrated: ${before} nodes before, ${after} after.`,
		...section('Replaced:', replaced.flatMap(replacedLines)),
		...section(
			'Left as they are:',
			list(
				skipped.map(({ node, reason }) => `"${node}": ${reason}`),
				'',
			),
		),
		...(rewritten.size === 0
			? []
			: ['', `${plural(rewritten.size, 'parameter')} of other nodes rewritten.`]),
		...section(
			'To change by hand, since no field of the new nodes is the same:',
			placeLines(distinct(left), (text) => text),
		),
		...section(
			'To check:',
			placeLines(distinct(notes), (text) => text),
		),
	];
}
