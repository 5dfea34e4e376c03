import { createHash } from 'crypto';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type ImageInput,
	type Upload,
	type VideoRequest,
} from '../../../gateways/gateway';
import { checkPicture } from '../../../gateways/request/imageChecks';
import { modelRow } from '../../../gateways/request/models';
import { listPictures, withPicture, type Picture } from '../../../gateways/request/pictures';
import { readAccount } from '../../shared/credentials';
import type { Item } from '../../shared/item';
import { readBytes, type ByteStream } from '../../shared/streams';
import { send } from '../../shared/transport/send';
import { parameterOf, problemFailure } from '../plan/problemFailure';
import { IMAGE_LIMIT, recognizeType } from '../read/readPictures';

/** Converts images to the form that a gateway accepts: some are uploaded first. */

/** Longest fetch of an image, in seconds. */
const FETCH_SECONDS = 60;

/** A file as a gateway gets it. */
interface ImageFile {
	bytes: Uint8Array;
	mimeType: string;
}

/** Fetches a picture from the user's own address. Throws a NodeOperationError that says why that failed. */
async function fetchImage({ context, fail }: Item, url: string, field: string): Promise<ImageFile> {
	const failure = (reason: string, retryable = false) =>
		fail({
			code: 'image',
			field,
			retryable,
			title: `The image couldn't be downloaded: ${reason}`,
			fix: `Check that ${url} opens in a private browser window, or set the image to Binary File. Nothing was submitted for this item.`,
		});
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
	if (response === undefined) throw failure("the URL can't be reached", true);
	const stream = response.body as unknown as ByteStream;
	if (response.statusCode !== 200) {
		stream.destroy();
		throw failure(`the URL returned HTTP ${response.statusCode}`, response.statusCode >= 500);
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
		? `it is ${Math.ceil(declaredLength / 1024 / 1024)} MB, but the limit is 20 MB`
		: 'the download broke off, or the file is larger than 20 MB';

/** Whether an image of the request becomes a file in memory on its way to the gateway. */
export const needsFile = ({ images }: Gateway, request: VideoRequest): boolean =>
	listPictures(request).some(
		({ image: { kind } }) => kind === 'bytes' || (kind === 'url' && images.url !== 'sent'),
	);

/** Uploads of one run, by gateway, account and content: an image that many items share is uploaded once. */
export type Uploads = Map<string, Promise<ImageInput | GatewayError>>;

/** An image that is not yet the gateway's own. */
type NewImage = Exclude<ImageInput, { kind: 'reference' }>;

/**
 * Identifies an image: by its content; or by its address, and what it's for, because it's checked for that once it's
 * downloaded.
 */
const fingerprint = (
	{ image, field }: Picture & { image: NewImage },
	{ model }: VideoRequest,
): string =>
	image.kind === 'url'
		? `${model} ${field} ${image.url}`
		: createHash('sha256').update(image.bytes).digest('hex');

/** Checks a file that had to be fetched first. One from a binary field was checked before. */
function assertAccepted(
	{ fail }: Item,
	gateway: Gateway,
	request: VideoRequest,
	picture: Picture,
	file: ImageFile,
): void {
	const { image } = picture;
	const model = modelRow(gateway, request.model);
	const fetched: Picture = { ...picture, image: { kind: 'bytes', ...file } };
	const [problem] = model ? checkPicture(gateway, model, fetched) : [];
	if (!problem) return;
	const where = image.kind === 'url' ? ` The URL was: ${image.url}` : '';
	const failure = problemFailure([problem], { gateway, request });
	throw fail({ ...failure, fix: `${failure.fix ?? ''}${where}`.trim() });
}

/** The file of an image: fetched first if it's an address. Throws a NodeOperationError if it can't be used. */
async function readFile(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	picture: Picture & { image: NewImage },
): Promise<ImageFile> {
	const { image } = picture;
	const file =
		image.kind === 'url'
			? await fetchImage(item, image.url, parameterOf(picture, request))
			: image;
	assertAccepted(item, gateway, request, picture, file);
	return file;
}

/** Uploads an image. Returns the error if the gateway doesn't accept it. */
async function uploadImage(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ picture, upload }: { picture: Picture & { image: NewImage }; upload: Upload },
): Promise<ImageInput | GatewayError> {
	const file = await readFile(item, gateway, request, picture);
	const { outcome } = await send(item, gateway, upload.call(file, request));
	if (!isGatewayError(outcome)) return outcome;
	// An upload bills nothing, so the video was definitely not submitted.
	return {
		...outcome,
		accepted: 'no',
		message: `The image couldn't be uploaded: ${outcome.message}`,
	};
}

/** An image in the form that the gateway accepts, for a request whose earlier images already have that form. */
async function deliverImage(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	{ picture, uploads }: { picture: Picture; uploads: Uploads },
): Promise<ImageInput | GatewayError> {
	const { image } = picture;
	if (image.kind === 'reference') return image;
	const way = image.kind === 'url' ? gateway.images.url : gateway.images.bytes;
	const own = { ...picture, image };
	if (way === 'fetched')
		return { kind: 'bytes', ...(await readFile(item, gateway, request, own)) };
	if (typeof way === 'string') return image;
	const account = await readAccount(item, gateway);
	const key = [account, way.scope?.(request) ?? '', fingerprint(own, request)].join(' ');
	const begun = uploads.get(key);
	// Awaiting nothing would let another item in that finds none either.
	if (begun) {
		const earlier = await begun.catch(() => undefined);
		if (earlier && !isGatewayError(earlier)) return earlier;
	}
	const uploaded = uploadImage(item, gateway, request, { picture: own, upload: way });
	uploads.set(key, uploaded);
	return await uploaded;
}

/**
 * The request with every image in a form that its gateway accepts, uploaded if necessary. Returns the error if the
 * gateway doesn't accept one.
 */
export async function deliverImages(
	item: Item,
	gateway: Gateway,
	request: VideoRequest,
	uploads: Uploads,
): Promise<VideoRequest | GatewayError> {
	let delivered = request;
	for (const picture of listPictures(request)) {
		const accepted = await deliverImage(item, gateway, delivered, { picture, uploads });
		if (isGatewayError(accepted)) return accepted;
		delivered = withPicture(delivered, picture, accepted);
	}
	return delivered;
}
