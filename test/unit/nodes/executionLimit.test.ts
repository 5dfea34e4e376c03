import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { NodeRun } from '../../../nodes/shared/internals';
import {
	findPartStart,
	findTimeLimit,
	readExecutionEnd,
} from '../../../nodes/shared/waiting/executionLimit';

/** When n8n ends an execution, by what it tells at different moments. Times are seconds since the execution's start. */

const START = 1_800_000_000_000;
const at = (seconds: number) => START + seconds * 1000;

interface Told {
	id?: string;
	mode?: string;
	/** The workflow setting Timeout Workflow. */
	setting?: number;
	/** What n8n reports, which is the whole timeout after a resume. */
	reported?: number;
	/** As of the execution context; n8n 1 before 1.118 has none. */
	establishedAt?: number | undefined;
	runs?: NodeRun[];
	flow?: IDataObject;
}

const execution = (told: Told): IExecuteFunctions => {
	const flow = told.flow ?? {};
	return {
		getContext: () => flow,
		getExecutionId: () => told.id ?? '1',
		getMode: () => told.mode ?? 'trigger',
		getWorkflowSettings: () => ({ executionTimeout: told.setting }),
		getExecutionContext: () => ({
			establishedAt: 'establishedAt' in told ? told.establishedAt : START,
		}),
		additionalData: {
			executionTimeoutTimestamp: told.reported === undefined ? undefined : at(told.reported),
		},
		runExecutionData: { resultData: { runData: { Node: told.runs ?? [] } } },
	} as unknown as IExecuteFunctions;
};

const endSeen = (told: Told, now: number): number | undefined => {
	const end = readExecutionEnd(execution(told), at(now));
	return end === undefined ? undefined : (end - START) / 1000;
};

/** Of a node that ran from one second to another; its number among the runs where n8n tells it. */
const run = (from: number, to: number, executionIndex?: number): NodeRun => ({
	startTime: at(from),
	executionTime: (to - from) * 1000,
	...(executionIndex === undefined ? {} : { executionIndex }),
});

test.each<[what: string, now: number, told: Told, end: number | undefined]>([
	['no limit', 10, {}, undefined],
	['no limit, which a workflow asks for', 10, { setting: -1 }, undefined],
	['Timeout Workflow', 10, { setting: 100, reported: 100 }, 100],
	['Timeout Workflow after a suspension', 90, { setting: 100, reported: 185 }, 100],
	['a setting over EXECUTIONS_TIMEOUT_MAX', 10, { setting: 900, reported: 100 }, 100],
	[
		'Timeout Workflow where n8n tells no start',
		10,
		{ setting: 100, establishedAt: undefined },
		110,
	],
	['EXECUTIONS_TIMEOUT', 80, { reported: 100, runs: [run(0, 1), run(1, 80)] }, 100],
	[
		'EXECUTIONS_TIMEOUT after a Wait node of n8n',
		72,
		{ reported: 170, runs: [run(0, 1), run(70, 71)] },
		100,
	],
	[
		'Retry, long after the original start',
		900,
		{ mode: 'retry', setting: 60, reported: 955 },
		955,
	],
	['an end that n8n did not keep', 150, { setting: 100, reported: 230 }, 230],
])('%s', (_what, now, told, end) => {
	expect(endSeen(told, now)).toBe(end);
});

test('the first node of the package finds out for those after a suspension', () => {
	const flow = {};
	expect(endSeen({ flow, reported: 100 }, 1)).toBe(100);
	expect(endSeen({ flow, reported: 140 }, 41)).toBe(100);
	// In queue mode it runs on: n8n counts anew.
	expect(endSeen({ flow, reported: 201 }, 102)).toBe(201);
});

test('Retry has the data of the original execution, but a limit of its own', () => {
	const flow = {};
	expect(endSeen({ flow, setting: 100, reported: 100 }, 1)).toBe(100);
	const retry = { flow, id: '2', mode: 'retry', setting: 100 };
	expect(endSeen({ ...retry, reported: 190 }, 91)).toBe(190);
	// After its own suspension.
	expect(endSeen({ ...retry, reported: 260 }, 160)).toBe(190);
});

test('a tool that an MCP client calls runs in no execution', () => {
	const outside = { ...execution({ reported: 100 }), getExecutionId: () => undefined };
	expect(readExecutionEnd(outside as unknown as IExecuteFunctions, at(1))).toBe(at(100));
});

test('that there is no limit is known after a suspension, too', () => {
	const flow = {};
	expect(endSeen({ flow }, 1)).toBeUndefined();
	expect(endSeen({ flow, reported: 140 }, 41)).toBeUndefined();
});

test.each<[what: string, runs: NodeRun[], part: number]>([
	['no runs', [], 0],
	['long nodes, one after the other', [run(0, 300), run(301, 900)], 0],
	['two suspensions', [run(0, 1), run(100, 101), run(400, 410), run(410, 411)], 400],
	['runs in any order', [run(400, 410), run(0, 1)], 400],
	[
		'runs that the editor kept of an earlier execution',
		[run(-900, -899), run(-300, -100), run(1, 2)],
		0,
	],
	['a suspension before the first of them', [run(70, 71)], 70],
	[
		'a short suspension, by the numbers of the runs',
		[run(0, 1, 0), run(1, 2, 1), run(7, 8, 0), run(8, 9, 1)],
		7,
	],
])('the part that runs now begins: %s', (_what, runs, part) => {
	expect(findPartStart(START, runs)).toBe(at(part));
});

test('a wait ends by its own limit, or five seconds before n8n ends the execution', () => {
	expect(findTimeLimit(undefined, 30, START)).toEqual({
		milliseconds: 1_800_000,
		words: '30 minutes',
	});
	expect(findTimeLimit(at(1805), 30, START).note).toBeUndefined();
	expect(findTimeLimit(at(65), 30, START)).toMatchObject({
		milliseconds: 60_000,
		words: '60 seconds',
		note: expect.stringMatching(
			/Timeout Workflow or EXECUTIONS_TIMEOUT\) is shorter than 'Time Limit \(Minutes\)' \(30\)/,
		) as string,
	});
	expect(findTimeLimit(at(2), 30, START).milliseconds).toBe(1000);
});
