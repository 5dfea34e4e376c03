import { z } from 'zod';
import { endpoint } from '../gateway';
import type { Endpoint, Ground, SimulatedGateway } from '../gateway';

/**
 * An image model of fal, called directly: its answer is the picture. Nodes of the package don't use it; workflows that
 * make the first frame themselves do. Sources: @fal-ai/client 1.10.1 (`buildUrl`, `FluxSchnellInput`, and its output),
 * 2026-11. [Inferred: that a host of its own answers as the queue's does.]
 */
const RUN_HOST = 'fal-run';

const SIZES = [
	'square_hd',
	'square',
	'portrait_4_3',
	'portrait_16_9',
	'landscape_4_3',
	'landscape_16_9',
] as const;

export const imageEndpoint = (
	gateway: Omit<SimulatedGateway, 'endpoints'>,
	ground: Ground,
): Endpoint =>
	endpoint(gateway, {
		name: 'image',
		method: 'POST',
		host: RUN_HOST,
		path: '/fal-ai/flux/schnell',
		body: z
			.object({ prompt: z.string().min(1), image_size: z.enum(SIZES).optional() })
			.strict(),
		answer: ({ body }) => ({
			status: 200,
			body: {
				images: [
					{
						url: `${ground.origin}/media/frame.png`,
						width: 576,
						height: 1024,
						content_type: 'image/png',
					},
				],
				timings: { inference: 0.31 },
				seed: 42,
				has_nsfw_concepts: [false],
				prompt: body.prompt,
			},
		}),
	});
