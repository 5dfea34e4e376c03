import type { IWebhookFunctions } from 'n8n-workflow';

import {
	isGatewayError,
	type Call,
	type CallbackRequest,
	type Gateway,
	type GatewayError,
} from '../../gateways/gateway';
import { haltOf } from '../shared/pause';
import { send } from '../shared/transport';
import { triggerKey } from './seenStates';

/**
 * Secrets as they were read with the credential, by trigger; in memory only, because n8n stores static data in
 * plain text. Read again when a signature does not fit, since the user may have rotated the secret, but not more
 * often than once in `REREAD_AFTER` milliseconds, so that forged calls make no others.
 */
const secrets = new Map<string, KnownSecret>();
const REREAD_AFTER = 60_000;

interface KnownSecret {
	secret: string;
	/** Milliseconds since the epoch. */
	readAt: number;
}

/** Reads that are under way: callbacks that come meanwhile wait for the same one. */
const reads = new Map<string, Promise<KnownSecret | GatewayError>>();

async function readSecret(
	context: IWebhookFunctions,
	gateway: Gateway,
	call: Call<{ secret: string }>,
): Promise<KnownSecret | GatewayError> {
	const { outcome } = await send(context, gateway, call, { itemIndex: 0, halt: haltOf(context) });
	return isGatewayError(outcome) ? outcome : { secret: outcome.secret, readAt: Date.now() };
}

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
	const key = triggerKey(context);
	const known = secrets.get(key);
	if (known?.secret && callbackSignature.isValid(request, known.secret)) return true;
	if (known && Date.now() - known.readAt < REREAD_AFTER) return false;
	const read =
		reads.get(key) ??
		readSecret(context, gateway, callbackSignature.secret()).finally(() => reads.delete(key));
	reads.set(key, read);
	const newer = await read;
	if (isGatewayError(newer)) return newer;
	secrets.set(key, newer);
	return newer.secret !== '' && callbackSignature.isValid(request, newer.secret);
}
