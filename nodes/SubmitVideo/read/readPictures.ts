import type { IBinaryData } from 'n8n-workflow';

import type { Gateway, ImageInput } from '../../../gateways/gateway';
import { readImageAddress } from '../../../gateways/bytes/imageAddress';
import { readImage } from '../../../gateways/bytes/imageSize';
import { filesOf, findFile, isFile, readFileField } from '../../shared/files';
import type { Item } from '../../shared/item';
import { quoted } from '../../shared/quoted';
import { pictureSources } from '../fields/images';
import type { PictureParameters } from '../pictureParameters';

/** Reads the images that an item's parameters name: addresses, the gateway's own references, and binary fields. */

/** The type by the bytes themselves, which is right even for a PNG named photo.jpg. */
export const recognizeType = (bytes: Uint8Array, declared: string): string =>
	readImage(bytes)?.format ?? declared;

/** Largest image in bytes: 20 MB on the pages of AI/ML API and Pixazo. */
export const IMAGE_LIMIT = 20 * 1024 * 1024;

/** A text as an image: the gateway's own reference if it is one, otherwise an address. */
export function readReference(
	{ fail }: Item,
	gateway: Gateway,
	{ text, label, field }: { text: string; label: string; field: string },
): ImageInput {
	if (gateway.images.isReference?.(text)) return { kind: 'reference', reference: text };
	const read = readImageAddress(text, label);
	if ('problem' in read) {
		throw fail({
			code: 'notAnAddress',
			gateway: gateway.id,
			field,
			...read.problem,
		});
	}
	if (read.image.kind === 'bytes') assertSize(fail, { label, field }, read.image.bytes);
	return read.image;
}

function assertSize(
	fail: Item['fail'],
	{ label, field }: { label: string; field: string },
	{ length }: Uint8Array,
): void {
	if (length > 0 && length <= IMAGE_LIMIT) return;
	const words =
		length === 0
			? {
					title: `'${label}' is an empty file`,
					fix: 'Check the node that creates it, or use another image.',
				}
			: {
					title: `'${label}' is ${Math.ceil(length / 1024 / 1024)} MB, but the limit is 20 MB`,
					fix: "Resize or compress it, for example with n8n's Edit Image node.",
				};
	throw fail({ code: 'image', field, ...words });
}

/**
 * The image in a binary field of the item, or the file that an expression has returned. Throws a NodeOperationError that
 * names the parameter.
 */
export async function readBinaryPicture(
	{ context, index, input, fail }: Item,
	property: string | IBinaryData,
	{ label, fieldLabel, field }: { label: string; fieldLabel: string; field: string },
): Promise<ImageInput> {
	const binary = isFile(property) ? property : findFile(context, input, property);
	if (!binary) {
		const names = Object.keys(filesOf(context, input)).join(', ');
		const there = names === '' ? 'It has none at all' : `It has: ${names}`;
		throw fail({
			code: 'image',
			field,
			title: `The item has no binary field ${quoted(property)}`,
			fix: `${there}. Set '${fieldLabel}' to the field that holds the image.`,
		});
	}
	const file = await context.helpers.getBinaryDataBuffer(index, binary);
	// Not a Buffer, which turns into a list of numbers whenever a request is written as JSON.
	const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
	assertSize(fail, { label, field }, bytes);
	return { kind: 'bytes', bytes, mimeType: recognizeType(bytes, binary.mimeType) };
}

/** The image that the parameters name, or undefined. Throws a NodeOperationError that names the parameter. */
export async function readPicture(
	item: Item,
	gateway: Gateway,
	{ label, ...names }: PictureParameters,
): Promise<ImageInput | undefined> {
	const { params, fail } = item;
	const source = params.choice(names.source, { label, choices: pictureSources }) ?? 'none';
	if (source === 'none') return undefined;
	if (source === 'url') {
		const text = params.text(names.url, { label: `${label} URL` });
		if (text !== undefined) {
			return readReference(item, gateway, { text, label, field: names.url });
		}
		throw fail({
			code: 'empty',
			gateway: gateway.id,
			field: names.url,
			title: `'${label} URL' is empty`,
			fix: `Set it, or set '${label}' to None.`,
		});
	}
	const fieldLabel = `${label} Input Field`;
	const property = params.by(names.bytes, readFileField, {
		label: fieldLabel,
		fix: 'Set it to the name of the binary field that holds the image, such as data.',
	});
	return await readBinaryPicture(item, property ?? 'data', {
		label,
		fieldLabel,
		field: names.bytes,
	});
}
