import { failureText } from '../../../nodes/shared/failure';
import {
	readChoice,
	readJson,
	readList,
	readNumber,
	readSwitch,
	readText,
	type Read,
} from '../../../nodes/shared/values';

/** What a reader made of a value, for a table: its meaning, or the text of its problem. */
const outcome = (read: Read<unknown>): unknown =>
	'problem' in read ? { problem: failureText(read.problem) } : read.value;

/** A problem whose text holds all of these. */
const problem = (...parts: string[]) => ({
	problem: expect.stringMatching(
		parts.map((part) => `(?=.*${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`).join(''),
	) as string,
});

const notSet: unknown[] = [undefined, null, '', '   ', '\n\t', '\u00a0', '\u200b', '\ufeff'];

test.each(notSet)('%j is not set, for every kind of value', (value) => {
	const label = 'Anything';
	expect([
		readText(value, { label }),
		readText(value, { label, verbatim: true }),
		readNumber(value, { label, least: 1 }),
		readSwitch(value, { label }),
		readChoice(value, { label, choices: [{ value: 'a', name: 'A' }] }),
		readList(value, { label, each: readText }),
		readJson(value, { label }),
	]).toEqual(new Array(7).fill({ value: undefined }));
});

const circle: Record<string, unknown> = {};
circle.itself = circle;

test.each<[unknown, unknown]>([
	['A lake', 'A lake'],
	['  A lake \n', 'A lake'],
	['\u200bA lake\u00a0', 'A lake'],
	[7, '7'],
	[0, '0'],
	[-1.5, '-1.5'],
	[12n, '12'],
	[9007199254740991, '9007199254740991'],
	[2 ** 53, problem('is a number with more digits', 'as text')],
	['undefined behaviour of a null pointer', 'undefined behaviour of a null pointer'],
	['{"shot": "wide"}', '{"shot": "wide"}'],
	['[Pan left] A lake', '[Pan left] A lake'],
	[new Date(0), '1970-01-01T00:00:00.000Z'],
	[{ toISO: () => '2026-11-27T03:00:00.000Z' }, '2026-11-27T03:00:00.000Z'],
	[
		{ text: 'A lake' },
		problem('\'Prompt\' is an object ({"text":"A lake"})', '{{ $json.prompt.text }}'),
	],
	[['A lake'], problem('\'Prompt\' is a list (["A lake"])', '{{ $json.prompt[0] }}')],
	[circle, problem("'Prompt' is an object, which isn't text")],
	[{ amount: 1n }, problem("'Prompt' is an object, which isn't text")],
	[new Date(NaN), problem("'Prompt' is an object")],
	[{ toISO: () => null }, problem("'Prompt' is an object")],
	[true, problem("'Prompt' is \"true\", which isn't text")],
	[false, problem('\'Prompt\' is "false"')],
	[NaN, problem('\'Prompt\' is "NaN"')],
	[Infinity, problem('\'Prompt\' is "Infinity"')],
	[() => 'A lake', problem("'Prompt' is a function")],
	[Symbol('lake'), problem('\'Prompt\' is "Symbol(lake)"')],
	['[object Object]', problem('\'Prompt\' is "[object Object]"', 'use a field of that object')],
	['A lake, [object Object], wide', problem('[object Object]')],
	['A lake by [object Promise]', problem('contains an object')],
	['undefined', problem('\'Prompt\' is "undefined"', 'Check the expression or the cell')],
	[' null ', problem('\'Prompt\' is "null"')],
	['NaN', problem('\'Prompt\' is "NaN"')],
	['Invalid DateTime', problem('"Invalid DateTime"')],
	['#REF!', problem('"#REF!"')],
	['#N/A', problem('"#N/A"')],
	[{ long: 'a'.repeat(500) }, problem('aaa...')],
])('the text %p', (value, expected) => {
	expect(outcome(readText(value, { label: 'Prompt' }))).toEqual(expected);
});

test('a prompt keeps its spaces byte for byte', () => {
	expect(readText('  A lake \n', { label: 'Prompt', verbatim: true })).toEqual({
		value: '  A lake \n',
	});
});

test.each<[unknown, unknown]>([
	[6, 6],
	[0.5, 0.5],
	['6', 6],
	['6.0', 6],
	[' 6 ', 6],
	['6.', 6],
	['.5', 0.5],
	['+6', 6],
	['1e1', 10],
	['６', 6],
	['6s', 6],
	['6 s', 6],
	['6 S', 6],
	['6sec', 6],
	['6 sec.', 6],
	['6 secs', 6],
	['6 second', 6],
	['6 Seconds', 6],
	['2 min', 120],
	[6n, 6],
	['1,000', problem('\'Duration\' is "1,000"', 'two ways', 'point for decimals')],
	['1,5', problem('\'Duration\' is "1,5"', 'two ways')],
	[
		'long',
		problem("'Duration' is \"long\", which isn't a number. Set it to a number of seconds"),
	],
	['six', problem('"six"')],
	['6-10', problem('"6-10"')],
	['6 s 10', problem('"6 s 10"')],
	['6 MB', problem('"6 MB"')],
	['6 constructor', problem('"6 constructor"')],
	['0x10', problem('"0x10"')],
	['00:06', problem('"00:06"')],
	['NaN', problem('"NaN"')],
	['Infinity', problem('"Infinity"')],
	['1e999', problem('"1e999"')],
	['undefined', problem('"undefined"')],
	[NaN, problem('"NaN"')],
	[Infinity, problem('"Infinity"')],
	[true, problem("'Duration' is \"true\", which isn't a number")],
	[false, problem('"false"')],
	[[6], problem('a list ([6])')],
	[[], problem('a list ([])')],
	[{ seconds: 6 }, problem('an object')],
	[new Date(6), problem('an object')],
	[-1, problem("'Duration' is \"-1\", which isn't a number of seconds, 0 or more")],
	['−1', problem('"−1"', '0 or more')],
])('the number %p', (value, expected) => {
	expect(outcome(readNumber(value, { label: 'Duration', unit: 'seconds', least: 0 }))).toEqual(
		expected,
	);
});

test.each<[unknown, Omit<Parameters<typeof readNumber>[1], 'label'>, unknown]>([
	['30 min', { unit: 'minutes' }, 30],
	['30m', { unit: 'minutes' }, 30],
	['90 s', { unit: 'minutes' }, 1.5],
	['1 h', { unit: 'minutes' }, 60],
	['50 MB', { unit: 'MB' }, 50],
	['50mb', { unit: 'MB' }, 50],
	['1 GB', { unit: 'MB' }, problem('"1 GB"', 'number of MB')],
	['$5', {}, problem('"$5"')],
	['5 USD', {}, problem('"5 USD"')],
	[2.5, { whole: true, least: 1 }, problem('"2.5", which isn\'t a whole number, 1 or more')],
	['11', { whole: true, least: 1, most: 10 }, problem('a whole number from 1 to 10')],
	[0, { over: 0 }, problem('"0", which isn\'t a number greater than 0')],
	[5, { most: 4 }, problem("isn't a number, 4 or less")],
	['x', { fix: 'Set it, or remove the option.' }, problem('Set it, or remove the option.')],
])('the number %p by its rules', (value, rules, expected) => {
	expect(outcome(readNumber(value, { label: 'A Number', ...rules }))).toEqual(expected);
});

test.each<[unknown, unknown]>([
	[true, true],
	[false, false],
	[1, true],
	[0, false],
	['1', true],
	['0', false],
	['true', true],
	['TRUE', true],
	['FALSE', false],
	[' False ', false],
	['yes', true],
	['No', false],
	['ON', true],
	['off', false],
	['maybe', problem("'Dry Run' is \"maybe\", which isn't on or off. Set it to true or false.")],
	['constructor', problem('"constructor"')],
	['undefined', problem('"undefined"')],
	[2, problem('"2"')],
	[NaN, problem('"NaN"')],
	[[], problem('a list')],
	[[true], problem('a list')],
	[{}, problem('an object')],
])('the switch %p', (value, expected) => {
	expect(outcome(readSwitch(value, { label: 'Dry Run' }))).toEqual(expected);
});

const choices = [
	{ value: 'aimlapi', name: 'AI/ML API' },
	{ value: 'useapi', name: 'useapi.net' },
	{ value: 'keepRunning', name: 'Keep Running' },
	{ value: '', name: "Model's Default" },
];

test.each<[unknown, unknown]>([
	['aimlapi', 'aimlapi'],
	['aimlapi ', 'aimlapi'],
	['AIMLAPI', 'aimlapi'],
	['AI/ML API', 'aimlapi'],
	[' ai / ml api', 'aimlapi'],
	['useapi', 'useapi'],
	['useapi.net', 'useapi'],
	['keep running', 'keepRunning'],
	['Keep-Running', 'keepRunning'],
	['-', problem('"-"')],
	['vimeo', problem('\'Gateway\' is "vimeo"', 'Set it to one of: AI/ML API, useapi.net')],
	['null', problem('"null"')],
	['toString', problem('"toString"')],
	[true, problem('"true"')],
	[NaN, problem('"NaN"')],
	[['aimlapi'], problem('a list')],
	[{ id: 'aimlapi' }, problem('an object', '{{ $json.gateway.text }}')],
])('the choice %p', (value, expected) => {
	expect(outcome(readChoice(value, { label: 'Gateway', choices }))).toEqual(expected);
});

test.each<[unknown, unknown]>([
	[
		['a', 'b'],
		['a', 'b'],
	],
	[
		[' a ', '', null, 7],
		['a', '7'],
	],
	[[], undefined],
	[[''], undefined],
	['a', ['a']],
	['a, b', ['a', 'b']],
	['a\nb\r\nc', ['a', 'b', 'c']],
	[' a,, b ,', ['a', 'b']],
	['["a", "b"]', ['a', 'b']],
	['[]', undefined],
	['[a, b]', ['[a', 'b]']],
	[7, ['7']],
	[{ 0: 'a' }, problem("'Names' is an object")],
	[[{ url: 'a' }], problem("'Names' is an object")],
	[['a', 'undefined'], problem('"undefined"')],
	['[["a"]]', problem("'Names' is a list")],
	[true, problem('"true"')],
])('the list %p', (value, expected) => {
	expect(outcome(readList(value, { label: 'Names', each: readText }))).toEqual(expected);
});

test.each<[unknown, unknown]>([
	[{ seed: 7 }, { seed: 7 }],
	['{"seed": 7}', { seed: 7 }],
	[' {"seed": 7}\n', { seed: 7 }],
	['{}', undefined],
	[{}, undefined],
	['{seed: 7}', problem("'Additional Fields' is \"{seed: 7}\", which isn't valid JSON")],
	['seed=7', problem('"seed=7"', 'Write it like {"seed": 7}.')],
	['[1]', problem('"[1]", which isn\'t a JSON object')],
	[[1], problem('a list ([1])')],
	['null', problem('"null"')],
	['7', problem('"7"')],
	[7, problem('"7"')],
	[true, problem('"true"')],
	[() => ({}), problem('a function')],
])('the JSON %p', (value, expected) => {
	expect(outcome(readJson(value, { label: 'Additional Fields' }))).toEqual(expected);
});
