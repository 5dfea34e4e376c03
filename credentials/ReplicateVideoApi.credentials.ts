import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, versionlessBaseUrl } from './fields';

export class ReplicateVideoApi implements ICredentialType {
	name = 'replicateVideoApi';

	displayName = 'Replicate Video API';

	icon: Icon = { light: 'file:replicateVideoApi.svg', dark: 'file:replicateVideoApi.dark.svg' };

	documentationUrl = 'https://replicate.com/docs/topics/security/api-tokens';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Token',
			placeholder: 'e.g. r8_...',
			page: 'replicate.com/account/api-tokens',
		}),
		baseUrlField('https://api.replicate.com'),
	];

	authenticate = authenticateBy('Authorization', 'Bearer');

	/** Account information costs nothing (docs/reference/http, account.get). */
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v1/account' },
	};
}
