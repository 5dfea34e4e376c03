import type { SpendingLimits } from '../../gateways/request/costs';
import { listDroppable } from '../../gateways/request/failover';
import { gateways } from '../../gateways';
import type { Gateway, InputValues, RequestField } from '../../gateways/gateway';
import { compact } from '../../gateways/answer/jobs';
import type { FileOptions } from '../shared/download';
import { readFileOptions } from '../shared/fileOptions';
import { readGatewayChoice } from '../shared/gatewayChoice';
import type { Item } from '../shared/item';
import { labelOf, listInputs } from '../shared/sentences/labels';
import { readInputs } from '../shared/declaredInputs';
import { readRequestsPerMinute } from '../shared/requestsPerMinute';

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
	wakeExecution?: boolean;
}

const mustChoices = listDroppable(gateways).map((field) => ({
	value: field,
	name: labelOf(field),
}));

const inputRows = listInputs();

const unknownPriceChoices = [
	{ value: 'refuse', name: 'Fail the Item' },
	{ value: 'allow', name: 'Submit Anyway' },
] as const;

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

/** The Options of one item. Throws a NodeOperationError if a value can't be read. */
export function readOptions(item: Item): SubmitOptions {
	const { options } = item;
	// The first item's applies to all; it is read here only so that nothing is sent if it can't be read.
	readRequestsPerMinute(item);
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
			choices: mustChoices,
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
		wakeExecution: options.switch('wakeExecution', { label: 'Wake This Execution' }),
	});
}
