import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, versionlessBaseUrl } from './fields';

/** MiniMax's codes for a bad key, which come with HTTP 200 (api-reference/errorcode). */
const refusals = [1004, 2049];

export class MinimaxVideoApi implements ICredentialType {
	// n8n has a credential type `minimaxApi` of its own.
	name = 'minimaxVideoApi';

	displayName = 'MiniMax API';

	icon: Icon = { light: 'file:minimaxVideoApi.svg', dark: 'file:minimaxVideoApi.dark.svg' };

	documentationUrl = 'https://platform.minimax.io/docs/api-reference/video-generation-t2v';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'API Key',
			page: 'platform.minimax.io',
			under: 'API Keys',
		}),
		baseUrlField('https://api.minimax.io'),
	];

	authenticate = authenticateBy('Authorization', 'Bearer');

	// Asks for a task that can't exist: free, since MiniMax bills videos. Only a bad key is a failure.
	test: ICredentialTestRequest = {
		request: {
			baseURL: versionlessBaseUrl,
			url: '/v1/query/video_generation',
			qs: { task_id: '0' },
		},
		rules: refusals.map((value) => ({
			type: 'responseSuccessBody',
			properties: {
				key: 'base_resp.status_code',
				value,
				message: 'MiniMax rejected the API key',
			},
		})),
	};
}
