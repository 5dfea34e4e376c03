import type { INodeProperties } from 'n8n-workflow';

/** The secret of a credential, under the gateway's own word for it. */
export const keyField = (
	words: Pick<INodeProperties, 'displayName' | 'description' | 'placeholder'>,
): INodeProperties => ({
	name: 'apiKey',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	...words,
});

/** The address of the API, with the gateway's own as default. */
export const baseUrlField = (address: string): INodeProperties => ({
	displayName: 'Base URL',
	name: 'baseUrl',
	type: 'string',
	required: true,
	default: address,
	description: 'Change it only for a proxy or a regional host. A port and a path are kept.',
});
