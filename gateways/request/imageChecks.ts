import { isWebAddress } from '../bytes/addresses';
import { fileKindAt, fileKindOf, imageKinds } from '../bytes/fileKind';
import { readImage } from '../bytes/imageSize';
import type { Fault, Gateway, ImageIntake, Ratio, RequestProblem, VideoModel } from '../gateway';
import type { Picture } from './pictures';

/** What is wrong with one picture by itself, before it is sent. */

const isWithin = (ratio: number, [w1, h1]: Ratio, [w2, h2]: Ratio): boolean =>
	ratio >= w1 / h1 && ratio <= w2 / h2;

/** What is wrong with a picture's address, as far as its text shows. */
function checkAddress(images: ImageIntake, url: string): Fault | undefined {
	if (!isWebAddress(url)) return { code: 'notAnAddress', value: url };
	// What n8n fetches first is judged by its bytes.
	const kind = images.url === 'sent' ? fileKindAt(url) : undefined;
	return kind && { code: 'wrongKind', kind, formats: images.formats, url };
}

function checkSides(
	{ shape }: ImageIntake,
	{ imageSizes: sizes }: VideoModel,
	{ width, height }: { width: number; height: number },
): Fault | undefined {
	const { shortSideOver, sides: [least, most] = [0, Infinity] } = shape ?? {};
	if (shortSideOver !== undefined && Math.min(width, height) <= shortSideOver) {
		return { code: 'tooSmall', width, height, shortSideOver };
	}
	if (Math.min(width, height) < least || Math.max(width, height) > most) {
		return { code: 'wrongSides', width, height, least, most };
	}
	if (shape && !isWithin(width / height, shape.ratioFrom, shape.ratioTo)) {
		return { code: 'wrongRatio', width, height, from: shape.ratioFrom, to: shape.ratioTo };
	}
	return sizes && !sizes.some(([w, h]) => w === width && h === height)
		? { code: 'wrongSize', width, height, sizes }
		: undefined;
}

function checkBytes(images: ImageIntake, model: VideoModel, bytes: Uint8Array): Fault | undefined {
	const { formats } = images;
	if (images.bytes === 'refused') return { code: 'bytesRefused' };
	const facts = readImage(bytes);
	if (facts && formats.some((format) => format === facts.format)) {
		return checkSides(images, model, facts);
	}
	const kind = facts ? imageKinds[facts.format] : fileKindOf(bytes);
	return { code: 'wrongKind', formats, ...(kind ? { kind } : {}) };
}

/** What is wrong with one picture by itself, whatever it is for. */
export function checkPicture(
	gateway: Gateway,
	model: VideoModel,
	{ image, field, index }: Picture,
): RequestProblem[] {
	const images = { ...gateway.images, ...model.pictures };
	const fault =
		image.kind === 'url'
			? checkAddress(images, image.url)
			: image.kind === 'bytes'
				? checkBytes(images, model, image.bytes)
				: undefined;
	return fault ? [{ ...fault, field, ...(index === undefined ? {} : { index }) }] : [];
}
