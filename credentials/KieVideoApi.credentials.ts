import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, trimmedBaseUrl } from './fields';

export class KieVideoApi implements ICredentialType {
	name = 'kieVideoApi';

	displayName = 'Kie.ai API';

	icon: Icon = { light: 'file:kieVideoApi.svg', dark: 'file:kieVideoApi.dark.svg' };

	documentationUrl = 'https://docs.kie.ai';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			page: 'kie.ai/api-key',
		}),
		baseUrlField('https://api.kie.ai'),
		{
			displayName: 'Upload URL',
			name: 'uploadUrl',
			type: 'string',
			default: 'https://kieai.redpandaai.co',
			description: 'Where images are uploaded. Only change it if you use a proxy.',
		},
	];

	authenticate = authenticateBy('Authorization', 'Bearer');

	// Reads the remaining credits: free (docs.kie.ai, common-api/get-account-credits, read 2026-11). A wrong key is
	// answered with HTTP 200 and this code (docs.kie.ai, getting started).
	test: ICredentialTestRequest = {
		request: { baseURL: trimmedBaseUrl, url: '/api/v1/chat/credit' },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: { key: 'code', value: 401, message: 'Kie.ai rejected the API key' },
			},
		],
	};
}
