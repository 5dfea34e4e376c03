import type { DescribedField, ModelInput } from '../../gateway';
import * as common from '../../inputs';
import { promptOptimizer } from '../minimax/inputs';
import type { Shape } from './shape';

/**
 * What models call what a request has fields for, at fal and Replicate: the inputs of the models in the tables of both
 * (read 2026-11), and of others in schemas that public repositories have kept of them (2026-04 to 2026-11). The first
 * name that a model has counts.
 */

type Fits = (shape: Shape) => boolean;

/** Whether the value may be of this type; a schema that names no type allows all. */
const mayBe =
	(...wanted: readonly string[]): Fits =>
	({ types }) =>
		types.length === 0 || types.some((type) => wanted.includes(type));

const isText = mayBe('string');

/** The seconds that a length means, such as 5, "5", "8s" or "10 seconds"; undefined for "auto". */
export function secondsIn(value: unknown): number | undefined {
	if (typeof value === 'number') return value > 0 ? value : undefined;
	if (typeof value !== 'string') return undefined;
	const [, number] = /^\s*(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?\s*$/i.exec(value) ?? [];
	const seconds = Number(number);
	return seconds > 0 ? seconds : undefined;
}

const isLength: Fits = (shape) =>
	shape.choices
		? shape.choices.some((choice) => secondsIn(choice) !== undefined)
		: mayBe('integer', 'number', 'string')(shape);

/** `quality` and `size` are a resolution only where their values look like one: "720p", "1280*720", 1080. */
const looksLikeSizes: Fits = ({ choices = [] }) =>
	choices.length > 0 &&
	choices.every((choice) => /^\d+([x*]\d+)?p?$|^\d+k$/i.test(String(choice)));

interface FieldNames {
	names: readonly string[];
	fits: Fits;
}

export const fields: Readonly<Record<DescribedField, ReadonlyArray<FieldNames>>> = {
	prompt: [{ names: ['prompt', 'text_prompt', 'prompt_text'], fits: isText }],
	firstFrame: [
		{
			// The names that say more come first: Kling 2.5 at Replicate has kept `image` beside `start_image`.
			names: [
				...['start_image', 'start_image_url', 'first_frame_image', 'first_frame_image_url'],
				...['first_frame', 'first_frame_url', 'first_image', 'first_image_url'],
				...['start_frame', 'start_frame_url', 'start_frame_image', 'image', 'image_url'],
				...['input_image', 'input_image_url', 'init_image', 'init_image_url', 'img_url'],
			],
			fits: isText,
		},
	],
	endFrame: [
		{
			names: [
				...['last_frame', 'last_frame_url', 'last_frame_image', 'last_frame_image_url'],
				...['end_image', 'end_image_url', 'tail_image', 'tail_image_url', 'last_image'],
				...['last_image_url', 'end_frame', 'end_frame_url', 'end_frame_image'],
			],
			fits: isText,
		},
	],
	subjectReferences: [
		{
			names: [
				...['reference_images', 'reference_image_urls', 'subject_references'],
				...['input_references', 'image_urls', 'input_images', 'images', 'ref_image_urls'],
			],
			fits: mayBe('array'),
		},
		{
			names: ['subject_reference', 'subject_reference_image_url', 'reference_image'],
			fits: isText,
		},
	],
	durationSeconds: [
		{
			names: ['duration', 'duration_seconds', 'seconds', 'video_duration', 'length_seconds'],
			fits: isLength,
		},
	],
	resolution: [
		{ names: ['resolution', 'video_resolution', 'output_resolution'], fits: () => true },
		{ names: ['quality', 'video_quality', 'size', 'video_size'], fits: looksLikeSizes },
	],
	aspectRatio: [{ names: ['aspect_ratio', 'ratio', 'video_aspect_ratio'], fits: isText }],
};

export const inputs: ReadonlyArray<FieldNames & { input: ModelInput }> = [
	{
		input: common.audio,
		names: [
			...['generate_audio', 'enable_audio', 'with_audio', 'generate_audio_switch'],
			...['audio', 'sound'],
		],
		fits: mayBe('boolean'),
	},
	{ input: common.seed, names: ['seed'], fits: mayBe('integer', 'number') },
	{ input: common.negativePrompt, names: ['negative_prompt'], fits: isText },
	{
		input: promptOptimizer,
		names: [
			...['prompt_optimizer', 'enable_prompt_expansion', 'prompt_expansion', 'expand_prompt'],
			...['enhance_prompt', 'enable_prompt_optimizer', 'enable_prompt_enhancement'],
			...['prompt_enhancer', 'prompt_extend', 'optimize_prompt', 'use_prompt_enhancer'],
		],
		fits: mayBe('boolean'),
	},
];
