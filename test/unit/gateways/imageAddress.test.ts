import { gateways } from '../../../gateways';
import { isWebAddress } from '../../../gateways/bytes/addresses';
import type { Gateway, RequestProblem } from '../../../gateways/gateway';
import { readImageAddress } from '../../../gateways/bytes/imageAddress';
import { checkPicture } from '../../../gateways/request/imageChecks';
import { modelRow } from '../../../gateways/request/models';
import type { Picture } from '../../../gateways/request/pictures';
import { jpeg, losslessWebp, lossyWebp, png, webp } from './images';

/** What people paste where the address of an image belongs, and the files that they use as one. */

const DRIVE = '1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT_-u';
const direct = `https://drive.google.com/uc?export=download&id=${DRIVE}`;
const base64 = Buffer.from(png(1280, 720)).toString('base64');

/** An address and what is sent for it; a pattern where it is refused. */
const addresses: ReadonlyArray<readonly [text: string, expected: string | RegExp | Uint8Array]> = [
	['https://example.com/a.png', 'https://example.com/a.png'],
	[' https://example.com/a.png\n', 'https://example.com/a.png'],
	['https://example.com/my photo.png', 'https://example.com/my%20photo.png'],
	[
		'https://example.com/süß/हिन्दी.jpg',
		'https://example.com/s%C3%BC%C3%9F/%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80.jpg',
	],
	['https://bücher.example/a.png', 'https://xn--bcher-kva.example/a.png'],
	['https://example.com/100%.png', 'https://example.com/100%25.png'],
	['https://example.com/a%20b.png', 'https://example.com/a%20b.png'],
	[
		'https://s3.example.com/a?X-Amz-Signature=Ab%2F+1&x=~',
		'https://s3.example.com/a?X-Amz-Signature=Ab%2F+1&x=~',
	],
	['HTTPS://EXAMPLE.COM/A.PNG', 'HTTPS://EXAMPLE.COM/A.PNG'],
	['//cdn.example.com/a.png', 'https://cdn.example.com/a.png'],
	['"https://example.com/a.png"', 'https://example.com/a.png'],
	['<https://example.com/a.png>', 'https://example.com/a.png'],
	['![A lake](https://example.com/a.png)', 'https://example.com/a.png'],
	['https://example.com/a.png,', 'https://example.com/a.png'],
	[
		'https://proxy.example.com/?url=https://example.com/a.png',
		'https://proxy.example.com/?url=https://example.com/a.png',
	],
	[`https://drive.google.com/file/d/${DRIVE}/view?usp=sharing`, direct],
	[`https://drive.google.com/file/u/0/d/${DRIVE}/edit`, direct],
	[`https://drive.google.com/open?id=${DRIVE}`, direct],
	[
		`https://drive.google.com/file/d/${DRIVE}/view?resourcekey=0-abc`,
		`${direct}&resourcekey=0-abc`,
	],
	['https://www.dropbox.com/s/abc/a.png?dl=0', 'https://www.dropbox.com/s/abc/a.png?raw=1'],
	[
		'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&dl=0',
		'https://www.dropbox.com/scl/fi/abc/a.png?rlkey=x&raw=1',
	],
	['https://www.dropbox.com/s/abc/a.png?dl=1', 'https://www.dropbox.com/s/abc/a.png?dl=1'],
	['https://github.com/o/r/blob/main/a.png', 'https://raw.githubusercontent.com/o/r/main/a.png'],
	[`data:image/png;base64,${base64}`, png(1280, 720)],
	[base64, png(1280, 720)],
	['https://drive.google.com/drive/folders/abc', /a Google Drive folder, not an image/],
	['https://docs.google.com/document/d/abc/edit', /a Google Docs page/],
	['https://1drv.ms/i/s!abc', /a OneDrive page.*Microsoft OneDrive node.*Binary File/],
	['https://firm.sharepoint.com/:i:/g/abc', /a SharePoint page/],
	['https://photos.app.goo.gl/abc', /a Google Photos page.*Binary File/],
	['https://share.icloud.com/photos/abc', /an iCloud page/],
	['https://imgur.com/abc', /an Imgur page.*Copy Image Address/],
	['https://example.com/a.png https://example.com/b.png', /more than one address/],
	['https://example.com/a.png,https://example.com/b.png', /more than one address/],
	['https://example.com/a.png, b.png', /more than one address/],
	['https://example.com/a\nb', /isn't a web address/],
	['example.com/a.png', /isn't a web address.*starts with https/],
	['photo.png', /"photo.png", which isn't a web address/],
	['https://', /isn't a web address/],
	['ftp://example.com/a.png', /gateways can't open/],
	['file:///home/me/a.png', /a file on a computer.*Read\/Write Files from Disk/],
	['C:\\Pictures\\a.png', /a file on a computer/],
	['blob:https://example.com/1-2', /only in the browser/],
	['data:image/png;base64,???', /a data URL that can't be read/],
];

test.each(addresses)('%s', (text, expected) => {
	const read = readImageAddress(text, 'End Frame');
	if (expected instanceof RegExp) {
		const said = 'problem' in read ? `${read.problem.title}. ${read.problem.fix}` : '';
		expect(said).toMatch(expected);
		expect(said).toMatch(/^'End Frame' is ".*\.$/s);
	} else if (typeof expected === 'string') {
		expect(read).toEqual({ image: { kind: 'url', url: expected } });
	} else {
		const bytes = new Uint8Array(expected);
		expect(read).toEqual({ image: { kind: 'bytes', bytes, mimeType: 'image/png' } });
	}
});

test('a host with letters beyond ASCII is one also after thousands of addresses', () => {
	for (let count = 0; count < 20_000; count++) isWebAddress('https://bücher.example/a.png');
	expect(isWebAddress('https://bücher.example/a.png')).toBe(true);
});

const latin1 = (text: string): Uint8Array => Buffer.from(text.padEnd(64, '\0'), 'latin1');
const text = (words: string): Uint8Array => Buffer.from(words);
const ftyp = (brands: string): Uint8Array => latin1(`\0\0\0\x20ftyp${brands}`);

/** A file, its format where some gateway accepts it, and how it is named, with the way out, where one does not. */
const files: ReadonlyArray<readonly [string, Uint8Array, string | undefined, RegExp | undefined]> =
	[
		['a PNG', png(1280, 720), 'image/png', /a PNG image/],
		['a JPEG', jpeg(1280, 720), 'image/jpeg', /a JPEG image/],
		['a WebP', webp(1280, 720), 'image/webp', /a WebP image/],
		['a lossless WebP', losslessWebp(1280, 720), 'image/webp', /a WebP image/],
		['a lossy WebP', lossyWebp(1280, 720), 'image/webp', /a WebP image/],
		['a HEIC photo', ftyp('heic\0\0\0\0mif1heic'), undefined, /a HEIC photo.*Edit Image/],
		['a HEIF photo', ftyp('mif1\0\0\0\0mif1heic'), undefined, /a HEIC photo/],
		['an AVIF', ftyp('avif\0\0\0\0avifmif1'), undefined, /an AVIF image/],
		['an AVIF by its second brand', ftyp('mif1\0\0\0\0mif1avif'), undefined, /an AVIF image/],
		['a GIF', latin1('GIF89a'), undefined, /a GIF\. .*Edit Image/],
		['a BMP', latin1('BM'), undefined, /a BMP image/],
		['a TIFF', latin1('II*\0'), undefined, /a TIFF image/],
		['a big-endian TIFF', latin1('MM\0*'), undefined, /a TIFF image/],
		[
			'an SVG',
			text('<?xml version="1.0"?>\n<svg xmlns="x">'),
			undefined,
			/an SVG drawing.*Export/,
		],
		['a PDF', latin1('%PDF-1.7'), undefined, /a PDF document/],
		[
			'a web page',
			text('\ufeff<!DOCTYPE html><html>'),
			undefined,
			/a web page \(HTML\).*of the image itself/,
		],
		['an error as JSON', text('{"error":"not found"}'), undefined, /a JSON file/],
		['an error as XML', text('<?xml version="1.0"?><Error>'), undefined, /an XML file/],
		['a video', ftyp('isom'), undefined, /a video/],
		['a ZIP', latin1('PK\x03\x04'), undefined, /a ZIP archive/],
		['a PNG that ends in its header', png(1280, 720).slice(0, 12), undefined, undefined],
		[
			'random bytes',
			Uint8Array.from({ length: 64 }, (_, index) => index * 7 + 1),
			undefined,
			undefined,
		],
	];

const usualModel = (gateway: Gateway) => modelRow(gateway, gateway.defaultModel)!;

const problemsOf = (gateway: Gateway, picture: Picture) =>
	checkPicture(gateway, usualModel(gateway), picture);

/** What a problem holds of a kind of file, in the words that a message is made of. */
const namedIn = (problem: RequestProblem | undefined): string | undefined =>
	problem?.code === 'wrongKind' && problem.kind
		? `${problem.kind.name}. ${problem.kind.fix}`
		: undefined;

describe.each(gateways.map((gateway) => [gateway.label, gateway] as const))(
	'%s',
	(_label, gateway) => {
		test.each(files)('is given %s in a binary field', (_name, bytes, format, named) => {
			const problems = problemsOf(gateway, {
				image: { kind: 'bytes', bytes, mimeType: 'image/png' },
				field: 'subjectReferences',
				index: 1,
			});
			const place = { field: 'subjectReferences', index: 1 };
			const images = { ...gateway.images, ...usualModel(gateway).pictures };
			if (images.bytes === 'refused') {
				expect(problems).toEqual([{ code: 'bytesRefused', ...place }]);
			} else if (images.formats.some((one) => one === format)) {
				expect(problems).toEqual([]);
			} else {
				expect(images.formats).toContain('image/jpeg');
				expect(problems).toEqual([
					{
						code: 'wrongKind',
						formats: images.formats,
						...(named ? { kind: expect.anything() as unknown } : {}),
						...place,
					},
				]);
				if (named) expect(namedIn(problems[0])).toMatch(named);
			}
		});

		test.each([
			['https://example.com/IMG_1.HEIC', /^a HEIC photo\./],
			['https://example.com/a.pdf', /^a PDF document\./],
			['https://example.com/a.svg', /^an SVG drawing\./],
			['https://example.com/a.heic?format=jpg', undefined],
			['https://res.example.com/image/f_jpg/a.heic', undefined],
			['https://example.com/a', undefined],
			['https://example.com/constructor', undefined],
			['https://example.com/a.constructor', undefined],
		])('is given the address %s', (url, named) => {
			const problems = problemsOf(gateway, {
				image: { kind: 'url', url },
				field: 'firstFrame',
			});
			// What n8n fetches itself is judged by its bytes.
			const isJudged = named !== undefined && gateway.images.url === 'sent';
			const wrong = { field: 'firstFrame', code: 'wrongKind', url };
			expect(problems).toEqual(isJudged ? [expect.objectContaining(wrong)] : []);
			if (isJudged) expect(namedIn(problems[0])).toMatch(named);
		});
	},
);
