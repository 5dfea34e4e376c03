import { createHash } from 'crypto';
import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import {
	isGatewayError,
	type Gateway,
	type GatewayError,
	type ImageInput,
	type VideoRequest,
} from '../../gateways/gateway';
import { checkPicture } from '../../gateways/request/imageChecks';
import { readImageAddress } from '../../gateways/bytes/imageAddress';
import { readImage } from '../../gateways/bytes/imageSize';
import { describeModel } from '../../gateways/request/models';
import { userError } from '../shared/errors';
import type { Parameters } from '../shared/parameters';
import type { StopSignal } from '../shared/pause';
import { readBytes, type ByteStream } from '../shared/streams';
import { send } from '../shared/transport';

/** The parameters of one picture. */
export interface PictureFields {
	label: string;
	source: string;
	url: string;
	binary: string;
}

/** The type by the bytes themselves, which is right also for a PNG that is called photo.jpg. */
const typeOf = (bytes: Uint8Array, declared: string): string =>
	readImage(bytes)?.format ?? declared;

/** Largest image in bytes: 20 MB on the pages of AI/ML API and Pixazo. */
const IMAGE_LIMIT = 20 * 1024 * 1024;

/** Longest fetch of an image, in seconds. */
const FETCH_SECONDS = 60;

/** A text as a picture: the gateway's own reference where it is one, else what was pasted as its address. */
export function readReference(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	{ text, label }: { text: string; label: string },
): ImageInput {
	if (gateway.images.isReference?.(text)) return { kind: 'reference', reference: text };
	const read = readImageAddress(text, label);
	if ('problem' in read) throw userError(context, itemIndex, read.problem);
	if (read.image.kind === 'bytes') assertSize(context, itemIndex, label, read.image.bytes);
	return read.image;
}

function assertSize(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
	{ length }: Uint8Array,
): void {
	if (length > 0 && length <= IMAGE_LIMIT) return;
	throw userError(
		context,
		itemIndex,
		length === 0
			? `'${label}' is an empty file. Use another one.`
			: `'${label}' has ${Math.ceil(length / 1024 / 1024)} MB, and 20 MB is the most. Make it smaller.`,
	);
}

/** The picture in a binary field of the item. Throws a NodeOperationError that names the parameter. */
export async function readBinaryPicture(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
	label: string,
	fieldLabel = `${label} Input Field`,
): Promise<ImageInput> {
	const fields = context.getInputData()[itemIndex]?.binary ?? {};
	const binary = Object.hasOwn(fields, property) ? fields[property] : undefined;
	if (!binary) {
		const names = Object.keys(fields).join(', ');
		const there = names === '' ? 'It has none at all' : `It has: ${names}`;
		throw userError(
			context,
			itemIndex,
			`The item has no binary field "${property}". ${there}. Set '${fieldLabel}' to the field that holds the image.`,
		);
	}
	const file = await context.helpers.getBinaryDataBuffer(itemIndex, property);
	// Not a Buffer: that one turns itself into a list of numbers wherever a request is written as JSON.
	const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
	assertSize(context, itemIndex, label, bytes);
	return { kind: 'bytes', bytes, mimeType: typeOf(bytes, binary.mimeType) };
}

const sources = [
	{ value: 'none', name: 'None' },
	{ value: 'url', name: 'URL' },
	{ value: 'binary', name: 'Binary File' },
] as const;

/** The picture that the parameters name, or undefined. Throws a NodeOperationError that names the parameter. */
export async function readPicture(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	parameters: Parameters,
	{ label, ...names }: PictureFields,
): Promise<ImageInput | undefined> {
	const source = parameters.choice(names.source, { label, choices: sources }) ?? 'none';
	if (source === 'none') return undefined;
	if (source === 'url') {
		const text = parameters.text(names.url, { label: `${label} URL` });
		if (text !== undefined) {
			return readReference(context, itemIndex, gateway, { text, label });
		}
		throw userError(
			context,
			itemIndex,
			`'${label} URL' is empty. Set it, or set '${label}' to None.`,
		);
	}
	const fieldLabel = `${label} Input Field`;
	const property = parameters.text(names.binary, {
		label: fieldLabel,
		fix: 'Set it to the name of the binary field that holds the image, such as data.',
	});
	return await readBinaryPicture(context, itemIndex, property ?? 'data', label);
}

/** Fetches a picture from the user's own address. Throws a NodeOperationError that says why it could not be had. */
async function fetchImage(
	context: IExecuteFunctions,
	itemIndex: number,
	url: string,
): Promise<{ bytes: Uint8Array; mimeType: string }> {
	const fault = (reason: string) =>
		userError(context, itemIndex, `The image at ${url} could not be fetched: ${reason}.`);
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
	if (response === undefined) throw fault('its address could not be reached');
	const stream = response.body as unknown as ByteStream;
	if (response.statusCode !== 200) {
		stream.destroy();
		throw fault(`its address answered HTTP ${response.statusCode}`);
	}
	const declared = Number(response.headers['content-length']);
	const bytes = await readBytes(stream, IMAGE_LIMIT, {
		deadline: Date.now() + FETCH_SECONDS * 1000,
	}).catch(() => undefined);
	if (bytes === undefined) {
		throw fault(
			declared > IMAGE_LIMIT
				? `it has ${Math.ceil(declared / 1024 / 1024)} MB; 20 MB is the most`
				: 'it broke off, or has more than 20 MB',
		);
	}
	if (bytes.length === 0) throw fault('the file is empty');
	const type = String(response.headers['content-type'] ?? '');
	return { bytes, mimeType: typeOf(bytes, type) };
}

/** Uploads of one run, by gateway, account and content: a picture that many items share is uploaded once. */
export type Uploads = Map<string, Promise<ImageInput | GatewayError>>;

/** What tells one picture from another: its address or its content. */
const contentOf = (image: Exclude<ImageInput, { kind: 'reference' }>): string =>
	image.kind === 'url' ? image.url : createHash('sha256').update(image.bytes).digest('hex');

/**
 * The request with every picture in a form that its gateway takes: what it wants uploaded is uploaded. The error
 * where the gateway does not take one.
 */
export async function deliverImages(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	request: VideoRequest,
	{ halt, uploads }: { halt: StopSignal; uploads: Uploads },
): Promise<VideoRequest | GatewayError> {
	const { upload, images } = gateway;
	const delivered = { ...request };

	async function uploadOne(
		image: Exclude<ImageInput, { kind: 'reference' }>,
		label: string,
		call: NonNullable<Gateway['upload']>,
	): Promise<ImageInput | GatewayError> {
		const file = image.kind === 'url' ? await fetchImage(context, itemIndex, image.url) : image;
		// One from a binary field was checked before anything was sent; this one is seen only now.
		const model = describeModel(gateway, request.model);
		const [problem] = model
			? checkPicture(gateway, model, label, { kind: 'bytes', ...file })
			: [];
		if (problem) {
			const where = image.kind === 'url' ? ` The address was: ${image.url}` : '';
			throw userError(context, itemIndex, problem.message + where);
		}
		const { outcome } = await send(context, gateway, call(file, delivered), {
			itemIndex,
			halt,
		});
		if (isGatewayError(outcome)) {
			// An upload bills nothing, so the video was certainly not submitted.
			return {
				...outcome,
				accepted: 'no',
				message: `The image could not be uploaded: ${outcome.message}`,
			};
		}
		return outcome;
	}

	async function deliver(image: ImageInput, label: string): Promise<ImageInput | GatewayError> {
		if (image.kind === 'reference' || !upload) return image;
		if ((image.kind === 'url' ? images.url : images.bytes) !== 'uploaded') return image;
		// A file may belong to one account: the one that is set, or the one that has the first picture.
		const { account, firstFrame } = delivered;
		const place = account ?? (firstFrame?.kind === 'reference' ? firstFrame.reference : '');
		const key = [gateway.id, place, contentOf(image)].join(' ');
		const earlier = await uploads.get(key)?.catch(() => undefined);
		if (earlier && !isGatewayError(earlier)) return earlier;
		const own = uploadOne(image, label, upload);
		uploads.set(key, own);
		return await own;
	}

	for (const key of ['firstFrame', 'endFrame'] as const) {
		const image = request[key];
		if (image === undefined) continue;
		const taken = await deliver(image, key === 'firstFrame' ? 'Image' : 'End Frame');
		if (isGatewayError(taken)) return taken;
		delivered[key] = taken;
	}
	if (request.subjectReferences) {
		delivered.subjectReferences = [];
		for (const [index, reference] of request.subjectReferences.entries()) {
			const taken = await deliver(reference, `Subject Reference ${index + 1}`);
			if (isGatewayError(taken)) return taken;
			delivered.subjectReferences.push(taken);
		}
	}
	return delivered;
}
