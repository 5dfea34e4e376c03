import type { IAuthenticate, INodeProperties } from 'n8n-workflow';

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

/** The same as `cleanKey` of nodes/shared/secrets.ts, which masks the key. */
const cleanKey = (pasted: unknown): string =>
	typeof pasted === 'string'
		? pasted
				.trim()
				.replace(/^bearer\s+/i, '')
				.replace(/[^\x21-\x7e]/g, '')
		: '';

/**
 * Puts the key into a header: without "Bearer" in front, and without the spaces and line breaks that came along when it
 * was pasted. Without a key there is no header: a server that wants none may refuse an empty one. A function, because
 * n8n needs longer for an expression than for the rest of a request (0.7 ms in 2.41, which runs it in a sandbox).
 */
export const keyHeader =
	(name: string, scheme?: 'Bearer' | 'Key'): IAuthenticate =>
	async (credentials, request) => {
		const key = cleanKey(credentials.apiKey);
		if (key === '') return await Promise.resolve(request);
		const value = scheme === undefined ? key : `${scheme} ${key}`;
		return await Promise.resolve({
			...request,
			headers: { ...request.headers, [name]: value },
		});
	};

/**
 * The address of the API for a credential test whose path begins with a version, which the user may have pasted along.
 */
export const versionlessBaseUrl =
	'={{ $credentials.baseUrl.trim().replace(/\\/+$/, "").replace(/\\/v\\d+$/, "") }}';

/** The address of the API for a credential test. */
export const trimmedBaseUrl = '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}';
