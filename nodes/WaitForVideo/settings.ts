import { readFileOptions } from '../shared/fileOptions';
import type { Item, Run } from '../shared/item';
import { quoted } from '../shared/quoted';
import { readRequestsPerMinute } from '../shared/requestsPerMinute';
import {
	readTimeLimit,
	type ItemSettings,
	type OnTrouble,
	type RunSettings,
	type Wait,
} from '../shared/waiting/settings';
import { releaseChoices, troubleChoices } from './fields';

/** What the first item decides for all of its run. Plain JSON. */
export interface CommonSettings extends RunSettings {
	requestsPerMinute?: number;
}

/** The settings that the first item decides for all. Throws a NodeOperationError that names the one that can't be read. */
export function readCommonSettings(first: Item): CommonSettings {
	const timeoutMinutes = readTimeLimit(first);
	const interval = first.options.number('checkIntervalSeconds', {
		label: 'Check Interval (Seconds)',
		unit: 'seconds',
		least: 0,
	});
	const requestsPerMinute = readRequestsPerMinute(first);
	return {
		timeoutMinutes,
		checkIntervalSeconds: interval ?? 0,
		...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
	};
}

/** A wait of these settings. */
export const startWait = (run: Run, { requestsPerMinute, ...settings }: CommonSettings): Wait => ({
	run: { ...run, requestsPerMinute },
	settings,
});

/** When the items of a suspending wait leave. Throws a NodeOperationError if it can't be read. */
export function readReleaseItems({ params }: Item): 'together' | 'asTheyFinish' {
	return (
		params.choice<'together' | 'asTheyFinish'>('releaseItems', {
			label: 'Release Items',
			choices: releaseChoices,
		}) ?? 'together'
	);
}

/**
 * How the node waits, or why that can't be read. Only the exact value counts, because n8n derives the node's outputs
 * from it without this code.
 */
export function readWaitMode({
	params,
	fail,
}: Item): { value: 'keepRunning' | 'suspend' } | { value?: undefined; problem: unknown } {
	const rules = { label: 'Wait Mode', fix: 'Set it to Keep Running or Suspend.' };
	try {
		const mode = params.text('waitMode', rules) ?? 'keepRunning';
		if (mode === 'keepRunning' || mode === 'suspend') return { value: mode };
		return {
			problem: fail({
				code: 'parameter',
				field: 'waitMode',
				title: `'${rules.label}' is ${quoted(mode)}, which isn't one of its choices`,
				fix: rules.fix,
			}),
		};
	} catch (problem) {
		return { problem };
	}
}

/** The settings of one item. Throws a NodeOperationError that names the one that can't be read. */
export function readItemSettings({ params, options }: Item): ItemSettings {
	const isOn = (name: string, label: string) => options.switch(name, { label }) ?? false;
	const trouble = (name: string, label: string) =>
		options.choice<OnTrouble>(name, { label, choices: troubleChoices }) ?? 'error';
	return {
		downloadVideo: params.switch('downloadVideo', { label: 'Download Video' }) ?? true,
		cancelOnStop: isOn('cancelOnStop', 'Cancel on Stop'),
		cancelOnTimeout: isOn('cancelOnTimeout', 'Cancel on Timeout'),
		includeRawResponse: isOn('includeRawResponse', 'Include Raw Response'),
		onFailedVideo: trouble('onFailedVideo', 'On Failed Video'),
		onTimeout: trouble('onTimeout', 'On Timeout'),
		...readFileOptions(options),
	};
}
