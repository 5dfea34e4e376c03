import type { IExecuteFunctions } from 'n8n-workflow';

import {
	isAnswerOwed,
	isCallerWaiting,
	type CallerFacts,
} from '../../../nodes/WaitForVideo/caller';

/** Whether somebody waits for the output of an execution, so that it must not be suspended. */

type Node = CallerFacts['nodes'][number];

const START = 1_800_000_000_000;
const RESUMED = START + 5_000;

const base = 'n8n-nodes-base';
const ran = (type: string, parameters = {}, more: Partial<Node> = {}): Node => ({
	type,
	parameters,
	ranAt: START,
	isBeforeForm: false,
	...more,
});
const webhook = (responseMode: string, more: Partial<Node> = {}) =>
	ran(`${base}.webhook`, { responseMode }, more);
const chat = (parameters = {}) => ran('@n8n/n8n-nodes-langchain.chatTrigger', parameters);
const notRun = { ranAt: undefined };
const telegram = ran(`${base}.telegramTrigger`);
const approved = ran(`${base}.wait`, { resume: 'webhook' }, { ranAt: RESUMED });

test.each<[what: string, waits: boolean, mode: string, nodes: Node[], partStart?: number]>([
	['a webhook that answers at the end', true, 'webhook', [webhook('lastNode')]],
	['a webhook that answers at once', false, 'webhook', [webhook('onReceived')]],
	['a webhook with a node that answers', false, 'webhook', [webhook('responseNode')]],
	['a webhook that streams', true, 'webhook', [webhook('streaming')]],
	['a schedule', false, 'trigger', [ran(`${base}.scheduleTrigger`)]],
	[
		'Telegram, beside a webhook that answers at the end',
		false,
		'webhook',
		[webhook('lastNode', notRun), telegram],
	],
	[
		'that webhook, beside Telegram',
		true,
		'webhook',
		[webhook('lastNode'), { ...telegram, ...notRun }],
	],
	[
		'a webhook that was answered when an approval suspended',
		false,
		'webhook',
		[webhook('lastNode'), approved],
		RESUMED,
	],
	[
		'a call that resumes a Wait, and is answered at the end',
		true,
		'trigger',
		[
			ran(`${base}.scheduleTrigger`),
			{ ...approved, parameters: { resume: 'webhook', responseMode: 'lastNode' } },
		],
		RESUMED,
	],
	['a form that answers at the end', true, 'webhook', [formTrigger('lastNode', false)]],
	['a form with another one after it', false, 'webhook', [formTrigger('lastNode', true)]],
	['a chat as it is by default', true, 'webhook', [chat({ options: {} })]],
	['a chat that streams', true, 'webhook', [chat({ options: { responseMode: 'streaming' } })]],
	['a chat in n8n itself', true, 'webhook', [chat({ availableInChat: true })]],
	[
		'a chat with nodes that answer',
		false,
		'webhook',
		[chat({ options: { responseMode: 'responseNodes' } })],
	],
	['the test URL of a webhook that answers at the end', true, 'manual', [webhook('lastNode')]],
	['Execute workflow', false, 'manual', [ran(`${base}.manualTrigger`)]],
	[
		'Execute step, with a webhook that ran before',
		false,
		'manual',
		[webhook('lastNode', { ranAt: START - 1 })],
	],
	['an evaluation', true, 'evaluation', [ran(`${base}.evaluationTrigger`)]],
	['Retry', false, 'retry', [webhook('lastNode')]],
	['a sub-workflow', false, 'integrated', [ran(`${base}.executeWorkflowTrigger`)]],
])('%s: %s', (_what, waits, mode, nodes, partStart = START) => {
	expect(isAnswerOwed({ mode, partStart, nodes })).toBe(waits);
});

function formTrigger(responseMode: string, isBeforeForm: boolean): Node {
	return ran(`${base}.formTrigger`, { responseMode }, { isBeforeForm });
}

/** An execution of a webhook with a form after it, as n8n shows it to the node. */
const shown = (inside: object): IExecuteFunctions => {
	const hook = {
		name: 'Hook',
		type: `${base}.formTrigger`,
		parameters: { responseMode: 'lastNode' },
	};
	return {
		getMode: () => 'webhook',
		getNode: () => ({ name: 'Wait For Video' }),
		getExecutionContext: () => ({ establishedAt: START }),
		getParentNodes: () => [hook],
		getChildNodes: () => [{ name: 'Page', type: `${base}.form`, disabled: true }],
		...inside,
	} as unknown as IExecuteFunctions;
};

const run = (startTime: number, executionIndex: number) => ({
	startTime,
	executionTime: 1,
	executionIndex,
});

test.each<[what: string, waits: boolean, resultData: object | undefined]>([
	['the trigger ran', true, { runData: { Hook: [run(START, 0)] } }],
	['another trigger ran', false, { runData: { Telegram: [run(START, 0)] } }],
	[
		'n8n has resumed the execution, however soon',
		false,
		{ runData: { Hook: [run(START, 0)], Approve: [run(RESUMED, 0)] } },
	],
	[
		'its output is pinned',
		false,
		{ runData: { Hook: [run(START, 0)] }, pinData: { Hook: [{ json: {} }] } },
	],
	['n8n does not tell what ran', true, undefined],
])('read from n8n: %s', (_what, waits, resultData) => {
	expect(isCallerWaiting(shown({ runExecutionData: { resultData } }))).toBe(waits);
});

test('read from n8n: a form page that is not deactivated', () => {
	const page = { name: 'Page', type: `${base}.wait`, parameters: { resume: 'form' } };
	expect(isCallerWaiting(shown({ getChildNodes: () => [page] }))).toBe(false);
});
