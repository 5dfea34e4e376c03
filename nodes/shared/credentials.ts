import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeParameters,
} from 'n8n-workflow';

import { isWebAddress } from '../../gateways/bytes/addresses';
import type { Gateway, GatewayRequest } from '../../gateways/gateway';
import type { Failure } from './failure';
import type { Caller } from './item';
import { isUnlisted, ITEM_GATEWAYS_LABEL } from './itemGateways';
import { nodeOf, withGateway, type NodeContext } from './nodeContext';
import { quoted, trimmed } from './quoted';
import { pauseUntil } from './pause';
import { cleanKey, withoutKey } from './secrets';
import { isDatabaseAway } from './transport/databaseErrors';

/** How to choose the credential of a gateway in a node that has these parameters: a sentence. */
export function howToChoose(
	node: string,
	parameters: INodeParameters,
	gateway: Pick<Gateway, 'id' | 'label'>,
): string {
	const choose = `select a credential for ${gateway.label}.`;
	return isUnlisted(parameters, gateway)
		? `Open ${node}, add ${gateway.label} to '${ITEM_GATEWAYS_LABEL}', and ${choose}`
		: `Open ${node} and ${choose}`;
}

/** Why the node can't call a gateway, if it has no credential for it. */
export function missingCredential(context: NodeContext, gateway: Gateway): Failure | undefined {
	const { credentials, parameters } = nodeOf(context);
	if (credentials?.[gateway.credentialType]) return undefined;
	return {
		code: 'credential',
		gateway: gateway.id,
		title: `No credential is selected for ${gateway.label}`,
		fix: howToChoose('this node', parameters, gateway),
	};
}

/** How long a credential that was read is used, in milliseconds: so that one that was changed is soon seen. */
const FRESH = 60_000;

/** A credential as it was read. */
interface Read {
	credential: Promise<ICredentialDataDecryptedObject>;
	/** Milliseconds since 1970. */
	at: number;
}

/** What each context has read, by gateway and item: a credential may hold an expression. */
const credentialReads = new WeakMap<NodeContext, Map<string, Read>>();

/** Reads a credential from n8n's database, which decrypts it, unless that has just happened for the same item. */
async function readCredentialOnce(
	{ context, index }: Pick<Caller, 'context' | 'index'>,
	gateway: Gateway,
): Promise<ICredentialDataDecryptedObject> {
	const reads = credentialReads.get(context) ?? new Map<string, Read>();
	credentialReads.set(context, reads);
	const key = `${gateway.id} ${index}`;
	const now = Date.now();
	const known = reads.get(key);
	if (known && Math.abs(now - known.at) < FRESH) return await known.credential;
	const credential = withGateway(context, gateway).getCredentials(gateway.credentialType, index);
	reads.set(key, { credential, at: now });
	// One that can't be read is tried again by the next call.
	credential.catch(() => reads.delete(key));
	return await credential;
}

/**
 * The credential of a gateway, decrypted. Throws a NodeOperationError that names it if the node has none, or if its
 * address isn't valid.
 */
export async function readCredential(
	{ context, index, fail }: Pick<Caller, 'context' | 'index' | 'fail'>,
	gateway: Gateway,
): Promise<ICredentialDataDecryptedObject> {
	const missing = missingCredential(context, gateway);
	if (missing) throw fail(missing);
	const credential = await readCredentialOnce({ context, index }, gateway);
	const base = readBaseUrl(credential);
	if (isWebAddress(base)) return credential;
	throw fail({
		code: 'credential',
		gateway: gateway.id,
		title: `The Base URL in the credential for ${gateway.label} is ${quoted(base)}, which isn't a web address`,
		fix: 'Set it to one that starts with https:// (or http://).',
	});
}

/**
 * Sends a request with the key of a credential as it was read for the item. n8n would read the credential again, and the
 * first item's whichever item it is for: where it holds an expression, one item's key would go to another's server.
 */
export async function requestWithKey(
	context: NodeContext,
	gateway: Gateway,
	data: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	const { credentialType: type } = gateway;
	return (await context.helpers.httpRequestWithAuthentication.call(
		withGateway(context, gateway),
		type,
		options,
		{ credentialsDecrypted: { id: '', name: type, type, data } },
	)) as IN8nHttpFullResponse;
}

/**
 * What distinguishes one account at a gateway from another: its server and its key, of which only a hash is in it.
 * Throws as `readCredential` does.
 */
export async function readAccount(
	caller: Pick<Caller, 'context' | 'index' | 'fail'>,
	gateway: Gateway,
): Promise<string> {
	const credential = await readCredential(caller, gateway);
	const key = createHash('sha256').update(cleanKey(credential.apiKey)).digest('hex');
	return `${gateway.id} ${readBaseUrl(credential)} ${key}`;
}

/** The seconds between tries to read a credential while n8n's database is away: half a minute in total. */
const DATABASE_WAITS = [2, 4, 8, 16];

/**
 * The gateway as this node's credential makes it, where that decides more than key and address: its paths, what it
 * costs, whether it cancels. To be asked once for each item, where its gateway is chosen. Waits if n8n's database doesn't
 * respond: a job that is waited for must not fail because of that. Throws as `readCredential` does, and Stopped.
 */
export async function withSettings(
	caller: Pick<Caller, 'context' | 'index' | 'fail' | 'stop'>,
	gateway: Gateway,
): Promise<Gateway> {
	const { settings } = gateway;
	if (!settings) return gateway;
	for (const seconds of DATABASE_WAITS) {
		const fields = await readCredential(caller, gateway).catch((error: unknown) => {
			if (!isDatabaseAway(error)) throw error;
		});
		if (fields) return settings.apply(fields);
		await pauseUntil(Date.now() + seconds * 1000, caller.stop);
	}
	return settings.apply(await readCredential(caller, gateway));
}

/** An address in a credential, such as its Base URL, without pasted whitespace and trailing slashes. */
export function readBaseUrl(credential: ICredentialDataDecryptedObject, name = 'baseUrl'): string {
	const address = credential[name];
	return typeof address === 'string' ? trimmed(address).replace(/\/+$/, '') : '';
}

/**
 * The address of a call: the credential's base, which may have a port and a path, plus the call's own path; or the
 * call's full address if it has one.
 */
export function buildUrl(
	credential: ICredentialDataDecryptedObject,
	request: Pick<GatewayRequest, 'path' | 'base' | 'url' | 'query'>,
): string {
	const query = new URLSearchParams(request.query).toString();
	const suffix = query === '' ? '' : `?${query}`;
	if (request.path === undefined) return `${request.url ?? ''}${suffix}`;
	const base = readBaseUrl(credential, request.base);
	// Users often paste the version along, because other APIs expect it there; the paths already contain it.
	const start = /^\/v\d+\//.test(request.path) ? base.replace(/\/v\d+$/, '') : base;
	return `${start}${request.path}${suffix}`;
}

/** The text without the credential's key, in case a gateway repeats it in an answer. */
export function withoutSecrets(
	text: string,
	credential: ICredentialDataDecryptedObject,
	{ publicKeyStart }: Pick<Gateway, 'publicKeyStart'>,
): string {
	return withoutKey(text, credential.apiKey, {
		known: readBaseUrl(credential),
		publicStart: publicKeyStart,
	});
}
