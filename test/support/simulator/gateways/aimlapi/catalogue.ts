import { z } from 'zod';
import { endpoint, type Endpoint, type Ground } from '../../gateway';
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
const TEXT_MODELS = [entry('gpt-4o', 'chat-completion', 'Open AI')];
const VIDEO_MODELS = universalModels.options.map(({ shape }) =>
	entry(shape.model.value, 'video', 'MiniMax'),
);

/** Sections of an entry that come only where they are asked for. */
const SECTIONS = ['pricing', 'modalities', 'capabilities'];

/** "Unknown values are ignored rather than rejected." */
function withSections(model: object, include = ''): object {
	const wanted = include.toLowerCase().split(',');
	return Object.fromEntries(
		Object.entries(model).filter(
			([key]) => !SECTIONS.includes(key) || wanted.includes(key) || wanted.includes('all'),
		),
	);
}

/** "Values are case-insensitive, and may be given comma-separated." */
const among = (value: string, list: string) =>
	list.toLowerCase().split(',').includes(value.toLowerCase());

/** The list of models. */
export const catalogueEndpoint = (ground: Ground): Endpoint =>
	endpoint(headers, {
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
		answer: ({ query: { id, type, output_modalities: wanted, include } }) => {
			const all = [
				...TEXT_MODELS.map((model) => ({ output: 'text', model })),
				...ground.models
					.listed('aimlapi', VIDEO_MODELS)
					.map((model) => ({ output: 'video', model })),
			];
			const data = all
				.filter(
					({ output, model }) =>
						(id === undefined || among(model.id, id)) &&
						(type === undefined || among(String(model.type), type)) &&
						(wanted === undefined || among(output, wanted)),
				)
				.map(({ model }) => withSections(model, include));
			return { status: 200, body: { object: 'list', data } };
		},
	});
