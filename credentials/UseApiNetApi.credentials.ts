import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlField, keyField, keyHeader, versionlessBaseUrl } from './fields';

export class UseApiNetApi implements ICredentialType {
	name = 'useApiNetApi';

	displayName = 'useapi.net API';

	icon: Icon = { light: 'file:useApiNetApi.svg', dark: 'file:useApiNetApi.dark.svg' };

	documentationUrl = 'https://useapi.net/docs/start-here/setup-useapi';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Token',
			placeholder: 'e.g. user:1234-...',
			page: 'useapi.net/docs/start-here/setup-useapi',
			note: 'Paste the whole token, with user: at its beginning',
		}),
		baseUrlField('https://api.useapi.net'),
	];

	authenticate: IAuthenticate = keyHeader('Authorization', 'Bearer');

	// Reads the user's own account: free (page v2/account).
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v2/account' },
	};
}
