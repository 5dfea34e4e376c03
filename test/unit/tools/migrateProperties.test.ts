import * as fc from 'fast-check';

import { migrate } from '../../../tools/migrate/migrate';
import { reportOn } from '../../../tools/migrate/report';
import { asWorkflow, edgesOf, type Workflow } from '../../../tools/migrate/workflow';
import { readSample, sampleNames } from '../../migrate/samples';

/** Whatever a workflow is like: the command never throws, and what it doesn't recognize stays as it is. */

const names = ['A', 'B', 'C "quoted"', "D's", 'E', 'Get Status', '__proto__', 'constructor'];

const url = fc.constantFrom(
	...['https://queue.fal.run/fal-ai/veo3', 'https://api.kie.ai/api/v1/jobs/createTask'],
	...['https://api.kie.ai/api/v1/jobs/recordInfo', 'https://api.openai.com/v1/videos'],
	...['https://api.replicate.com/v1/predictions', 'https://api.minimax.io/v1/video_generation'],
	...['={{ $json.status_url }}', '={{ $json.response_url }}', '={{ $json.urls.get }}'],
	...['=https://queue.fal.run/fal-ai/veo3/requests/{{ $json.request_id }}/status', 'not a url'],
	...['=https://api.replicate.com/v1/predictions/{{ $json.id }}', '={{', '{{ }}', '='],
);

const text = fc.oneof(
	fc.string({ maxLength: 12 }),
	fc.constantFrom(
		'={{ $json.video.url }}',
		"={{ $('A').item.json.status }}",
		'={"prompt":"{{ $json.p }}"}',
	),
	fc.constantFrom(
		'={{ JSON.stringify({ a: [1, {b: `x`}] }) }}',
		'={ "a": [ {{ 1 }}, ] }',
		'={{ {a:{b:1}}}}',
	),
);

const condition = fc.record({
	leftValue: text,
	rightValue: text,
	operator: fc.record({ operation: fc.constantFrom('equals', 'gt', 'constructor', '') }),
});

const parameters = fc.record(
	{
		method: fc.constantFrom('GET', 'POST', 'post', 3),
		url,
		sendBody: fc.boolean(),
		specifyBody: fc.constantFrom('json', 'keypair'),
		jsonBody: text,
		bodyParameters: fc.oneof(
			fc.constant(null),
			fc.record({
				parameters: fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }),
			}),
		),
		conditions: fc.oneof(
			fc.record({ conditions: fc.array(condition, { maxLength: 2 }), combinator: text }),
			fc.anything(),
		),
		rules: fc.record({
			values: fc.array(fc.record({ conditions: fc.anything() }), { maxLength: 2 }),
		}),
		jsCode: text,
		amount: fc.anything(),
	},
	{ requiredKeys: [] },
);

const type = fc.constantFrom(
	...['httpRequest', 'if', 'switch', 'wait', 'set', 'code', 'noOp', 'stopAndError', 'filter'].map(
		(name) => `n8n-nodes-base.${name}`,
	),
	'elsewhere.node',
);

const workflow = fc
	.subarray(names, { minLength: 1 })
	.chain((some) => {
		const target = fc.record({
			node: fc.constantFrom(...some, 'nobody'),
			type: fc.constant('main'),
			index: fc.constantFrom(0, 1),
		});
		const outputs = fc.array(fc.oneof(fc.array(target, { maxLength: 2 }), fc.constant(null)), {
			maxLength: 3,
		});
		return fc.record({
			nodes: fc.tuple(
				...some.map((name) =>
					fc.record({
						name: fc.constant(name),
						type,
						typeVersion: fc.constantFrom(1, 2.2, 3, 4.2),
						disabled: fc.constantFrom(false, true, false, false),
						parameters,
					}),
				),
			),
			connections: fc.dictionary(fc.constantFrom(...some), fc.record({ main: outputs })),
		});
	})
	.map((value) => JSON.parse(JSON.stringify(value)) as Workflow);

/** What must be true of whatever was migrated. */
function assertSound(before: Workflow): void {
	const { workflow: after, replaced } = migrate(before);
	reportOn(migrate(before));
	if (replaced.length === 0) expect(after).toBe(before);
	expect('problem' in asWorkflow(after)).toBe(false);
	const there = new Set(after.nodes.map(({ name }) => name));
	const old = new Set(before.nodes.map(({ name }) => name));
	for (const { from, to } of edgesOf(after)) {
		expect(there.has(from) || !old.has(from)).toBe(true);
		expect(there.has(to) || !old.has(to)).toBe(true);
	}
}

test('random workflows', () => {
	fc.assert(fc.property(workflow, assertSound));
});

/** A sample with some nodes and connections less, and some of other types. */
const damaged = fc
	.tuple(
		fc.constantFrom(...sampleNames),
		fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
	)
	.map(([name, chance]): Workflow => {
		const sample = readSample(name);
		const isHit = () => chance.next().value! < 0.12;
		const nodes = sample.nodes
			.filter(() => !isHit())
			.map((node) =>
				isHit()
					? { ...node, type: 'n8n-nodes-base.noOp' }
					: isHit()
						? { ...node, parameters: {} }
						: node,
			);
		const connections = Object.fromEntries(
			Object.entries(sample.connections).filter(() => !isHit()),
		);
		return { ...sample, nodes, connections };
	});

test('damaged samples', () => {
	fc.assert(fc.property(damaged, assertSound));
});

test('a workflow without requests to a known API is the same object afterwards', () => {
	const other = workflow.map(({ nodes, ...rest }) => ({
		...rest,
		nodes: nodes.map((node) => ({
			...node,
			parameters: { ...node.parameters, url: 'https://example.com' },
		})),
	}));
	fc.assert(
		fc.property(other, (before) => {
			const text = JSON.stringify(before);
			expect(migrate(before).workflow).toBe(before);
			expect(JSON.stringify(before)).toBe(text);
		}),
	);
});
