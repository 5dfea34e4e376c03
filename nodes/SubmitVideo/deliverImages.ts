import { createHash } from 'crypto';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type ImageInput,
	type VideoRequest,
} from '../../gateways/gateway';
import { checkPicture } from '../../gateways/request/imageChecks';
import { describeModel } from '../../gateways/request/models';
import type { Item } from '../shared/item';
import { readBytes, type ByteStream } from '../shared/streams';
import { send } from '../shared/transport/send';
import { IMAGE_LIMIT, recognizeType } from './readPictures';

/** Puts pictures into the form that a gateway accepts: some are uploaded first. */

/** Longest fetch of an image, in seconds. */
const FETCH_SECONDS = 60;

/** A file as a gateway gets it. */
interface ImageFile {
	bytes: Uint8Array;
	mimeType: string;
}

/** Fetches a picture from the user's own address. Throws a NodeOperationError that says why that failed. */
async function fetchImage({ context, fail }: Item, url: string): Promise<ImageFile> {
	const failure = (reason: string) =>
		fail(`The image at ${url} could not be fetched: ${reason}.`);
	const response = (await context.helpers
		.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: FETCH_SECONDS * 1000,
		})
		.catch(() => undefined)) as IN8nHttpFullResponse | undefined;
	if (response === undefined) throw failure('its address could not be reached');
	const stream = response.body as unknown as ByteStream;
	if (response.statusCode !== 200) {
		stream.destroy();
		throw failure(`its address answered HTTP ${response.statusCode}`);
	}
	const deadline = Date.now() + FETCH_SECONDS * 1000;
	const bytes = await readBytes(stream, IMAGE_LIMIT, { deadline }).catch(() => undefined);
	if (bytes === undefined) throw failure(whyUnread(Number(response.headers['content-length'])));
	if (bytes.length === 0) throw failure('the file is empty');
	const type = String(response.headers['content-type'] ?? '');
	return { bytes, mimeType: recognizeType(bytes, type) };
}

const whyUnread = (declaredLength: number): string =>
	declaredLength > IMAGE_LIMIT
		? `it has ${Math.ceil(declaredLength / 1024 / 1024)} MB; 20 MB is the most`
		: 'it broke off, or has more than 20 MB';

/** Uploads of one run, by gateway, account and content: a picture that many items share is uploaded once. */
export type Uploads = Map<string, Promise<ImageInput | GatewayError>>;

/** A picture that is not the gateway's own yet. */
type NewImage = Exclude<ImageInput, { kind: 'reference' }>;

/** What tells one picture from another: its address or its content. */
const contentOf = (image: NewImage): string =>
	image.kind === 'url' ? image.url : createHash('sha256').update(image.bytes).digest('hex');

/** One picture of a request. */
interface Picture {
	label: string;
	image: ImageInput;
	/** The request with another image in its place. */
	replacedIn: (request: VideoRequest, image: ImageInput) => VideoRequest;
}

function picturesIn({ firstFrame, endFrame, subjectReferences = [] }: VideoRequest): Picture[] {
	const frame = (key: 'firstFrame' | 'endFrame', label: string, image?: ImageInput): Picture[] =>
		image
			? [{ label, image, replacedIn: (request, other) => ({ ...request, [key]: other }) }]
			: [];
	return [
		...frame('firstFrame', 'Image', firstFrame),
		...frame('endFrame', 'End Frame', endFrame),
		...subjectReferences.map((image, place) => ({
			label: `Subject Reference ${place + 1}`,
			image,
			replacedIn: (request: VideoRequest, other: ImageInput) => ({
				...request,
				subjectReferences: (request.subjectReferences ?? []).map((reference, index) =>
					index === place ? other : reference,
				),
			}),
		})),
	];
}

/** Checks a file that is seen only now, once it was fetched. One from a binary field was checked before. */
function assertAccepted(
	{ fail }: Item,
	gateway: Gateway,
	{ model: modelId }: VideoRequest,
	{ label, image, file }: { label: string; image: NewImage; file: ImageFile },
): void {
	const model = describeModel(gateway, modelId);
	const [problem] = model ? checkPicture(gateway, model, label, { kind: 'bytes', ...file }) : [];
	if (!problem) return;
	const where = image.kind === 'url' ? ` The address was: ${image.url}` : '';
	throw fail(problem.message + where);
}

/** Uploads a picture for a request. `call` is the gateway's upload. */
async function uploadImage(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ image, label, call }: { image: NewImage; label: string; call: Required<Gateway>['upload'] },
): Promise<ImageInput | GatewayError> {
	const file = image.kind === 'url' ? await fetchImage(item, image.url) : image;
	assertAccepted(item, gateway, request, { label, image, file });
	const { outcome } = await send(item, gateway, call(file, request));
	if (!isGatewayError(outcome)) return outcome;
	// An upload bills nothing, so the video was certainly not submitted.
	return {
		...outcome,
		accepted: 'no',
		message: `The image could not be uploaded: ${outcome.message}`,
	};
}

/** A picture in the form that the gateway accepts, for a request whose earlier pictures are in that form already. */
async function deliverImage(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ image, label, uploads }: Pick<Picture, 'image' | 'label'> & { uploads: Uploads },
): Promise<ImageInput | GatewayError> {
	const { upload: call, images } = gateway;
	if (image.kind === 'reference' || !call) return image;
	if ((image.kind === 'url' ? images.url : images.bytes) !== 'uploaded') return image;
	// A file may belong to one account: the one that is set, or the one that has the first picture.
	const { account, firstFrame } = request;
	const place = account ?? (firstFrame?.kind === 'reference' ? firstFrame.reference : '');
	const key = [gateway.id, place, contentOf(image)].join(' ');
	const earlier = await uploads.get(key)?.catch(() => undefined);
	if (earlier && !isGatewayError(earlier)) return earlier;
	const own = uploadImage(item, gateway, request, { image, label, call });
	uploads.set(key, own);
	return await own;
}

/**
 * The request with every picture in a form that its gateway accepts: what it wants uploaded is uploaded. The error
 * where the gateway does not accept one.
 */
export async function deliverImages(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	uploads: Uploads,
): Promise<VideoRequest | GatewayError> {
	let delivered = request;
	for (const { label, image, replacedIn } of picturesIn(request)) {
		const accepted = await deliverImage(item, gateway, delivered, { image, label, uploads });
		if (isGatewayError(accepted)) return accepted;
		delivered = replacedIn(delivered, accepted);
	}
	return delivered;
}
