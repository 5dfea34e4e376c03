import type { ArrivedRequest } from '../support/simulator/internet';
import { mediaRequests, stage } from './mediaStage';

const KEY_HEADERS = [
	'authorization',
	'x-api-key',
	'api-key',
	'ocp-apim-subscription-key',
	'cookie',
	'proxy-authorization',
];

/** Where AIgateway's files lie that want its key. */
export const OWN_HOST = 'https://media.aigateway.sh/v1/files/jobs/';

/** Where the simulated gateways have files that want the key, at their own addresses. */
const OWN_PATHS = [
	'/aigateway/v1/files/jobs/',
	'/openaicompatible/v1/videos/',
	'/openrouter/v1/videos/',
];

/** To be called last in a file: looks back on the requests of all its tests. */
export function testThatNoKeyWentAstray(): void {
	test('keys were never carried by a request for a picture or a video that should not', () => {
		const keys = Object.values(stage.simulator.credentials).map(({ apiKey }) => apiKey);
		const entitled = ({ url }: ArrivedRequest) =>
			(url.startsWith(OWN_HOST) && !url.includes('/public')) ||
			OWN_PATHS.some((path) => url.startsWith(`${stage.simulator.origin}${path}`));
		const others = mediaRequests.filter((request) => !entitled(request));
		const carrying = others.filter(
			({ url, headers }) =>
				KEY_HEADERS.some((name) => headers[name] !== undefined) ||
				keys.some((key) => JSON.stringify([url, headers]).includes(key)),
		);
		console.log(
			`${mediaRequests.length} requests for media, ${mediaRequests.length - others.length} of them entitled to a key`,
		);
		expect(others.length).toBeGreaterThan(0);
		expect(carrying).toEqual([]);
	});
}
