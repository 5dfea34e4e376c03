import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import {
	workflow,
	type ConnectionSketch,
	type Execution,
	type NodeSketch,
	type WorkflowJson,
} from '../support/n8n/n8n';
import { errorText, jsonOf, rows, startStage, type Stage, videoNode } from './stage';

/**
 * Every setting of Wait For Video with what people get into it by mistake, on the real n8n: for the first item and
 * for a later one, in each way of waiting, with each setting of On Error. All executions start before the first test.
 */

/** What an expression gives by mistake. n8n takes a call of what isn't a function for no value. */
const KINDS = {
	empty: '""',
	null: 'null',
	missing: '$json.missing.deep.deeper',
	noFunction: 'undefinedFunction()',
	text: '"abc"',
	NaN: 'Number("x")',
	negative: '-5',
	object: '({ a: 1 })',
	fails: '$("Nobody").first().json.x',
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

const notSet: readonly Kind[] = ['empty', 'null', 'missing', 'noFunction'];
const asText: readonly Kind[] = [...notSet, 'text', 'negative'];

/** The same as the panel can't write it, but an imported workflow can: for parameters that no expression may give. */
const LITERALS: Partial<Record<Kind, NodeParameterValueType>> = {
	empty: '',
	null: null,
	text: 'abc',
	negative: -5,
	object: { a: 1 },
};

interface Setting {
	/** As the panel shows it. */
	label: string;
	/** Those that an item goes on with: as they are, or with the default. The others fail it. */
	goesOn: readonly Kind[];
	/** Those that are left out: not a mistake that can be seen without asking the gateway. */
	without?: readonly Kind[];
	isOption?: true;
	/** No expression may give it. */
	isFixed?: true;
	/** A good value, as JavaScript. */
	good: string;
}

/** The settings that each item has of its own. */
const itemSettings: Record<string, Setting> = {
	gateway: { label: 'Gateway', goesOn: [], without: notSet, good: '"fromItem"' },
	itemGateways: { label: 'Gateways in Use', goesOn: [], good: '["pixazo"]' },
	jobId: {
		label: 'Job ID',
		goesOn: [],
		without: ['text', 'NaN', 'negative'],
		good: '$json.jobId',
	},
	downloadVideo: { label: 'Download Video', goesOn: notSet, good: 'true' },
	cancelOnStop: { label: 'Cancel on Stop', goesOn: notSet, good: 'false', isOption: true },
	cancelOnTimeout: { label: 'Cancel on Timeout', goesOn: notSet, good: 'false', isOption: true },
	binaryPropertyName: {
		label: 'Put Output File in Field',
		goesOn: asText,
		good: '"data"',
		isOption: true,
	},
	fileName: { label: 'File Name', goesOn: asText, good: '"a.mp4"', isOption: true },
	maxSizeMb: { label: 'Max Size (MB)', goesOn: notSet, good: '100', isOption: true },
	includeRawResponse: {
		label: 'Include Raw Response',
		goesOn: notSet,
		good: 'false',
		isOption: true,
	},
	onFailedVideo: { label: 'On Failed Video', goesOn: notSet, good: '"error"', isOption: true },
	onTimeout: { label: 'On Timeout', goesOn: notSet, good: '"error"', isOption: true },
};

/** The settings that the first item gives for all. */
const runSettings: Record<string, Setting> = {
	waitMode: { label: 'Wait Mode', goesOn: notSet, isFixed: true, good: '' },
	releaseItems: { label: 'Release Items', goesOn: notSet, isFixed: true, good: '' },
	timeoutMinutes: { label: 'Time Limit (Minutes)', goesOn: notSet, good: '30' },
	checkIntervalSeconds: {
		label: 'Check Interval (Seconds)',
		goesOn: notSet,
		good: '0',
		isOption: true,
	},
	requestsPerMinute: { label: 'Requests per Minute', goesOn: notSet, good: '0', isOption: true },
};
const everySetting = { ...itemSettings, ...runSettings };

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
type OnError = (typeof ON_ERROR)[number];
const CONTINUES = ['continueRegularOutput', 'continueErrorOutput'] as const;

/** The ways of waiting; `loopLeft`: Keep Running, with the loop of Suspend still drawn. */
type Way = 'keepRunning' | 'suspend' | 'loopLeft';
const WAITS = ['keepRunning', 'suspend'] as const;

let stage: Stage;
/** How often n8n's /healthz gave no answer in 10 s. */
let unanswered = 0;
let polling = true;
/** A video that is ready, and a job that never ends, as Submit Video outputs them. */
let ready: IDataObject;
let endless: IDataObject;

/** Asks n8n all the time whether it still answers; one answer that never comes counts too. */
async function pollHealth(): Promise<void> {
	while (polling) {
		await axios
			.get(`${stage.n8n.url}/healthz`, { timeout: 10_000, proxy: false })
			.catch(() => unanswered++);
		await sleep(100);
	}
}

/** The parameters of Wait For Video with these settings. */
function parametersOf({ way, settings, fixed }: Trial): INodeParameters {
	const pick = (isOption?: true) =>
		Object.fromEntries(
			Object.entries(settings)
				.filter(([name]) => everySetting[name]!.isOption === isOption)
				.map(([name, code]) => [name, `={{ ${code} }}`]),
		);
	return {
		waitMode: way === 'suspend' ? 'suspend' : 'keepRunning',
		downloadVideo: true,
		...pick(),
		...fixed,
		options: pick(true),
	};
}

interface Trial {
	way: Way;
	onError: OnError;
	items: IDataObject[];
	/** By name, as JavaScript. */
	settings: Readonly<Record<string, string>>;
	/** Parameters that are no expression. */
	fixed?: INodeParameters;
	/** Outputs that lead back to the node's own input, besides those that the way is drawn with. */
	leadsBack?: readonly number[];
	alwaysOutputData?: true;
}

const WAIT = 'Wait For Video';

const nodesOf = (trial: Trial): NodeSketch[] => [
	...rows(trial.items),
	videoNode(stage, 'waitForVideo', parametersOf(trial), {
		onError: trial.onError,
		...(trial.alwaysOutputData ? { alwaysOutputData: true } : {}),
	}),
];

function connectionsOf({ way, leadsBack = [] }: Trial): ConnectionSketch[] {
	return [
		['Start', 'List'],
		['List', 'Rows'],
		['Rows', WAIT],
		...[...(way === 'keepRunning' ? [] : [0]), ...leadsBack].map((output): ConnectionSketch => [
			WAIT,
			WAIT,
			output,
		]),
	];
}

/** How many executions are started at a time, so that n8n's own work does not delay /healthz. */
const AT_A_TIME = 6;
const plans = new Map<string, () => WorkflowJson>();
const executions = new Map<string, Execution | Error>();

function plan(name: string, trial: Trial): void {
	plans.set(name, () => workflow(name, nodesOf(trial), connectionsOf(trial)));
}

async function runAll(): Promise<void> {
	const open = [...plans];
	const lane = async () => {
		for (let next = open.shift(); next; next = open.shift()) {
			const [name, made] = next;
			const run = async () => {
				const id = await stage.n8n.createWorkflow(made());
				const execution = await stage.n8n.runWorkflow(id);
				return await stage.n8n.waitForExecution(execution, { timeoutSeconds: 30 });
			};
			executions.set(name, await run().catch((error: Error) => error));
		}
	};
	await Promise.all(Array.from({ length: AT_A_TIME }, lane));
}

/** Code that gives a setting's value for each row: wrong in the row that names it, else good. */
const perRow = (name: string, { good }: Setting): string =>
	`$json.setting !== "${name}" ? ${good} : ${kinds
		.map((kind) => `$json.kind === "${kind}" ? ${KINDS[kind]} : `)
		.join('')} ${good}`;

const kindsOf = ({ without = [], isFixed }: Setting): Kind[] =>
	kinds.filter((kind) => !without.includes(kind) && (!isFixed || kind in LITERALS));

/** The wrong settings of a later item: one row for each, after a good one. */
const wrongRows = () => [
	{ ...ready, setting: 'none', kind: 'good' },
	...Object.entries(everySetting).flatMap(([name, setting]) =>
		kindsOf(setting).map((kind) => ({
			...(fails(name, kind) ? endless : ready),
			setting: name,
			kind,
		})),
	),
];

/** Whether an item fails with this kind of a setting of its own; those of the run are the first item's. */
const fails = (setting: string, kind: Kind): boolean =>
	setting in itemSettings && !itemSettings[setting]!.goesOn.includes(kind);

/** A wrong setting in the first item only, before a good item. */
interface First {
	setting: string;
	kind: Kind;
	way: Way;
	onError: OnError;
}

/** Every setting once for each kind that differs in the first item, the ways and On Error by turns. */
function firsts(): First[] {
	let turn = 0;
	const list: First[] = [];
	for (const [setting, rules] of Object.entries(everySetting)) {
		const isOfRun = setting in runSettings;
		const ways: readonly Way[] =
			setting === 'releaseItems'
				? ['suspend']
				: setting === 'waitMode'
					? ['keepRunning']
					: isOfRun
						? ['keepRunning', 'suspend']
						: [turn % 2 === 0 ? 'keepRunning' : 'suspend'];
		const some = isOfRun ? kindsOf(rules) : (['object', 'fails', 'NaN'] as const);
		for (const way of ways) {
			for (const kind of some) {
				list.push({ setting, kind, way, onError: ON_ERROR[turn++ % ON_ERROR.length]! });
			}
		}
	}
	return list;
}

const nameOf = ({ setting, kind, way, onError }: First) =>
	`${setting} ${kind} in the first item, ${way}, ${onError}`;

function planFirst(first: First): Trial {
	const { setting, kind, way, onError } = first;
	const { good, goesOn, isFixed } = everySetting[setting]!;
	const items = [
		{ ...(goesOn.includes(kind) ? ready : endless), isWrong: true },
		{ ...ready, isWrong: false },
	];
	if (isFixed)
		return { way, onError, items, settings: {}, fixed: { [setting]: LITERALS[kind]! } };
	// As the panel writes it where it is the same for all items.
	const code = setting in runSettings ? KINDS[kind] : `$json.isWrong ? ${KINDS[kind]} : ${good}`;
	return { way, onError, items, settings: { [setting]: code } };
}

/** Drawings in which what leaves the node could come straight in again: each froze n8n. */
const LOOPS: Record<string, { trial: Omit<Trial, 'items' | 'onError'>; message: RegExp }> = {
	'W1: a setting of the run is wrong': {
		trial: { way: 'suspend', settings: { timeoutMinutes: '"soon"' } },
		message: /^'Time Limit \(Minutes\)' is "soon"/,
	},
	'W2: Keep Running with the loop of Suspend still drawn': {
		trial: { way: 'loopLeft', settings: {} },
		message: /^'Done' leads back to the input of this node/,
	},
	'Wait Mode is wrong, the loop is drawn': {
		trial: { way: 'loopLeft', settings: {}, fixed: { waitMode: 'abc' } },
		message: /^'Wait Mode' is "abc"/,
	},
	'Done leads back too': {
		trial: { way: 'suspend', settings: {}, leadsBack: [1] },
		message: /^'Done' leads back to the input of this node/,
	},
};
const ERROR_LOOPS: typeof LOOPS = {
	'the error output of Suspend leads back': {
		trial: { way: 'suspend', settings: {}, leadsBack: [2] },
		message: /^The error output leads back to the input of this node/,
	},
	'the error output of Keep Running leads back': {
		trial: { way: 'keepRunning', settings: {}, leadsBack: [1] },
		message: /^The error output leads back to the input of this node/,
	},
};

const loops = CONTINUES.flatMap((onError) =>
	Object.entries({ ...LOOPS, ...(onError === 'continueErrorOutput' ? ERROR_LOOPS : {}) }).flatMap(
		([name, { trial, message }]) =>
			[false, true].map((alwaysOutputData) => ({
				name: `${name}, ${onError}${alwaysOutputData ? ', Always Output Data' : ''}`,
				message,
				trial: { ...trial, onError, ...(alwaysOutputData ? { alwaysOutputData } : {}) },
			})),
	),
);

/** The other nodes with what none of their items can be read from. */
const OTHERS: ReadonlyArray<
	[type: 'submitVideo' | 'checkVideoStatus', name: string, parameters: INodeParameters]
> = [
	['submitVideo', 'gateway', { gateway: `={{ ${KINDS.fails} }}`, prompt: 'A lake' }],
	['submitVideo', 'prompt', { gateway: 'pixazo', prompt: `={{ ${KINDS.fails} }}` }],
	['submitVideo', 'model', { gateway: 'pixazo', prompt: 'A lake', model: '={{ "none" }}' }],
	['checkVideoStatus', 'gateway', { gateway: `={{ ${KINDS.fails} }}` }],
	['checkVideoStatus', 'jobId', { jobId: `={{ ${KINDS.fails} }}` }],
	['checkVideoStatus', 'operation', { operation: 'abc' }],
	['checkVideoStatus', 'empty jobId', { jobId: '={{ "" }}' }],
];
const others = OTHERS.flatMap(([type, name, parameters]) =>
	CONTINUES.map((onError) => ({
		name: `${type}, ${name}, ${onError}`,
		type,
		onError,
		nodes: () => [
			...rows([endless, ready]),
			videoNode(stage, type, parameters, { onError, name: WAIT }),
		],
	})),
);

const laterName = (way: Way, onError: OnError) => `later ${way} ${onError}`;

function planTrials(): void {
	for (const { name, trial } of loops) {
		plan(name, { ...trial, items: [endless, { jobId: 'nobody' }] });
	}
	for (const { name, nodes } of others) plans.set(name, () => workflow(name, nodes()));
	const settings = Object.fromEntries(
		Object.entries(everySetting)
			.filter(([, { isFixed }]) => !isFixed)
			.map(([name, setting]) => [name, perRow(name, setting)]),
	);
	for (const way of WAITS) {
		for (const onError of CONTINUES) {
			plan(laterName(way, onError), { way, onError, items: wrongRows(), settings });
		}
	}
	for (const first of firsts()) plan(nameOf(first), planFirst(first));
}

beforeAll(async () => {
	stage = await startStage({ videoSeconds: 1 });
	stage.simulator.plan = ({ prompt }) => ({ seconds: prompt === 'ready' ? 1 : 3600 });
	const submitted = await stage.run([
		...rows([{ prompt: 'ready' }, { prompt: 'endless' }]),
		videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: '={{ $json.prompt }}' }),
	]);
	[ready, endless] = jsonOf(submitted, 'Submit Video') as [IDataObject, IDataObject];
	// Of a job that nobody knows the age of the first check is due at once.
	delete ready.submittedAt;
	delete endless.submittedAt;
	await sleep(1000);
	void pollHealth();
	planTrials();
	await runAll();
	polling = false;
}, 900_000);

afterAll(async () => {
	polling = false;
	await stage?.close();
});

/** The finished execution of a trial. */
function executionOf(name: string): Execution {
	const execution = executions.get(name);
	if (execution === undefined || execution instanceof Error) {
		throw execution ?? new Error(`${name} was not run`);
	}
	return execution;
}

/** An item that left the node: by which output, and as which of the input items. */
interface Left {
	output: number;
	index: number | undefined;
	status: unknown;
	error: unknown;
}

/** What left the node in one of its runs. */
const leftIn = (execution: Execution, run: number): Left[] =>
	(execution.nodes[WAIT]?.runs[run]?.outputs ?? []).flatMap((items, output) =>
		items.map(({ json, pairedItem }) => ({
			output,
			index: (pairedItem as { item: number } | undefined)?.item,
			// On the error output n8n adds the fields of the input item, which has a status as well.
			status: json.error === undefined ? json.status : undefined,
			error: json.error,
		})),
	);

/** By which outputs finished and failed items have to leave. */
const outputsOf = (way: Way, onError: OnError) => {
	const done = way === 'suspend' ? 1 : 0;
	return { done, failed: onError === 'continueErrorOutput' ? done + 1 : done };
};

const JAVASCRIPT = /TypeError|is not a function|Cannot read|is not defined|\[object/;

/** The items of an execution whose single run is to leave each item once, by the right output, in order. */
function expectEachItemOnce(execution: Execution, way: Way, onError: OnError): Left[] {
	expect(execution.status).toBe('success');
	expect(execution.nodes[WAIT]?.runs).toHaveLength(1);
	const left = leftIn(execution, 0);
	const outputs = outputsOf(way, onError);
	for (const { output, status, error } of left) {
		expect(output).toBe(error === undefined ? outputs.done : outputs.failed);
		if (error === undefined) expect(status).toBe('completed');
		else expect(error).not.toMatch(JAVASCRIPT);
	}
	const inOrder = [...left].sort((one, other) => one.index! - other.index!);
	expect(inOrder.map(({ index }) => index)).toEqual([...left.keys()]);
	return inOrder;
}

test.each(CONTINUES.flatMap((onError) => WAITS.map((way) => [way, onError] as const)))(
	'%s, %s: a wrong setting of a later item fails that item by name, and the others go on',
	(way, onError) => {
		const left = expectEachItemOnce(executionOf(laterName(way, onError)), way, onError);
		const rowsOfTest = wrongRows();
		expect(left).toHaveLength(rowsOfTest.length);
		for (const [index, { setting, kind }] of rowsOfTest.entries()) {
			const { error, status } = left[index]!;
			const found = { setting, kind, status, error };
			if (setting === 'none' || !fails(setting, kind as Kind)) {
				expect(found).toEqual({ setting, kind, status: 'completed', error: undefined });
			} else {
				const message = expect.stringContaining(everySetting[setting]!.label) as unknown;
				expect(found).toEqual({ setting, kind, status: undefined, error: message });
			}
		}
	},
);

test.each(firsts().map((first) => [nameOf(first), first] as const))('%s', (name, first) => {
	const { setting, kind, way, onError } = first;
	const { label, goesOn } = everySetting[setting]!;
	const execution = executionOf(name);
	const isGood = goesOn.includes(kind);
	if (!isGood && onError === 'stopWorkflow') {
		expect(errorText(execution)).toContain(label);
		expect(errorText(execution)).not.toMatch(JAVASCRIPT);
		return;
	}
	const left = expectEachItemOnce(execution, way, onError);
	const failsToo = !isGood && setting in runSettings;
	expect(left.map(({ error }) => error)).toEqual([
		isGood ? undefined : expect.stringContaining(label),
		failsToo ? expect.stringContaining(label) : undefined,
	]);
});

test.each(loops)('$name: n8n goes on, and the items leave once, as failed', (loop) => {
	const { name, trial, message } = loop;
	const execution = executionOf(name);
	expect(execution.status).toBe('success');
	const { failed } = outputsOf(trial.way, trial.onError);
	const runs = execution.nodes[WAIT]!.runs;
	// With Always Output Data n8n adds an empty item to the first output of Keep Running.
	const left = leftIn(execution, 0).filter(
		({ index }) => index !== undefined || !trial.alwaysOutputData,
	);
	expect(left).toEqual(
		[0, 1].map((index) => ({
			output: failed,
			index,
			status: undefined,
			error: expect.stringMatching(message) as unknown,
		})),
	);
	// What comes in again goes nowhere.
	expect(runs.length).toBeLessThanOrEqual(2);
	expect(leftIn(execution, 1)).toEqual([]);
});

test.each(others)('$name: all items leave as failed items', ({ name, onError }) => {
	const left = leftIn(executionOf(name), 0);
	const output = onError === 'continueErrorOutput' ? 1 : 0;
	expect(left.map((item) => [item.output, item.index])).toEqual([
		[output, 0],
		[output, 1],
	]);
	for (const { error } of left) {
		expect(error).toEqual(expect.any(String));
		expect(error).not.toMatch(JAVASCRIPT);
	}
});

test('n8n answers all the time, and nothing was submitted again', () => {
	expect(unanswered).toBe(0);
	expect(stage.simulator.jobs).toHaveLength(2);
});
