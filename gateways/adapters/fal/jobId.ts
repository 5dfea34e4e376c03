/**
 * A job's ID at fal: the app and the request's own ID. fal's routes for status, result and cancel start with the app,
 * which no answer repeats in a field of its own (docs/model-apis/inference/queue, read 2026-11).
 */
export interface JobName {
	/** The first parts of the endpoint, such as `fal-ai/veo3.1` of `fal-ai/veo3.1/fast/image-to-video`. */
	app: string;
	requestId: string;
}

/** One part of a path. It starts with no dot, so that no ID leads to another path. */
const PART = '[A-Za-z0-9_][A-Za-z0-9_.-]*';

/** Apps of these two have a part more (@fal-ai/client 1.10.1, `parseEndpointId`). */
const APP = `(?:(?:workflows|comfy)/)?${PART}/${PART}`;

const endpointPattern = new RegExp(`^(${APP})(?:/${PART})*$`);
const jobPattern = new RegExp(`^(${APP}):(${PART})$`);
const partPattern = new RegExp(`^${PART}$`);

/** The app that an endpoint belongs to; undefined if it can't be an endpoint's ID. */
export const appOf = (endpoint: string): string | undefined => endpointPattern.exec(endpoint)?.[1];

/** Whether a text can be the ID that fal gave a request. */
export const isRequestId = (text: string): boolean => partPattern.test(text);

/** The job's ID for the items, such as `fal-ai/veo3.1:764cabcf-b745-4b3e-ae38-1200304cf45b`. */
export const writeJobId = ({ app, requestId }: JobName): string => `${app}:${requestId}`;

/** What a job's ID consists of; undefined if it isn't one of fal's. */
export function readJobId(jobId: string): JobName | undefined {
	const [, app, requestId] = jobPattern.exec(jobId) ?? [];
	return app === undefined || requestId === undefined ? undefined : { app, requestId };
}

/**
 * The path of a request at fal. An ID of another shape is kept in one part of the path, where fal knows no request, so
 * that it is reported as not found.
 */
export function requestPath(jobId: string): string {
	const name = readJobId(jobId);
	return name === undefined
		? `/requests/${encodeURIComponent(jobId)}`
		: `/${name.app}/requests/${name.requestId}`;
}
