import { z } from 'zod';
import { fileProblem, textBy } from '../images';

const VEO =
	'prompt!=text image=file negative_prompt=text generate_audio=boolean seed=integer aspect_ratio=16:9|9:16 duration=4|6|8 resolution=720p|1080p';
const KLING = 'prompt!=text negative_prompt=text start_image=file';
const SEEDANCE_2 =
	'prompt!=text image=file last_frame_image=file reference_images=files reference_videos=files reference_audios=files duration=integer:-1:15 aspect_ratio=16:9|4:3|1:1|3:4|9:16|21:9|9:21|adaptive generate_audio=boolean seed=integer';
const SEEDANCE_1 =
	'prompt!=text image=file duration=integer:2:12 resolution=480p|720p|1080p aspect_ratio=16:9|4:3|1:1|3:4|9:16|21:9|9:21 fps=24 camera_fixed=boolean seed=integer';
const WAN_25 =
	'prompt!=text negative_prompt=text audio=file duration=5|10 seed=integer enable_prompt_expansion=boolean';
const WAN_22 =
	'prompt!=text seed=integer go_fast=boolean num_frames=integer:81:121 resolution=480p|720p sample_shift=number frames_per_second=integer:5:30 interpolate_output=boolean disable_safety_checker=boolean';
const RUNWAY = 'prompt!=text seed=integer duration=5|10 aspect_ratio=16:9|9:16|4:3|3:4|1:1|21:9';
const PIXVERSE =
	'prompt!=text image=file last_frame_image=file negative_prompt=text seed=integer quality=360p|540p|720p|1080p aspect_ratio=16:9|9:16|1:1';

/**
 * What each model accepts, by the "Input schema" of replicate.com/{model}/versions/{version}/api (veo-3.1, veo-3-fast,
 * kling-v3-video, seedance-2.0 and -fast, hailuo-02 and -2.3), by the schemas that NodeTool's nodes are generated from
 * (github.com/nodetool-ai, 2026-04), and by notes that copy a schema with the address of its page (veo-3.1-fast,
 * seedance-1-pro-fast; seedance-1.5-pro). `name!=type` is required; a type with bars lists all values, numbers are
 * whole numbers. [Left out: lists of shots, styles and effects, LoRAs.]
 */
export const REPLICATE_INPUTS: Readonly<Record<string, string>> = {
	'google/veo-3.1-fast': `${VEO} last_frame=file`,
	'google/veo-3.1': `${VEO} last_frame=file reference_images=files`,
	'google/veo-3-fast': VEO,
	'google/veo-3': VEO,
	'kwaivgi/kling-v3-video': `${KLING} end_image=file mode=standard|pro aspect_ratio=16:9|9:16|1:1 duration=integer:3:15 generate_audio=boolean multi_prompt=text`,
	'kwaivgi/kling-v2.6': `${KLING} aspect_ratio=16:9|9:16|1:1 duration=5|10 generate_audio=boolean`,
	'kwaivgi/kling-v2.5-turbo-pro': `${KLING} image=file aspect_ratio=16:9|9:16|1:1 duration=5|10`,
	'kwaivgi/kling-v2.1':
		'prompt!=text start_image!=file end_image=file negative_prompt=text mode=standard|pro duration=5|10',
	'bytedance/seedance-2.0': `${SEEDANCE_2} resolution=480p|720p|1080p`,
	'bytedance/seedance-2.0-fast': `${SEEDANCE_2} resolution=480p|720p`,
	'bytedance/seedance-1.5-pro': `${SEEDANCE_1} last_frame_image=file generate_audio=boolean`,
	'bytedance/seedance-1-pro': `${SEEDANCE_1} last_frame_image=file`,
	'bytedance/seedance-1-pro-fast': SEEDANCE_1,
	'bytedance/seedance-1-lite': `${SEEDANCE_1} last_frame_image=file reference_images=files`,
	'minimax/hailuo-2.3':
		'prompt!=text first_frame_image=file duration=6|10 resolution=768p|1080p prompt_optimizer=boolean',
	'minimax/hailuo-2.3-fast':
		'prompt!=text first_frame_image!=file duration=6|10 resolution=768p|1080p prompt_optimizer=boolean',
	'minimax/hailuo-02':
		'prompt!=text first_frame_image=file last_frame_image=file duration=6|10 resolution=512p|768p|1080p prompt_optimizer=boolean',
	'wan-video/wan-2.5-t2v': `${WAN_25} size=832*480|480*832|1280*720|720*1280|1920*1080|1080*1920`,
	'wan-video/wan-2.5-i2v': `${WAN_25} image!=file resolution=480p|720p|1080p`,
	'wan-video/wan-2.2-t2v-fast': `${WAN_22} aspect_ratio=16:9|9:16 optimize_prompt=boolean`,
	'wan-video/wan-2.2-i2v-fast': `${WAN_22} image!=file last_image=file`,
	'runwayml/gen-4.5': `${RUNWAY} image=file`,
	'runwayml/gen4-turbo': `${RUNWAY} image!=file`,
	'pixverse/pixverse-v5.6': `${PIXVERSE} duration=5|8|10 generate_audio_switch=boolean thinking_type=disabled|enabled|auto`,
	'pixverse/pixverse-v5': `${PIXVERSE} duration=5|8 effect=text`,
};

const file = textBy((text) => fileProblem(text));

const RULES: Readonly<Record<string, z.ZodTypeAny>> = {
	text: z.string(),
	file,
	files: z.array(file),
	boolean: z.boolean(),
	number: z.number(),
	integer: z.number().int(),
};

function ruleOf(type: string): z.ZodTypeAny {
	const [, least, most] = /^integer:(-?\d+):(\d+)$/.exec(type) ?? [];
	if (least !== undefined) return z.number().int().min(Number(least)).max(Number(most));
	const values = type.split('|');
	if (values.every((value) => /^\d+$/.test(value))) {
		return z
			.number()
			.refine((value) => values.includes(String(value)), `must be one of ${values}`);
	}
	return RULES[type] ?? z.enum(values as [string, ...string[]]);
}

/** The inputs that a model accepts. Strict: what it does with others isn't documented. */
export function inputRules(inputs: string): z.ZodTypeAny {
	const fields = inputs.split(' ').map((field) => {
		const [, name = '', required, type = ''] = /^(\w+)(!?)=(.+)$/.exec(field) ?? [];
		const rule = name === 'prompt' ? z.string().min(1) : ruleOf(type);
		return [name, required ? rule : rule.optional()] as const;
	});
	return z.object(Object.fromEntries(fields)).strict();
}
