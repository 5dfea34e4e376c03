import type { HttpCall } from '../http';
import type { Shape } from '../rules';
import type { Value } from '../values';

/** A gateway's own API, as people call it with HTTP Request nodes. */

/** What a request is for: `result` reads what the status leaves out, `file` is the video itself. */
export type Step = 'submit' | 'status' | 'result' | 'file';

/** What a status says, in answers as the gateway's pages print them. */
export type Outcome = 'running' | 'done' | 'failed';

/** The request that makes a video. */
export interface Wire {
	/** Below the gateway's base address. */
	path: string;
	/** The model as the gateway names it, for models that the tables of this package lack. */
	model: Value;
	/** The base address, where it isn't the gateway's usual one. */
	baseUrl?: string;
}

export interface Protocol {
	/** The gateway's ID in this package. */
	gateway: string;
	/** Undefined for a request of some other API. */
	stepOf: (call: HttpCall) => Step | undefined;
	/** What the gateway answers to a submit that it accepts. */
	accepted: unknown;
	answers: Readonly<Record<Outcome, readonly unknown[]>>;
	/** How the answers to each step are read in the items of this package. */
	shapes: Readonly<Record<Exclude<Step, 'file'>, Shape>>;
	wireOf: (call: HttpCall, body: Value) => Wire;
	/** Its submit makes nothing but videos, whatever a model is called. */
	onlyVideos?: true;
	/** The field of the result's file that is a Code node's to take apart, where there is one. */
	packedIn?: string;
	/** What the user must know before the migrated workflow runs. */
	warning?: (wire: Wire) => string | undefined;
}

/** A field of a body, if it is there. */
export const fieldOf = (body: Value, name: string): Value | undefined =>
	body.kind === 'object' ? body.entries.find(([key]) => key === name)?.[1] : undefined;

/** The only value that an expression of a URL gives to some key: `$json.status_url`. */
export const isOnlyCode = ({ url, codes }: HttpCall, pattern: RegExp): boolean =>
	codes.length === 1 && /^\{\}([?&][^{}]*)?$/.test(url) && pattern.test(codes[0]!);

/** A URL without its query and the slash at its end. */
export const pageOf = ({ url }: HttpCall): string => url.split('?')[0]!.replace(/\/+$/, '');
