import {
	endpoint,
	type DocumentedGateway,
	type Ground,
	type SimulatedGateway,
} from '../../gateway';
import { catalogueEndpoint } from './catalogue';
import { aimlapiError } from './errors';
import { API_KEY, headers, keyHeaders } from './headers';
import { VARIANTS } from './job';
import { videoEndpoints } from './videos';

/** AI/ML API (api.aimlapi.com). */
const simulate = (ground: Ground): SimulatedGateway => ({
	apiKey: API_KEY,
	...headers,
	invalid: (reason, path) => aimlapiError(400, path, `Body validation error! ${reason}`),
	notFound: (path) => aimlapiError(404, path),
	endpoints: [
		...videoEndpoints(ground),
		endpoint(headers, {
			name: 'account',
			method: 'GET',
			path: '/v2/billing',
			answer: () => ({ status: 200, body: { current_balance: 25, currency: 'USD' } }),
		}),
		catalogueEndpoint(ground),
	],
});

/** AI/ML API, by its pages. */
export const aimlapi: DocumentedGateway = {
	variants: VARIANTS,
	error: aimlapiError,
	// docs.aimlapi.com, 4xx errors.
	noCredit: aimlapiError(403),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['generation_id', 'id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
