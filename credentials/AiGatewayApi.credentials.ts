import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlField, keyField, keyHeader, versionlessBaseUrl } from './fields';

export class AiGatewayApi implements ICredentialType {
	name = 'aiGatewayApi';

	displayName = 'AIgateway API';

	icon: Icon = { light: 'file:aiGatewayApi.svg', dark: 'file:aiGatewayApi.dark.svg' };

	documentationUrl = 'https://aigateway.sh/docs/authentication';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			placeholder: 'e.g. sk-aig-...',
			page: 'aigateway.sh',
			under: 'API keys',
		}),
		baseUrlField('https://api.aigateway.sh'),
	];

	authenticate: IAuthenticate = keyHeader('Authorization', 'Bearer');

	// Reads the wallet's balance: free, and only a valid key gets it (OpenAPI file, 2026-06-23).
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v1/balance' },
	};
}
