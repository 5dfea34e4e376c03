import type { PriceSource, VideoModel } from '../../gateway';
import { cameraMovement } from '../../protocols/minimax/inputs';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'https://aigateway.sh/models, and the OpenAPI file (aigateway-sh/openapi bba193e)',
	read: '2026-06',
};

/**
 * No page gives limits, and a second costs $0.50: 15 s is the longest that MiniMax makes (H3, 2026-07-30), and sizes are
 * written as `720p`, `2K` or `1920x1080` by all gateways.
 */
const plausible = {
	mostSeconds: 15,
	resolution: /^(\d{3,4}p?|\d{1,2}k|\d{3,5}\s?[x×*]\s?\d{3,5})$/i,
} as const;

/**
 * Models with a page of their own on aigateway.sh/models (read 2026-06). The page of the first shows a prompt
 * alone, `duration` and `aspect_ratio`; `resolution` and `image_url` are in the OpenAPI file (bba193e,
 * 2026-06-23). None gives limits, so everything is offered. Price: the model page, "Per video second".
 */
const documented = {
	firstFrame: 'optional',
	formats: 'any',
	plausible,
	aspectRatios: 'any',
	pricedBy: { page: 'https://aigateway.sh/models/{id}, "Per video second"', read: '2026-06' },
	price: { amount: 0.5, currency: 'USD', per: 'second' },
	typicalSeconds: 120,
} as const;

/** The other models: about 1,000, of all makers, through the same route. Some make longer videos than MiniMax's. */
export const unlistedModels = {
	firstFrame: 'optional',
	formats: 'any',
	aspectRatios: 'any',
	inputs: [cameraMovement],
	typicalSeconds: 120,
} as const;

export const models: readonly VideoModel[] = [
	{
		id: 'minimax/minimax-video-01-image-to-video',
		name: 'MiniMax Video 01',
		family: 'video-01',
		...documented,
	},
	{
		id: 'minimax/minimax-video-01-director-image-to-video',
		name: 'MiniMax Video 01 Director',
		family: 'video-01-director',
		inputs: [cameraMovement],
		...documented,
	},
];
