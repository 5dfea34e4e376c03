import { isPrivateHost } from '../bytes/addresses';
import type { Gateway } from '../gateway';

/** Whether the gateway's callbacks can resume an execution that is suspended: a handshake would find it running. */
export function canWakeExecution({ callbacks }: Pick<Gateway, 'callbacks'>): boolean {
	return callbacks !== undefined && !callbacks.handshake;
}

/**
 * Whether the gateway at `baseUrl` can call this address at all: it can not call into a private network, unless it
 * lies in one itself. True where either is no address at all: other checks tell that.
 */
export function isWithinReach(callbackUrl: string, baseUrl: string): boolean {
	if (!URL.canParse(callbackUrl) || !URL.canParse(baseUrl)) return true;
	return (
		!isPrivateHost(new URL(callbackUrl).hostname) || isPrivateHost(new URL(baseUrl).hostname)
	);
}

/** What our own references begin with, so that they are told from the user's. */
const OWN = 'n8n-video-gateways:';

/**
 * A reference for a job that the user gave none: to find the job again where the answer to its submit was lost. It is
 * made of names that no other job has; they hold letters, digits, `-` and `_`.
 */
export function ownReference(names: readonly string[]): string {
	return OWN + names.join('.');
}

/** The names in one of our own references; none in any other one. */
export function namesInReference(reference: string | null | undefined): string[] {
	return reference?.startsWith(OWN) ? reference.slice(OWN.length).split('.') : [];
}

/** A reference that the gateway hands back, without our own ones: the user did not set them. */
export function usersReference(reference: string | null | undefined): string | undefined {
	return reference === null || reference?.startsWith(OWN) ? undefined : reference;
}
