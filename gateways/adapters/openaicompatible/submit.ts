import { compact } from '../../compact';
import { imageFileName } from '../../bytes/fileKind';
import { imageText } from '../../bytes/imageText';
import type { FilePart, GatewayRequest, ImageInput, ModelInput, VideoRequest } from '../../gateway';
import { withAdditionalFields } from '../../request/additionalFields';
import { wireInputs } from '../../request/inputs';
import { SERVERS_MODEL } from './models';
import { sizeOf } from './size';

/** The two forms of a submit: a form with files, which the servers have in common, and Together's JSON. */

type Fields = Record<string, unknown>;

/** What both forms call the same. Every server reads `seconds` as text; SGLang makes a number of it. */
const commonFields = (request: VideoRequest, inputs: readonly ModelInput[]): Fields => ({
	model: request.model === SERVERS_MODEL ? undefined : request.model,
	prompt: request.prompt,
	seconds: request.durationSeconds === undefined ? undefined : String(request.durationSeconds),
	...wireInputs(inputs, request),
});

const fileOf = (image: ImageInput | undefined): FilePart[] =>
	image?.kind !== 'bytes'
		? []
		: [
				{
					name: 'input_reference',
					fileName: imageFileName(image.mimeType),
					mimeType: image.mimeType,
					bytes: image.bytes,
				},
			];

/** A value as a field of a form; a field set to null isn't sent. */
const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value);

/**
 * vLLM-Omni's page: "accept multipart/form-data"; openai 6.49.0 sends it, too. What a form can't hold (`lora`,
 * `extra_params`) is a JSON text there.
 */
export function formRequest(
	request: VideoRequest,
	inputs: readonly ModelInput[],
): Pick<GatewayRequest, 'multipart'> {
	const size = sizeOf(request);
	const fields = withAdditionalFields(
		compact<Fields>({
			...commonFields(request, inputs),
			size: size && `${size.width}x${size.height}`,
		}),
		request.additionalFields,
	);
	const set = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
	return {
		multipart: {
			fields: Object.fromEntries(set.map(([name, value]) => [name, textOf(value)])),
			files: fileOf(request.firstFrame),
		},
	};
}

/** together-ai 0.52.0, `VideoCreateParams`: `width` and `height`, pictures by their addresses in `media`. */
export function togetherRequest(
	request: VideoRequest,
	inputs: readonly ModelInput[],
): Pick<GatewayRequest, 'body'> {
	const size = sizeOf(request);
	const image = imageText(request.firstFrame);
	return {
		body: withAdditionalFields(
			compact<Fields>({
				...commonFields(request, inputs),
				...size,
				ratio: size ? undefined : request.aspectRatio,
				media: image && { frame_images: [{ input_image: image, frame: 'first' }] },
			}),
			request.additionalFields,
		),
	};
}
