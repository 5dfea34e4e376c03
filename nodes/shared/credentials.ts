import { NodeOperationError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Gateway } from '../../gateways/gateway';
import { asIfChosen, type Caller } from './caller';

/** The credential of a gateway, decrypted. Throws a NodeOperationError that names it where the node has none. */
export async function credentialOf(
	context: Caller,
	gateway: Gateway,
	itemIndex: number,
): Promise<ICredentialDataDecryptedObject> {
	if (!context.getNode().credentials?.[gateway.credentialType]) {
		throw new NodeOperationError(
			context.getNode(),
			`${gateway.label} needs a credential here. Open this node and choose one under Credential for ${gateway.label}.`,
			{ itemIndex },
		);
	}
	return await asIfChosen(context, gateway).getCredentials(gateway.credentialType, itemIndex);
}

/** The address of a call: the credential's base, which may carry a port and a path, and the call's own path. */
export function addressOf(
	credential: ICredentialDataDecryptedObject,
	request: { path: string; base?: string; query?: Record<string, string> },
): string {
	const base = String(credential[request.base ?? 'baseUrl'] ?? '')
		.trim()
		.replace(/\/+$/, '');
	const query = new URLSearchParams(request.query).toString();
	return `${base}${request.path}${query === '' ? '' : `?${query}`}`;
}

/** Shorter texts are too common to be cut out of messages. */
const SHORTEST_SECRET = 6;

/** The text without the credential's key, in case a gateway repeats it in an answer. */
export function withoutSecrets(text: string, credential: ICredentialDataDecryptedObject): string {
	const key = String(credential.apiKey ?? '');
	return key.length < SHORTEST_SECRET ? text : text.replaceAll(key, '***');
}
