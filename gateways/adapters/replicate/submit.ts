import { readAnswer } from '../../answer/answers';
import { compact } from '../../compact';
import { imageFileName } from '../../bytes/fileKind';
import { imageText } from '../../bytes/imageText';
import {
	isGatewayError,
	type Call,
	type GatewayInput,
	type GatewayRequest,
	type ImageInput,
	type RequestProblem,
	type VideoJob,
	type VideoModel,
	type VideoRequest,
} from '../../gateway';
import { withAdditionalFields } from '../../request/additionalFields';
import { checkHttps } from '../../request/callbacks';
import { describedBody } from '../../request/described';
import { declaredInputs, inputValue, underNames, wireInputs } from '../../request/inputs';
import { errors } from './errors';
import { inputsOf, sizeOf } from './inputs';
import { readModelId } from './modelId';
import { models, unlistedModels } from './models';
import { jobOf } from './predictions';
import { fileAnswer, predictionAnswer } from './wire';

/** "The minimum allowed duration is 5 seconds" (docs/reference/http, Cancel-After, read 2026-11). */
const SHORTEST_DEADLINE_SECONDS = 5;

/** A deadline that Replicate keeps itself, so that a job nobody waits for any more isn't made and billed. */
export const cancelAfter: GatewayInput = {
	key: 'cancelAfterMinutes',
	label: 'Cancel After (Minutes)',
	type: 'number',
	least: 0.1,
	default: 30,
	description:
		"When Replicate cancels the job if it isn't finished. A job that hasn't started by then isn't billed; one that is running may be. Set it to the Time Limit of the node that waits.",
	wire: false,
};

const table = { models, unlistedModels };

/** What a request breaks of Replicate's rules that the model table can't express. */
export function check(request: VideoRequest): RequestProblem[] {
	const { model } = request;
	return [
		...(readModelId(model) === undefined
			? [{ field: 'model', code: 'unknownModel', value: model } as const]
			: []),
		...checkHttps(request),
	];
}

/** The inputs of the model, under its own names. */
function inputOf(request: VideoRequest): Record<string, unknown> {
	const names = inputsOf(request.model);
	return withAdditionalFields(
		{
			prompt: request.prompt,
			...names.fixed,
			...underNames(
				[names.firstFrame, imageText(request.firstFrame)],
				[names.endFrame, imageText(request.endFrame)],
				[names.references, request.subjectReferences?.map(imageText)],
				[names.duration, request.durationSeconds],
				[names.resolution, request.resolution],
				[names.ratio && 'aspect_ratio', request.aspectRatio],
				[names.sizes && 'size', names.sizes && sizeOf(names.sizes, request)],
			),
			...wireInputs(declaredInputs(table, request.model), request),
		},
		request.additionalFields,
	);
}

/** Official models have a route of their own; a version is named in the body. */
function targetOf(id: string): { path: string; version?: string } {
	const { model = inputsOf(id).model ?? id, version } = readModelId(id) ?? {};
	if (version !== undefined) return { path: '/v1/predictions', version };
	const path = model.split('/').map(encodeURIComponent).join('/');
	return { path: `/v1/models/${path}/predictions` };
}

function headersFor(request: VideoRequest): Pick<GatewayRequest, 'headers'> {
	const minutes = inputValue<number>(request, cancelAfter.key);
	if (minutes === undefined) return {};
	const seconds = Math.max(SHORTEST_DEADLINE_SECONDS, Math.round(minutes * 60));
	return { headers: { 'Cancel-After': `${seconds}s` } };
}

/** Submits the video. Without `Prefer: wait`, it is answered at once. */
export function submit(request: VideoRequest, model?: VideoModel): Call<VideoJob> {
	const { path, version } = targetOf(request.model);
	const { callbackUrl } = request;
	return {
		request: {
			method: 'POST',
			path,
			...headersFor(request),
			body: compact<Record<string, unknown>>({
				version,
				input: describedBody(request, model) ?? inputOf(request),
				webhook: callbackUrl,
				// Of four events only this one is about the end; the others may come several times a second.
				webhook_events_filter: callbackUrl === undefined ? undefined : ['completed'],
			}),
		},
		repeat: 'ifNotAccepted',
		timeoutSeconds: 120,
		read: (answer) => {
			const job = readAnswer(errors, answer, predictionAnswer, (wire) => jobOf(wire));
			return isGatewayError(job) ? job : { ...job, model: request.model };
		},
	};
}

/** Uploads a picture, which costs nothing (docs/reference/http, files.create: at most 100 MiB, kept for 24 hours). */
export const upload = ({
	bytes,
	mimeType,
}: {
	bytes: Uint8Array;
	mimeType: string;
}): Call<ImageInput> => ({
	request: {
		method: 'POST',
		path: '/v1/files',
		multipart: {
			fields: {},
			files: [
				{
					name: 'content',
					fileName: imageFileName(mimeType),
					mimeType,
					bytes,
				},
			],
		},
	},
	repeat: 'always',
	timeoutSeconds: 120,
	read: (answer) =>
		readAnswer(errors, answer, fileAnswer, ({ urls }) => ({ kind: 'url', url: urls.get })),
});
