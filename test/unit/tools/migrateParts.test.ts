import { evaluateCode, outputsFor, UNKNOWN } from '../../../tools/migrate/evaluate';
import { bodyOf } from '../../../tools/migrate/http';
import { rewriteText, type Replacement } from '../../../tools/migrate/references';
import { renamed, videoList } from '../../../tools/migrate/rules';
import { toParameter, type Value } from '../../../tools/migrate/values';
import type { WorkflowNode } from '../../../tools/migrate/workflow';

const request = (parameters: Record<string, unknown>): WorkflowNode => ({
	name: 'Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: { sendBody: true, ...parameters },
});

/** A body as parameters would store its ends. */
function stored(value: Value | undefined): unknown {
	if (value?.kind === 'object') {
		return Object.fromEntries(value.entries.map(([key, one]) => [key, stored(one)]));
	}
	return value?.kind === 'array' ? value.items.map(stored) : value && toParameter(value);
}

test.each<[what: string, jsonBody: string, body: unknown]>([
	['JSON', '{ "a": 1, "b": ["x", true, null] }', { a: 1, b: ['x', true, null] }],
	[
		'JSON with expressions',
		'={ "prompt": "A \\"{{ $json["the prompt"] }}\\", please", "seed": {{ $json.seed }} }',
		{ prompt: '=A "{{ $json["the prompt"] }}", please', seed: '={{ $json.seed }}' },
	],
	[
		'values that were turned into JSON',
		'={ "a": {{ JSON.stringify($json.a) }}, "b": "{{ JSON.stringify($json.b).slice(1, -1) }}", "c": {{ $json.c.toJsonString() }} }',
		{ a: '={{ $json.a }}', b: '={{ $json.b }}', c: '={{ $json.c }}' },
	],
	[
		'braces and quotes in an expression',
		'={ "a": "{{ $json.list.map(x => ({ y: x, z: "}" })) }}", "b": { "c": {{ $json.c }}}}',
		{ a: '={{ $json.list.map(x => ({ y: x, z: "}" })) }}', b: { c: '={{ $json.c }}' } },
	],
	[
		'an object of JavaScript',
		"={{ { prompt: $json.a ? 'x, y' : `z`, 'image_url': $('A').item.json.url, list: [1, f(2, 3)], deep: { 'a-b': -1.5 }, } }}",
		{
			prompt: "={{ $json.a ? 'x, y' : `z` }}",
			image_url: "={{ $('A').item.json.url }}",
			list: [1, '={{ f(2, 3) }}'],
			deep: { 'a-b': -1.5 },
		},
	],
	[
		'an object that is turned into JSON',
		'={{ JSON.stringify({ a: "it\'s", b: [$json.x].filter(Boolean) }) }}',
		{ a: "it's", b: '={{ [$json.x].filter(Boolean) }}' },
	],
	['an expression that gives all of it', '={{ $json.body }}', undefined],
	['an object with others spread into it', '={{ { ...$json, a: 1 } }}', undefined],
	['JSON that is cut off', '={ "a": "{{ $json.a }}"', undefined],
	['a list', '[1]', undefined],
	['nothing', '', undefined],
])('reads a body that is %s', (_, jsonBody, body) => {
	expect(stored(bodyOf(request({ specifyBody: 'json', jsonBody })))).toEqual(body);
});

test('reads a body that is fields, and one that is a form with a file', () => {
	const parameters = [
		{ name: 'prompt', value: '={{ $json.prompt }}' },
		{ name: 'seconds', value: '4' },
	];
	const file = {
		name: 'input_reference',
		parameterType: 'formBinaryData',
		inputDataFieldName: 'photo',
	};
	expect(stored(bodyOf(request({ bodyParameters: { parameters } })))).toEqual({
		prompt: '={{ $json.prompt }}',
		seconds: '4',
	});
	const form = request({
		contentType: 'multipart-form-data',
		bodyParameters: { parameters: [...parameters, file] },
	});
	const body = bodyOf(form);
	expect(body?.kind === 'object' && body.entries[2]).toEqual([
		'input_reference',
		{ kind: 'file', field: 'photo' },
	]);
});

const known = {
	json: { status: 'DONE', data: { n: 2, list: [] } },
	nodes: new Map([['A B', { x: 'y' }]]),
};

test.each<[code: string, value: unknown]>([
	['$json.status', 'DONE'],
	['$json["data"]["n"]', 2],
	['$json?.status.toLowerCase()', 'done'],
	["$('A B').item.json.x", 'y'],
	['$node["A B"].json["x"]', 'y'],
	['$json.status === "DONE"', true],
	["$json.status != 'DONE'", false],
	['$json.status == "DONE" && $json.data.n === 3', false],
	['($json.status === "X" || $json.data.n == 2)', true],
	['$json.missing', undefined],
	['$runIndex > 3', UNKNOWN],
	["$('Elsewhere').item.json.x", UNKNOWN],
	['$json.data.list.length', 0],
	['$json.data.list.map((one) => one)', UNKNOWN],
	['process.exit()', UNKNOWN],
])('%s is evaluated as far as it is known', (code, value) => {
	expect(evaluateCode(code, known)).toBe(value);
});

const decision = (type: string, parameters: WorkflowNode['parameters'], typeVersion: number) => ({
	name: 'Decision',
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	parameters: parameters!,
});
const conditions = (rightValue: unknown, operation = 'equals') => ({
	combinator: 'and',
	conditions: [{ leftValue: '={{ $json.status }}', rightValue, operator: { operation } }],
});

test.each<[what: string, node: WorkflowNode, outputs: number[], isSure: boolean]>([
	['an If that holds', decision('if', { conditions: conditions('DONE') }, 2.2), [0], true],
	['one that does not', decision('if', { conditions: conditions('X') }, 2.2), [1], true],
	[
		'an old If',
		decision(
			'if',
			{ conditions: { string: [{ value1: '={{$json["status"]}}', value2: 'DONE' }] } },
			1,
		),
		[0],
		true,
	],
	[
		'a Switch',
		decision(
			'switch',
			{
				rules: {
					values: [{ conditions: conditions('X') }, { conditions: conditions('DONE') }],
				},
			},
			3.2,
		),
		[1],
		true,
	],
	[
		'a Switch without a rule for it',
		decision('switch', { rules: { values: [{ conditions: conditions('X') }] } }, 3.2),
		[],
		true,
	],
	[
		'a Switch with an extra output',
		decision(
			'switch',
			{
				rules: { values: [{ conditions: conditions('X') }] },
				options: { fallbackOutput: 'extra' },
			},
			3.2,
		),
		[1],
		true,
	],
	[
		'an old Switch',
		decision(
			'switch',
			{ value1: '={{ $json.status }}', rules: { rules: [{ value2: 'DONE', output: 2 }] } },
			1,
		),
		[2],
		true,
	],
	['a Filter that stops it', decision('filter', { conditions: conditions('X') }, 2), [], true],
	[
		'an unknown operation',
		decision('if', { conditions: conditions('X', 'regex') }, 2.2),
		[0, 1],
		false,
	],
])('an item leaves %s', (_, node, outputs, isSure) => {
	expect(outputsFor(node, known)).toEqual({ outputs, isSure });
});

test.each<[before: string, after: string]>([
	['={{ $json.video.url }}', '={{ $json.videoUrl }}'],
	['={{ $json["video"]["url"].split("/")[3] }}', '={{ $json.videoUrl.split("/")[3] }}'],
	[
		'={{ $json.urls[0] }} and {{ $json.urls[1] }}',
		'={{ $json.videoUrl }} and {{ [$json.videoUrl, ...($json.moreVideoUrls ?? [])][1] }}',
	],
	["={{ $('Get it').item.json.video.url }}", "={{ $('Wait').item.json.videoUrl }}"],
	['={{ $("Get it").first().json.video.url }}', "={{ $('Wait').first().json.videoUrl }}"],
	['={{ $node["Get it"].json["video"]["url"] }}', "={{ $node['Wait'].json.videoUrl }}"],
	["={{ $('Get it').all()[0].json.video?.url }}", "={{ $('Wait').all()[0].json.videoUrl }}"],
	['={{ $input.first().json.video.url }}', '={{ $input.first().json.videoUrl }}'],
	["={{ $('Get it').isExecuted }}", "={{ $('Wait').isExecuted }}"],
	["={{ $('Other').item.json.video.url }}", "={{ $('Other').item.json.video.url }}"],
	['$json.video.url', '$json.video.url'],
	['=$json.video.url', '=$json.video.url'],
])('%s becomes %s', (before, after) => {
	const shape = [renamed('video.url', 'videoUrl'), ...videoList('urls')];
	const find = ({ node }: { node?: string }): Replacement | undefined => {
		if (node === undefined) return { shape };
		return node === 'Get it' ? { shape, node: 'Wait' } : undefined;
	};
	expect(rewriteText(before, find)).toEqual({ text: after, left: [], notes: [] });
});
