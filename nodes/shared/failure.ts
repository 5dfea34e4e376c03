import type { Fault, FailureCode, Gateway, GatewayError } from '../../gateways/gateway';

/** What an item fails with, as data: for people to read, and for If and Switch nodes to branch on. Pure. */

/** The kind of a failure. docs/nodes.md explains them; they are a public contract. */
export type FailureKind =
	/** What a gateway says of a call or a job. */
	| FailureCode
	/** The gateway has nothing newer to report than at the last check. */
	| 'unchanged'
	/** What is wrong with one parameter of a request. */
	| Fault['code']
	/** A parameter holds a value that can't be read, or one that isn't among its choices. */
	| 'parameter'
	/** A credential is missing, or can't be used. */
	| 'credential'
	/** A file for an image is missing, empty, too large, or couldn't be fetched. */
	| 'image'
	/** The video would cost more than a limit allows. */
	| 'costLimit'
	/** The gateway can't reach the callback's address, or it is set twice. */
	| 'callback'
	/** The nodes or settings around the node don't fit, such as a missing loop. */
	| 'workflow'
	/** The item names no job. */
	| 'noJob'
	/** A submit whose outcome isn't known: a job may exist and be billed. */
	| 'unclear'
	/** The video is ready, but its file couldn't be downloaded or stored. */
	| 'download'
	/** Anything unexpected. */
	| 'internal';

/** What is known of a failure besides its words. */
export interface FailureFacts {
	code: FailureKind;
	/** The gateway's ID. */
	gateway?: string | undefined;
	jobId?: string | undefined;
	/** The name of the parameter to change. */
	field?: string | undefined;
	/** The same may succeed later. Default false. */
	retryable?: boolean | undefined;
	/** Whether a job exists or may exist. Default: `maybe` where there is a job ID. */
	accepted?: 'no' | 'maybe' | undefined;
	httpStatus?: number | undefined;
}

/** The words of a failure. */
export interface Words {
	/** What happened: one short sentence, without its full stop. The headline of n8n's error. */
	title: string;
	/** How to fix it, and what else is worth knowing: sentences. */
	fix?: string | undefined;
}

/** A failure: its words, and the facts. */
export type Failure = Words & FailureFacts;

/** `details` of a failed item. */
export interface Details {
	code: FailureKind;
	gateway?: string;
	jobId?: string;
	field?: string;
	retryable: boolean;
	accepted: 'no' | 'maybe';
	httpStatus?: number;
}

/** The facts of a failure as a failed item shows them. */
export function describeFailure(failure: FailureFacts): Details {
	const { code, gateway, jobId, field, httpStatus } = failure;
	const { retryable = false, accepted = jobId === undefined ? 'no' : 'maybe' } = failure;
	return {
		code,
		...(gateway === undefined ? {} : { gateway }),
		...(jobId === undefined ? {} : { jobId }),
		...(field === undefined ? {} : { field }),
		retryable,
		accepted,
		...(httpStatus === undefined ? {} : { httpStatus }),
	};
}

/** All the words of a failure in one text. */
export function failureText({ title, fix = '' }: Words): string {
	if (fix === '') return title;
	return /[.!?]$/.test(title) ? `${title} ${fix}` : `${title}. ${fix}`;
}

/** What something that was thrown says went wrong. */
export const reasonOf = (thrown: unknown): string =>
	thrown instanceof Error ? thrown.message : String(thrown);

/** The longest headline in characters: three lines of the message that n8n's editor shows in its corner (2.41). */
const LONGEST_TITLE = 140;

/** The words as n8n shows them: a headline that is too long is cut, and then stands whole in the text below. */
export function headline(words: Words): Words {
	const { title } = words;
	if (title.length <= LONGEST_TITLE) return words;
	const start = title.slice(0, LONGEST_TITLE - 3).replace(/\s+\S*$/, '');
	return { title: `${start}...`, fix: failureText(words) };
}

/** A failed call in the words of a message. */
export const sentence = ({ message, fix }: GatewayError): string =>
	failureText({ title: message, fix });

/** The failure of a call to a gateway. */
export function gatewayFailure(gateway: Pick<Gateway, 'id'>, error: GatewayError): Failure {
	const { code, message: title, fix, retryable, accepted, httpStatus } = error;
	return { code, title, fix, gateway: gateway.id, retryable, accepted, httpStatus };
}

/** The end of a text's first sentence: quotes are passed over, since they hold what somebody typed. */
const FIRST_SENTENCE = /^((?:"[^"]*"|[^"])*?)[.!?]\s+(?=['"A-Z0-9])(.*)$/s;

/** A text as a headline and the rest. */
export function splitWords(text: string): Words {
	const [, title, fix] = FIRST_SENTENCE.exec(text) ?? [];
	return title === undefined ? { title: text.replace(/\.$/, '') } : { title, fix };
}
