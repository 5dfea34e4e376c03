import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class AiGatewayApi implements ICredentialType {
	name = 'aiGatewayApi';

	displayName = 'AIgateway API';

	icon: Icon = { light: 'file:aiGatewayApi.svg', dark: 'file:aiGatewayApi.dark.svg' };

	documentationUrl = 'https://aigateway.sh/docs/authentication';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'sk-aig-...',
			description: 'Create one at aigateway.sh, under API keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.aigateway.sh',
			description: 'Change it only for a proxy or a regional host. A port and a path are kept.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	// Reads the wallet's balance: free, and only a valid key is told it (OpenAPI file, 2026-06-23).
	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}', url: '/v1/balance' },
	};
}
