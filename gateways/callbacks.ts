import { isPrivateHost } from './addresses';
import type { Gateway } from './gateway';

/** Whether the gateway's callbacks can resume an execution that is suspended: a handshake would find it running. */
export function canWakeExecution(gateway: Pick<Gateway, 'callbacks' | 'answerHandshake'>): boolean {
	return gateway.callbacks !== 'none' && !gateway.answerHandshake;
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
