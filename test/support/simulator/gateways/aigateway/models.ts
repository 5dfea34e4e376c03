import { z } from 'zod';
import { endpoint, type Endpoint, type Ground } from '../../gateway';
import { aigatewayError } from './errors';
import { headers } from './headers';

/** The models of the pages. */
export const MODELS = [
	'minimax/minimax-video-01-image-to-video',
	'minimax/minimax-video-01-director-image-to-video',
];
/** Names under which the gateway picks a model. */
export const ROUTED_MODELS = ['auto', 'auto/video'];

/** Entries as both SDKs have them (sdk-node 0.1.3, sdk-python 0.1.2, 2026-06-23): `id`, `object`, `modality`, `owned_by`. */
const CATALOGUE = [
	...MODELS.map((id) => ({ id, object: 'model', modality: 'video', owned_by: 'minimax' })),
	{ id: 'openai/gpt-5.4', object: 'model', modality: 'text', owned_by: 'openai' },
];

/** An ID holds a slash, which comes as it is or escaped. */
const MODEL_PATHS = ['/v1/models/:id', '/v1/models/:maker/:id'];
/** The ID that a path names. */
const modelIdIn = ({ maker, id }: Record<string, string>) =>
	maker === undefined ? id : `${maker}/${id}`;

/** The JSON Schema of a model's submit. */
const MODEL_SCHEMA = {
	type: 'object',
	properties: {
		prompt: { type: 'string' },
		duration: { type: 'number' },
		aspect_ratio: { type: 'string' },
		resolution: { type: 'string' },
		image_url: { type: 'string' },
	},
	required: ['prompt'],
};

/** The entries of the catalogue as it is now. */
const catalogueOf = ({ models }: Ground) => models.listed('aigateway', CATALOGUE);

/** The calls on the catalogue. */
export const modelEndpoints = (ground: Ground): Endpoint[] => [
	endpoint(headers, {
		name: 'models',
		method: 'GET',
		path: '/v1/models',
		query: z.object({ modality: z.string(), provider: z.string() }).partial().strict(),
		answer({ query: { modality, provider } }) {
			const data = catalogueOf(ground).filter(
				(model) =>
					(modality === undefined || model.modality === modality) &&
					(provider === undefined || model.owned_by === provider),
			);
			return { status: 200, body: { object: 'list', data } };
		},
	}),
	endpoint(headers, {
		name: 'models',
		method: 'GET',
		path: MODEL_PATHS,
		answer: ({ params }) => {
			const model = catalogueOf(ground).find(({ id }) => id === modelIdIn(params));
			return model ? { status: 200, body: model } : aigatewayError(404);
		},
	}),
	endpoint(headers, {
		name: 'models',
		method: 'GET',
		path: MODEL_PATHS.map((path) => `${path}/schema`),
		// [Inferred: that a JSON Schema of the submit's body comes; the OpenAPI document names the path alone.]
		answer: ({ params }) =>
			catalogueOf(ground).some(({ id }) => id === modelIdIn(params))
				? { status: 200, body: MODEL_SCHEMA }
				: aigatewayError(404),
	}),
];
