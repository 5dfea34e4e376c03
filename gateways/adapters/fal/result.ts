import type { z } from 'zod';

import { isWebAddress } from '../../bytes/addresses';
import type { VideoJob } from '../../gateway';
import { compact } from '../../compact';
import { resultAnswer } from './wire';

/** What a job shows of the files that a model made. */
type Video = Pick<
	VideoJob,
	'videoUrl' | 'moreVideoUrls' | 'width' | 'height' | 'durationSeconds' | 'seed'
>;

/** The videos in what a model returned; empty if there are none. */
export function videoOf({ video, videos, video_url, seed }: z.output<typeof resultAnswer>): Video {
	const files = [...(video ? [video] : []), ...(videos ?? [])];
	const addresses = [...files.map(({ url }) => url ?? ''), video_url ?? ''].filter(isWebAddress);
	const [videoUrl, ...more] = new Set(addresses);
	return compact<Video>({
		videoUrl,
		moreVideoUrls: more.length === 0 ? undefined : more,
		width: files[0]?.width,
		height: files[0]?.height,
		durationSeconds: files[0]?.duration,
		seed,
	});
}

/** The same of a body that nobody has read yet, such as the payload of a webhook. */
export function videoIn(body: unknown): Video {
	const wire = resultAnswer.safeParse(body);
	return wire.success ? videoOf(wire.data) : {};
}
