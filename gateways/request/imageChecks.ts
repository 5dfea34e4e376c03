import { fileKindAt, fileKindOf, type FileKind } from '../bytes/fileKind';
import type { Gateway, ImageFormat, ImageInput, RequestProblem, VideoModel } from '../gateway';
import { readImage } from '../bytes/imageSize';

/** What is wrong with one picture by itself, before it is sent. */

/**
 * Whether a text is an http or https address. Not by `URL.canParse`: in Node.js 20 it says no to a host such as
 * bücher.example once it has been compiled, after some thousand calls (seen in 20.20.2).
 */
export function isWebAddress(text: string): boolean {
	try {
		return /^https?:$/.test(new URL(text).protocol);
	} catch {
		return false;
	}
}

const formatNames: Readonly<Record<ImageFormat, string>> = {
	'image/jpeg': 'JPEG',
	'image/png': 'PNG',
	'image/webp': 'WebP',
};

const CONVERT = "Convert it first, e.g. with n8n's Edit Image node.";

const formatKinds: Readonly<Record<ImageFormat, FileKind>> = {
	'image/jpeg': { name: 'a JPEG image', fix: CONVERT },
	'image/png': { name: 'a PNG image', fix: CONVERT },
	'image/webp': { name: 'a WebP image', fix: CONVERT },
};

/** The formats that a gateway documents, as a sentence without its end. */
function accepted({ label, images: { formats } }: Gateway): string {
	const names = formats.map((format) => formatNames[format]);
	return names.length === 0
		? 'Use a JPEG or PNG'
		: `${label} accepts ${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ')}`;
}

/** That a picture is of a kind which the gateway does not accept, and what to do. */
const wrongKind = (gateway: Gateway, label: string, { name, fix }: FileKind): string =>
	`'${label}' is ${name}. ${accepted(gateway)}. ${fix}`;

/** What is wrong with a picture's address, as far as its text tells. */
function checkPictureAt(gateway: Gateway, label: string, url: string): RequestProblem[] {
	if (!isWebAddress(url)) {
		return [
			{
				parameter: label,
				message: `'${label}' is "${url}", which isn't a web address. It must start with https:// (or http://).`,
			},
		];
	}
	// What n8n fetches first is judged by its bytes.
	const kind = gateway.images.url === 'sent' ? fileKindAt(url) : undefined;
	return kind
		? [{ parameter: label, message: `${wrongKind(gateway, label, kind)} Its address: ${url}` }]
		: [];
}

type Ratio = readonly [width: number, height: number];

const isWithin = (ratio: number, [w1, h1]: Ratio, [w2, h2]: Ratio): boolean =>
	ratio >= w1 / h1 && ratio <= w2 / h2;

/** What is wrong with one picture by itself, whatever it is for. `label` is its field in the panel. */
export function checkPicture(
	gateway: Gateway,
	model: VideoModel,
	label: string,
	image: ImageInput,
): RequestProblem[] {
	const problem = (message: string): RequestProblem[] => [{ parameter: label, message }];
	if (image.kind === 'url') return checkPictureAt(gateway, label, image.url);
	if (image.kind !== 'bytes') return [];
	if (gateway.images.bytes === 'refused') {
		return problem(
			`${gateway.label} documents images by URL only. Set ${label} to URL, with an address that can be reached from the internet.`,
		);
	}
	const { formats, shape } = gateway.images;
	const facts = readImage(image.bytes);
	if (!formats.some((format) => format === facts?.format)) {
		const kind = facts ? formatKinds[facts.format] : fileKindOf(image.bytes);
		return problem(
			kind
				? wrongKind(gateway, label, kind)
				: `'${label}' isn't an image that can be read: it is damaged, or of an unknown format. ${accepted(gateway)}.`,
		);
	}
	const { width, height } = facts!;
	const size = `${width}x${height}`;
	if (shape && Math.min(width, height) <= shape.shortSideOver) {
		return problem(
			`${label} has ${size} pixels; ${gateway.label} takes images whose shorter side is over ${shape.shortSideOver}. Use a larger one.`,
		);
	}
	if (shape && !isWithin(width / height, shape.ratioFrom, shape.ratioTo)) {
		return problem(
			`${label} has ${size} pixels; ${gateway.label} takes a ratio of ${shape.ratioFrom.join(':')} to ${shape.ratioTo.join(':')}. Crop it, or use another one.`,
		);
	}
	return model.imageSizes && !model.imageSizes.some(([w, h]) => w === width && h === height)
		? problem(
				`${label} has ${size} pixels; ${model.name} takes ${model.imageSizes.map((sides) => sides.join('x')).join(', ')} only. Resize it, or use another one.`,
			)
		: [];
}
