/** What the fields of answers are called in the items of this package's nodes. */

/** One field of an answer, and the JavaScript that reads the same from an item. */
export interface Rule {
	/** Keys from the outermost; a place in a list is its number. */
	path: readonly string[];
	/** @param item JavaScript for the JSON of the item, such as `$json` */
	to: (item: string) => string;
	/** What is different about it all the same. */
	note?: string;
}

/** Rules by which a JSON is read. The longest path that fits counts. */
export type Shape = readonly Rule[];

/** A field that an item has under another name. */
export const renamed = (path: string, field: string, note?: string): Rule => ({
	path: path.split('.'),
	to: (item) => `${item}.${field}`,
	...(note === undefined ? {} : { note }),
});

/** A field that is read in some other way. */
export const computed = (path: string, to: Rule['to'], note?: string): Rule => ({
	path: path.split('.'),
	to,
	...(note === undefined ? {} : { note }),
});

const allVideos = (item: string): string => `[${item}.videoUrl, ...(${item}.moreVideoUrls ?? [])]`;

/** A list of the addresses of all videos. */
export const videoList = (path: string): Rule[] => [
	renamed(`${path}.0`, 'videoUrl'),
	computed(path, allVideos),
];

/** A status in the gateway's own words. */
export const statusField = (path: string, done: string): Rule =>
	renamed(path, 'status', `the status was ${done} and is completed now`);

/** The rule for a path, and how much of the path it stands for. */
export const ruleFor = (shape: Shape, path: readonly string[]): Rule | undefined =>
	shape
		.filter((rule) => rule.path.every((key, index) => key === path[index]))
		.reduce<Rule | undefined>(
			(best, rule) => (best && best.path.length >= rule.path.length ? best : rule),
			undefined,
		);

/** A failed item of this package, read as any gateway's answer about a failed job or a refused request. */
export const failureShape: Shape = [
	...[
		...['data.failMsg', 'data.errorMessage', 'data.response.errorMessage', 'msg', 'message'],
		...['error.message', 'error.description', 'error', 'detail', 'base_resp.status_msg'],
		...['failMsg', 'errorMessage', 'logs'],
	].map((path) => renamed(path, 'error')),
	...[
		...['data.failCode', 'data.errorCode', 'code', 'error.code', 'base_resp.status_code'],
		...['data.state', 'data.successFlag', 'status', 'state'],
	].map((path) =>
		renamed(path, 'details.code', 'it is a code of this package now, such as moderated'),
	),
	...['data.taskId', 'id', 'request_id', 'task_id'].map((path) => renamed(path, 'details.jobId')),
];
