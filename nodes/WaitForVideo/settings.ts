import type { IExecuteFunctions } from 'n8n-workflow';

import { DEFAULT_MAX_SIZE_MB, type FileOptions } from '../shared/download';
import { optionsOf, parametersOf } from '../shared/parameters';

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

/** The settings of the run. Throws a NodeOperationError that names the one that can't be read. */
export function readRunSettings(context: IExecuteFunctions): RunSettings {
	const minutes = parametersOf(context, 0).number('timeoutMinutes', {
		label: 'Time Limit (Minutes)',
		unit: 'minutes',
		over: 0,
	});
	const interval = optionsOf(context, 0).number('checkIntervalSeconds', {
		label: 'Check Interval (Seconds)',
		unit: 'seconds',
		least: 0,
	});
	return {
		timeoutMinutes: minutes ?? DEFAULT_TIMEOUT_MINUTES,
		checkIntervalSeconds: interval ?? 0,
	};
}

/** The settings of one item. Throws a NodeOperationError that names the one that can't be read. */
export function readItemSettings(context: IExecuteFunctions, itemIndex: number): ItemSettings {
	const options = optionsOf(context, itemIndex);
	const trouble = (name: string, label: string): OnTrouble =>
		options.choice<OnTrouble>(name, { label, choices: troubleChoices }) ?? 'error';
	const isOn = (name: string, label: string) => options.switch(name, { label }) ?? false;
	return {
		downloadVideo:
			parametersOf(context, itemIndex).switch('downloadVideo', { label: 'Download Video' }) ??
			false,
		cancelOnStop: isOn('cancelOnStop', 'Cancel on Stop'),
		cancelOnTimeout: isOn('cancelOnTimeout', 'Cancel on Timeout'),
		includeRawResponse: isOn('includeRawResponse', 'Include Raw Response'),
		onFailedVideo: trouble('onFailedVideo', 'On Failed Video'),
		onTimeout: trouble('onTimeout', 'On Timeout'),
		maxSizeMb:
			options.number('maxSizeMb', { label: 'Max Size (MB)', unit: 'MB', over: 0 }) ??
			DEFAULT_MAX_SIZE_MB,
		fileName: options.text('fileName', { label: 'File Name' }) ?? '',
		binaryPropertyName:
			options.text('binaryPropertyName', { label: 'Put Output File in Field' }) ?? 'data',
	};
}
