import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlField, keyField, keyHeader, versionlessBaseUrl } from './fields';

export class SegmindApi implements ICredentialType {
	name = 'segmindApi';

	displayName = 'Segmind API';

	icon: Icon = { light: 'file:segmindApi.svg', dark: 'file:segmindApi.dark.svg' };

	documentationUrl = 'https://docs.segmind.com/docs/get-started/authentication';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			placeholder: 'e.g. SG_...',
			page: 'cloud.segmind.com/console/api-keys',
		}),
		baseUrlField('https://api.segmind.com'),
		{
			displayName: 'Upload URL',
			name: 'uploadUrl',
			type: 'string',
			default: 'https://workflows-api.segmind.com',
			description: 'Where images are uploaded. Only change it if you use a proxy.',
		},
	];

	authenticate: IAuthenticate = keyHeader('x-api-key');

	// Reads the remaining credits: free (docs, Account and billing APIs, 2026-08-27).
	test: ICredentialTestRequest = {
		request: {
			baseURL: versionlessBaseUrl,
			url: '/v1/get-user-credits',
		},
	};
}
