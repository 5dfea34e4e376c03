/**
 * `GET /v1/videos/models` as it was answered on 2026-10-09 (recorded in a public channel plug-in; the prices of Kling's
 * other sizes are left out), in the fields of `VideoModel`, @openrouter/sdk 1.3.19. A model that edits, enlarges or lets a
 * portrait speak has no lengths. Each line: ID | name | lengths | sizes | ratios | frames (f, fl) | what it has (audio,
 * silent: `generate_audio` false, seed, unseeded: `seed` false) | prices | passed through.
 */
const LINES = `
x-ai/grok-imagine-video-1.5-lite|xAI: Grok Imagine Video 1.5 Lite|1-15|480p 720p 1080p|16:9 9:16 1:1 4:3 3:4 3:2 2:3|f||cents_per_image_input=1 cents_per_video_output_second_480p=2 cents_per_video_output_second_720p=3 cents_per_video_output_second_1080p=14|
heygen/heygen-video-1|HeyGen: HeyGen Video 1|5-15|480p 768p 2K|21:9 16:9 4:3 1:1 3:4 9:16|f|silent seed|duration_seconds_2k=0.09 duration_seconds_480p=0.02 duration_seconds_768p=0.03 reference_duration_seconds_2k=0.18 reference_duration_seconds_480p=0.04 reference_duration_seconds_768p=0.06|prompt_enhancement
black-forest-labs/flux-video-edit|Black Forest Labs: FLUX Video Edit|||||silent unseeded|cents_per_second_output=3|safety_tolerance
minimax/hailuo-3-max|MiniMax: H3 Max|5-15|768p 480p|21:9 16:9 4:3 1:1 3:4 9:16|fl|silent unseeded|duration_seconds=0.08 duration_seconds_480p=0.05 duration_seconds_768p=0.08|aigc_watermark
alibaba/wan-3.0-prime|Alibaba: Wan 3.0 Prime|2-30|480p 720p 1080p|16:9 4:3 1:1 3:4 9:16|f|audio seed|duration_seconds_480p=0.068 duration_seconds_720p=0.14 duration_seconds_1080p=0.28|
alibaba/wan-3.0|Alibaba: Wan 3.0|2-30|480p 720p 1080p|16:9 4:3 1:1 3:4 9:16|f|audio seed|duration_seconds_480p=0.05 duration_seconds_720p=0.1 duration_seconds_1080p=0.2|
heygen/avatar-iv|HeyGen: Avatar IV||720p 1080p|16:9 9:16 1:1||silent unseeded|duration_seconds=0.05|voice_id motion_prompt
black-forest-labs/flux-video-upscale|Black Forest Labs: FLUX Video Upscale|||||silent unseeded|cents_per_megapixel_second_precise=7.5 cents_per_megapixel_second_creative=10.5|safety_tolerance
bytedance/seedance-2.0-mini|ByteDance: Seedance 2.0 Mini|4-15|480p 720p|1:1 3:4 9:16 4:3 16:9 21:9 9:21|fl|audio seed|video_tokens=0.0000035 video_tokens_without_audio=0.0000035 video_tokens_with_video_input=0.0000021|watermark req_key return_last_frame
bytedance/seedance-2.5|ByteDance: Seedance 2.5|4-30|480p 720p|16:9 4:3 1:1 3:4 9:16 21:9|fl|audio seed|video_tokens=0.0000107 video_tokens_without_audio=0.0000107 video_tokens_with_video_input=0.0000064|watermark req_key output_format
black-forest-labs/flux-3-video|Black Forest Labs: FLUX 3 Video|5-20|720p 1080p|21:9 16:9 4:3 1:1 3:4 9:16|fl|audio unseeded|cents_per_second_output=17 cents_per_second_output_720p=17 cents_per_second_output_1080p=29 cents_per_second_video_continuation_720p=41 cents_per_second_video_continuation_1080p=53|safety_tolerance version
minimax/hailuo-3|MiniMax: H3|5-15|2K|21:9 16:9 4:3 1:1 3:4 9:16|fl|audio unseeded|duration_seconds=0.13 reference_images=0.04|aigc_watermark
runway/aleph-2|Runway: Aleph 2.0|||16:9 4:3 3:2 1:1 2:3 3:4 9:16 21:9||silent seed|cents_per_second_output=28 minimum_cents_per_generation=56|contentModeration keyframes
runway/gen-4.5|Runway: Gen-4.5|2-10|720p|16:9 9:16|f|silent seed|cents_per_second_output=12|contentModeration
x-ai/grok-imagine-video-1.5|xAI: Grok Imagine Video 1.5|1-15|480p 720p 1080p|16:9 9:16 1:1 4:3 3:4 3:2 2:3|f||cents_per_image_input=1 cents_per_video_output_second_480p=8 cents_per_video_output_second_720p=14 cents_per_video_output_second_1080p=25|
alibaba/happyhorse-1.1|Alibaba: HappyHorse 1.1|3-15|720p 1080p|16:9 9:16 1:1 4:3 3:4 21:9 9:21|f|seed|duration_seconds_720p=0.0988 duration_seconds_1080p=0.1278|
kwaivgi/kling-v3.0-pro|Kling: Video v3.0 Pro|3-15|720p|16:9 9:16 1:1|fl|audio unseeded|duration_seconds=0.112 duration_seconds_with_audio=0.168 text_to_video_duration_seconds_480p=0.112 text_to_video_duration_seconds_720p=0.112 image_to_video_duration_seconds_720p=0.112|negative_prompt cfg_scale
kwaivgi/kling-v3.0-std|Kling: Video v3.0 Standard|3-15|720p|16:9 9:16 1:1|fl|audio unseeded|duration_seconds=0.084 duration_seconds_with_audio=0.126 text_to_video_duration_seconds_480p=0.084 text_to_video_duration_seconds_720p=0.084 image_to_video_duration_seconds_720p=0.084|negative_prompt cfg_scale
google/veo-3.1-fast|Google: Veo 3.1 Fast|4 6 8|720p 1080p 4K|16:9 9:16|fl|audio seed|duration_seconds_with_audio=0.12 duration_seconds_with_audio_4k=0.30 duration_seconds_without_audio=0.10 duration_seconds_with_audio_720p=0.10 duration_seconds_without_audio_4k=0.25 duration_seconds_without_audio_720p=0.08|personGeneration aspectRatio negativePrompt conditioningScale enhancePrompt
google/veo-3.1-lite|Google: Veo 3.1 Lite|8 4 6|720p 1080p|16:9 9:16|fl|audio seed|duration_seconds_with_audio=0.08 duration_seconds_without_audio=0.05 duration_seconds_with_audio_720p=0.05 duration_seconds_without_audio_720p=0.03|personGeneration aspectRatio negativePrompt conditioningScale enhancePrompt
kwaivgi/kling-video-o1|Kling: Video O1|5 10|720p|16:9 9:16 1:1|fl|audio unseeded|duration_seconds=0.1120|negative_prompt
minimax/hailuo-2.3|MiniMax: Hailuo 2.3|6 10|1080p|16:9|f|silent|duration_seconds=0.0817|prompt_optimizer fast_pretreatment
bytedance/seedance-2.0|ByteDance: Seedance 2.0|4-15|480p 720p 1080p 4K|1:1 3:4 9:16 4:3 16:9 21:9 9:21|fl|audio seed|video_tokens=0.000007 video_tokens_4k=0.000004 video_tokens_1080p=0.0000077 video_tokens_without_audio=0.000007 video_tokens_with_video_input=0.0000043|watermark req_key
bytedance/seedance-2.0-fast|ByteDance: Seedance 2.0 Fast|4-15|480p 720p|1:1 3:4 9:16 4:3 16:9 21:9 9:21|fl|audio seed|video_tokens=0.0000042 video_tokens_without_audio=0.0000042 video_tokens_with_video_input=0.000002475|watermark req_key
alibaba/wan-2.7|Alibaba: Wan 2.7|2-10|720p 1080p|16:9 9:16 1:1 4:3 3:4|fl|audio seed|duration_seconds=0.1|negative_prompt prompt_extend
alibaba/wan-2.6|Alibaba: Wan 2.6|5 10|720p 1080p|16:9 9:16|f|audio seed|text_to_video_duration_seconds_480p=0.04 text_to_video_duration_seconds_720p=0.08 image_to_video_duration_seconds_720p=0.10 text_to_video_duration_seconds_1080p=0.12 image_to_video_duration_seconds_1080p=0.15|negative_prompt shot_type
bytedance/seedance-1-5-pro|ByteDance: Seedance 1.5 Pro|4-12|480p 720p 1080p|1:1 3:4 9:16 9:21 4:3 16:9 21:9|fl|audio seed|video_tokens=0.0000024 video_tokens_without_audio=0.0000012|watermark req_key
google/veo-3.1|Google: Veo 3.1|4 6 8|720p 1080p 4K|16:9 9:16|fl|audio seed|duration_seconds_with_audio=0.40 duration_seconds_with_audio_4k=0.60 duration_seconds_without_audio=0.20 duration_seconds_without_audio_4k=0.40|personGeneration aspectRatio negativePrompt conditioningScale enhancePrompt
`;

/** An entry of the list, by the client's `VideoModel` in the names of the wire. */
export interface ListedEntry {
	id: string;
	canonical_slug: string;
	name: string;
	created: number;
	supported_durations: number[] | null;
	supported_resolutions: string[] | null;
	supported_aspect_ratios: string[] | null;
	supported_sizes: string[] | null;
	supported_frame_images: string[] | null;
	generate_audio: boolean | null;
	seed: boolean | null;
	creativity: number[] | null;
	upscale_factor: { min: number; max: number } | null;
	pricing_skus: Record<string, string> | null;
	allowed_passthrough_parameters: string[];
}

const words = (text: string): string[] => text.split(' ').filter(Boolean);
const orNull = <Value>(all: Value[]): Value[] | null => (all.length === 0 ? null : all);

function lengthsOf(text: string): number[] {
	const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? [];
	if (from === undefined) return words(text).map(Number);
	return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
}

/** Unix time of the first entry; the others are a day older each. [Inferred: only the order counts.] */
const NEWEST = Date.UTC(2026, 9, 1) / 1000;

function entryOf(line: string, index: number): ListedEntry {
	const [
		id = '',
		name = '',
		lengths = '',
		sizes = '',
		ratios = '',
		frames = '',
		has = '',
		prices = '',
		passed = '',
	] = line.split('|');
	const flags = words(has);
	const flag = (yes: string, no: string) =>
		flags.includes(yes) ? true : flags.includes(no) ? false : null;
	const upscales = id.endsWith('upscale');
	return {
		id,
		canonical_slug: `${id}-20260930`,
		name,
		created: NEWEST - index * 86_400,
		supported_durations: orNull(lengthsOf(lengths)),
		supported_resolutions: orNull(words(sizes)),
		supported_aspect_ratios: orNull(words(ratios)),
		supported_sizes: null,
		supported_frame_images: orNull(['first_frame', 'last_frame'].slice(0, frames.length)),
		generate_audio: flag('audio', 'silent'),
		seed: flag('seed', 'unseeded'),
		creativity: upscales ? [0, 1] : null,
		upscale_factor: upscales ? { min: 1.5, max: 3 } : null,
		pricing_skus: Object.fromEntries(words(prices).map((pair) => pair.split('='))) as Record<
			string,
			string
		>,
		allowed_passthrough_parameters: words(passed),
	};
}

/** The list. */
export const LIST: readonly ListedEntry[] = LINES.trim().split('\n').map(entryOf);
