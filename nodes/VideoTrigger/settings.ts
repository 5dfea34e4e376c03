import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { FileOptions } from '../shared/download';
import { EVENTS, type TriggerEvent } from './claim';

/** What the user has set, with every value of the kind that it should have. */
export interface TriggerSettings extends FileOptions {
	events: TriggerEvent[];
	verify: boolean;
	downloadVideo: boolean;
	includeRawResponse: boolean;
}

const quoted = (value: unknown): string => {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	return `"${text.length > 50 ? `${text.slice(0, 50)}...` : text}"`;
};

/** Also what an empty cell of a table gives. */
const isUnset = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function readSwitch(label: string, value: unknown, byDefault: boolean): boolean {
	if (isUnset(value)) return byDefault;
	const word = String(value).trim().toLowerCase();
	if (word === 'true' || word === 'false') return word === 'true';
	throw new Error(`'${label}' is ${quoted(value)}. Set it to true or false.`);
}

function readText(label: string, value: unknown): string | undefined {
	if (isUnset(value)) return undefined;
	if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
	throw new Error(`'${label}' is ${quoted(value)}. Set it to a text.`);
}

function readSize(label: string, value: unknown): number | undefined {
	if (isUnset(value)) return undefined;
	const size = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
	if (Number.isFinite(size) && size > 0) return size;
	throw new Error(
		`'${label}' is ${quoted(value)}. Set it to a number of megabytes above 0, such as 500.`,
	);
}

function readEvents(value: unknown): TriggerEvent[] {
	const words = (Array.isArray(value) ? value : isUnset(value) ? [] : String(value).split(','))
		.map((word) => String(word).trim().toLowerCase())
		.filter((word) => word !== '');
	const unknown = words.find((word) => !EVENTS.some((event) => event === word));
	if (unknown !== undefined) {
		throw new Error(`'Events' has ${quoted(unknown)}. Use ${EVENTS.join(', ')}.`);
	}
	if (words.length === 0) {
		throw new Error("'Events' is empty. Choose at least one of Completed, Failed, Progress.");
	}
	return EVENTS.filter((event) => words.includes(event));
}

/** The settings of the execution. Throws an error that names the one that can't be used. */
export function readSettings(context: IExecuteFunctions): TriggerSettings {
	const options = (context.getNodeParameter('options', 0, {}) ?? {}) as Record<string, unknown>;
	return {
		events: readEvents(context.getNodeParameter('events', 0, [])),
		// Only a clear "no" lets a claim pass unread.
		verify: readSwitch('Verify', options.verify, true),
		downloadVideo: readSwitch('Download Video', options.downloadVideo, false),
		includeRawResponse: readSwitch('Include Raw Response', options.includeRawResponse, false),
		...fileOptions(options),
	};
}

function fileOptions(options: Record<string, unknown>): FileOptions {
	const fileName = readText('File Name', options.fileName);
	const maxSizeMb = readSize('Max Size (MB)', options.maxSizeMb);
	const field = readText('Put Output File in Field', options.binaryPropertyName);
	return {
		...(fileName === undefined ? {} : { fileName }),
		...(maxSizeMb === undefined ? {} : { maxSizeMb }),
		...(field === undefined ? {} : { binaryPropertyName: field }),
	};
}

/**
 * Whether a call about this event is worth an execution. Yes where the setting can't be read: the execution says what
 * is wrong with it, at a place where the user sees it.
 */
export function isWanted(context: IWebhookFunctions, event: TriggerEvent): boolean {
	try {
		return readEvents(context.getNodeParameter('events', [])).includes(event);
	} catch {
		return true;
	}
}

/**
 * The secret that the user has typed in; undefined for the one of the credential. By itself: an expression of another
 * option that fails is for the execution to tell. Throws where it isn't a text.
 */
export function secretByHand(context: IWebhookFunctions): string | undefined {
	return readText('Signature Secret', context.getNodeParameter('options.signatureSecret', ''));
}

/** Whether the user wants this trigger as the account's default. Throws where it's neither true nor false. */
export function isDefaultWanted(context: IHookFunctions): boolean {
	const value: unknown = context.getNodeParameter('options.accountDefault', false);
	return readSwitch('Set as Account Default', value, false);
}
