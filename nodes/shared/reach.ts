import { isWithinReach } from '../../gateways/request/callbacks';
import type { Gateway } from '../../gateways/gateway';
import { readBaseUrl, readCredential } from './credentials';
import type { Caller } from './item';

/**
 * Why the gateway of this node's credential can't call the address, as a sentence that ends with `instead`, what the
 * user can do about it; undefined if it can.
 */
export async function whyOutOfReach(
	caller: Caller,
	gateway: Gateway,
	{ url, instead }: { url: string; instead: string },
): Promise<string | undefined> {
	const credential = await readCredential(caller, gateway);
	return isWithinReach(url, readBaseUrl(credential))
		? undefined
		: `${gateway.label} can not call ${new URL(url).origin}: that address exists only within your own network. Set the environment variable WEBHOOK_URL of n8n to the address by which the internet reaches it, or ${instead}.`;
}
