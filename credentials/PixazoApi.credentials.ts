import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authenticateBy, baseUrlField, keyField, trimmedBaseUrl } from './fields';

/**
 * What the response to an invalid key contains: MiniMax's own codes, and Pixazo's samples of 401 and 403 (its API page,
 * error table). n8n 1.x doesn't know `except` below and treats every status as an answer.
 */
const refusals: Array<[key: string, value: string | number]> = [
	['base_resp.status_code', 1004],
	['base_resp.status_code', 2049],
	['error', 'Invalid or missing authentication'],
	['error', 'Access denied for this operation'],
];

export class PixazoApi implements ICredentialType {
	name = 'pixazoApi';

	displayName = 'Pixazo API';

	icon: Icon = { light: 'file:pixazoApi.svg', dark: 'file:pixazoApi.dark.svg' };

	documentationUrl = 'https://www.pixazo.ai/models/hailuo';

	properties: INodeProperties[] = [
		keyField({
			displayName: 'Subscription Key',
			page: 'api-console.pixazo.ai',
		}),
		baseUrlField('https://gateway.pixazo.ai'),
	];

	authenticate = authenticateBy('Ocp-Apim-Subscription-Key');

	/**
	 * Pixazo has no free endpoint. The cheapest call that distinguishes a bad key from a good one asks for the status
	 * of a job that can't exist: it starts nothing and bills nothing, since Pixazo bills videos and not status checks
	 * (the page's "Retrieving Results" and "Pricing"). The gateway checks the key before anything else, so only 401 and
	 * 403, MiniMax's own codes for a bad key, and a gateway that is down are failures; any answer about the job itself
	 * means that the key was accepted.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: trimmedBaseUrl,
			url: '/minimax-hailuo-ai-polling/v1/getStatus',
			method: 'POST',
			headers: { 'Cache-Control': 'no-cache' },
			body: { task_id: '0' },
			ignoreHttpStatusErrors: { ignore: true, except: [401, 403, 405, 500, 502, 503, 504] },
		},
		rules: refusals.map(([key, value]) => ({
			type: 'responseSuccessBody',
			properties: { key, value, message: 'Pixazo rejected the subscription key' },
		})),
	};
}
