import type { PriceSource, VideoModel } from '../../gateway';
import {
	cameraMovement,
	fastPretreatment,
	promptOptimizer,
	watermark,
} from '../../protocols/minimax/inputs';
import { usd } from '../../rows';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'Pixazo, Generate Image To Video Request, and Pixazo-AI/skills',
	read: '2026',
};

/**
 * Pixazo's routes name no model, so its models here are its two routes, and the first row picks between them.
 * Inputs and limits: the page "Generate Image To Video Request", and Pixazo-AI/skills (2026-08-20) for the text
 * route, of which only the prompt and its optimizer are documented. 1080P with 10 s isn't a row: MiniMax makes
 * 1080P with 6 s only (platform.minimax.io, video-generation-i2v). Price: the page's "MiniMax Hailuo AI API
 * Pricing", which gives one for 6 s alone.
 */
const imageToVideo = {
	pricedBy: {
		page: 'Pixazo, Generate Image To Video Request: MiniMax Hailuo AI API Pricing',
		read: '2026',
	},
	formats: [
		{ resolution: '768P', durationSeconds: 6, price: usd(0.35) },
		{ resolution: '768P', durationSeconds: 10 },
		{ resolution: '1080P', durationSeconds: 6, price: usd(0.35) },
	],
	promptLimit: 2000,
	inputs: [cameraMovement, promptOptimizer, fastPretreatment, watermark],
	typicalSeconds: 100,
} as const;

const IMAGE_TO_VIDEO = 'hailuo-image-to-video';
export const TEXT_TO_VIDEO = 'hailuo-text-to-video';

export const models: readonly VideoModel[] = [
	{
		id: 'auto',
		name: 'Automatic (From Text or Image)',
		resolve: ({ firstFrame }) => (firstFrame ? IMAGE_TO_VIDEO : TEXT_TO_VIDEO),
		firstFrame: 'optional',
		...imageToVideo,
	},
	{
		id: IMAGE_TO_VIDEO,
		name: 'Hailuo Image to Video',
		// The page names it in the text of its parameters: MiniMax-Hailuo-2.3-Fast.
		family: 'hailuo-2.3-fast',
		firstFrame: 'required',
		...imageToVideo,
	},
	{
		id: TEXT_TO_VIDEO,
		name: 'Hailuo Text to Video',
		promptLimit: 2000,
		// Documented for the image route only; this one is MiniMax Hailuo as well.
		inputs: [cameraMovement, promptOptimizer],
		callbacks: false,
		typicalSeconds: 100,
	},
];
