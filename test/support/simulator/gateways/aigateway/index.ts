import {
	endpoint,
	type DocumentedGateway,
	type Ground,
	type SimulatedGateway,
} from '../../gateway';
import { CALLBACK_ATTEMPTS, CALLBACK_VARIANTS, createWebhooks } from './callbacks';
import { aigatewayError } from './errors';
import { createFiles } from './files';
import { API_KEY, headers, keyHeaders } from './headers';
import { VARIANTS } from './job';
import { jobEndpoints } from './jobs';
import { modelEndpoints } from './models';

/** AIgateway (api.aigateway.sh, media.aigateway.sh). */
function simulate(ground: Ground): SimulatedGateway {
	const webhooks = createWebhooks();
	const files = createFiles(ground);
	return {
		apiKey: API_KEY,
		...headers,
		invalid: (reason) => aigatewayError(400, reason),
		notFound: () => aigatewayError(404),
		callbacks: { shapes: webhooks.shapes, attempts: CALLBACK_ATTEMPTS },
		reset: webhooks.reset,
		endpoints: [
			...jobEndpoints(ground, files.url),
			...modelEndpoints(ground),
			endpoint(headers, {
				name: 'account',
				method: 'GET',
				path: '/v1/balance',
				// "Current credit balance and recent spend". [Inferred: the field names.]
				answer: () => ({
					status: 200,
					body: { balance: 25, currency: 'USD', recent_spend: 0 },
				}),
			}),
			...webhooks.endpoints,
			...files.endpoints,
		],
	};
}

/** AIgateway, by its pages. */
export const aigateway: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: aigatewayError,
	// aigateway.sh model page.
	noCredit: aigatewayError(402),
	limits: {
		// aigateway.sh/docs/rate-limits: 10 a minute, or 600 where one pays for what one uses; "60 s rolling window".
		// [Left out: "burst 2x for 10 s", which lets through more.]
		rules: [{ most: { free: 10, paid: 600 }, seconds: 60 }],
		answer: (seconds) => ({
			...aigatewayError(429),
			headers: { 'retry-after': String(seconds) },
		}),
	},
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
