import { durationOf, usualTime } from '../../gateways/waiting/durations';
import type { Rhythm } from '../../gateways/waiting/schedule';
import { randomFrom } from '../queue/figures';
import { videoAfter, watchJob, type WatchedJob } from '../unit/gateways/waiting/watchedJob';
import { drawVideos, normal, usualScatter, type AwaitedVideo, type Sighting } from './lag';

/** What is gained by learning from earlier videos how long a format takes, as pure computation. */

/** A video of a series, and when it was seen. */
export interface Seen extends Sighting {
	video: AwaitedVideo;
}

/** How the videos of a format come. */
export interface Series {
	scatter?: number;
	/** How many times as long as the table says they take. */
	slower?: number;
	rhythm?: Rhythm;
}

/** As many formats, each with as many videos one after the other. */
const formats = 200;
const videosOfEach = 40;

/** How many durations count. */
const counted = 20;

/** A wait of less than this is waited for in the running execution, in seconds (suspend.ts). */
const PATIENCE = 5;

/**
 * How late n8n resumes: it looks for due waits once a minute, and a shorter wait is seen by the look that follows it
 * (n8n 2.41, wait-tracker). The minute begins somewhere.
 */
const resumedByN8n =
	(minuteBegins: number): NonNullable<WatchedJob['resumedLate']> =>
	(_resume, suspendedAt, dueAt) => {
		const sinceLook = (suspendedAt - minuteBegins + 60) % 60;
		const nextLook = suspendedAt + 60 - sinceLook;
		return dueAt - suspendedAt <= PATIENCE ? 0 : Math.max(0, nextLook - dueAt);
	};

/** The videos of one format, each awaited with what the ones before have taught. */
function watchSeries(
	format: AwaitedVideo,
	{ scatter = usualScatter, slower = 1, rhythm = 'running' }: Series,
	random: () => number,
): Seen[] {
	const table = format.pace.typicalSeconds;
	const known: number[] = [];
	return Array.from({ length: videosOfEach }, () => {
		const seconds = slower * table * Math.exp(scatter * normal(random));
		const pace = { ...format.pace, ...usualTime(known.slice(-counted), table), rhythm };
		const { checks, watch } = watchJob({
			pace,
			timeoutSeconds: 24 * 3600,
			answer: videoAfter(seconds),
			...(rhythm === 'running' ? {} : { resumedLate: resumedByN8n(random() * 60) }),
		});
		const seenAt = checks.at(-1)!.at;
		const learned = durationOf(watch, watch.submittedAt + seenAt * 1000, pace.typicalSeconds);
		if (learned !== undefined) known.push(learned);
		return {
			video: { ...format, seconds },
			calls: checks.length,
			lagSeconds: seenAt - seconds,
		};
	});
}

/** The first videos of many formats, and those for which twenty have been seen before. */
export function watchFormats(series: Series): { first: Seen[]; later: Seen[] } {
	const random = randomFrom(3);
	const seen = drawVideos(formats, { seed: 3 }).map((format) =>
		watchSeries(format, series, random),
	);
	return {
		first: seen.map((ofFormat) => ofFormat[0]!),
		later: seen.flatMap((ofFormat) => ofFormat.slice(counted)),
	};
}
