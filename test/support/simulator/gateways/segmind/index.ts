import {
	endpoint,
	type DocumentedGateway,
	type Ground,
	type SimulatedGateway,
} from '../../gateway';
import { segmindError } from './errors';
import { API_KEY, headers, keyHeaders } from './headers';
import { CREDITS, VARIANTS } from './job';
import { LATE_PATHS } from './models';
import { requestEndpoints } from './requests';
import { accept, queued, submitEndpoints } from './submits';
import { UPLOAD_HOST, uploadEndpoint } from './upload';

/** Segmind (api.segmind.com, workflows-api.segmind.com). */
const simulate = (ground: Ground): SimulatedGateway => ({
	apiKey: API_KEY,
	uploadHost: UPLOAD_HOST,
	...headers,
	invalid: (reason, path) =>
		LATE_PATHS.has(path)
			? queued(ground, accept(ground, { path, body: {} }, reason))
			: segmindError(400, reason),
	notFound: () => segmindError(404),
	wrongMethod: () => ({
		status: 405,
		headers: { 'content-type': 'text/html' },
		body: '<html><head><title>405 Method Not Allowed</title></head></html>',
	}),
	endpoints: [
		...submitEndpoints(ground),
		...requestEndpoints(ground),
		endpoint(headers, {
			name: 'account',
			method: 'GET',
			path: '/v1/get-user-credits',
			answer: () => ({ status: 200, body: { credits: CREDITS } }),
		}),
		uploadEndpoint(ground),
	],
});

/** Segmind, by its pages. */
export const segmind: DocumentedGateway = {
	variants: VARIANTS,
	error: segmindError,
	// /v2, by probes of 2026-08-02; the model page has 406, for /v1.
	noCredit: segmindError(402),
	limits: {
		// docs.segmind.com/api-reference/rate-limits: 5 a minute, 50 on Pro; the page of prices has 60 to 1000 by plan.
		rules: [{ most: { free: 5, paid: 50 }, seconds: 60 }],
		answer: (seconds) => segmindError(429, undefined, seconds),
	},
	keyHeaders,
	// The model is in the path.
	orderKeys: { prompt: 'prompt', otherPrompt: 'promptText' },
	idKeys: ['request_id'],
	unknownStatus: { status: 'archiving' },
	simulate,
};
