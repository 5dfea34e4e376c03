import { z } from 'zod';
import { isWebAddress } from '../images';

/**
 * The `input` of each model of Kie.ai's route for jobs, by its page (docs.kie.ai/market/..., read 2026-09-24). What they
 * require: the same pages' schemas of 2026-10-07. Reference videos and audio, and MiniMax H3 from references: as clients
 * that were written by the pages have them (2026-07 to 2026-10).
 */

const address = z.string().refine(isWebAddress, 'not an http(s) address');
const whole = (least: number, most: number) => z.number().int().min(least).max(most);
/** Seconds as text, as most of the older models want them. */
const lengthText = (...lengths: number[]) =>
	z.string().refine((text) => lengths.map(String).includes(text), 'not one of the lengths');
const range = (least: number, most: number) =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);
const ratio = (...ratios: string[]) =>
	z.string().refine((text) => ratios.includes(text), 'not one of the ratios');
const size = (...sizes: [string, ...string[]]) => z.enum(sizes);
const prompt = (most: number) => z.string().min(1).max(most);
const negative = { negative_prompt: z.string().max(500).optional() };
const seed = { seed: z.number().int().optional() };
const optimizer = { prompt_optimizer: z.boolean().optional() };

const square = ['16:9', '9:16', '1:1'];
const five = [...square, '4:3', '3:4'];
const cinema = [...five, '21:9'];

const rules = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).strict();

/** A field that may be left out. */
const maybe = <Type extends z.ZodTypeAny>(type: Type) => type.optional();

const kling3 = rules({
	prompt: prompt(2500),
	image_urls: maybe(z.array(address).min(1).max(2)),
	sound: z.boolean(),
	duration: lengthText(...range(3, 15)),
	aspect_ratio: maybe(ratio(...square)),
	mode: size('std', 'pro', '4K'),
	multi_shots: z.literal(false),
});

/** Up to 9 images, 3 videos and 3 audio files. */
const references = {
	reference_image_urls: maybe(z.array(address).max(9)),
	reference_video_urls: maybe(z.array(address).max(3)),
	reference_audio_urls: maybe(z.array(address).max(3)),
};

interface Material {
	first_frame_url?: string | undefined;
	last_frame_url?: string | undefined;
	reference_image_urls?: string[] | undefined;
	reference_video_urls?: string[] | undefined;
	reference_audio_urls?: string[] | undefined;
}

const hasAny = (...lists: Array<string[] | undefined>) => lists.some((list) => list?.length);

/** "Mutually exclusive scenarios": frames on one side, references of any kind on the other. */
const isOneScenario = ({ first_frame_url: first, last_frame_url: last, ...lists }: Material) =>
	(first === undefined && last === undefined) ||
	!hasAny(lists.reference_image_urls, lists.reference_video_urls, lists.reference_audio_urls);

/** Of MiniMax H3's page. [Inferred for Seedance 2: the schemas of the same model at AI/ML API say so.] */
const hasMoreThanAudio = (lists: Material) =>
	!hasAny(lists.reference_audio_urls) ||
	hasAny(lists.reference_image_urls, lists.reference_video_urls);

const seedance2 = (...sizes: [string, ...string[]]) =>
	rules({
		prompt: z.string().min(3).max(20_000),
		first_frame_url: maybe(address),
		last_frame_url: maybe(address),
		...references,
		generate_audio: maybe(z.boolean()),
		resolution: maybe(size(...sizes)),
		aspect_ratio: maybe(ratio(...cinema, 'adaptive')),
		duration: maybe(whole(4, 15)),
		web_search: maybe(z.boolean()),
	})
		.refine(
			({ first_frame_url: first, last_frame_url: last }) =>
				first !== undefined || last === undefined,
			'last_frame_url cannot be alone',
		)
		.refine(isOneScenario, 'only one scene can be selected')
		.refine(hasMoreThanAudio, 'reference_audio_urls cannot be alone');

const seedance1 = {
	prompt: prompt(10_000),
	resolution: maybe(size('480p', '720p', '1080p')),
	duration: maybe(lengthText(5, 10)),
	camera_fixed: maybe(z.boolean()),
	...seed,
};

const kling21 = {
	prompt: prompt(5000),
	duration: maybe(lengthText(5, 10)),
	...negative,
	cfg_scale: maybe(z.number().min(0).max(1)),
};

const hailuo23 = rules({
	prompt: prompt(5000),
	image_url: address,
	duration: lengthText(6, 10),
	resolution: size('768P', '1080P'),
}).refine(
	({ duration, resolution }) => !(duration === '10' && resolution === '1080P'),
	'10 s are not made at 1080P',
);

const wan27 = {
	prompt: prompt(5000),
	...negative,
	resolution: maybe(size('720p', '1080p')),
	duration: maybe(whole(2, 15)),
	...seed,
};
const wan26 = {
	prompt: prompt(5000),
	duration: maybe(lengthText(5, 10, 15)),
	resolution: maybe(size('720p', '1080p')),
};
const wan25 = {
	prompt: prompt(800),
	duration: lengthText(5, 10),
	resolution: size('720p', '1080p'),
	...negative,
	...seed,
};
const h3 = { prompt: prompt(7000), duration: whole(4, 15), resolution: maybe(size('768P', '2K')) };
const turbo = {
	prompt: prompt(2500),
	duration: lengthText(...range(3, 15)),
	resolution: size('720p', '1080p'),
};
const kling26 = { prompt: prompt(1000), sound: z.boolean(), duration: lengthText(5, 10) };
const oneUrl = z.array(address).length(1);

export const KIE_MODELS: Readonly<Record<string, z.ZodType<unknown, z.ZodTypeDef, unknown>>> = {
	'kling-3.0/video': kling3,
	'kling/v3-turbo-text-to-video': rules({ ...turbo, aspect_ratio: ratio(...square) }),
	'kling/v3-turbo-image-to-video': rules({ ...turbo, image_urls: oneUrl }),
	'kling-2.6/text-to-video': rules({ ...kling26, aspect_ratio: ratio(...square) }),
	'kling-2.6/image-to-video': rules({ ...kling26, image_urls: oneUrl }),
	'kling/v2-5-turbo-text-to-video-pro': rules({
		...kling21,
		prompt: prompt(2500),
		aspect_ratio: maybe(ratio(...square)),
	}),
	'kling/v2-5-turbo-image-to-video-pro': rules({
		...kling21,
		prompt: prompt(2500),
		image_url: address,
		tail_image_url: maybe(address),
	}),
	'kling/v2-1-master-text-to-video': rules({ ...kling21, aspect_ratio: maybe(ratio(...square)) }),
	'kling/v2-1-master-image-to-video': rules({ ...kling21, image_url: address }),
	'kling/v2-1-pro': rules({ ...kling21, image_url: address, tail_image_url: maybe(address) }),
	'kling/v2-1-standard': rules({ ...kling21, image_url: address }),
	'bytedance/seedance-2': seedance2('480p', '720p', '1080p', '4k'),
	'bytedance/seedance-2-fast': seedance2('480p', '720p'),
	'bytedance/seedance-2-mini': seedance2('480p', '720p'),
	'bytedance/seedance-1.5-pro': rules({
		prompt: z.string().min(3).max(20_000),
		input_urls: maybe(z.array(address).max(2)),
		aspect_ratio: ratio(...cinema),
		resolution: maybe(size('480p', '720p', '1080p')),
		duration: whole(4, 12),
		fixed_lens: maybe(z.boolean()),
		generate_audio: maybe(z.boolean()),
	}),
	'bytedance/v1-pro-text-to-video': rules({
		...seedance1,
		aspect_ratio: maybe(ratio(...cinema)),
	}),
	'bytedance/v1-pro-image-to-video': rules({ ...seedance1, image_url: address }),
	'bytedance/v1-lite-text-to-video': rules({
		...seedance1,
		aspect_ratio: maybe(ratio(...five, '9:21')),
	}),
	'bytedance/v1-lite-image-to-video': rules({
		...seedance1,
		image_url: address,
		end_image_url: maybe(address),
	}),
	'hailuo/02-text-to-video-standard': rules({
		prompt: prompt(1500),
		duration: lengthText(6, 10),
		...optimizer,
	}),
	'hailuo/02-image-to-video-standard': rules({
		prompt: prompt(1500),
		image_url: address,
		end_image_url: maybe(address),
		duration: lengthText(6, 10),
		resolution: size('512P', '768P'),
		...optimizer,
	}),
	'hailuo/02-text-to-video-pro': rules({ prompt: prompt(1500), ...optimizer }),
	'hailuo/02-image-to-video-pro': rules({
		prompt: prompt(1500),
		image_url: address,
		end_image_url: maybe(address),
		...optimizer,
	}),
	'hailuo/2-3-image-to-video-standard': hailuo23,
	'hailuo/2-3-image-to-video-pro': hailuo23,
	'minimax-h3/text-to-video': rules({ ...h3, aspect_ratio: ratio(...cinema) }),
	'minimax-h3/image-to-video': rules({
		...h3,
		first_frame_url: maybe(address),
		last_frame_url: maybe(address),
	}),
	'minimax-h3/reference-to-video': rules({
		...h3,
		...references,
		aspect_ratio: maybe(ratio(...cinema, 'adaptive')),
	})
		.refine(
			(lists) => hasAny(lists.reference_image_urls, lists.reference_video_urls),
			'needs a reference image or video',
		)
		.refine(hasMoreThanAudio, 'reference_audio_urls cannot be alone'),
	'wan/2-7-text-to-video': rules({ ...wan27, ratio: maybe(ratio(...five)) }),
	'wan/2-7-image-to-video': rules({
		...wan27,
		first_frame_url: maybe(address),
		last_frame_url: maybe(address),
	}),
	'wan/2-6-text-to-video': rules(wan26),
	'wan/2-6-image-to-video': rules({ ...wan26, image_urls: oneUrl }),
	'wan/2-5-text-to-video': rules({ ...wan25, aspect_ratio: maybe(ratio(...square)) }),
	'wan/2-5-image-to-video': rules({ ...wan25, image_url: address }),
	runway: rules({
		prompt: prompt(1800),
		image_url: maybe(address),
		duration: z.union([z.literal(5), z.literal(10)]),
		quality: size('720p', '1080p'),
		aspect_ratio: maybe(ratio(...five)),
		watermark: maybe(z.string()),
	}).refine(
		({ duration, quality }) => !(duration === 10 && quality === '1080p'),
		'10 s are not made at 1080p',
	),
};
