import type { Format, RequestField, RequestProblem, VideoModel, VideoRequest } from '../gateway';
import { distinct } from '../distinct';
import { findFormat, hasField, listFormats, sameResolution } from './models';

/** What is most likely a slip, where no limits are documented that would show it. */
export function checkPlausible(
	{ durationSeconds, resolution }: VideoRequest,
	{ plausible }: VideoModel,
): RequestProblem[] {
	if (plausible === undefined) return [];
	const { mostSeconds: most } = plausible;
	const problems: RequestProblem[] = [];
	if (durationSeconds !== undefined && durationSeconds > most) {
		problems.push({
			field: 'durationSeconds',
			code: 'implausible',
			value: durationSeconds,
			most,
		});
	}
	if (resolution !== undefined && !plausible.resolution.test(resolution.trim())) {
		problems.push({ field: 'resolution', code: 'implausible', value: resolution });
	}
	return problems;
}

type WantedFormat = Pick<VideoRequest, 'durationSeconds' | 'resolution'>;

/** What is set of the fields that the model has: the others are left out with a warning, and needn't be right. */
const wantedOf = (request: VideoRequest, model: VideoModel): WantedFormat =>
	Object.fromEntries(
		(['durationSeconds', 'resolution'] as const)
			.filter((field) => request[field] !== undefined && hasField(model, field))
			.map((field) => [field, request[field]]),
	);

/** That one of the fields has a value that no row has. */
function checkValue(
	field: keyof WantedFormat,
	wanted: WantedFormat,
	formats: readonly Format[],
): RequestProblem[] {
	const value = wanted[field];
	if (value === undefined) return [];
	const offered = distinct<number | string>(formats.map((row) => row[field]));
	const isOffered =
		typeof value === 'number'
			? offered.includes(value)
			: offered.some((one) => sameResolution(String(one), value));
	return isOffered ? [] : [{ field, code: 'notOffered', value, offered }];
}

/** That the values of both fields exist, but in no row together. */
function checkTogether(
	wanted: WantedFormat,
	model: VideoModel,
	request: VideoRequest,
): RequestProblem[] {
	const format = findFormat(model, wanted);
	const other: RequestField = 'resolution';
	if (format === undefined) {
		const rows = listFormats(model).filter((row) =>
			sameResolution(row.resolution, wanted.resolution),
		);
		return [
			{
				field: 'durationSeconds',
				code: 'notTogether',
				value: wanted.durationSeconds!,
				other,
				otherValue: wanted.resolution!,
				offered: distinct(rows.map((row) => row.durationSeconds)),
			},
		];
	}
	return format.needsFirstFrame && request.firstFrame === undefined
		? [{ field: 'resolution', code: 'needsFirstFrame', value: format.resolution! }]
		: [];
}

/** The first reason why the model makes no video of this length and size. */
export function checkFormat(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const { durationSeconds } = request;
	if (
		durationSeconds !== undefined &&
		!(Number.isFinite(durationSeconds) && durationSeconds > 0)
	) {
		return [{ field: 'durationSeconds', code: 'notPositive' }];
	}
	const formats = listFormats(model);
	const wanted = wantedOf(request, model);
	if (formats.length === 0 || Object.keys(wanted).length === 0) return [];
	const [problem] = [
		...checkValue('durationSeconds', wanted, formats),
		...checkValue('resolution', wanted, formats),
	];
	return problem ? [problem] : checkTogether(wanted, model, request);
}
