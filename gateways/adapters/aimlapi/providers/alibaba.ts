import type { Format, VideoModel } from '../../../gateway';
import { audioByDefault, negativePrompt, referenceVideos, seed } from '../../../inputs';
import { everyFormat, commonRatios, span, usd, withSquare } from '../../../rows';
import { one, optimizer, pair } from './rows';

/** The formats with the price of the one that a sample paid for, by its page below `alibaba-cloud/`. */
const paid = (page: string, formats: readonly Format[], sample: Format) => ({
	formats: formats.map((row) =>
		row.resolution === sample.resolution && row.durationSeconds === sample.durationSeconds
			? { ...row, ...sample }
			: row,
	),
	pricedBy: {
		page: `https://docs.aimlapi.com/api-references/video-models/alibaba-cloud/${page}: credits_used of the sample`,
		read: '2026-08-21',
	},
});

const optimized = [seed, negativePrompt, optimizer];
const optimizedWithSound = [audioByDefault, ...optimized];

/** 10 s by default. */
const wanFormats = (...sizes: string[]): Format[] => everyFormat(sizes, [10, 5, 15]);

export const alibaba: readonly VideoModel[] = [
	// alibaba-cloud/wan-2.7-...: the sample of text asks for 1080p and 10 s, $1.95.
	...pair(
		['alibaba/wan-2-7-t2v', 'alibaba/wan-2-7-i2v'],
		'Wan 2.7',
		{ family: 'wan-2.7', formats: wanFormats('1080p', '720p') },
		{
			...paid('wan-2.7-text-to-video', wanFormats('1080p', '720p'), {
				resolution: '1080p',
				durationSeconds: 10,
				price: usd(1.95),
			}),
			aspectRatios: commonRatios,
			inputs: optimizedWithSound,
			typicalSeconds: 503,
		},
		{ inputs: optimized, typicalSeconds: 64 },
	),
	one('alibaba/wan-2-7-r2v', 'Wan 2.7 Reference to Video', {
		firstFrame: 'optional',
		subjectReferences: 5,
		formats: wanFormats('1080p', '720p'),
		aspectRatios: commonRatios,
		inputs: [...optimized, { ...referenceVideos, wire: 'video_urls' }],
		typicalSeconds: 503,
	}),
	// alibaba-cloud/wan-2.6-...: the samples paid 3,150,000 credits with the defaults and 1,575,000 for 5 s.
	...pair(
		['alibaba/wan-2-6-t2v', 'alibaba/wan-2-6-i2v'],
		'Wan 2.6',
		{ family: 'wan-2.6', inputs: optimizedWithSound },
		{
			...paid('wan-2.6-text-to-video', wanFormats('1080p', '720p'), {
				resolution: '1080p',
				durationSeconds: 10,
				price: usd(1.575),
			}),
			aspectRatios: commonRatios,
		},
		{
			...paid('wan-2.6-image-to-video', wanFormats('1080p', '720p'), {
				resolution: '1080p',
				durationSeconds: 5,
				price: usd(0.7875),
			}),
			typicalSeconds: 172,
		},
	),
	one('alibaba/wan-2-6-image-to-video-flash', 'Wan 2.6 Flash Image to Video', {
		family: 'wan-2.6-flash',
		firstFrame: 'required',
		formats: wanFormats('720p', '1080p'),
		inputs: optimizedWithSound,
		typicalSeconds: 264,
	}),
	// alibaba-cloud/wan-2.5-preview-...
	...pair(
		['alibaba/wan2.5-t2v-preview', 'alibaba/wan2.5-i2v-preview'],
		'Wan 2.5',
		{
			family: 'wan-2.5',
			formats: everyFormat(['1080p', '720p', '480p'], [10, 5]),
			aspectRatios: withSquare,
			inputs: optimized,
		},
		{ typicalSeconds: 180 },
		{ typicalSeconds: 220 },
	),
	// alibaba-cloud/wan-2.2-plus-text-to-video, wan-2.1-plus-..., wan-2.1-turbo-...: no field for the length.
	one('alibaba/wan2.2-t2v-plus', 'Wan 2.2 Plus Text to Video', {
		family: 'wan-2.2-plus',
		formats: [{ resolution: '1080P' }, { resolution: '480P' }],
		aspectRatios: commonRatios,
		inputs: optimized,
	}),
	one('alibaba/wan2.1-t2v-plus', 'Wan 2.1 Plus Text to Video', {
		family: 'wan-2.1-plus',
		formats: [{ resolution: '720P' }],
		aspectRatios: commonRatios,
		inputs: optimized,
	}),
	one('alibaba/wan2.1-t2v-turbo', 'Wan 2.1 Turbo Text to Video', {
		family: 'wan-2.1-turbo',
		formats: [{ resolution: '720P' }, { resolution: '480P' }],
		aspectRatios: commonRatios,
		inputs: optimized,
		typicalSeconds: 90,
	}),
	// Alibaba-Cloud/happyhorse-1-1, alibaba-cloud/happy-horse-1.0
	...(
		[
			['alibaba/happyhorse-1.1', 'HappyHorse 1.1', 'happyhorse-1.1'],
			['alibaba/happyhorse-1-0', 'HappyHorse 1.0', 'happyhorse-1'],
		] as const
	).map(([id, name, family]) =>
		one(id, name, {
			family,
			firstFrame: 'optional',
			subjectReferences: 9,
			formats: everyFormat(['1080p', '720p'], span(10, 3, 15)),
			aspectRatios: commonRatios,
			inputs: [seed],
			typicalSeconds: 156,
		}),
	),
];
