import type { FileOptions } from '../download';
import type { Item, Run } from '../item';

/** What happens to an item whose video failed, or is late. */
export type OnTrouble = 'error' | 'returnJob';

/** What one item asks of the wait. Read and checked for every item before any wait. */
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
	/** Seconds; 0 if the package chooses. */
	checkIntervalSeconds: number;
}

/** A wait that starts: its run, and what applies to all of it. */
export interface Wait {
	run: Run;
	settings: RunSettings;
}

/** The Time Limit where it is empty, in minutes. */
const DEFAULT_TIMEOUT_MINUTES = 30;

/** The Time Limit, in minutes. Throws a NodeOperationError if it can't be read. */
export const readTimeLimit = ({ params }: Item): number =>
	params.number('timeoutMinutes', {
		label: 'Time Limit (Minutes)',
		unit: 'minutes',
		over: 0,
	}) ?? DEFAULT_TIMEOUT_MINUTES;
