import type { IWebhookFunctions } from 'n8n-workflow';

import {
	isGatewayError,
	type Call,
	type CallbackRequest,
	type Gateway,
	type GatewayError,
} from '../../gateways/gateway';
import { createCaller, startRun } from '../shared/item';
import { send } from '../shared/transport/send';
import { keepSecrets } from './secrets';
import { triggerKey } from './seenStates';
import { secretByHand } from './settings';

const secrets = keepSecrets(Date.now);

/** Fetches the secret. An empty one, with which every callback is rejected, is logged: at most once in `REREAD_AFTER`. */
async function readSecret(
	context: IWebhookFunctions,
	gateway: Gateway,
	call: Call<{ secret: string }>,
): Promise<string | GatewayError> {
	const { outcome } = await send(createCaller(startRun(context)), gateway, call);
	if (isGatewayError(outcome)) return outcome;
	if (outcome.secret === '') {
		context.logger.warn(
			`Video Callback Trigger rejects all callbacks from ${gateway.label} with HTTP 401, because the credential's key has no webhook secret to verify them with. Create one at ${gateway.label}, or set Options > Signature Secret to the secret that they are signed with.`,
		);
	}
	return outcome.secret;
}

/**
 * Whether a callback really comes from the gateway, if it signs them; the error if its secret can't be fetched. Throws
 * if the credential is missing or Signature Secret can't be used.
 */
export async function isGenuine(
	context: IWebhookFunctions,
	gateway: Gateway,
	request: CallbackRequest,
): Promise<boolean | GatewayError> {
	const { callbacks, credentialType } = gateway;
	const { signature } = callbacks ?? {};
	if (!signature) return true;
	// One that was entered for another gateway stays in the node, where the panel no longer shows it.
	const byHand = signature.byPublicKeys ? undefined : secretByHand(context);
	if (byHand !== undefined) return signature.isValid(request, byHand);
	const { secret: readCall } = signature;
	// Only the user knows the secret, and hasn't set it: the job itself is fetched anyway.
	if (!readCall) return true;
	// Another credential has another secret.
	const key = `${triggerKey(context)} ${context.getNode().credentials?.[credentialType]?.id ?? ''}`;
	return await secrets.fits(
		key,
		async () => await readSecret(context, gateway, readCall()),
		(secret) => signature.isValid(request, secret),
	);
}
