import type {
	IAuthenticate,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { keyHeader, versionlessBaseUrl } from './fields';

export class OpenAiCompatibleVideoApi implements ICredentialType {
	name = 'openAiCompatibleVideoApi';

	displayName = 'OpenAI-Compatible Video Server API';

	icon: Icon = {
		light: 'file:openAiCompatibleVideoApi.svg',
		dark: 'file:openAiCompatibleVideoApi.dark.svg',
	};

	documentationUrl = 'https://docs.vllm.ai/projects/vllm-omni/en/latest/serving/videos_api/';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. http://localhost:8091',
			hint: 'The address of the server, without /v1/videos. Addresses in your own network are fine if n8n can reach them.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			hint: "Leave empty if the server doesn't ask for one",
		},
		{
			displayName: 'API',
			name: 'api',
			type: 'options',
			options: [
				{
					name: 'OpenAI Style',
					value: 'openai',
					description:
						'Forms at /v1/videos: vLLM-Omni, SGLang, NVIDIA Dynamo, LiteLLM, New API and its forks',
				},
				{
					name: 'Together AI',
					value: 'together',
					description: 'JSON at /v2/videos, with the Base URL https://api.together.ai',
				},
			],
			default: 'openai',
		},
		{
			displayName: 'Price per Second (USD)',
			name: 'pricePerSecond',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 6 },
			default: 0,
			description:
				'What one second of video costs you, so that cost estimates and limits work. Set to 0 if unknown.',
		},
		{
			displayName: 'DELETE Cancels Jobs',
			name: 'deleteCancels',
			type: 'boolean',
			default: false,
			description:
				'Whether the server aborts a running job when it is deleted, as vLLM-Omni does. Leave off for others: they keep running it, and only forget it.',
		},
	];

	authenticate: IAuthenticate = keyHeader('Authorization', 'Bearer');

	// Lists the models: free at every server. With a wrong key the answer is 401.
	test: ICredentialTestRequest = {
		request: { baseURL: versionlessBaseUrl, url: '/v1/models' },
	};
}
