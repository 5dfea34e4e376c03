import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** What a gateway calls its key, and where its users get one. */
interface KeyWords {
	displayName: string;
	placeholder?: string;
	/** The documented address of the page, without https://. */
	page: string;
	/** The part of that page. */
	under?: string;
	/** What else is worth knowing: a sentence without its full stop. */
	note?: string;
}

/** The secret of a credential, under the gateway's own name for it, with a link to the page where one gets it. */
export function keyField({
	displayName,
	placeholder,
	page,
	under,
	note,
}: KeyWords): INodeProperties {
	const link = `<a href="https://${page}" target="_blank">${page}</a>`;
	const source = `Get it at ${link}${under === undefined ? '' : `, under ${under}`}`;
	return {
		displayName,
		name: 'apiKey',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		...(placeholder === undefined ? {} : { placeholder }),
		// Not as a description, which n8n shows only under the mouse.
		hint: note === undefined ? source : `${source}. ${note}.`,
	};
}

/** The address of the API, with the gateway's own as default. */
export const baseUrlField = (address: string): INodeProperties => ({
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: address,
	description: 'Only change it if you use a proxy or a regional host. Ports and paths are kept.',
});

/**
 * The key for a header: without "Bearer" in front, and without the spaces and line breaks that came along when it was
 * pasted. The same as `cleanKey` of nodes/shared/secrets.ts, which masks it.
 */
export const cleanKey = (pasted: unknown): string =>
	typeof pasted === 'string'
		? pasted
				.trim()
				.replace(/^bearer\s+/i, '')
				.replace(/[^\x21-\x7e]/g, '')
		: '';

/**
 * Sends the key in a header, after the name of its scheme if there is one. As code: where an expression describes the
 * header, n8n starts its expression engine for every single request (n8n 2.41, credentials-helper, resolveValue), which
 * tells with a thousand videos.
 */
export const authenticateBy =
	(header: string, scheme?: string) =>
	async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const key = cleanKey(credentials.apiKey);
		const value = scheme === undefined ? key : `${scheme} ${key}`;
		const headers = { ...request.headers, [header]: value };
		return await Promise.resolve({ ...request, headers });
	};

/**
 * The address of the API for a credential test whose path begins with a version, which the user may have pasted along.
 */
export const versionlessBaseUrl =
	'={{ $credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/v\\d+$/, "") }}';

/** The address of the API for a credential test. */
export const trimmedBaseUrl = '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}';
