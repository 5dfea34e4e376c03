import { dataUrl, imageText } from '../../bytes/imageText';
import { compact } from '../../compact';
import type { Call, ImageInput, VideoJob, VideoRequest } from '../../gateway';
import { withAdditionalFields } from '../../request/additionalFields';
import { declaredInputs, underNames, wireInputs } from '../../request/inputs';
import { readData, errors } from './errors';
import { readSubmitted } from './jobs';
import { models, unlistedModels } from './models';
import {
	hasReferences,
	hasSize,
	isList,
	isVeo,
	requiredIn,
	wireOf,
	type ModelWire,
} from './routes';
import { uploadData } from './wire';

/** Submitting a video, on the route of its model, and the pictures that go ahead of it. */

const table = { models, unlistedModels };

const list = ({ firstFrame, endFrame }: VideoRequest): string[] | undefined => {
	const pictures = [imageText(firstFrame), imageText(endFrame)].filter(
		(text) => text !== undefined,
	);
	return pictures.length === 0 ? undefined : pictures;
};

const subjects = ({ subjectReferences }: VideoRequest) => subjectReferences?.map(imageText);

const pictures = (
	request: VideoRequest,
	{ first, end, references }: ModelWire,
): Record<string, unknown> =>
	underNames(
		[first, isList(first) ? list(request) : imageText(request.firstFrame)],
		[end, imageText(request.endFrame)],
		[references, subjects(request)],
	);

function lengthAndSize(request: VideoRequest, wire: ModelWire): Record<string, unknown> {
	const { durationSeconds: seconds, aspectRatio } = request;
	const { ratio, resolution, duration } = wire;
	return {
		...(duration === undefined || seconds === undefined
			? {}
			: { duration: duration === 'text' ? String(seconds) : seconds }),
		...(resolution && hasSize(wire, request) ? { [resolution.field]: request.resolution } : {}),
		...(ratio ? { [ratio.field]: aspectRatio } : {}),
	};
}

/** `{ model, callBackUrl, input }`: the fields of a model are in `input`, Additional Fields too. */
function taskBody(request: VideoRequest): Record<string, unknown> {
	const route = wireOf(request);
	const { id, wire } = route;
	const input = compact<Record<string, unknown>>({
		prompt: request.prompt.trim() === '' ? undefined : request.prompt,
		...pictures(request, wire),
		...lengthAndSize(request, wire),
		...wireInputs(declaredInputs(table, request.model), request),
	});
	return compact({
		model: id,
		callBackUrl: request.callbackUrl,
		input: withAdditionalFields(
			{ ...requiredIn(route, request), ...input },
			request.additionalFields,
		),
	});
}

/**
 * Veo has its fields beside the model. Its reference page names the ratio `aspect_ratio`, its quickstart
 * `aspectRatio` (both read 2026-11), as the playground does: both are sent, since a video of the wrong shape is billed.
 * `imageUrls` are frames, unless `generationType` says that they are "material images".
 */
const veoBody = (request: VideoRequest): Record<string, unknown> =>
	withAdditionalFields(
		compact<Record<string, unknown>>({
			prompt: request.prompt,
			model: request.model,
			imageUrls: list(request) ?? subjects(request),
			generationType: hasReferences(request) ? 'REFERENCE_2_VIDEO' : undefined,
			aspect_ratio: request.aspectRatio,
			aspectRatio: request.aspectRatio,
			resolution: request.resolution,
			duration: request.durationSeconds,
			callBackUrl: request.callbackUrl,
		}),
		request.additionalFields,
	);

/** Submits the video. */
export const submit = (request: VideoRequest): Call<VideoJob> => ({
	request: {
		method: 'POST',
		path: isVeo(request.model) ? '/api/v1/veo/generate' : '/api/v1/jobs/createTask',
		body: isVeo(request.model) ? veoBody(request) : taskBody(request),
	},
	repeat: 'ifNotAccepted',
	timeoutSeconds: 120,
	read: (answer) => readSubmitted(answer, request),
});

/** Uploads a picture, which is kept for 3 days and costs nothing (docs.kie.ai, file-upload-api, read 2026-11). */
export const upload = (image: { bytes: Uint8Array; mimeType: string }): Call<ImageInput> => ({
	request: {
		method: 'POST',
		base: 'uploadUrl',
		path: '/api/file-base64-upload',
		body: { base64Data: dataUrl(image), uploadPath: 'images/user-uploads' },
	},
	repeat: 'always',
	timeoutSeconds: 120,
	read: (answer) =>
		readData(errors, answer, uploadData, ({ downloadUrl }) => ({
			kind: 'url',
			url: downloadUrl,
		})),
});
