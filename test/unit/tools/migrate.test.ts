import { migrate } from '../../../tools/migrate/migrate';
import { reportOn } from '../../../tools/migrate/report';
import type { Fields, Workflow, WorkflowNode } from '../../../tools/migrate/workflow';
import {
	isMigratable,
	readSample,
	sampleNames,
	sampleText,
	TYPED_KEY,
} from '../../migrate/samples';

const nodeOf = ({ nodes }: Workflow, name: string): WorkflowNode =>
	nodes.find((node) => node.name === name)!;

const parametersOf = (workflow: Workflow, name: string): Fields =>
	nodeOf(workflow, name).parameters!;

/** Where a node leads, by its outputs. */
const leadsTo = ({ connections }: Workflow, name: string): string[][] =>
	(connections[name]?.main ?? []).map((targets) => (targets ?? []).map(({ node }) => node));

/** The parameters of a Set node, by the names of the fields that it sets. */
const fieldsSet = (workflow: Workflow, name: string): Fields => {
	const { assignments } = parametersOf(workflow, name).assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	return Object.fromEntries(assignments.map((field) => [field.name, field.value]));
};

/** What each sample becomes: its submit node, its wait node, and what the submit asks for. */
const expected: Record<string, { submit: string; wait: string; asks: Fields; waits?: Fields }> = {
	'fal-status-loop': {
		submit: 'Create Video',
		wait: 'Download Video',
		asks: {
			gateway: 'fal',
			model: { __rl: true, mode: 'list', value: 'fal-ai/veo3', cachedResultName: 'Veo 3' },
			prompt: '={{ $json.prompt }}',
			aspectRatio: '9:16',
			duration: '',
			resolution: '',
			options: { audio: false },
		},
	},
	'fal-answer-urls-switch': {
		submit: 'Animate',
		wait: 'Save File',
		asks: {
			gateway: 'fal',
			model: expect.objectContaining({ value: 'fal-ai/kling-video/v2.5-turbo/pro' }),
			prompt: "={{ $json.prompt }}, {{ $now.year > 2000 ? 'studio light' : '' }}",
			imageSource: 'url',
			imageUrl: '={{ $json.image }}',
			duration: 10,
			aspectRatio: '',
			options: { negativePrompt: 'blur' },
		},
		waits: { options: { binaryPropertyName: 'clip' } },
	},
	'fal-counter': {
		submit: 'Hailuo',
		wait: 'Download',
		asks: {
			gateway: 'fal',
			model: expect.objectContaining({ value: 'fal-ai/minimax/hailuo-2.3' }),
			prompt: '={{ $json.prompt }}',
			duration: 6,
			resolution: '',
			options: { promptOptimizer: false },
		},
		waits: { timeoutMinutes: 15 },
	},
	'fal-fixed-wait': {
		submit: 'Seedance',
		wait: 'Get File',
		asks: {
			gateway: 'fal',
			model: expect.objectContaining({ value: 'fal-ai/bytedance/seedance/v1/pro/fast' }),
			prompt: '={{ $json.prompt }}',
			resolution: '1080p',
			duration: 5,
			aspectRatio: '',
			options: { additionalFields: JSON.stringify({ camera_fixed: true }, undefined, 2) },
		},
	},
	'kie-task-code': {
		submit: 'Submit Task',
		wait: 'Download',
		asks: {
			gateway: 'kie',
			model: expect.objectContaining({ value: 'kling-2.6' }),
			prompt: '={{ $json.prompt }}',
			duration: 10,
			aspectRatio: '9:16',
			options: { audio: '={{ $json.sound }}' },
		},
	},
	'kie-task-set': {
		submit: 'Create Task',
		wait: 'Fetch',
		asks: {
			gateway: 'kie',
			model: expect.objectContaining({ value: 'hailuo-02-standard' }),
			prompt: '={{ $json.prompt }}',
			imageSource: 'url',
			imageUrl: '={{ $json.image }}',
			duration: 6,
			resolution: '768P',
		},
	},
	'kie-veo-batches': {
		submit: 'Generate Video',
		wait: 'Download File',
		asks: {
			gateway: 'kie',
			model: expect.objectContaining({ value: 'veo3_fast' }),
			prompt: '={{ $json.prompt }}',
			aspectRatio: '9:16',
			duration: '',
			resolution: '',
			options: {
				additionalFields: JSON.stringify({ enableTranslation: true }, undefined, 2),
			},
		},
	},
	'minimax-files': {
		submit: 'Submit',
		wait: 'Download',
		asks: {
			gateway: 'minimax',
			model: expect.objectContaining({ value: 'MiniMax-Hailuo-2.3' }),
			prompt: '={{ $json.prompt }}',
			duration: 6,
			resolution: '768P',
			options: { promptOptimizer: false },
		},
	},
	'openai-sora': {
		submit: 'Create Sora Video',
		wait: 'Video Content',
		asks: {
			gateway: 'openaicompatible',
			model: { __rl: true, mode: 'id', value: 'sora-2' },
			prompt: '={{ $json.prompt }}',
			duration: 4,
			resolution: '1280x720',
		},
	},
	'replicate-by-id': {
		submit: 'Create Prediction',
		wait: 'Download Output',
		asks: {
			gateway: 'replicate',
			model: expect.objectContaining({ value: 'google/veo-3.1-fast' }),
			prompt: '={{ $json.prompt }}',
			duration: 4,
			resolution: '720p',
			aspectRatio: '',
			options: { audio: false, seed: 11 },
		},
	},
	'replicate-urls-get': {
		submit: 'Start Wan',
		wait: 'Poll',
		asks: {
			gateway: 'replicate',
			model: expect.objectContaining({ value: 'wan-video/wan-2.2-t2v-fast' }),
			prompt: '={{ $json.prompt }}',
			resolution: '480p',
			aspectRatio: '16:9',
			options: {
				additionalFields: JSON.stringify({ go_fast: true, num_frames: 81 }, undefined, 2),
			},
		},
		waits: { downloadVideo: false },
	},
};

test('every sample that can be migrated has its expectation', () => {
	expect(Object.keys(expected).sort()).toEqual(sampleNames.filter(isMigratable).sort());
});

describe.each(Object.entries(expected))('%s', (name, { submit, wait, asks, waits }) => {
	const sample = readSample(name);
	const { workflow, replaced, skipped, left } = migrate(sample);

	test('becomes Submit Video and Wait For Video that ask for the same', () => {
		expect(skipped).toEqual([]);
		expect(left).toEqual([]);
		expect(replaced).toMatchObject([{ submit, wait, gateway: asks.gateway }]);
		expect(nodeOf(workflow, submit).type).toBe('n8n-nodes-video-gateways.submitVideo');
		expect(parametersOf(workflow, submit)).toEqual(asks);
		expect(nodeOf(workflow, wait).type).toBe('n8n-nodes-video-gateways.waitForVideo');
		expect(parametersOf(workflow, wait)).toEqual({
			itemGateways: [asks.gateway],
			downloadVideo: true,
			...waits,
		});
	});

	test('names no node that is gone', () => {
		const names = workflow.nodes.map((node) => node.name);
		const gone = sample.nodes.map((node) => node.name).filter((one) => !names.includes(one));
		const text = JSON.stringify([workflow.nodes, workflow.connections]);
		expect(
			gone.filter((one) => text.includes(`'${one}'`) || text.includes(`"${one}"`)),
		).toEqual([]);
	});

	test('keeps every other node, but for what it read from those that are gone', () => {
		const before = new Map(sample.nodes.map((node) => [node.name, node]));
		for (const node of workflow.nodes.filter((one) => ![submit, wait].includes(one.name))) {
			const { parameters } = node;
			expect(JSON.stringify(node)).toBe(
				JSON.stringify({ ...before.get(node.name), parameters }),
			);
		}
	});
});

test('references go to the fields of the new items', () => {
	const results = Object.fromEntries(
		sampleNames
			.filter(isMigratable)
			.map((name) => [name, fieldsSet(migrate(readSample(name)).workflow, 'Result').url]),
	);
	expect(results).toEqual({
		'fal-answer-urls-switch': "={{ $('Save File').first().json.videoUrl }}",
		'fal-counter': "={{ $('Download').item.json.videoUrl }}",
		'fal-fixed-wait': '={{ $json.videoUrl }}',
		'fal-status-loop': "={{ $('Download Video').item.json.videoUrl }}",
		'kie-task-code': "={{ $('Download').item.json.videoUrl }}",
		'kie-task-set': "={{ $('Fetch').item.json.videoUrl }}",
		'kie-veo-batches': "={{ $('Download File').item.json.videoUrl }}",
		'minimax-files': "={{ $('Download').item.json.videoUrl }}",
		'openai-sora': "={{ $('Video Content').item.json.jobId }}",
		'replicate-by-id': `={{ $node['Download Output'].json.videoUrl }}`,
		'replicate-urls-get': "={{ $('Poll').item.json.videoUrl }}",
	});
});

test('failed jobs and refused requests leave by the error outputs', () => {
	const { workflow } = migrate(readSample('kie-veo-batches'));

	expect(leadsTo(workflow, 'Generate Video')).toEqual([['Download File'], ['Refused Row']]);
	expect(leadsTo(workflow, 'Download File')).toEqual([['Result'], ['Failed Row']]);
	for (const name of ['Generate Video', 'Download File']) {
		expect(nodeOf(workflow, name).onError).toBe('continueErrorOutput');
	}
	expect(fieldsSet(workflow, 'Refused Row').reason).toBe('={{ $json.error }}');
	expect(fieldsSet(workflow, 'Failed Row').reason).toBe('={{ $json.error }}');
});

test('a branch for failed jobs reads the failed item, also by the name of a node that is gone', () => {
	const { workflow } = migrate(
		changed('kie-veo-batches', 'Failed Row', (parameters) => ({
			...parameters,
			note: "={{ $('Record Info').item.json.data.errorCode }}",
		})),
	);
	expect(parametersOf(workflow, 'Failed Row').note).toBe(
		"={{ $('Download File').item.json.details.code }}",
	);
});

test('a loop that gives up does so by the error output', () => {
	const { workflow } = migrate(readSample('fal-counter'));
	expect(leadsTo(workflow, 'Download')).toEqual([['Result'], ['Timed Out']]);
});

test.each([
	['left-message-in-loop', /also goes to "Say Still Waiting"/],
	['left-waits-for-webhook', /"Wait for Call" waits for the gateway to call/],
])('%s stays as it is, and the report says why', (name, reason) => {
	const sample = readSample(name);
	const { workflow, replaced, skipped } = migrate(sample);
	expect(replaced).toEqual([]);
	expect(workflow).toBe(sample);
	expect(skipped).toEqual([{ node: 'Create Video', reason: expect.stringMatching(reason) }]);
});

test('a key that was typed into a header is neither in the new workflow nor in the report', () => {
	const name = 'fal-answer-urls-switch';
	expect(sampleText(name)).toContain(TYPED_KEY);
	const migration = migrate(readSample(name));
	const report = reportOn(migration).join('\n');

	expect(JSON.stringify(migration.workflow)).not.toContain(TYPED_KEY);
	expect(report).not.toContain(TYPED_KEY);
	expect(report).toMatch(/A key was typed into the header Authorization of "Animate"/);
});

test('the report says which credential to create', () => {
	expect(reportOn(migrate(readSample('minimax-files'))).join('\n')).toMatch(
		/credential of the type MiniMax \(minimaxVideoApi\).*\n.*"MiniMax key"/,
	);
});

test('OpenAI has no videos any more, and the report says what to do', () => {
	expect(reportOn(migrate(readSample('openai-sora'))).join('\n')).toMatch(
		/switched off its videos API on 2026-09-24.*choose a model there/,
	);
});

/** A sample with other parameters in one of its nodes. */
const changed = (name: string, node: string, change: (parameters: Fields) => Fields): Workflow => {
	const sample = readSample(name);
	return {
		...sample,
		nodes: sample.nodes.map((one) =>
			one.name === node ? { ...one, parameters: change(one.parameters!) } : one,
		),
	};
};

test('a reference that no field answers is left and reported with its node and parameter', () => {
	const reference = "$('Get Video').item.json.video.file_name";
	const { workflow, left } = migrate(
		changed('fal-status-loop', 'Result', (parameters) => ({
			...parameters,
			note: `={{ ${reference} }} of {{ $json.video.url }}`,
		})),
	);
	expect(left).toEqual([{ node: 'Result', parameter: 'note', text: reference }]);
	expect(parametersOf(workflow, 'Result').note).toBe(
		`={{ ${reference} }} of {{ $json.videoUrl }}`,
	);
});

test('a status keeps its field, and the report says that its words are others', () => {
	const { notes } = migrate(
		changed('fal-status-loop', 'Result', (parameters) => ({
			...parameters,
			note: "={{ $('Get Status').item.json.status }}",
		})),
	);
	expect(notes).toEqual([
		{ node: 'Result', parameter: 'note', text: expect.stringMatching(/was COMPLETED/) },
	]);
});

test.each([
	['an image model', 'https://queue.fal.run/fal-ai/flux/schnell', /isn't known to make videos/],
	[
		'a video model that no table has',
		'https://queue.fal.run/fal-ai/ltxv-13b/text-to-video',
		undefined,
	],
])('%s', (_, url, reason) => {
	const { replaced, skipped, workflow } = migrate(
		changed('fal-status-loop', 'Create Video', (parameters) => ({ ...parameters, url })),
	);
	if (reason) {
		expect(skipped).toEqual([{ node: 'Create Video', reason: expect.stringMatching(reason) }]);
		return;
	}
	expect(replaced).toHaveLength(1);
	expect(parametersOf(workflow, 'Create Video')).toMatchObject({
		model: { __rl: true, mode: 'id', value: 'fal-ai/ltxv-13b/text-to-video' },
		aspectRatio: '9:16',
	});
});

test('a model that an expression gives is set by its ID', () => {
	const { workflow } = migrate(
		changed('kie-task-set', 'Create Task', (parameters) => ({
			...parameters,
			jsonBody:
				'={ "model": "{{ $json.videoModel }}", "input": { "prompt": "{{ $json.prompt }}", "n_frames": 10 } }',
		})),
	);
	expect(parametersOf(workflow, 'Create Task')).toEqual({
		gateway: 'kie',
		model: { __rl: true, mode: 'id', value: '={{ $json.videoModel }}' },
		prompt: '={{ $json.prompt }}',
		options: { additionalFields: JSON.stringify({ n_frames: 10 }, undefined, 2) },
	});
});

test('a model that an expression gives on a route of its own is left: it would go to another route', () => {
	const { skipped } = migrate(
		changed('kie-veo-batches', 'Generate Video', (parameters) => ({
			...parameters,
			jsonBody: '={{ { model: $json.videoModel, prompt: $json.prompt } }}',
		})),
	);
	expect(skipped[0]?.reason).toMatch(/can't send its request/);
});

test('a value that the table of the model lacks goes into Additional Fields, and is sent all the same', () => {
	const { workflow } = migrate(
		changed('replicate-by-id', 'Create Prediction', (parameters) => ({
			...parameters,
			jsonBody: '={{ { input: { prompt: $json.prompt, duration: 7, steps: $json.steps } } }}',
		})),
	);
	expect(parametersOf(workflow, 'Create Prediction')).toMatchObject({
		duration: '',
		options: {
			additionalFields: '={{ JSON.stringify({ "duration": 7, "steps": $json.steps }) }}',
		},
	});
});

test.each([
	['jsonBody', '={{ $json.body }}', /body of its request can't be read/],
	['jsonBody', '={ "prompt": {{ $json.prompt }', /body of its request can't be read/],
])('a body that is %s %s is left', (key, value, reason) => {
	const sample = changed('fal-status-loop', 'Create Video', (parameters) => ({
		...parameters,
		[key]: value,
	}));
	const { workflow, skipped } = migrate(sample);
	expect(workflow).toBe(sample);
	expect(skipped).toEqual([{ node: 'Create Video', reason: expect.stringMatching(reason) }]);
});

test('a condition about something else is left', () => {
	const { skipped } = migrate(
		changed('fal-status-loop', 'Completed?', () => ({
			conditions: {
				combinator: 'and',
				conditions: [
					{
						leftValue: '={{ $now.hour }}',
						rightValue: 12,
						operator: { type: 'number', operation: 'gt' },
					},
				],
			},
		})),
	);
	expect(skipped[0]?.reason).toMatch(/conditions of "Completed\?" can't be understood/);
});

test.each<[what: string, to: (sample: Workflow) => Workflow, reason: RegExp]>([
	[
		'that also logs each status',
		(sample) => ({
			...sample,
			nodes: [...sample.nodes, { name: 'Log', type: 'n8n-nodes-base.googleSheets' }],
			connections: {
				...sample.connections,
				'Get Status': {
					main: [['Completed?', 'Log'].map((node) => ({ node, type: 'main', index: 0 }))],
				},
			},
		}),
		/also goes to "Log" while the video is being made/,
	],
	[
		'whose status comes with its headers',
		(sample) => ({
			...sample,
			nodes: sample.nodes.map((node) =>
				node.name === 'Get Status'
					? {
							...node,
							parameters: {
								...node.parameters,
								options: { response: { response: { fullResponse: true } } },
							},
						}
					: node,
			),
		}),
		/"Get Status" outputs the whole response/,
	],
	[
		'that only some accounts come to',
		(sample) => ({
			...sample,
			nodes: [
				...sample.nodes,
				{
					name: 'Paid?',
					type: 'n8n-nodes-base.if',
					typeVersion: 2.2,
					parameters: {
						conditions: {
							combinator: 'and',
							conditions: [
								{
									leftValue: "={{ $('Idea').item.json.accountType }}",
									rightValue: 'paid',
									operator: { type: 'string', operation: 'equals' },
								},
							],
						},
					},
				},
			],
			connections: {
				...sample.connections,
				'Create Video': { main: [[{ node: 'Paid?', type: 'main', index: 0 }]] },
				'Paid?': { main: [[{ node: 'Wait a Minute', type: 'main', index: 0 }]] },
			},
		}),
		/conditions of "Paid\?" can't be understood/,
	],
])('a loop %s is left', (_, change, reason) => {
	const sample = change(readSample('fal-status-loop'));
	const { workflow, skipped } = migrate(sample);
	expect(workflow).toBe(sample);
	expect(skipped).toEqual([{ node: 'Create Video', reason: expect.stringMatching(reason) }]);
});

test('two loops in a row are both replaced, and the second reads the first', () => {
	const sample = readSample('fal-status-loop');
	const second = readSample('minimax-files');
	const own = second.nodes.filter(({ name }) => !['Idea', 'Result'].includes(name)).slice(1);
	const { workflow, replaced, left } = migrate({
		...sample,
		nodes: [
			...sample.nodes.filter(({ name }) => name !== 'Result'),
			...own.map((node) =>
				node.name === 'Submit'
					? {
							...node,
							parameters: {
								...node.parameters,
								jsonBody:
									'={{ { model: "MiniMax-Hailuo-2.3", prompt: $("Idea").item.json.prompt, first_frame_image: $json.video.url } }}',
							},
						}
					: node,
			),
		],
		connections: {
			...second.connections,
			...sample.connections,
			'Download Video': { main: [[{ node: 'Submit', type: 'main', index: 0 }]] },
		},
	});
	expect(replaced.map(({ wait }) => wait)).toEqual(['Download Video', 'Download']);
	expect(left).toEqual([]);
	expect(parametersOf(workflow, 'Submit')).toMatchObject({
		prompt: '={{ $("Idea").item.json.prompt }}',
		imageSource: 'url',
		imageUrl: '={{ $json.videoUrl }}',
	});
	expect(leadsTo(workflow, 'Download Video')).toEqual([['Submit']]);
});

test('a node that something else leads to stays, and so does its loop', () => {
	const sample = readSample('fal-status-loop');
	const { skipped } = migrate({
		...sample,
		nodes: [...sample.nodes, { name: 'Other Trigger', type: 'n8n-nodes-base.scheduleTrigger' }],
		connections: {
			...sample.connections,
			'Other Trigger': { main: [[{ node: 'Get Status', type: 'main', index: 0 }]] },
		},
	});
	expect(skipped[0]?.reason).toMatch(/"Other Trigger" also leads to "Get Status"/);
});

test('an HTTP Request of an old version is named', () => {
	const sample = readSample('fal-status-loop');
	const { skipped } = migrate({
		...sample,
		nodes: sample.nodes.map((node) =>
			node.name === 'Create Video' ? { ...node, typeVersion: 2 } : node,
		),
	});
	expect(skipped).toEqual([
		{ node: 'Create Video', reason: expect.stringMatching(/version before 3/) },
	]);
});

test('a migrated workflow has nothing left to migrate', () => {
	for (const name of sampleNames.filter(isMigratable)) {
		const { workflow } = migrate(readSample(name));
		expect(migrate(workflow).workflow).toBe(workflow);
	}
});
