import type { Price, PriceSource, VideoModel } from '../../gateway';
import { negativePrompt, seed } from '../../inputs';
import { unsentRatio } from './size';

/** Where the fields of `anyModel` are from; the servers' other pages are named where they are read. */
export const source: PriceSource = {
	page: 'https://docs.vllm.ai/projects/vllm-omni/en/latest/serving/videos_api/',
	read: '2026-11',
};

/** Stands for "no model": a server of one model, such as vLLM-Omni or SGLang, makes its videos by that. Never sent. */
export const SERVERS_MODEL = 'default';

/** What a credential says of its server beyond key and address. */
export interface Server {
	/** `together`: JSON at /v2/videos, and no content route. */
	api: 'openai' | 'together';
	/** DELETE aborts a running job. Elsewhere it destroys a finished video. */
	deleteCancels: boolean;
	price?: Price;
}

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

/** What every model of a server may be given, with the price that the user has set. */
export const unlistedModels = ({ api, price }: Server): Omit<VideoModel, 'id' | 'name'> => ({
	...anyModel,
	unsent: (request) => unsentRatio(request, api === 'together'),
	...(price === undefined ? {} : { price }),
});

/** The one row that is true of every server. */
export const models = (server: Server): readonly VideoModel[] => [
	{ id: SERVERS_MODEL, name: "Server's Own Model", ...unlistedModels(server) },
];
