import type { SpendingLimits } from '../../../gateways/request/costs';
import type { Gateway, InputValues, RequestField } from '../../../gateways/gateway';
import { compact } from '../../../gateways/compact';
import type { FileOptions } from '../../shared/download';
import { readFileOptions } from '../../shared/fileOptions';
import { readGatewayChoice } from '../../shared/gatewayChoice';
import type { Item } from '../../shared/item';
import { listInputs } from '../../shared/sentences/labels';
import { readInputs } from '../../shared/declaredInputs';
import { readRequestsPerMinute } from '../../shared/requestsPerMinute';
import { readTimeLimit } from '../../shared/waiting/settings';
import { mustKeepChoices, unknownPriceChoices } from '../fields/options';

/** Submit Video's Options, read. A key is there only if the user set it. */
export interface SubmitOptions extends FileOptions {
	additionalFields?: Record<string, unknown>;
	callbackReference?: string;
	callbackUrl?: string;
	dryRun?: boolean;
	/** In order, with doubles. */
	fallbackGateways: Gateway[];
	fallbackMustKeep: RequestField[];
	includeRawResponse?: boolean;
	/** Of the inputs that gateways and models declare. */
	inputs?: InputValues;
	limits: SpendingLimits;
	/** How long the item may wait for a free slot, in minutes; 0 for not at all. */
	slotWaitMinutes: number;
	/** Absent if the node doesn't wait for the item's video. */
	wait?: WaitOptions;
	wakeExecution?: boolean;
}

/** How the node waits for a video itself. */
export interface WaitOptions {
	/** The first item's applies to all. */
	timeoutMinutes: number;
	downloadVideo: boolean;
}

const inputRows = listInputs();

/** A cost limit. An empty one is rejected: a user who adds a limit would be surprised by a run without one. */
function readLimit({ options, fail }: Item, name: string, label: string): number | undefined {
	const fix = 'Set it to an amount, or remove the option.';
	const limit = options.number(name, { label, over: 0, fix });
	if (limit === undefined && options.has(name)) {
		throw fail({ code: 'empty', field: name, title: `'${label}' is empty`, fix });
	}
	return limit;
}

function readLimits(item: Item): SpendingLimits {
	const limit = (name: string, label: string) => readLimit(item, name, label);
	return {
		...compact<Pick<SpendingLimits, 'perVideo' | 'perRun'>>({
			perVideo: limit('maxCostPerVideo', 'Max Cost per Video'),
			perRun: limit('maxCostPerRun', 'Max Cost per Run'),
		}),
		unknownPrice:
			item.options.choice('unknownPrice', {
				label: 'If Price Is Unknown',
				choices: unknownPriceChoices,
			}) ?? 'refuse',
	};
}

function readWait(item: Item): WaitOptions | undefined {
	const { params } = item;
	if (params.switch('waitForCompletion', { label: 'Wait for Completion' }) !== true) {
		return undefined;
	}
	return {
		timeoutMinutes: readTimeLimit(item),
		downloadVideo: params.switch('downloadVideo', { label: 'Download Video' }) ?? true,
	};
}

/** The Options of one item, and what else isn't part of the request. Throws a NodeOperationError if a value can't be read. */
export function readOptions(item: Item): SubmitOptions {
	const { options } = item;
	// The first item's applies to all; it is read here only so that nothing is sent if it can't be read.
	readRequestsPerMinute(item);
	const wait = readWait(item);
	const wakeExecution = options.switch('wakeExecution', { label: 'Wake This Execution' });
	return compact<SubmitOptions>({
		...readFileOptions(options),
		additionalFields: options.json('additionalFields', { label: 'Additional Fields' }),
		callbackReference: options.text('callbackReference', { label: 'Callback Reference' }),
		callbackUrl: options.text('callbackUrl', { label: 'Callback URL' }),
		dryRun: options.switch('dryRun', { label: 'Dry Run' }),
		fallbackGateways: options.list('fallbackGateways', {
			label: 'Fallback Gateways',
			each: readGatewayChoice,
		}),
		fallbackMustKeep: options.chosen('fallbackMustKeep', {
			label: 'Fallback Must Keep',
			choices: mustKeepChoices,
		}),
		includeRawResponse: options.switch('includeRawResponse', { label: 'Include Raw Response' }),
		inputs: readInputs(options, inputRows),
		limits: readLimits(item),
		slotWaitMinutes:
			options.number('slotWaitMinutes', {
				label: 'Wait for a Free Slot (Minutes)',
				unit: 'minutes',
				least: 0,
			}) ?? 0,
		wait,
		// An execution that doesn't suspend can't be woken.
		wakeExecution: wait ? undefined : wakeExecution,
	});
}
