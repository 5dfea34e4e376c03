import type { Format, PriceSource, VideoModel, VideoRequest } from '../../gateway';
import { referenceAudio, referenceVideos } from '../../inputs';
import { cameraMovement, fastPretreatment, promptOptimizer } from '../../protocols/minimax/inputs';
import { everyFormat, perSecond, span, usd } from '../../rows';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'platform.minimax.io, api-reference/video-generation-t2v, -i2v, -fl2v, -s2v and -v2-create',
	read: '2026-11',
};

const pricedBy: PriceSource = {
	page: 'platform.minimax.io, guides/pricing-paygo',
	read: '2026-11',
};

/** 1080P is made for 6 s only. */
const hailuo = (
	at6: number,
	at10: number,
	large: number,
	more: Partial<Format> = {},
): readonly Format[] => [
	{ resolution: '768P', durationSeconds: 6, price: usd(at6), ...more },
	{ resolution: '768P', durationSeconds: 10, price: usd(at10), ...more },
	{ resolution: '1080P', durationSeconds: 6, price: usd(large), ...more },
];

const shared = {
	promptLimit: 2000,
	// "Required for text to video" only.
	promptRequired: false,
	pricedBy,
	inputs: [cameraMovement, promptOptimizer, fastPretreatment],
} as const;

/** The 01 series: 6 s at 720P, and no price on the page. */
const series01 = {
	promptLimit: 2000,
	promptRequired: false,
	formats: [{ resolution: '720P', durationSeconds: 6 }],
	inputs: [promptOptimizer],
	typicalSeconds: 150,
} as const;

const director = { ...series01, inputs: [cameraMovement, promptOptimizer] } as const;

/** 5 s and the first size are what the adapter sends where none is set. */
const h3Formats = (resolution: string, shortest: number, price: number): readonly Format[] =>
	everyFormat([resolution], span(5, shortest, 15), { price: perSecond(price) });

/** The first 5 pictures are free, each further one is $0.04; a reference video costs its own seconds, which n8n can't see. */
const extraCost = ({
	subjectReferences = [],
	inputs = {},
}: Pick<VideoRequest, 'subjectReferences' | 'inputs'>): number | undefined =>
	Object.hasOwn(inputs, referenceVideos.key)
		? undefined
		: Math.max(0, subjectReferences.length - 5) * 0.04;

const h3 = {
	promptLimit: 7000,
	// -v2-create: sides of [256, 5760] px, an aspect ratio of [0.4, 2.5]. [Left out: HEIC and HEIF.]
	pictures: {
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		shape: { sides: [256, 5760], ratioFrom: [2, 5], ratioTo: [5, 2] },
	},
	firstFrame: 'optional',
	endFrame: true,
	aspectRatios: ['adaptive', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
	pricedBy,
} as const;

export const models: readonly VideoModel[] = [
	// Lengths as on MiniMax's page: 4 to 15 s. Vercel's client (2026-08) still refuses 4 s.
	{
		id: 'MiniMax-H3',
		name: 'Hailuo H3',
		family: 'hailuo-h3',
		...h3,
		subjectReferences: 9,
		notWithFrames: ['subjectReferences', referenceVideos.key, referenceAudio.key],
		formats: [...h3Formats('768P', 4, 0.08), ...h3Formats('2K', 4, 0.13)],
		inputs: [referenceVideos, referenceAudio],
		extraCost,
		// The page's sample in 2K was ready after 7 minutes, those of other services after 2 (2026-08).
		typicalSeconds: 200,
	},
	{
		id: 'MiniMax-H3-Max',
		name: 'Hailuo H3 Max',
		family: 'hailuo-h3-max',
		...h3,
		formats: [...h3Formats('768P', 5, 0.08), ...h3Formats('480P', 5, 0.05)],
		// "The fast generation variant"; the page gives no time.
		typicalSeconds: 60,
	},
	{
		id: 'MiniMax-Hailuo-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		firstFrame: 'optional',
		formats: hailuo(0.28, 0.56, 0.49),
		// A sample at AI/ML API took 1 min 38 s (2026-08-21); MiniMax's pages give no times.
		typicalSeconds: 100,
		...shared,
	},
	{
		id: 'MiniMax-Hailuo-2.3-Fast',
		name: 'Hailuo 2.3 Fast',
		family: 'hailuo-2.3-fast',
		firstFrame: 'required',
		formats: hailuo(0.19, 0.32, 0.33),
		typicalSeconds: 70,
		...shared,
	},
	{
		id: 'MiniMax-Hailuo-02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		firstFrame: 'optional',
		endFrame: true,
		// -fl2v: "First & last frame generation does not support 512P", and there is no `fast_pretreatment`.
		unsent: ({ endFrame }) =>
			endFrame ? [{ field: fastPretreatment.key, beside: 'endFrame' }] : [],
		formats: [
			...hailuo(0.28, 0.56, 0.49, { endFrame: true }),
			{ resolution: '512P', durationSeconds: 6, needsFirstFrame: true, price: usd(0.1) },
			{ resolution: '512P', durationSeconds: 10, needsFirstFrame: true, price: usd(0.15) },
		],
		// 4 to 5 minutes for 6 s at AI/ML API (2026-08-21).
		typicalSeconds: 270,
		...shared,
	},
	{ id: 'T2V-01', name: 'Hailuo 01 Text to Video', family: 'video-01', ...series01 },
	{
		id: 'T2V-01-Director',
		name: 'Hailuo 01 Director Text to Video',
		family: 'video-01-director',
		...director,
	},
	{
		id: 'I2V-01',
		name: 'Hailuo 01 Image to Video',
		family: 'video-01',
		firstFrame: 'required',
		...series01,
	},
	{
		id: 'I2V-01-Director',
		name: 'Hailuo 01 Director Image to Video',
		family: 'video-01-director',
		firstFrame: 'required',
		...director,
	},
	{
		id: 'I2V-01-live',
		name: 'Hailuo 01 Live Photo',
		family: 'video-01-live',
		firstFrame: 'required',
		...series01,
	},
	// -s2v: one picture of one character, and no fields for length and size.
	{
		id: 'S2V-01',
		name: 'Hailuo 01 Subject Reference',
		family: 'video-01-subject',
		promptLimit: 2000,
		subjectReferences: 1,
		needsSubjectReference: true,
		inputs: [promptOptimizer],
		typicalSeconds: 150,
	},
];
