import { z } from 'zod';
import { endpoint, type Endpoint } from '../../gateway';
import { headers } from './headers';
import { universalModels } from './models';

const entry = (id: string, type: string, developer: string) => ({
	id,
	aliases: [],
	type,
	info: { name: id, developer },
	tags: [],
});

/** What the catalogue lists: beside the models above, one that makes no video. [Inferred: the words for type.] */
const CATALOGUE = [
	{ output: 'text', model: entry('gpt-4o', 'chat-completion', 'Open AI') },
	...universalModels.options.map(({ shape }) => ({
		output: 'video',
		model: entry(shape.model.value, 'video', 'MiniMax'),
	})),
];

/** "Values are case-insensitive, and may be given comma-separated." */
const among = (value: string, list: string) =>
	list.toLowerCase().split(',').includes(value.toLowerCase());

/** The list of models. */
export const catalogueEndpoint: Endpoint = endpoint(headers, {
	name: 'models',
	method: 'GET',
	path: '/v1/models',
	needsKey: false,
	// docs/api-references/service-endpoints/models-catalogue.md (api-docs repository, 2026-08-21).
	query: z
		.object({
			id: z.string(),
			type: z.string(),
			output_modalities: z.string(),
			capabilities: z.string(),
			include: z.string(),
		})
		.partial()
		.strict(),
	answer: ({ query: { id, type, output_modalities: wanted } }) => ({
		status: 200,
		body: {
			object: 'list',
			data: CATALOGUE.filter(
				({ output, model }) =>
					(id === undefined || among(model.id, id)) &&
					(type === undefined || among(model.type, type)) &&
					(wanted === undefined || among(output, wanted)),
			).map(({ model }) => model),
		},
	}),
});
