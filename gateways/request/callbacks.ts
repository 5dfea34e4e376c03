import { isPlainHttpElsewhere, isPrivateHost } from '../bytes/addresses';
import type { Gateway, RequestProblem, VideoRequest } from '../gateway';

/** Whether the gateway's callbacks can resume an execution that is suspended: a handshake would find it running. */
export function canWakeExecution({ callbacks }: Pick<Gateway, 'callbacks'>): boolean {
	return callbacks !== undefined && !callbacks.handshake;
}

/**
 * Whether the gateway at `baseUrl` can call this address at all: it can't reach a private network unless it is
 * in one itself. True if either isn't a valid address: other checks report that.
 */
export function isWithinReach(callbackUrl: string, baseUrl: string): boolean {
	if (!URL.canParse(callbackUrl) || !URL.canParse(baseUrl)) return true;
	return (
		!isPrivateHost(new URL(callbackUrl).hostname) || isPrivateHost(new URL(baseUrl).hostname)
	);
}

/** For gateways that call https addresses only. An address on this machine is allowed, for a gateway on this machine. */
export const checkHttps = ({ callbackUrl }: Pick<VideoRequest, 'callbackUrl'>): RequestProblem[] =>
	callbackUrl !== undefined && isPlainHttpElsewhere(callbackUrl)
		? [{ field: 'callbackUrl', code: 'notHttps', value: callbackUrl }]
		: [];

/** The prefix of our own references, which distinguishes them from the user's. */
const OWN = 'n8n-video-gateways:';

/**
 * A reference for a job without one from the user, to find the job again if the answer to its submit is lost. It
 * consists of names that no other job has, made of letters, digits, `-` and `_`.
 */
export function ownReference(names: readonly string[]): string {
	return OWN + names.join('.');
}

/** The names in one of our own references; empty for any other reference. */
export function namesInReference(reference: string | null | undefined): string[] {
	return reference?.startsWith(OWN) ? reference.slice(OWN.length).split('.') : [];
}

/** A reference that the gateway returned, unless it is one of our own, which the user didn't set. */
export function usersReference(reference: string | null | undefined): string | undefined {
	return reference === null || reference?.startsWith(OWN) ? undefined : reference;
}
