import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlField, keyField, keyHeader, versionlessBaseUrl } from './fields';

/** Not `openRouterApi`: n8n's own credential for its chat models has that name. */
export class OpenRouterVideoApi implements ICredentialType {
	name = 'openRouterVideoApi';

	displayName = 'OpenRouter Video API';

	icon: Icon = { light: 'file:openRouterVideoApi.svg', dark: 'file:openRouterVideoApi.dark.svg' };

	documentationUrl = 'https://openrouter.ai/docs/api_reference/authentication';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			placeholder: 'e.g. sk-or-v1-...',
			page: 'openrouter.ai/settings/keys',
		}),
		baseUrlField('https://openrouter.ai/api'),
	];

	authenticate: IAuthenticate = keyHeader('Authorization', 'Bearer');

	// Reads what the key is and may spend: free, and only a valid key gets it (@openrouter/sdk 1.3.19, getCurrentKey).
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v1/key' },
	};
}
