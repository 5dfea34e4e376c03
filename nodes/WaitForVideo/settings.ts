import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { FileOptions } from '../shared/download';
import { userError } from '../shared/errors';
import { readFileOptions } from '../shared/fileOptions';
import { readJobOfItem, type JobOfItem } from '../shared/jobs';
import { readParameters } from '../shared/parameters';
import { quoted } from '../shared/quoted';
import type { Choice, NumberRules, Rules } from '../shared/values';

/** What happens to an item whose video failed, or is late. */
export type OnTrouble = 'error' | 'returnJob';

/** What one item asks of the wait. Read and checked for every item before anything is waited for. */
export interface ItemSettings extends FileOptions {
	downloadVideo: boolean;
	cancelOnStop: boolean;
	cancelOnTimeout: boolean;
	includeRawResponse: boolean;
	onFailedVideo: OnTrouble;
	onTimeout: OnTrouble;
}

/** What holds for all items of a run. */
export interface RunSettings {
	/** Minutes. */
	timeoutMinutes: number;
	/** Seconds; 0 where the package chooses. */
	checkIntervalSeconds: number;
}

/** The Time Limit where it is empty, in minutes. */
export const DEFAULT_TIMEOUT_MINUTES = 30;

const troubleChoices = [
	{ name: 'Fail the Item', value: 'error' },
	{ name: 'Return the Job', value: 'returnJob' },
] as const;

const releaseChoices = [
	{ name: 'Together', value: 'together' },
	{ name: 'As They Finish', value: 'asTheyFinish' },
] as const;

/** n8n's own error where an expression fails, as one that names the setting. */
function expressionFailure(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	error: unknown,
): unknown {
	if (error instanceof NodeOperationError) return error;
	const reason = error instanceof Error ? error.message : String(error);
	return userError(
		context,
		itemIndex,
		`'${label}' can't be read, because its expression fails. Correct the expression.`,
		reason,
	);
}

/**
 * The settings of one item, those of Options as `options.name`: each is read by itself, so that an expression that
 * fails in one says which, and doesn't fail the others. All of them throw a NodeOperationError.
 */
function settingsOf(context: IExecuteFunctions, itemIndex: number) {
	const parameters = readParameters(context, itemIndex);
	const read = <T>({ label }: { label: string }, get: () => T): T => {
		try {
			return get();
		} catch (error) {
			throw expressionFailure(context, itemIndex, label, error);
		}
	};
	return {
		number: (name: string, rules: NumberRules) =>
			read(rules, () => parameters.number(name, rules)),
		isOn: (name: string, label: string) =>
			read({ label }, () => parameters.switch(name, { label })) ?? false,
		text: (name: string, rules: Rules) => read(rules, () => parameters.text(name, rules)),
		choice: <T extends string>(
			name: string,
			rules: Rules & { choices: ReadonlyArray<Choice<T>> },
		) => read(rules, () => parameters.choice(name, rules)),
	};
}

/** The settings of the run. Throws a NodeOperationError that names the one that can't be read. */
export function readRunSettings(context: IExecuteFunctions): RunSettings {
	const { number } = settingsOf(context, 0);
	const minutes = number('timeoutMinutes', {
		label: 'Time Limit (Minutes)',
		unit: 'minutes',
		over: 0,
	});
	const interval = number('options.checkIntervalSeconds', {
		label: 'Check Interval (Seconds)',
		unit: 'seconds',
		least: 0,
	});
	// Read again by whatever sends requests; here only so that nothing waits with one that can't be read.
	number('options.requestsPerMinute', { label: 'Requests per Minute', least: 0 });
	return {
		timeoutMinutes: minutes ?? DEFAULT_TIMEOUT_MINUTES,
		checkIntervalSeconds: interval ?? 0,
	};
}

/** When the items of a wait that suspends leave. Throws a NodeOperationError where it can't be read. */
export function readReleaseItems(context: IExecuteFunctions): 'together' | 'asTheyFinish' {
	return (
		settingsOf(context, 0).choice<'together' | 'asTheyFinish'>('releaseItems', {
			label: 'Release Items',
			choices: releaseChoices,
		}) ?? 'together'
	);
}

/**
 * How the node waits, or why that can't be read. Only the exact value counts: n8n makes the node's outputs of it
 * without this code.
 */
export function readWaitMode(
	context: IExecuteFunctions,
): { value: 'keepRunning' | 'suspend' } | { value?: undefined; problem: unknown } {
	const rules = { label: 'Wait Mode', fix: 'Set it to Keep Running or Suspend.' };
	try {
		const mode = settingsOf(context, 0).text('waitMode', rules) ?? 'keepRunning';
		if (mode === 'keepRunning' || mode === 'suspend') return { value: mode };
		return {
			problem: userError(
				context,
				0,
				`'${rules.label}' is ${quoted(mode)}, which isn't one of its choices. ${rules.fix}`,
			),
		};
	} catch (problem) {
		return { problem };
	}
}

/** The settings of one item. Throws a NodeOperationError that names the one that can't be read. */
export function readItemSettings(context: IExecuteFunctions, itemIndex: number): ItemSettings {
	const { choice, isOn, number, text } = settingsOf(context, itemIndex);
	const trouble = (name: string, label: string): OnTrouble =>
		choice<OnTrouble>(name, { label, choices: troubleChoices }) ?? 'error';
	return {
		downloadVideo: isOn('downloadVideo', 'Download Video'),
		cancelOnStop: isOn('options.cancelOnStop', 'Cancel on Stop'),
		cancelOnTimeout: isOn('options.cancelOnTimeout', 'Cancel on Timeout'),
		includeRawResponse: isOn('options.includeRawResponse', 'Include Raw Response'),
		onFailedVideo: trouble('options.onFailedVideo', 'On Failed Video'),
		onTimeout: trouble('options.onTimeout', 'On Timeout'),
		...readFileOptions({
			text: (name, rules) => text(`options.${name}`, rules),
			number: (name, rules) => number(`options.${name}`, rules),
		}),
	};
}

/** The job of one item. Throws a NodeOperationError that names the parameter that can't be read. */
export function readJob(context: IExecuteFunctions, itemIndex: number): JobOfItem {
	const { text } = settingsOf(context, itemIndex);
	text('gateway', { label: 'Gateway' });
	text('jobId', { label: 'Job ID' });
	return readJobOfItem(context, itemIndex);
}
