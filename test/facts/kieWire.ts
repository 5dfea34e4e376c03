import type { ImageInput, VideoRequest } from '../../gateways/gateway';

/** A request as the pages of Kie.ai's models ask for it (docs.kie.ai/market/..., read 2026-09-24). */

const addressOf = (image: ImageInput | undefined) =>
	image?.kind === 'url' ? image.url : undefined;

/** Without what is not set. */
const set = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the pages' fields are filled with. */
interface Wanted {
	prompt: string;
	first?: string | undefined;
	end?: string | undefined;
	frames?: string[] | undefined;
	ratio?: string | undefined;
	size?: string | undefined;
	seconds?: number | undefined;
	text?: string | undefined;
	audio?: unknown;
	negative?: unknown;
	seed?: unknown;
	optimizer?: unknown;
	/** By the names that all pages with references have. */
	references: Record<string, unknown>;
	/** Made from pictures of a subject or from videos. */
	isReferring: boolean;
}

type Page = (wanted: Wanted) => [model: string, input: Record<string, unknown>];

const kling3 =
	(mode: string): Page =>
	({ prompt, frames, ratio = '16:9', text = '5', audio = false }) => [
		'kling-3.0/video',
		{
			prompt,
			mode,
			sound: audio,
			duration: text,
			multi_shots: false,
			...(frames ? { image_urls: frames } : { aspect_ratio: ratio }),
		},
	];

const seedance2 =
	(model: string): Page =>
	({ prompt, first, end, ratio, size = '720p', seconds = 5, audio, references }) => [
		model,
		{
			prompt,
			first_frame_url: first,
			last_frame_url: end,
			...references,
			aspect_ratio: ratio,
			resolution: size,
			duration: seconds,
			generate_audio: audio,
		},
	];

const hailuo23 =
	(model: string): Page =>
	({ prompt, first, size = '768P', text = '6' }) => [
		model,
		{ prompt, image_url: first, resolution: size, duration: text },
	];

/** The models whose two IDs differ in nothing but the picture and the ratio. */
const twoIds =
	(
		ids: readonly [text: string, image: string],
		picture: (wanted: Wanted) => Record<string, unknown>,
		rest: (wanted: Wanted) => Record<string, unknown>,
		ofText: (wanted: Wanted) => Record<string, unknown> = ({ ratio }) => ({
			aspect_ratio: ratio,
		}),
	): Page =>
	(wanted) => [
		wanted.first ? ids[1] : ids[0],
		{
			prompt: wanted.prompt,
			...(wanted.first ? picture(wanted) : ofText(wanted)),
			...rest(wanted),
		},
	];

const imageUrl = ({ first }: Wanted) => ({ image_url: first });
const imageUrls = ({ frames }: Wanted) => ({ image_urls: frames });
const firstAndLast = ({ first, end }: Wanted) => ({ first_frame_url: first, last_frame_url: end });
const squareOr = ({ ratio = '16:9' }: Wanted) => ({ aspect_ratio: ratio });
const kling21 = ({ text = '5', negative }: Wanted) => ({
	duration: text,
	negative_prompt: negative,
});
const seedance1 = ({ size, text = '5', seed }: Wanted) => ({
	resolution: size,
	duration: text,
	seed,
});
const h3Size = ({ size, seconds = 6 }: Wanted) => ({ resolution: size, duration: seconds });
const withEnd =
	(field: string) =>
	({ first, end }: Wanted) => ({ image_url: first, [field]: end });

const pages: Readonly<Record<string, Page>> = {
	'kling-3.0-standard': kling3('std'),
	'kling-3.0-pro': kling3('pro'),
	'kling-3.0-4k': kling3('4K'),
	'kling-3.0-turbo': twoIds(
		['kling/v3-turbo-text-to-video', 'kling/v3-turbo-image-to-video'],
		imageUrls,
		({ text = '5', size = '720p' }) => ({ duration: text, resolution: size }),
		squareOr,
	),
	'kling-2.6': twoIds(
		['kling-2.6/text-to-video', 'kling-2.6/image-to-video'],
		imageUrls,
		({ text = '5', audio = false }) => ({ duration: text, sound: audio }),
		squareOr,
	),
	'kling-2.5-turbo-pro': twoIds(
		['kling/v2-5-turbo-text-to-video-pro', 'kling/v2-5-turbo-image-to-video-pro'],
		withEnd('tail_image_url'),
		kling21,
	),
	'kling-2.1-master': twoIds(
		['kling/v2-1-master-text-to-video', 'kling/v2-1-master-image-to-video'],
		imageUrl,
		kling21,
	),
	'kling/v2-1-pro': twoIds(['', 'kling/v2-1-pro'], withEnd('tail_image_url'), kling21),
	'kling/v2-1-standard': twoIds(['', 'kling/v2-1-standard'], imageUrl, kling21),
	'bytedance/seedance-2': seedance2('bytedance/seedance-2'),
	'bytedance/seedance-2-fast': seedance2('bytedance/seedance-2-fast'),
	'bytedance/seedance-2-mini': seedance2('bytedance/seedance-2-mini'),
	'bytedance/seedance-1.5-pro': ({ prompt, frames, ratio, size, seconds, audio }) => [
		'bytedance/seedance-1.5-pro',
		{
			prompt,
			input_urls: frames,
			aspect_ratio: ratio ?? '16:9',
			resolution: size,
			duration: seconds ?? 5,
			generate_audio: audio,
		},
	],
	'seedance-1.0-pro': twoIds(
		['bytedance/v1-pro-text-to-video', 'bytedance/v1-pro-image-to-video'],
		imageUrl,
		seedance1,
	),
	'seedance-1.0-lite': twoIds(
		['bytedance/v1-lite-text-to-video', 'bytedance/v1-lite-image-to-video'],
		withEnd('end_image_url'),
		seedance1,
	),
	'hailuo/2-3-image-to-video-standard': hailuo23('hailuo/2-3-image-to-video-standard'),
	'hailuo/2-3-image-to-video-pro': hailuo23('hailuo/2-3-image-to-video-pro'),
	'hailuo-02-standard': twoIds(
		['hailuo/02-text-to-video-standard', 'hailuo/02-image-to-video-standard'],
		({ first, end, size = '768P' }) => ({
			image_url: first,
			end_image_url: end,
			resolution: size,
		}),
		({ text = '6', optimizer }) => ({ duration: text, prompt_optimizer: optimizer }),
		() => ({}),
	),
	'hailuo-02-pro': twoIds(
		['hailuo/02-text-to-video-pro', 'hailuo/02-image-to-video-pro'],
		withEnd('end_image_url'),
		({ optimizer }) => ({ prompt_optimizer: optimizer }),
		() => ({}),
	),
	'minimax-h3': (wanted) =>
		wanted.isReferring
			? [
					'minimax-h3/reference-to-video',
					{
						prompt: wanted.prompt,
						...wanted.references,
						aspect_ratio: wanted.ratio,
						...h3Size(wanted),
					},
				]
			: twoIds(
					['minimax-h3/text-to-video', 'minimax-h3/image-to-video'],
					firstAndLast,
					h3Size,
					squareOr,
				)(wanted),
	'wan-2.7': twoIds(
		['wan/2-7-text-to-video', 'wan/2-7-image-to-video'],
		firstAndLast,
		({ size, seconds, negative, seed }) => ({
			resolution: size,
			duration: seconds,
			negative_prompt: negative,
			seed,
		}),
		({ ratio }) => ({ ratio }),
	),
	'wan-2.6': twoIds(
		['wan/2-6-text-to-video', 'wan/2-6-image-to-video'],
		imageUrls,
		({ size, text }) => ({ resolution: size, duration: text }),
		() => ({}),
	),
	'wan-2.5': twoIds(
		['wan/2-5-text-to-video', 'wan/2-5-image-to-video'],
		imageUrl,
		({ size = '1080p', text = '5', negative, seed }) => ({
			resolution: size,
			duration: text,
			negative_prompt: negative,
			seed,
		}),
	),
	runway: twoIds(
		['runway', 'runway'],
		imageUrl,
		({ size = '720p', seconds = 5 }) => ({ quality: size, duration: seconds }),
		squareOr,
	),
};

export const isVeo = ({ model }: VideoRequest) => model.startsWith('veo3');

/** old-model/veo3-api/generate-veo-3-video; `aspectRatio` is the quickstart's name for the same. */
const veoBody = (request: VideoRequest, frames: string[] | undefined) =>
	set({
		prompt: request.prompt,
		model: request.model,
		imageUrls: frames ?? request.subjectReferences?.map(addressOf),
		generationType: request.subjectReferences && 'REFERENCE_2_VIDEO',
		aspect_ratio: request.aspectRatio,
		aspectRatio: request.aspectRatio,
		resolution: request.resolution,
		duration: request.durationSeconds,
		callBackUrl: request.callbackUrl,
	});

/** The body of a submit. */
export function kieBody(request: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, durationSeconds: seconds, inputs = {} } = request;
	const first = addressOf(firstFrame);
	const end = addressOf(endFrame);
	const frames = first === undefined ? undefined : [first, ...(end === undefined ? [] : [end])];
	if (isVeo(request)) return veoBody(request, frames);
	const [model, input] = pages[request.model]!({
		prompt: request.prompt,
		first,
		end,
		frames,
		ratio: request.aspectRatio,
		size: request.resolution,
		seconds,
		text: seconds === undefined ? undefined : String(seconds),
		audio: inputs.audio,
		negative: inputs.negativePrompt,
		seed: inputs.seed,
		optimizer: inputs.promptOptimizer,
		references: {
			reference_image_urls: request.subjectReferences?.map(addressOf),
			reference_video_urls: inputs.referenceVideos,
			reference_audio_urls: inputs.referenceAudio,
		},
		isReferring: Boolean(request.subjectReferences ?? inputs.referenceVideos),
	});
	return set({ model, callBackUrl: request.callbackUrl, input: set(input) });
}
