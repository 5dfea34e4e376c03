import type { IWebhookFunctions } from 'n8n-workflow';

import {
	isGatewayError,
	type CallbackRequest,
	type Gateway,
	type GatewayError,
} from '../../gateways/gateway';
import { haltOf } from '../shared/pause';
import { send } from '../shared/transport';
import { oneAtATime } from './oneAtATime';
import { triggerKey } from './seenStates';

/**
 * Secrets as they were read with the credential, by trigger; in memory only, because n8n stores static data in
 * plain text. Read again when a signature does not fit, since the user may have rotated the secret, but not more
 * often than once in `REREAD_AFTER` milliseconds, so that forged calls make no others.
 */
const secrets = new Map<string, { secret: string; readAt: number }>();
const REREAD_AFTER = 60_000;

/**
 * Whether a callback is the gateway's own, where the gateway signs them; the error where its secret can not be read.
 * Of a key without a secret no call is believed.
 */
export async function isGenuine(
	context: IWebhookFunctions,
	gateway: Gateway,
	secretByHand: string | undefined,
	request: CallbackRequest,
): Promise<boolean | GatewayError> {
	const { callbackSignature } = gateway;
	if (!callbackSignature) return true;
	if (secretByHand) return callbackSignature.isValid(request, secretByHand);
	const key = `${triggerKey(context)} secret`;
	const known = secrets.get(key);
	if (known?.secret && callbackSignature.isValid(request, known.secret)) return true;
	if (known && Date.now() - known.readAt < REREAD_AFTER) return false;
	return await oneAtATime(key, async () => {
		const newer = secrets.get(key);
		if (newer === known) {
			const { outcome } = await send(context, gateway, callbackSignature.secret(), {
				itemIndex: 0,
				halt: haltOf(context),
			});
			if (isGatewayError(outcome)) return outcome;
			secrets.set(key, { secret: outcome.secret, readAt: Date.now() });
		}
		const { secret } = secrets.get(key)!;
		return secret !== '' && callbackSignature.isValid(request, secret);
	});
}
