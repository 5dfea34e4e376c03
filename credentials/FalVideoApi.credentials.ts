import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlField, keyField, keyHeader, trimmedBaseUrl } from './fields';

export class FalVideoApi implements ICredentialType {
	name = 'falVideoApi';

	displayName = 'Fal API';

	icon: Icon = { light: 'file:falVideoApi.svg', dark: 'file:falVideoApi.dark.svg' };

	documentationUrl = 'https://fal.ai/docs/documentation/setting-up/authentication';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			page: 'fal.ai/dashboard/keys',
			note: 'A key with the API scope is enough',
		}),
		baseUrlField('https://queue.fal.run'),
		{
			displayName: 'REST URL',
			name: 'uploadUrl',
			type: 'string',
			default: 'https://rest.fal.ai',
			description:
				'Where fal publishes the keys that Video Callback Trigger verifies callbacks with. Only change it if you use a proxy.',
		},
		{
			displayName: 'Schema URL',
			name: 'schemaUrl',
			type: 'string',
			default: 'https://fal.ai',
			description:
				"Where fal publishes what each model accepts, which Submit Video reads for models By ID. The key isn't sent there. Only change it if you use a proxy.",
		},
	];

	authenticate: IAuthenticate = keyHeader('Authorization', 'Key');

	/**
	 * fal's queue has no route that only checks the key. The status of a request that can't exist starts nothing and bills
	 * nothing; without a valid key the answer is 401, and any answer about the request means that the key was accepted.
	 * n8n 1.x doesn't know `except` below and treats every status as an answer; hence the rule.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: trimmedBaseUrl,
			url: '/fal-ai/veo3.1/requests/00000000-0000-0000-0000-000000000000/status',
			ignoreHttpStatusErrors: { ignore: true, except: [401, 403, 405, 500, 502, 503, 504] },
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'detail',
					value: 'Authentication is required to access this application',
					message: 'fal rejected the key',
				},
			},
		],
	};
}
