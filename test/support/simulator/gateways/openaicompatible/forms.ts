import { z } from 'zod';

/** What each server accepts in a submit, by its page or its source. */

const whole = z.string().regex(/^-?\d+$/, 'not a whole number');
const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'not a number');
const flag = z.enum(['true', 'false', '1', '0']);

/** JSON as a text, as a form holds objects. */
const json = z.string().superRefine((text, context) => {
	try {
		JSON.parse(text);
	} catch {
		context.addIssue({ code: 'custom', message: 'not JSON' });
	}
});

const file = z
	.object({
		contentType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'video/mp4']),
		bytes: z.number().positive(),
		sha256: z.string(),
	})
	.strict();

/** videos_api.md, "Request Parameters"; protocol/videos.py: `SizeStr` and `SecondStr` (vllm-omni, read 2026-11). */
const vllmOmni = z
	.object({
		prompt: z.string().min(1),
		model: z.string().min(1).optional(),
		seconds: z
			.string()
			.regex(/^[1-9]\d*$/)
			.optional(),
		size: z
			.string()
			.regex(/^\d+x\d+$/)
			.optional(),
		user: z.string().optional(),
		input_reference: file.optional(),
		image_reference: json.optional(),
		video_reference: json.optional(),
		audio_reference: json.optional(),
		width: whole.optional(),
		height: whole.optional(),
		num_frames: whole.optional(),
		fps: whole.optional(),
		num_inference_steps: whole.optional(),
		guidance_scale: number.optional(),
		flow_shift: number.optional(),
		seed: whole.optional(),
		generate_sound: flag.optional(),
		negative_prompt: z.string().optional(),
		lora: json.optional(),
		extra_params: json.optional(),
	})
	.strict();

const intLike = z.union([z.number().int(), whole]);

/** protocol.py, `VideoGenerationsRequest`: pydantic reads "4" as 4, and ignores what it doesn't know (read 2026-11). */
const sglang = z
	.object({
		prompt: z.string().min(1),
		model: z.string().optional(),
		seconds: intLike.optional(),
		size: z
			.string()
			.regex(/^\d+x\d+$/)
			.optional(),
		input_reference: z.union([file, z.string()]).optional(),
		reference_url: z.string().optional(),
		seed: intLike.optional(),
		num_frames: intLike.optional(),
		fps: intLike.optional(),
		negative_prompt: z.string().optional(),
	})
	.passthrough();

/** docs.litellm.ai/docs/videos (2026-10-07): OpenAI's fields, `model` among them; what else there is goes on. */
const liteLlm = z
	.object({
		model: z.string().min(1),
		prompt: z.string().min(1),
		seconds: z.string().regex(/^\d+$/).optional(),
		size: z
			.string()
			.regex(/^\d+x\d+$/)
			.optional(),
		input_reference: file.optional(),
	})
	.passthrough();

/** docs.newapi.pro, "sora/create-video": a form with these fields; the channel decides by the model. */
const newApi = liteLlm;

/** together-ai 0.52.0, `VideoCreateParams`. */
export const togetherBody = z
	.object({
		model: z.string().min(1),
		prompt: z.string().min(1).max(32_000).optional(),
		seconds: z.string().regex(/^\d+$/).optional(),
		width: z.number().int().positive().optional(),
		height: z.number().int().positive().optional(),
		resolution: z.string().optional(),
		ratio: z
			.string()
			.regex(/^\d+:\d+$/)
			.optional(),
		fps: z.number().int().optional(),
		steps: z.number().int().min(10).max(50).optional(),
		seed: z.number().int().optional(),
		guidance_scale: z.number().optional(),
		generate_audio: z.boolean().optional(),
		output_format: z.enum(['MP4', 'WEBM']).optional(),
		output_quality: z.number().int().optional(),
		negative_prompt: z.string().optional(),
		media: z
			.object({
				frame_images: z
					.array(
						z
							.object({
								input_image: z.string().url(),
								frame: z.union([z.number(), z.enum(['first', 'last'])]).optional(),
							})
							.strict(),
					)
					.optional(),
			})
			.passthrough()
			.optional(),
	})
	.strict();

/** The servers at /v1/videos. */
export const V1_SERVERS = ['vllmOmni', 'sglang', 'liteLlm', 'newApi'] as const;
export type V1Server = (typeof V1_SERVERS)[number];

/** The forms of the servers at /v1/videos, and whether JSON is as good. */
export const FORMS: Readonly<
	Record<
		V1Server,
		{ body: z.ZodType<Record<string, unknown>, z.ZodTypeDef, unknown>; form: 'only' | 'too' }
	>
> = {
	// "accept multipart/form-data"
	vllmOmni: { body: vllmOmni, form: 'only' },
	sglang: { body: sglang, form: 'too' },
	liteLlm: { body: liteLlm, form: 'too' },
	newApi: { body: newApi, form: 'only' },
};
