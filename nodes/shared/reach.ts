import { isWithinReach } from '../../gateways/request/callbacks';
import type { Gateway } from '../../gateways/gateway';
import { readBaseUrl, readCredential } from './credentials';
import type { Failure } from './failure';
import type { Caller } from './item';

/**
 * Why the gateway of this node's credential can't call the address; undefined where it can.
 *
 * @param instead what the user can do instead, as the end of a sentence
 */
export async function whyOutOfReach(
	caller: Caller,
	gateway: Gateway,
	{ url, instead }: { url: string; instead: string },
): Promise<Failure | undefined> {
	const credential = await readCredential(caller, gateway);
	return isWithinReach(url, readBaseUrl(credential))
		? undefined
		: {
				code: 'callback',
				gateway: gateway.id,
				title: `${gateway.label} can't reach ${new URL(url).origin}, a private address`,
				fix: `Set n8n's environment variable WEBHOOK_URL to its public URL, or ${instead}.`,
			};
}
