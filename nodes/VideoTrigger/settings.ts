import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { FileOptions } from '../shared/download';
import { readFileOptions } from '../shared/fileOptions';
import { failureText } from '../shared/failure';
import type { Item } from '../shared/item';
import {
	readChoice,
	readList,
	readSwitch,
	readText,
	type Read,
	type Rules,
} from '../shared/values';
import type { TriggerEvent } from './claim';
import { eventChoices } from './fields';

/** The user's settings, with every value of the right type. */
export interface TriggerSettings extends FileOptions {
	events: TriggerEvent[];
	verify: boolean;
	downloadVideo: boolean;
	includeRawResponse: boolean;
}

/** What a value means. Throws an error with the reader's problem: a callback or an activation has no item to fail. */
function valueOrThrow<T>(read: Read<T>): T | undefined {
	if ('problem' in read) throw new Error(failureText(read.problem));
	return read.value;
}

const EVENTS: Rules = { label: 'Events' };

function readEvents(value: unknown, { label }: Rules = EVENTS): Read<TriggerEvent[]> {
	const rules = { label, choices: eventChoices };
	const each = (part: unknown) => readChoice<TriggerEvent>(part, rules);
	const read = readList(value, { label, each });
	return 'problem' in read || read.value !== undefined
		? read
		: {
				problem: {
					title: `'${label}' is empty`,
					fix: `Choose at least one of ${eventChoices.map(({ name }) => name).join(', ')}.`,
				},
			};
}

/** The settings of the execution. Throws an error that names the one that can't be used. */
export function readSettings({ params, options }: Item): TriggerSettings {
	const isOn = (name: string, label: string) => options.switch(name, { label });
	return {
		events: params.by('events', readEvents, EVENTS) ?? [],
		// Only a clear "no" lets a claim pass unread.
		verify: isOn('verify', 'Verify') ?? true,
		downloadVideo: isOn('downloadVideo', 'Download Video') ?? false,
		includeRawResponse: isOn('includeRawResponse', 'Include Raw Response') ?? false,
		...readFileOptions(options),
	};
}

/**
 * Whether a call about this event is worth an execution. Yes if the setting can't be read: the execution then says what
 * is wrong with it, where the user sees it.
 */
export function isWanted(context: IWebhookFunctions, event: TriggerEvent): boolean {
	try {
		return (valueOrThrow(readEvents(context.getNodeParameter('events', []))) ?? []).includes(
			event,
		);
	} catch {
		return true;
	}
}

/**
 * The secret that the user has entered; undefined to use the credential's. Read separately: if the expression of
 * another option fails, the execution reports it. Throws if it isn't a text.
 */
export function secretByHand(context: IWebhookFunctions): string | undefined {
	const value: unknown = context.getNodeParameter('options.signatureSecret', '');
	return valueOrThrow(readText(value, { label: 'Signature Secret' }));
}

/** Whether the user wants this trigger as the account's default. Throws if it's neither true nor false. */
export function isDefaultWanted(context: IHookFunctions): boolean {
	const value: unknown = context.getNodeParameter('options.accountDefault', false);
	return valueOrThrow(readSwitch(value, { label: 'Set as Account Default' })) ?? false;
}
