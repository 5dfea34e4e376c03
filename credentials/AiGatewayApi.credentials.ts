import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, versionlessBaseUrl } from './fields';

export class AiGatewayApi implements ICredentialType {
	name = 'aiGatewayApi';

	displayName = 'AIgateway API';

	icon: Icon = { light: 'file:aiGatewayApi.svg', dark: 'file:aiGatewayApi.dark.svg' };

	documentationUrl = 'https://aigateway.sh/docs/authentication';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			placeholder: 'sk-aig-...',
			page: 'aigateway.sh',
			under: 'API keys',
		}),
		baseUrlField('https://api.aigateway.sh'),
	];

	authenticate = authenticateBy('Authorization', 'Bearer');

	// Reads the wallet's balance: free, and only a valid key gets it (OpenAPI file, 2026-06-23).
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v1/balance' },
	};
}
