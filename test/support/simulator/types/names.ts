import type { FACTS } from '../../../facts';

/** A gateway, by the name that the package uses. */
export type GatewayId = keyof typeof FACTS;

/**
 * What a request is about, whichever gateway it goes to.
 * `submit` starts a job, `status` checks one, `result` is the second call that Segmind needs for
 * the output, `media` is the video file, `link` makes an address for it (AIgateway), `image` makes
 * a picture (fal), for workflows that start a video from one; `description` is what a gateway says of one model; `unknown` is
 * a path or method that no gateway documents.
 */
export type EndpointName =
	| 'submit'
	| 'status'
	| 'result'
	| 'media'
	| 'link'
	| 'upload'
	| 'account'
	| 'webhookSecret'
	| 'models'
	| 'description'
	| 'list'
	| 'queue'
	| 'cancel'
	| 'image'
	| 'unknown';

/** What an account pays: nothing, or for what it uses. Limits of requests differ by it. */
export type Plan = 'free' | 'paid';

/** How a job ends. The last two are what a gateway should never answer, but a client must survive. */
export const OUTCOMES = [
	'completed',
	'failed',
	'moderated',
	'cancelled',
	'completedWithoutUrl',
	'unknownStatus',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
