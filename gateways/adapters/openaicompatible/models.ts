import type { Price, PriceSource, VideoModel } from '../../gateway';
import { negativePrompt, seed } from '../../inputs';

/** Where the fields of `anyModel` are from; the servers' other pages are named where they are read. */
export const source: PriceSource = {
	page: 'https://docs.vllm.ai/projects/vllm-omni/en/latest/serving/videos_api/',
	read: '2026-11',
};

/** Stands for "no model": a server of one model, such as vLLM-Omni or SGLang, makes its videos by that. Never sent. */
export const SERVERS_MODEL = 'default';

/**
 * Any model: no server says what its models can do. vLLM-Omni, SGLang and Together have a seed and a negative prompt
 * (videos_api.md; protocol.py; together-ai 0.52.0). Sizes are pixels, or the short side as `720p`, from which the pixels
 * are worked out. No server documents a longest video; open models make some seconds.
 */
const anyModel: Omit<VideoModel, 'id' | 'name'> = {
	firstFrame: 'optional',
	formats: 'any',
	plausible: { mostSeconds: 60, resolution: /^(\d{2,4}x\d{2,4}|\d{3,4}p?)$/i },
	aspectRatios: 'any',
	inputs: [seed, negativePrompt],
	typicalSeconds: 120,
};

/** What every model may be given, with the price that the user has set. */
export const unlistedModels = (price?: Price): Omit<VideoModel, 'id' | 'name'> =>
	price === undefined ? anyModel : { ...anyModel, price };

/** The one row that is true of every server. */
export const models = (price?: Price): readonly VideoModel[] => [
	{ id: SERVERS_MODEL, name: "Server's Own Model", ...unlistedModels(price) },
];
