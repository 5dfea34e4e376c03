import type { Call } from './call';
import type { VideoJob } from './job';

/** How a gateway calls back: a group that is there as a whole, or not at all. */

/** A call that came in. */
export interface CallbackRequest {
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	query: Readonly<Record<string, string>>;
	/** The body as JSON; undefined where it isn't JSON. */
	body: unknown;
	/** As it came over the wire: what a signature is about. */
	rawBody: Uint8Array;
	/** Milliseconds since 1970. */
	receivedAt: number;
}

/** How to tell that a callback is the gateway's own. */
export interface CallbackSignature {
	/**
	 * Reads what it is verified with: the secret that belongs to the credential's key, or public keys. Empty where the
	 * account has none. Absent: only the user knows it, and types it into the node.
	 */
	secret?: () => Call<{ secret: string }>;
	isValid: (request: CallbackRequest, secret: string) => boolean;
}

/** The address that the gateway calls for every job of the user that has none of its own. */
export interface AccountCallback {
	/** Empty where there is none. */
	read: () => Call<{ url: string }>;
	write: (url: string) => Call<{ url: string }>;
}

export interface Callbacks {
	/** Whether a job's reference comes back with it. */
	reference: boolean;
	/**
	 * What a callback claims, undefined where it is none of this gateway's. Anybody may have sent it: a reason to check
	 * the job, not the truth about it, and `completed` may lack the video.
	 */
	read: (request: CallbackRequest) => VideoJob | undefined;
	/**
	 * Before it accepts a job with a callback, the gateway calls the address once and wants this answer while the submit
	 * is open: undefined where `body` is no such call. Only a trigger can give it, not the execution that submits.
	 */
	handshake?: (body: unknown) => Record<string, unknown> | undefined;
	/** Absent: the gateway signs none. */
	signature?: CallbackSignature;
	accountDefault?: AccountCallback;
}
