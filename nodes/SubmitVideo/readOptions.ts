import type { IExecuteFunctions } from 'n8n-workflow';

import type { SpendingLimits } from '../../gateways/costs';
import type { FileOptions } from '../shared/download';
import { userError } from '../shared/errors';

/** What Submit Video's Options may hold; a key is there only if the user added it. */
export interface SubmitOptions extends FileOptions {
	account?: string;
	additionalFields?: string | Record<string, unknown>;
	blocking?: boolean;
	callbackReference?: string;
	callbackUrl?: string;
	cameraMovement?: string[];
	dryRun?: boolean;
	fallbackGateways?: string[];
	fallbackMustKeep?: string[];
	fastPretreatment?: boolean;
	includeRawResponse?: boolean;
	maxCostPerRun?: number;
	maxCostPerVideo?: number;
	maxJobs?: number;
	promptOptimizer?: boolean;
	slotWaitMinutes?: number;
	unknownPrice?: 'refuse' | 'allow';
	wakeExecution?: boolean;
	watermark?: boolean;
}

/** The Options of one item. */
export function readOptions(context: IExecuteFunctions, itemIndex: number): SubmitOptions {
	return context.getNodeParameter('options', itemIndex, {}) as SubmitOptions;
}

function readLimit(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	value: unknown,
): number | undefined {
	if (value === undefined) return undefined;
	const amount = Number(value);
	if (value !== null && value !== '' && amount > 0) return amount;
	throw userError(
		context,
		itemIndex,
		`${label} must be a number over 0. Set it, or remove the option.`,
	);
}

/** What an item may cost. Throws where a limit is none. */
export function readLimits(
	context: IExecuteFunctions,
	itemIndex: number,
	options: SubmitOptions,
): SpendingLimits {
	const perVideo = readLimit(context, itemIndex, 'Max Cost per Video', options.maxCostPerVideo);
	const perRun = readLimit(context, itemIndex, 'Max Cost per Run', options.maxCostPerRun);
	return {
		...(perVideo === undefined ? {} : { perVideo }),
		...(perRun === undefined ? {} : { perRun }),
		unknownPrice: options.unknownPrice === 'allow' ? 'allow' : 'refuse',
	};
}

/** How long an item may wait for a free slot, in minutes; 0 for not at all. Throws where it is no number. */
export function readSlotWait(
	context: IExecuteFunctions,
	itemIndex: number,
	{ slotWaitMinutes = 0 }: SubmitOptions,
): number {
	const minutes = Number(slotWaitMinutes);
	if (minutes >= 0) return minutes;
	throw userError(
		context,
		itemIndex,
		'Wait for a Free Slot must be a number of minutes, 0 or more. Set it, or remove the option.',
	);
}
