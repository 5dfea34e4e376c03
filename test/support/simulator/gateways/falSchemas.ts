import type { Schema, Schemas } from '../openApi';
import { FAL_INPUTS } from './falInputs';

/**
 * The documents of fal.ai/api/openapi/queue/openapi.json, as public repositories have kept them (2026-04 to 2026-11):
 * OpenAPI 3.0.4, enumerations in place, `anyOf` with null for what may be left out, and the order of the inputs.
 */

const text: Schema = { type: 'string' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const values = (...all: Array<string | number>): Schema => ({
	type: typeof all[0] === 'number' ? 'integer' : 'string',
	enum: all,
});

interface Input extends Schema {
	properties: Readonly<Record<string, Schema>>;
}

const inputOf = (required: readonly string[], properties: Input['properties']): Input => ({
	title: 'Input',
	type: 'object',
	'x-fal-order-properties': Object.keys(properties),
	properties,
	required,
});

/** It makes pictures. */
const PICTURES = 'fal-ai/flux-9';

/** Endpoints that no table has, each in another shape. */
export const OTHER_ENDPOINTS: Readonly<Record<string, Input>> = {
	/** Seconds with their unit, an image that must be, null as one of two. */
	'lightricks/ltx-9/image-to-video': inputOf(['prompt', 'first_frame_url'], {
		prompt: { ...text, minLength: 1, maxLength: 300, title: 'Prompt' },
		first_frame_url: { ...text, description: 'The first frame.' },
		last_frame_url: orNull(text),
		duration: { ...values('6s', '8s', '10s'), default: '6s' },
		resolution: { ...values('1080p', '1440p', '2160p'), default: '1080p' },
		aspect_ratio: { ...values('auto', '16:9', '9:16'), default: 'auto' },
		enable_audio: { type: 'boolean', default: true },
		seed: orNull({ type: 'integer' }),
		sync_mode: { type: 'boolean', default: false },
	}),
	/** Numbers as words, no image; an enumeration that may be left out. */
	'fal-ai/marey-9/text-to-video': inputOf(['prompt'], {
		prompt: text,
		duration: orNull(values('auto', '5', '10')),
		video_size: { anyOf: [{ type: 'object' }, values('landscape_16_9', 'square')] },
		ratio: orNull(values('16:9', '1:1')),
		negative_prompt: { ...text, default: 'low quality' },
		enable_prompt_expansion: { type: 'boolean', default: false },
		guidance_scale: { type: 'number', minimum: 1, maximum: 20, default: 4 },
	}),
	/** It works on a video; whole seconds between two limits. */
	'fal-ai/ltx-9/extend-video': inputOf(['video_url'], {
		video_url: text,
		prompt: orNull(text),
		duration: { type: 'integer', minimum: 1, maximum: 20, default: 5 },
		mode: { ...values('end', 'start'), default: 'end' },
	}),
	[PICTURES]: inputOf(['prompt'], { prompt: text, image_url: text }),
};

const TYPES: Readonly<Record<string, Schema>> = {
	text,
	file: text,
	boolean: { type: 'boolean' },
	number: { type: 'number' },
	integer: { type: 'integer' },
};

function documented(inputs: string): Input {
	const fields = inputs.split(' ').map((field) => {
		const [, name = '', needed = '', type = ''] = /^(\w+)(!?)=(.+)$/.exec(field) ?? [];
		return { name, needed, schema: TYPES[type] ?? values(...type.split('|')) };
	});
	return inputOf(
		fields.filter(({ needed }) => needed).map(({ name }) => name),
		Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
	);
}

/** The document of an endpoint; undefined for one that fal doesn't have. */
export function documentFor(id: string) {
	const input = Object.hasOwn(OTHER_ENDPOINTS, id)
		? OTHER_ENDPOINTS[id]
		: Object.hasOwn(FAL_INPUTS, id)
			? documented(FAL_INPUTS[id]!)
			: undefined;
	return input && documentOf(id, input);
}

function documentOf(id: string, input: Input) {
	const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
	const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
	const schemas: Schemas = {
		QueueStatus: { type: 'object', properties: { status: text, request_id: text } },
		ModelInput: input,
		ModelOutput: { type: 'object', properties: { video: { allOf: [ref('File')] } } },
		File: { type: 'object', properties: { url: text }, required: ['url'] },
	};
	return {
		openapi: '3.0.4',
		info: {
			title: `Queue OpenAPI for ${id}`,
			version: '1.0.0',
			'x-fal-metadata': {
				endpointId: id,
				category: id === PICTURES ? 'text-to-image' : 'image-to-video',
			},
		},
		components: { schemas },
		paths: {
			[`/${id}/requests/{request_id}/status`]: { get: { responses: {} } },
			[`/${id}/requests/{request_id}/cancel`]: { put: { responses: {} } },
			[`/${id}`]: {
				post: {
					requestBody: { required: true, ...json(ref('ModelInput')) },
					responses: { '200': json(ref('QueueStatus')) },
				},
			},
			[`/${id}/requests/{request_id}`]: {
				get: { responses: { '200': json(ref('ModelOutput')) } },
			},
		},
		servers: [{ url: 'https://queue.fal.run' }],
		security: [{ apiKeyAuth: [] }],
	};
}
