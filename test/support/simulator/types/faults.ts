import type { Readable } from 'node:stream';
import type { EndpointName, GatewayId } from './names';
import type { RecordedRequest } from './requests';

/** The names of the faults that need no further data. */
export type FaultName =
	| 'asUsual'
	| 'resetUnread'
	| 'resetBefore'
	| 'resetAfter'
	| 'silence'
	| 'silenceAfter'
	| 'truncated'
	| 'html'
	| 'slowDrip'
	| 'withoutId';

/** A fixed answer instead of the gateway's own. */
export interface FixedResponse {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
	stream?: () => Readable;
	/**
	 * True: the request is carried out before this is answered, so a submit leaves a job behind.
	 * useapi.net documents it for 502 and 504: "responds with 502 or 504 while still accepting jobs
	 * into the internal queue" (useapi.net, POST videos/create, 2026-02-24).
	 */
	accepted?: boolean;
}

/** Carries the request out and changes the body of the answer. */
export interface RewrittenResponse {
	rewrite: (body: unknown) => unknown;
}

/** When to misbehave, and how. Of several rules that match, the one added last is played. */
export interface FaultRule {
	gateway?: GatewayId;
	endpoint?: EndpointName | readonly EndpointName[];
	/** How often to play; default without end. */
	times?: number;
	/** Further condition, asked only where gateway and endpoint match. */
	when?: (request: RecordedRequest) => boolean;
	/** Seconds to wait before anything else happens; default 0. */
	delaySeconds?: number;
	/**
	 * - `asUsual`: the usual answer (for use with `delaySeconds`)
	 * - `resetUnread`: connection reset as soon as the headers are there, body unread
	 * - `resetBefore`: connection reset after the request was read, nothing carried out
	 * - `resetAfter`: carried out (a job is accepted), then the connection is reset
	 * - `silence`: never answered, nothing carried out
	 * - `silenceAfter`: carried out, never answered
	 * - `truncated`: carried out; JSON cut in half with 200, a file cut in half under its full length
	 * - `html`: a page with status 200, nothing carried out
	 * - `slowDrip`: carried out; the answer comes one byte a second
	 * - `withoutId`: carried out; the answer lacks the job's id
	 */
	respond: FaultName | FixedResponse | RewrittenResponse;
}
