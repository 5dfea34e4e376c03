import type { Call } from './call';
import type { VideoJob } from './job';

/** How a gateway calls back: all of it is supported, or nothing. */

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
	 * Reads what it is verified with: the secret that belongs to the credential's key, or public keys. Empty if the
	 * account has none. Absent: only the user knows it and enters it in the node.
	 */
	secret?: () => Call<{ secret: string }>;
	/** `secret` reads public keys: there is nothing that a user could enter instead. */
	byPublicKeys?: true;
	/**
	 * What the panel says of a secret that the user enters: without `secret`, which one that is ("your workspace's webhook
	 * signing secret"); beside `secret`, which callbacks are signed with another one, as a clause.
	 */
	entered?: string;
	isValid: (request: CallbackRequest, secret: string) => boolean;
}

/** The address that the gateway calls for every job of the user that has none of its own. */
export interface AccountCallback {
	/** Empty where there is none. */
	read: () => Call<{ url: string }>;
	write: (url: string) => Call<{ url: string }>;
	/** Where the user can change it by hand. */
	place: string;
}

export interface Callbacks {
	/** Whether a job's reference comes back with it. */
	reference: boolean;
	/**
	 * What a callback claims, undefined if it isn't one of this gateway's. Anyone may have sent it, so it is only a reason to
	 * check the job, and a `completed` one may lack the video.
	 */
	read: (request: CallbackRequest) => VideoJob | undefined;
	/**
	 * Whether a callback that `read` doesn't know is about something else than a job, such as the balance: it starts
	 * nothing and needn't be repeated. For gateways that sign their callbacks.
	 */
	isOther?: (body: unknown) => boolean;
	/**
	 * Before it accepts a job with a callback, the gateway calls the address once and expects this answer while the
	 * submit is open; undefined if `body` isn't such a call. Only a trigger can answer it, not the execution that submits.
	 */
	handshake?: (body: unknown) => Record<string, unknown> | undefined;
	/** Absent: the gateway doesn't sign its callbacks. */
	signature?: CallbackSignature;
	accountDefault?: AccountCallback;
}
