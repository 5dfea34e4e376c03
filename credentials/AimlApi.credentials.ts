import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, versionlessBaseUrl } from './fields';

export class AimlApi implements ICredentialType {
	name = 'aimlApi';

	displayName = 'AI/ML API';

	icon: Icon = { light: 'file:aimlApi.svg', dark: 'file:aimlApi.dark.svg' };

	documentationUrl = 'https://docs.aimlapi.com/quickstart/setting-up';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			page: 'aimlapi.com/app/keys',
		}),
		baseUrlField('https://api.aimlapi.com'),
	];

	authenticate = authenticateBy('Authorization', 'Bearer');

	// Reads the balance: free, and only a valid key gets it (docs, Service endpoints, 2026-08-21).
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v2/billing' },
	};
}
