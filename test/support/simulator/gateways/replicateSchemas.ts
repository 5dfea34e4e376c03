import type { Schema, Schemas } from '../openApi';
import { REPLICATE_INPUTS } from './replicateInputs';

/**
 * The schemas of models.get, in the shapes that Cog writes (replicate.com/docs/reference/openapi, "model schemas", read
 * 2026-11, and answers of the API in public repositories, 2026-04 to 2026-11): an enumeration is a schema of its own, to
 * which `allOf` refers; an address has the format `uri`; a newer Cog writes `nullable` or `anyOf` with null.
 */

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const choice = (name: string, order: number, usual?: unknown): Schema => ({
	allOf: [ref(name)],
	'x-order': order,
	...(usual === undefined ? {} : { default: usual }),
});
const values = (type: string, ...all: Array<string | number>): Schema => ({
	type,
	title: 'An enumeration',
	description: 'An enumeration.',
	enum: all,
});
const file: Schema = { type: 'string', format: 'uri' };

/** Models that no table has, each in another shape. */
export const OTHER_MODELS: Readonly<Record<string, Schemas>> = {
	/** Enumerations that `allOf` refers to, an image that need not be. */
	'lightricks/ltx-9-pro': {
		Input: {
			type: 'object',
			title: 'Input',
			required: ['prompt'],
			properties: {
				prompt: { type: 'string', title: 'Prompt', 'x-order': 0 },
				start_frame: { ...file, title: 'Start Frame', 'x-order': 1 },
				end_frame: { ...file, title: 'End Frame', 'x-order': 2 },
				seconds: choice('seconds', 3, 6),
				quality: choice('quality', 4, '1080p'),
				ratio: choice('ratio', 5, '16:9'),
				with_audio: { type: 'boolean', default: true, 'x-order': 6 },
				camera_motion: choice('camera_motion', 7, 'none'),
				seed: { type: 'integer', nullable: true, 'x-order': 8 },
			},
		},
		seconds: values('integer', 6, 8, 10),
		quality: values('string', '1080p', '2k', '4k'),
		ratio: values('string', '16:9', '9:16'),
		camera_motion: values('string', 'none', 'dolly_in', 'jib_up'),
		Output: file,
	},
	/** Whole seconds between two limits, an image that must be, null as one of two. */
	'pruna/p-video-9': {
		Input: {
			type: 'object',
			title: 'Input',
			required: ['prompt', 'input_image'],
			properties: {
				prompt: { type: 'string', maxLength: 200 },
				input_image: file,
				duration: { type: 'integer', minimum: 2, maximum: 12, default: 5 },
				resolution: { anyOf: [ref('resolution'), { type: 'null' }] },
				negative_prompt: { anyOf: [{ type: 'string' }, { type: 'null' }] },
				prompt_extend: { type: 'boolean', default: true },
			},
		},
		resolution: values('string', '480p', '720p'),
		Output: { type: 'array', items: file },
	},
	/** It works on a video, and has no prompt. */
	'topaz/upscale-9': {
		Input: {
			type: 'object',
			title: 'Input',
			required: ['video', 'target_resolution'],
			properties: {
				video: file,
				target_resolution: choice('target_resolution', 1, '1080p'),
				target_fps: { type: 'integer', minimum: 15, maximum: 60, default: 30 },
			},
		},
		target_resolution: values('string', '720p', '1080p', '4k'),
		Output: file,
	},
};

const TYPES: Readonly<Record<string, Schema>> = {
	text: { type: 'string' },
	file,
	files: { type: 'array', items: file },
	boolean: { type: 'boolean' },
	number: { type: 'number' },
	integer: { type: 'integer' },
};

/** The schemas of a model of `REPLICATE_INPUTS`. */
function schemasOf(inputs: string): Schemas {
	const enums: Record<string, Schema> = {};
	const required: string[] = [];
	const properties = inputs.split(' ').map((field, order): [string, Schema] => {
		const [, name = '', needed, type = ''] = /^(\w+)(!?)=(.+)$/.exec(field) ?? [];
		if (needed) required.push(name);
		const [, minimum, maximum] = /^integer:(-?\d+):(\d+)$/.exec(type) ?? [];
		if (minimum !== undefined) {
			const limits = { minimum: Number(minimum), maximum: Number(maximum) };
			return [name, { type: 'integer', ...limits }];
		}
		const known = TYPES[type];
		if (known) return [name, known];
		const all = type.split('|');
		const isNumber = all.every((one) => /^\d+$/.test(one));
		enums[name] = values(
			isNumber ? 'integer' : 'string',
			...all.map((one) => (isNumber ? Number(one) : one)),
		);
		return [name, choice(name, order)];
	});
	return {
		Input: { type: 'object', required, properties: Object.fromEntries(properties) },
		...enums,
	};
}

/** The schemas of a model by its name; undefined for one that Replicate doesn't have. */
export function schemasFor(model: string): Schemas | undefined {
	if (Object.hasOwn(OTHER_MODELS, model)) return OTHER_MODELS[model];
	return Object.hasOwn(REPLICATE_INPUTS, model) ? schemasOf(REPLICATE_INPUTS[model]!) : undefined;
}

/** The document of a version. */
export const documentOf = (schemas: Schemas) => ({
	info: { title: 'Cog', version: '0.1.0' },
	openapi: '3.0.2',
	paths: {},
	components: { schemas },
});
