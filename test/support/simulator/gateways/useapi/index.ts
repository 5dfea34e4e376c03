import {
	hasHeaders,
	type DocumentedGateway,
	type Ground,
	type SimulatedGateway,
} from '../../gateway';
import { API_KEY, keyHeaders, openAccount } from './account';
import { accountEndpoints } from './accounts';
import { useapiError } from './errors';
import { fileEndpoint } from './files';
import { CALLBACK_SHAPES, CALLBACK_VARIANTS, VARIANTS } from './job';
import { videoEndpoints } from './videos';

export { USEAPI_FILE_IDS, USEAPI_SECOND_ACCOUNT } from './account';

/** useapi.net, MiniMax (api.useapi.net). */
function simulate(ground: Ground): SimulatedGateway {
	const account = openAccount(ground);
	return {
		apiKey: API_KEY,
		unauthorized: (headers) =>
			hasHeaders(headers, keyHeaders(API_KEY)) ? undefined : useapiError(401),
		invalid: (reason) => useapiError(400, reason),
		notFound: () => useapiError(404),
		callbacks: { shapes: CALLBACK_SHAPES, attempts: 1 },
		reset: account.reset,
		endpoints: [
			...videoEndpoints(account),
			fileEndpoint(account),
			...accountEndpoints(account),
		],
	};
}

/** useapi.net, by its pages. */
export const useapi: DocumentedGateway = {
	variants: VARIANTS,
	callbackVariants: CALLBACK_VARIANTS,
	error: useapiError,
	// POST videos/create.
	noCredit: useapiError(412),
	keyHeaders,
	orderKeys: { prompt: 'prompt', model: 'model' },
	idKeys: ['videoId', 'id', 'task'],
	unknownStatus: { status: 99, statusLabel: 'archiving', statusFinal: false },
	simulate,
};
