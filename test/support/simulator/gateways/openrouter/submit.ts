import { z } from 'zod';
import { callbackProblem } from '../../gateway';
import { fileProblem, textBy } from '../../images';
import type { ListedEntry } from './list';

/** What a submit may be: `VideoGenerationRequest` of @openrouter/sdk 1.3.19, and what the list says of its model. */

const address = textBy((text) => fileProblem(text));

const image = z.object({
	type: z.literal('image_url'),
	image_url: z.object({ url: address }).strict(),
});

const reference = z.discriminatedUnion('type', [
	image.strict(),
	z
		.object({ type: z.literal('video_url'), video_url: z.object({ url: address }).strict() })
		.strict(),
	z
		.object({ type: z.literal('audio_url'), audio_url: z.object({ url: address }).strict() })
		.strict(),
]);

export const submitBody = z
	.object({
		model: z.string().min(1),
		prompt: z.string().min(1).optional(),
		duration: z.number().int().min(1).optional(),
		resolution: z.enum(['360p', '480p', '720p', '768p', '1080p', '1K', '2K', '4K']).optional(),
		aspect_ratio: z
			.enum(['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21'])
			.optional(),
		size: z
			.string()
			.regex(/^\d+x\d+$/)
			.optional(),
		generate_audio: z.boolean().optional(),
		seed: z.number().int().optional(),
		frame_images: z
			.array(image.extend({ frame_type: z.enum(['first_frame', 'last_frame']) }).strict())
			.min(1)
			.max(2)
			.optional(),
		input_references: z.array(reference).min(1).optional(),
		previous_job_id: z.string().min(1).optional(),
		callback_url: z
			.string()
			.superRefine((url, context) => {
				const message = callbackProblem(url);
				if (message) context.addIssue({ code: 'custom', message });
			})
			.optional(),
		provider: z
			.object({ options: z.record(z.record(z.unknown())) })
			.strict()
			.optional(),
		session_id: z.string().max(256).optional(),
		user: z.string().optional(),
	})
	// Strict: what happens to other fields isn't documented.
	.strict();

export type SubmitBody = z.output<typeof submitBody>;

/** Only where the list has prices of a continuation. [Inferred: no page says which models can.] */
const continues = ({ pricing_skus: prices }: ListedEntry): boolean =>
	Object.keys(prices ?? {}).some((name) => name.includes('continuation'));

const outside = <Value>(value: Value | undefined, offered: readonly Value[] | null): boolean =>
	value !== undefined && !(offered ?? []).includes(value);

/** Names of a provider's options, at whatever depth Google or another wants them. */
const optionNames = ({ provider }: SubmitBody): string[] =>
	Object.values(provider?.options ?? {}).flatMap(({ parameters, ...others }) =>
		Object.keys({ ...others, ...(parameters ?? {}) }),
	);

/**
 * What is wrong with a submit, by the list as it is now: "an out-of-set value returns a 400" (openrouter-video skill,
 * 2026-07).
 */
export function problemOf(body: SubmitBody, listed: readonly ListedEntry[]): string | undefined {
	const model = listed.find(({ id }) => id === body.model);
	if (!model) return `${body.model} is not a valid model ID`;
	const frames = body.frame_images?.map(({ frame_type: type }) => type) ?? [];
	const problems: ReadonlyArray<readonly [boolean, string]> = [
		[body.prompt === undefined, 'prompt: Required'],
		[outside(body.duration, model.supported_durations), `duration ${body.duration}`],
		[outside(body.resolution, model.supported_resolutions), `resolution ${body.resolution}`],
		[
			outside(body.aspect_ratio, model.supported_aspect_ratios),
			`aspect_ratio ${body.aspect_ratio}`,
		],
		[frames.some((type) => outside(type, model.supported_frame_images)), 'frame_images'],
		[new Set(frames).size !== frames.length, 'frame_images: the same frame twice'],
		[body.generate_audio === true && model.generate_audio !== true, 'generate_audio'],
		// "Honored only if the model's seed capability is true": otherwise useless, and so a mistake of a client.
		[body.seed !== undefined && model.seed !== true, 'seed'],
		[
			body.frame_images !== undefined && body.input_references !== undefined,
			'frame_images wins over input_references',
		],
		[
			optionNames(body).some((name) => outside(name, model.allowed_passthrough_parameters)),
			'provider.options',
		],
		[body.previous_job_id !== undefined && !continues(model), 'previous_job_id'],
	];
	const [, problem] = problems.find(([isWrong]) => isWrong) ?? [];
	return problem === undefined ? undefined : `${problem} is not supported by ${model.id}`;
}
