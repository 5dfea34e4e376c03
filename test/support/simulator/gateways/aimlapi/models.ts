import { z } from 'zod';
import { imageProblem, isWebAddress } from '../../images';
import { excludedBy, otherModels } from './otherModels';

const image = z.string().superRefine((value, context) => {
	const message = imageProblem(value, ['png', 'jpeg']);
	if (message) context.addIssue({ code: 'custom', message });
});
const prompt = z.string().min(1).max(2000);
const webAddress = z.string().refine(isWebAddress, 'not an http(s) address');

const hailuo = {
	prompt,
	duration: z.union([z.literal(6), z.literal(10)]).optional(),
	resolution: z.enum(['768P', '1080P']).optional(),
};

interface Timed {
	resolution?: string | undefined;
	duration?: number | undefined;
}

// MiniMax makes 1080P for 6 seconds only (platform.minimax.io, video generation). [Inferred: that
// AI/ML API, whose page is silent, passes that on.]
const longFullHd = ({ resolution, duration }: Timed) =>
	!(resolution === '1080P' && duration === 10);

// docs.aimlapi.com, video-01, and MiniMax/hailuo-02.json of the api-docs repository.
export const legacyBody = z
	.discriminatedUnion('model', [
		z
			.object({
				model: z.literal('video-01'),
				prompt,
				prompt_optimizer: z.boolean().optional(),
				first_frame_image: image.optional(),
			})
			.strict(),
		z
			.object({
				model: z.literal('minimax/hailuo-02'),
				...hailuo,
				prompt_optimizer: z.boolean().optional(),
				first_frame_image: image.optional(),
				last_image_url: image.optional(),
			})
			.strict(),
	])
	.refine((body) => longFullHd(body as Timed), '1080P is made for 6 seconds only');

const h3 = {
	prompt: z.string().min(1).max(7000),
	reference_image_urls: z.array(webAddress).max(9).optional(),
	video_urls: z.array(webAddress).max(3).optional(),
	audio_urls: z.array(webAddress).max(3).optional(),
	ratio: z.enum(['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16']).optional(),
};
const h3Frames = { image_url: image.optional(), last_image_url: image.optional() };

const enhance = { enhance_prompt: z.boolean().optional() };

// The models' pages below docs/api-references/video-models/MiniMax of the api-docs repository.
export const universalModels = z.discriminatedUnion('model', [
	z
		.object({
			model: z.literal('video-01'),
			prompt,
			image_url: image.optional(),
			...enhance,
		})
		.strict(),
	z
		.object({ model: z.literal('video-01-live2d'), prompt, image_url: image, ...enhance })
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-02'),
			...hailuo,
			...enhance,
			image_url: image.optional(),
			last_image_url: image.optional(),
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-2.3'),
			...hailuo,
			...enhance,
			image_url: image.optional(),
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/hailuo-2.3-fast'),
			...hailuo,
			...enhance,
			image_url: image,
		})
		.strict(),
	z
		.object({
			model: z.literal('minimax/h3'),
			...h3,
			...h3Frames,
			duration: z.number().int().min(4).max(15).optional(),
			resolution: z.literal('2K').optional(),
		})
		.strict(),
	// docs.aimlapi.com, minimax/h3-max, 2026-08-31. [Inferred: the names of its inputs, those of h3.]
	z
		.object({
			model: z.literal('minimax/h3-max'),
			...h3,
			...h3Frames,
			duration: z.number().int().min(5).max(15).optional(),
			resolution: z.enum(['480p', '768p']).optional(),
		})
		.strict(),
	// docs.aimlapi.com, minimax/h3-lite, read 2026-11: no word of frames. [Inferred: the names of its inputs.]
	z
		.object({
			model: z.literal('minimax/h3-lite'),
			...h3,
			duration: z.number().int().min(4).max(15).optional(),
			resolution: z.enum(['480p', '768p']).optional(),
		})
		.strict(),
	...otherModels,
]);

/** What H3's page rules out beyond single fields; it alone has a `ratio` of that name. */
function h3Problem(body: Readonly<Record<string, unknown>>): string | undefined {
	if (!String(body.model).startsWith('minimax/h3')) return undefined;
	const isThere = (...names: string[]) =>
		names.some((name) => (Array.isArray(body[name]) ? body[name].length > 0 : body[name]));
	const hasReference = isThere('reference_image_urls', 'video_urls');
	if (isThere('audio_urls') && !hasReference) return 'audio_urls can not stand alone';
	return body.ratio === 'adaptive' && !hasReference && !isThere('image_url', 'last_image_url')
		? 'ratio adaptive needs a picture'
		: undefined;
}

export const universalBody = universalModels
	.refine((body) => longFullHd(body as Timed), '1080P is made for 6 seconds only')
	.superRefine((body, context) => {
		const message = h3Problem(body) ?? excludedBy(body);
		if (message) context.addIssue({ code: 'custom', message });
	});
