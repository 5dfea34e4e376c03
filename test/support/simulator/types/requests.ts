import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { EndpointName, GatewayId } from './names';

/** A request as it arrived, with what was answered. */
export interface RecordedRequest {
	/** Milliseconds since 1970. */
	at: number;
	/** Empty for a path below no gateway. */
	gateway: GatewayId | '';
	endpoint: EndpointName;
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	headers: IncomingHttpHeaders;
	/** Parsed JSON, else text; binary bodies and those over 1 MB as a `BodySummary`. */
	body: unknown;
	/** What a submit asks for, wherever its body says so. */
	prompt?: string;
	/** HTTP status answered; none when no answer was given. */
	status?: number;
	/** The fault that was played, as named in its rule. */
	fault?: string;
}

/** Stands for a body that is too big or not text. */
export interface BodySummary {
	contentType: string;
	bytes: number;
	sha256: string;
}

/** A request that no documentation covers, or that breaks a documented rule. */
export interface RecordedRefusal {
	at: number;
	gateway: GatewayId | '';
	endpoint: EndpointName;
	method: string;
	path: string;
	reason: string;
}

/** A request that was one too many for the plan. */
export type LimitedRequest = Pick<RecordedRefusal, 'at' | 'gateway' | 'endpoint' | 'path'>;

/** What goes back over the wire. A plain object is sent as JSON, text and bytes as they are. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** Streamed instead of `body`; the headers must carry its length. */
	stream?: () => Readable;
	/** Not sent before this time (milliseconds since 1970): a call that blocks until the job ends. */
	notBefore?: number;
}
