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
	image_url: image.optional(),
	last_image_url: image.optional(),
	reference_image_urls: z.array(webAddress).max(9).optional(),
	video_urls: z.array(webAddress).max(3).optional(),
	audio_urls: z.array(webAddress).max(3).optional(),
	ratio: z.enum(['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16']).optional(),
};

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
			duration: z.number().int().min(4).max(15).optional(),
			resolution: z.literal('2K').optional(),
		})
		.strict(),
	// MiniMax/h3-max.json (284a8271).
	z
		.object({
			model: z.literal('minimax/h3-max'),
			...h3,
			prompt: z.string().min(1).max(50_000),
			duration: z.number().int().min(5).max(15).optional(),
			resolution: z.enum(['480p', '768p']).optional(),
			prompt_expansion_mode: z.enum(['balanced', 'quality']).optional(),
			enable_safety_checker: z.boolean().optional(),
			seed: z.number().int().optional(),
		})
		.strict(),
	// docs.aimlapi.com, minimax/h3-lite, read 2026-11. [Inferred: the names of its inputs beyond the frames.]
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

/**
 * What the pages of H3 rule out beyond single fields; they alone have a `ratio` of that name. [Inferred: that frames beside
 * references are refused. The pages of h3-max and h3-lite name them as one or the other, MiniMax excludes both at once.]
 */
function h3Problem(body: Readonly<Record<string, unknown>>): string | undefined {
	if (!String(body.model).startsWith('minimax/h3')) return undefined;
	const countOf = (...names: string[]) => names.flatMap((name) => body[name] ?? []).length;
	const isThere = (...names: string[]) => countOf(...names) > 0;
	const hasReference = isThere('reference_image_urls', 'video_urls');
	if (isThere('audio_urls') && !hasReference) return 'audio_urls can not stand alone';
	if (hasReference && isThere('image_url', 'last_image_url')) return 'frames or references';
	if (
		body.model === 'minimax/h3-max' &&
		countOf('reference_image_urls', 'video_urls', 'audio_urls') > 12
	) {
		return 'at most 12 references';
	}
	if (
		body.model === 'minimax/h3-lite' &&
		hasReference &&
		(body.ratio === undefined || body.ratio === 'adaptive')
	) {
		return 'references need a concrete ratio';
	}
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
