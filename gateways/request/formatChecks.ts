import { findFormat, listFormats, hasField } from './models';
import type { Gateway, RequestProblem, VideoModel, VideoRequest } from '../gateway';

/** Values in a sentence. */
export const list = (words: ReadonlyArray<string | number>): string => words.join(', ');

/** Each value once, in order. */
export const unique = <T>(values: ReadonlyArray<T | undefined>): T[] => [
	...new Set(values.filter((value): value is T => value !== undefined)),
];

const BEYOND = 'To send it all the same, leave it out here and use Options > Additional Fields.';

/** What is most likely a slip, where no limits are documented that would tell. */
export function checkPlausible(
	{ durationSeconds, resolution }: VideoRequest,
	{ name, sane }: VideoModel,
	gateway: Gateway,
): RequestProblem[] {
	if (sane === undefined) return [];
	const undocumented = `${gateway.label} documents no limit for ${name}`;
	return [
		...(durationSeconds !== undefined && durationSeconds > sane.mostSeconds
			? [
					{
						parameter: 'Duration',
						message: `A Duration of ${durationSeconds} s looks like a mistake. ${undocumented}, so more than ${sane.mostSeconds} s isn't sent. Set Duration to ${sane.mostSeconds} or less. ${BEYOND}`,
					},
				]
			: []),
		...(resolution !== undefined && !sane.resolution.test(resolution.trim())
			? [
					{
						parameter: 'Resolution',
						message: `"${resolution}" doesn't look like a resolution. Set Resolution to a value such as 720p, 1080p, 2K or 1920x1080, or leave it empty for the model's default. ${BEYOND}`,
					},
				]
			: []),
	];
}

/** Every reason why the model makes no video of this length and size. */
export function checkFormat(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const problem = (parameter: string, message: string): RequestProblem[] => [
		{ parameter, message },
	];
	const { name } = model;
	const { durationSeconds: wanted } = request;
	if (wanted !== undefined && !(Number.isFinite(wanted) && wanted > 0)) {
		return problem('Duration', 'Duration must be a number of seconds over 0.');
	}
	// A field that the model does not have is left out with a warning; only what will be sent is checked.
	const durationSeconds = hasField(model, 'durationSeconds')
		? request.durationSeconds
		: undefined;
	const resolution = hasField(model, 'resolution') ? request.resolution : undefined;
	const formats = listFormats(model);
	if (formats.length === 0 || (durationSeconds === undefined && resolution === undefined))
		return [];
	const durations = unique(formats.map((row) => row.durationSeconds));
	if (durationSeconds !== undefined && !durations.includes(durationSeconds)) {
		return problem(
			'Duration',
			`${name} makes no video of ${durationSeconds} s. Set Duration to ${list(durations)}.`,
		);
	}
	const named = (row: { resolution?: string }) =>
		resolution === undefined || row.resolution?.toLowerCase() === resolution.toLowerCase();
	if (!formats.some(named)) {
		const resolutions = unique(formats.map((row) => row.resolution));
		return problem(
			'Resolution',
			`${name} makes no video of ${resolution}. Set Resolution to ${list(resolutions)}.`,
		);
	}
	const format = findFormat(model, { ...request, durationSeconds, resolution });
	if (format === undefined) {
		const fitting = unique(formats.filter(named).map((row) => row.durationSeconds));
		return problem(
			'Duration',
			`${name} makes ${resolution} with ${list(fitting)} s only, not with ${durationSeconds} s. Change Duration or Resolution.`,
		);
	}
	return format.needsFirstFrame && request.firstFrame === undefined
		? problem(
				'Resolution',
				`${name} makes ${format.resolution} from an image only. Set Image, or choose another Resolution.`,
			)
		: [];
}
