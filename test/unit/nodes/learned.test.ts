import type { IDataObject, IExecuteFunctions, INodeCredentials } from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import type { Gateway, VideoJob, VideoRequest } from '../../../gateways/gateway';
import type { Watch } from '../../../gateways/waiting/watch';
import type { JobOfItem } from '../../../nodes/shared/jobs';
import { formatKey, noteSize } from '../../../nodes/shared/waiting/formats';
import type { learnFrom, usualTimeOf } from '../../../nodes/shared/waiting/learned';

/** What a node knows of earlier videos: in its process, and in the static data of its workflow. */

const NOW = Date.UTC(2026, 9, 1, 12);

/** A process of n8n that has just started. */
function startProcess(): { learnFrom: typeof learnFrom; usualTimeOf: typeof usualTimeOf } {
	let started!: { learnFrom: typeof learnFrom; usualTimeOf: typeof usualTimeOf };
	jest.isolateModules(() => {
		started = jest.requireActual('../../../nodes/shared/waiting/learned');
	});
	return started;
}

interface Running {
	/** What the workflow's static data holds, by node. */
	staticData?: Record<string, unknown>;
	/** The parameters of its nodes. */
	parameters?: IDataObject;
	/** What n8n keeps for the execution. */
	flow?: IDataObject;
	/** Older or newer than the n8n that was read. */
	unknownInside?: boolean;
	/** How the execution was started. */
	mode?: string;
	credentials?: INodeCredentials;
}

function execution({
	staticData = {},
	parameters = {},
	flow = {},
	unknownInside,
	mode = 'trigger',
	credentials = {},
}: Running = {}) {
	const own = (staticData['node:Wait'] ??= {}) as IDataObject;
	return {
		getContext: () => flow,
		getMode: () => mode,
		getNode: () => ({ credentials }),
		getWorkflowStaticData: () => own,
		...(unknownInside ? {} : { workflow: { nodes: { Code: { parameters } }, staticData } }),
	} as unknown as IExecuteFunctions;
}

const gateway = findGateway('minimax')!;
/** A model with several sizes, and one with a single size. */
const ofSizes = gateway.models.find(
	({ formats }) =>
		Array.isArray(formats) && new Set(formats.map(({ resolution }) => resolution)).size > 1,
)!;
const ofOneSize = findGateway('fal')!.models.find(
	({ formats }) =>
		Array.isArray(formats) && new Set(formats.map(({ resolution }) => resolution)).size === 1,
)!;

const jobOf = (
	before: Partial<VideoJob> = {},
	more: { gateway?: Gateway; jobId?: string } = {},
): JobOfItem => ({
	gateway,
	jobId: '1',
	wasRunning: true,
	before: {
		model: ofSizes.id,
		durationSeconds: 6,
		submittedAt: new Date(NOW).toISOString(),
		...before,
	},
	...more,
});

/** A flow in which Submit Video has noted the size of job 1. */
function notedFlow(request: Pick<VideoRequest, 'resolution' | 'additionalFields'> = {}) {
	const flow: IDataObject = {};
	noteSize(execution({ flow }), { gateway: gateway.id, jobId: '1' }, request);
	return flow;
}

/** The end of a watch that saw the job running until shortly before. */
function seen(seconds: number, status: VideoJob['status'] = 'completed', more = {}) {
	const watch: Watch = {
		submittedAt: NOW,
		deadline: NOW + 1e7,
		nextCheckAt: NOW,
		checks: 9,
		failures: 0,
		wasRunning: true,
		runningAt: NOW + (seconds - 3) * 1000,
	};
	const job: VideoJob = { gateway: gateway.id, jobId: '1', status };
	return {
		end: { kind: 'final', job } as const,
		watch,
		endedAt: NOW + seconds * 1000,
		...more,
	};
}

const pace = { minPollSeconds: 5, typicalSeconds: ofSizes.typicalSeconds };
const quick = ofSizes.typicalSeconds / 4;

describe('what a duration is learned for', () => {
	test('is gateway, model, length and size', () => {
		const flow = notedFlow({ resolution: '768P' });
		expect(formatKey(execution({ flow }), jobOf())).toBe(`minimax ${ofSizes.id} 6s 768p`);
		const usual = { flow: notedFlow() };
		expect(formatKey(execution(usual), jobOf())).toBe(`minimax ${ofSizes.id} 6s`);
		const { model, submittedAt } = jobOf().before as Required<VideoJob>;
		const unset = { model, submittedAt };
		expect(formatKey(execution(usual), { ...jobOf(), before: unset })).toBe(
			`minimax ${ofSizes.id}`,
		);
	});

	test('is unknown where the size is, as with only the ID of a job', () => {
		expect(formatKey(execution(), jobOf())).toBeUndefined();
		expect(formatKey(execution({ flow: notedFlow() }), jobOf({}, { jobId: '2' }))).toBe(
			undefined,
		);
		expect(
			formatKey(execution({ flow: notedFlow() }), { ...jobOf(), before: {} }),
		).toBeUndefined();
		for (const model of [7, null, {}, undefined]) {
			const odd = jobOf({ model: model as unknown as string });
			expect(formatKey(execution({ flow: notedFlow() }), odd)).toBeUndefined();
		}
		const flow = notedFlow({ resolution: '768P', additionalFields: { resolution: '1080P' } });
		expect(formatKey(execution({ flow }), jobOf())).toBeUndefined();
	});

	test('is also the server, where the credential says which one', () => {
		const server = findGateway('openaicompatible')!;
		const keys = ['1', '2'].map((id) => {
			const credentials = { [server.credentialType]: { id, name: 'Server' } };
			const job = jobOf({ model: 'default' }, { gateway: server });
			const flow = {};
			noteSize(execution({ flow }), { gateway: server.id, jobId: '1' }, {});
			return formatKey(execution({ flow, credentials }), job);
		});
		expect(keys).toEqual(['1', '2'].map((id) => `openaicompatible/${id} default 6s`));
	});

	test('needs no note where the model has one size', () => {
		const job = jobOf({ model: ofOneSize.id }, { gateway: findGateway('fal')! });
		expect(formatKey(execution(), job)).toBe(`fal ${ofOneSize.id} 6s`);
	});
});

describe('what is learned', () => {
	const flow = notedFlow();

	test('holds for all workflows of the process, and for no other format', () => {
		const { learnFrom, usualTimeOf } = startProcess();
		learnFrom(execution({ flow }), jobOf(), seen(quick), pace);
		const other = execution({ flow });
		expect(usualTimeOf(other, jobOf()).typicalSeconds).toBeLessThan(pace.typicalSeconds);
		expect(usualTimeOf(other, jobOf({ durationSeconds: 10 }))).toEqual({
			typicalSeconds: pace.typicalSeconds,
		});
	});

	test('survives a restart in the static data of the workflow, over whatever was there', () => {
		for (const garbage of [
			undefined,
			'text',
			[1],
			{ a: 'b', [`minimax ${ofSizes.id} 6s`]: 7 },
		]) {
			const staticData = { 'node:Wait': { videoDurations: garbage } };
			const first = startProcess();
			for (const seconds of [quick, quick, quick]) {
				first.learnFrom(execution({ flow, staticData }), jobOf(), seen(seconds), pace);
			}
			const stored = JSON.parse(JSON.stringify(staticData)) as Record<string, unknown>;
			const { typicalSeconds, scatter } = startProcess().usualTimeOf(
				execution({ flow, staticData: stored }),
				jobOf(),
			);
			expect(typicalSeconds).toBeLessThan(pace.typicalSeconds / 2);
			expect(scatter).toBeDefined();
		}
	});

	test('does not get lost where executions overwrite each other', () => {
		const { learnFrom, usualTimeOf } = startProcess();
		for (let count = 0; count < 5; count += 1) {
			// Each has found nothing stored when it started.
			learnFrom(execution({ flow, staticData: {} }), jobOf(), seen(quick), pace);
		}
		const staticData: Record<string, unknown> = {};
		learnFrom(execution({ flow, staticData }), jobOf(), seen(quick), pace);
		expect(JSON.stringify(staticData).split(String(quick))).toHaveLength(7);
		expect(usualTimeOf(execution({ flow }), jobOf()).typicalSeconds).toBeLessThan(
			pace.typicalSeconds / 2,
		);
	});

	const nothing: Array<[string, Parameters<typeof learnFrom>[2], JobOfItem?]> = [
		['failed', seen(quick, 'failed')],
		['was cancelled', seen(quick, 'cancelled')],
		['was finished before the wait', seen(quick, 'completed', { endedAt: undefined })],
		['still runs', seen(quick, 'completed', { end: undefined })],
		['is late', seen(quick, 'completed', { end: { kind: 'timedOut' } })],
		['was submitted nobody knows when', seen(quick), jobOf({ submittedAt: 'yesterday' })],
		['takes a negative time', seen(-quick)],
	];
	test.each(nothing)('is nothing of a job that %s', (_name, watched, job = jobOf()) => {
		const { learnFrom, usualTimeOf } = startProcess();
		const staticData = {};
		learnFrom(execution({ flow, staticData }), job, watched, pace);
		expect(usualTimeOf(execution({ flow }), jobOf())).toEqual({
			typicalSeconds: pace.typicalSeconds,
		});
		expect(staticData).toEqual({ 'node:Wait': {} });
	});
});

/**
 * n8n stores all static data of a workflow as the execution found it: a polling trigger that has gone on meanwhile would
 * start the same rows again, and their videos would be paid for twice.
 */
describe("the workflow's static data", () => {
	const flow = notedFlow();
	const isWritten = (running: Running) => {
		const staticData = { ...running.staticData, 'node:Wait': {} };
		startProcess().learnFrom(
			execution({ flow, ...running, staticData }),
			jobOf(),
			seen(9),
			pace,
		);
		return 'videoDurations' in staticData['node:Wait'];
	};

	test.each<[string, Running]>([
		['empty', {}],
		[
			'that of a schedule that keeps nothing',
			{
				staticData: {
					'node:Schedule Trigger': {
						recurrenceRules: [null],
						recurrenceRuleSignatures: [null],
					},
				},
			},
		],
		[
			'only durations, of other nodes',
			{
				staticData: { 'node:Submit Video': { videoDurations: { a: [60] } } },
			},
		],
	])('is written where it is %s', (_name, running) => {
		expect(isWritten(running)).toBe(true);
	});

	test.each<[string, Running]>([
		[
			'a polling trigger',
			{
				staticData: { 'node:Google Sheets Trigger': { lastTimeChecked: '2026-10-01' } },
			},
		],
		['a schedule', { staticData: { 'node:Schedule Trigger': { recurrenceRules: [7] } } }],
		['a callback trigger', { staticData: { 'node:Trigger': { seenStates: ['a'] } } }],
		['code', { staticData: { global: { done: false } } }],
		[
			'code that has not yet',
			{
				parameters: { jsCode: "$getWorkflowStaticData('global').done = true" },
			},
		],
		['nobody knows who', { unknownInside: true }],
		['the workflow around a sub-workflow', { mode: 'integrated' }],
	])('is left alone where %s keeps something there', (_name, running) => {
		expect(isWritten(running)).toBe(false);
	});
});
