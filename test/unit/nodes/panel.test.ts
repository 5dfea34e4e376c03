import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

import { gateways } from '../../../gateways';
import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { VideoTrigger } from '../../../nodes/VideoTrigger/VideoTrigger.node';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';

/**
 * Every text that n8n's editor shows of the nodes and the credentials, besides error messages. The texts themselves
 * stand in the snapshot, to be read as a whole; what n8n's UX guidelines ask of them is asserted.
 */

/** A text, and where the editor shows it: the node or credential, then the labels that lead to it, then the kind. */
interface Text {
	path: readonly string[];
	kind: string;
	text: string;
}

type Choice = INodePropertyOptions | INodeProperties | INodePropertyCollection;

const isField = (choice: Choice): choice is INodeProperties => 'type' in choice;

const textsOf = (path: readonly string[], texts: Record<string, string | undefined>): Text[] =>
	Object.entries(texts).flatMap(([kind, text]) => (text ? [{ path, kind, text }] : []));

function textsOfChoice(path: readonly string[], choice: Choice): Text[] {
	if (isField(choice)) return textsOfField(path, choice);
	const here = [...path, choice.name];
	if ('values' in choice) {
		return [
			...textsOf(here, { displayName: choice.displayName }),
			...choice.values.flatMap((field) => textsOfField(here, field)),
		];
	}
	const { name, description, action } = choice;
	return textsOf(here, { name, description, action });
}

function textsOfField(path: readonly string[], field: INodeProperties): Text[] {
	const { type, displayName, description, hint, placeholder, typeOptions } = field;
	const isNotice = type === 'notice';
	const here = [...path, isNotice ? `(${field.name})` : displayName];
	return [
		...textsOf(here, {
			[isNotice ? 'notice' : 'displayName']: displayName,
			[type === 'boolean' ? 'switch' : 'description']: description,
			hint,
			placeholder,
			button: typeOptions?.multipleValueButtonText,
		}),
		...(field.options ?? []).flatMap((choice) => textsOfChoice(here, choice)),
		...(field.modes ?? []).flatMap((mode) => {
			const { displayName, hint, placeholder } = mode;
			return textsOf([...here, displayName], { displayName, hint, placeholder });
		}),
	];
}

const ofGateways = new Set(
	gateways.flatMap(({ label, models }) => [label, ...models.map(({ name }) => name)]),
);

/** An expression's own words, besides the names of gateways and models: the editor shows what it comes to. */
const wordsIn = (expression: string): string =>
	[...expression.matchAll(/"([A-Z][A-Za-z ]+)"/g)]
		.map(([, word]) => word!)
		.filter((word) => !ofGateways.has(word))
		.join(', ');

function textsOfTriggerPanel(name: string, { triggerPanel }: INodeTypeDescription): Text[] {
	if (typeof triggerPanel !== 'object') return [];
	const { header, executionsHelp, activationHint } = triggerPanel;
	const help = typeof executionsHelp === 'string' ? { help: executionsHelp } : executionsHelp;
	return textsOf([name, '(trigger panel)'], {
		header: header as string,
		...help,
		activationHint: activationHint as string,
	});
}

function textsOfNode(description: INodeTypeDescription): Text[] {
	const { displayName, subtitle, outputs, eventTriggerDescription } = description;
	return [
		...textsOf([displayName], {
			displayName,
			description: description.description,
			subtitle: wordsIn(subtitle ?? ''),
			outputs: typeof outputs === 'string' ? wordsIn(outputs) : undefined,
			eventTriggerDescription,
		}),
		...textsOfTriggerPanel(displayName, description),
		...description.properties.flatMap((field) => textsOfField([displayName], field)),
	];
}

function textsOfCredential({ displayName, properties, test }: ICredentialType): Text[] {
	const messages = (test?.rules ?? []).flatMap(({ properties: { message } }) => message);
	return [
		...textsOf([displayName], { displayName }),
		...properties.flatMap((field) => textsOfField([displayName], field)),
		...messages.flatMap((test) => textsOf([displayName], { test })),
	];
}

const nodes = [SubmitVideo, WaitForVideo, CheckVideoStatus, VideoTrigger];
const folder = join(__dirname, '../../../credentials');
const credentials = readdirSync(folder)
	.filter((file) => file.endsWith('.credentials.ts'))
	.sort()
	.flatMap((file) => {
		type Exported = Record<string, new () => ICredentialType>;
		return Object.values(jest.requireActual<Exported>(join(folder, file)));
	});

const texts: Text[] = [
	...nodes.flatMap((Node) => textsOfNode(new Node().description)),
	...credentials.flatMap((Credential) => textsOfCredential(new Credential())),
];

interface Section {
	texts: Set<string>;
	sections: Map<string, Section>;
}

const emptySection = (): Section => ({ texts: new Set(), sections: new Map() });

function sectionAt(root: Section, path: readonly string[]): Section {
	return path.reduce((section, label) => {
		const next = section.sections.get(label) ?? emptySection();
		section.sections.set(label, next);
		return next;
	}, root);
}

function linesOf({ texts, sections }: Section, indent = ''): string[] {
	return [
		...[...texts].map((text) => `${indent}${text}`),
		...[...sections].flatMap(([label, section]) => [
			`${indent}${label}`,
			...linesOf(section, `${indent}  `),
		]),
	];
}

/** All texts under the labels that lead to them. What the fields of several gateways share stands there once. */
function page(): string {
	const root = emptySection();
	for (const { path, kind, text } of texts) {
		const { texts } = sectionAt(root, path);
		if (text !== path.at(-1)) texts.add(`${kind}: ${text}`);
	}
	return `\n${linesOf(root).join('\n')}\n`;
}

const SENTENCES = new Set(['description', 'switch', 'notice', 'hint', 'active', 'inactive']);

/** Where a sentence ends and another one begins. */
const betweenSentences = /[.?!](<\/\w+>)? +(<\w+>)?[A-Z]/;

const hasSeveralSentences = (text: string): boolean =>
	betweenSentences.test(text.replace(/\b(e\.g|i\.e)\./g, ''));

const banned =
	/\blook(s|ed|ing)?\b(?! up\b)|\bmend|\b(puts?|putting) (it|them|that|the item) out\b|\btold\b|\btells?\b|\bis (no|none)\b|\bcan ?not\b|\btakes (?!up to)|\banew\b|in the mode|\bpictures?\b|\bcertainly\b|\bmakers?\b|\bwhoever\b|\bshall\b|had better|\bbe had\b|\bempty:|\b0:/i;

const describeText = ({ path, kind, text }: Text): string =>
	`${path.join(' > ')} (${kind}): ${text}`;

const textsThat = (test: (text: Text) => boolean): string[] => [
	...new Set(texts.filter(test).map(describeText)),
];

test('the texts of the panels, to be read from top to bottom', () => {
	expect(page()).toMatchSnapshot();
});

test('no text uses a word that reads as translated', () => {
	expect(textsThat(({ text }) => banned.test(text))).toEqual([]);
});

test('the description of a boolean begins with Whether', () => {
	expect(
		textsThat(({ kind, text }) => kind === 'switch' && !text.startsWith('Whether ')),
	).toEqual([]);
});

test('a single sentence has no full stop, and several do', () => {
	expect(
		textsThat(
			({ kind, text }) =>
				SENTENCES.has(kind) && hasSeveralSentences(text) !== text.endsWith('.'),
		),
	).toEqual([]);
});

test('no text has extra spaces', () => {
	expect(textsThat(({ text }) => text !== text.trim() || /\s{2}/.test(text))).toEqual([]);
});

test('a description begins with a capital letter or an amount, and a placeholder shows an example', () => {
	expect(
		textsThat(({ kind, text }) => SENTENCES.has(kind) && !/^(<b>)?([A-Z]|\$?\d)/.test(text)),
	).toEqual([]);
	expect(
		textsThat(
			({ kind, text }) =>
				kind === 'placeholder' &&
				!/^(e\.g\. |Add option$|Default: )|^\S+\.\.\.$/.test(text),
		),
	).toEqual([]);
});

test('no condition is a pattern, which n8n may not finish on a busy machine', () => {
	expect(
		nodes.filter((Node) => JSON.stringify(new Node().description).includes('regex')),
	).toEqual([]);
});
