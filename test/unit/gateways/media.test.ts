import * as fc from 'fast-check';

import { boxReader } from '../../../gateways/bytes/boxes';
import { addressToFetch } from '../../../gateways/bytes/videoAddress';
import { recognize } from '../../../gateways/bytes/videoFile';
import { videoType } from '../../../gateways/bytes/videoType';
import { CLIP, FRAME } from '../../support/simulator';
import { jpeg, webp } from './images';
import { cases } from '../../support/draw';

/** Which addresses a video is fetched from, and what its first bytes say. */

const PUBLIC = 'https://api.gateway.example';
const PRIVATE = ['http://127.0.0.1:8080/pixazo', 'https://gateway.local', 'http://[fd00::1]'];

/** Why a video is not fetched from an address; undefined where it is. */
function whyNotFetch(address: string, baseUrl: string): string | undefined {
	const found = addressToFetch(address, baseUrl);
	return 'problem' in found ? found.problem : undefined;
}

describe('from a gateway on the internet a video', () => {
	test.each([
		'https://media.example.com/a.mp4',
		'https://media.example.com:8443/a.mp4?Expires=1&Signature=x#t=1',
		'HTTPS://MEDIA.EXAMPLE.COM/A.MP4',
		'https://8.8.8.8/a.mp4',
		'https://[2606:4700:4700::1111]/a.mp4',
		'https://media.xn--fiqs8s/a.mp4',
	])('is fetched from %s', (address) => {
		expect(whyNotFetch(address, PUBLIC)).toBeUndefined();
	});

	test.each([
		['https://127.0.0.1/a', /to a private network \(127\.0\.0\.1\)/],
		['https://2130706433/a', /to a private network \(127\.0\.0\.1\)/],
		['https://0x7f.1/a', /to a private network \(127\.0\.0\.1\)/],
		['https://0177.0.0.1/a', /to a private network \(127\.0\.0\.1\)/],
		['https://[::ffff:169.254.169.254]/a', /to a private network/],
		['https://[::1]/a', /to a private network/],
		['https://169.254.169.254/latest', /to a private network/],
		['https://metadata.google.internal/a', /to a private network/],
		['https://localhost./a', /to a private network/],
		['https://LOCALHOST/a', /to a private network/],
		['https://nas/a', /to a private network/],
		['http://10.0.0.7/a', /to a private network/],
		['http://nas/a', /to a private network/],
		['https://user@media.example.com/a', /a user name or a password/],
		['https://:secret@media.example.com/a', /a user name or a password/],
		['file:///etc/passwd', /starts with file: instead of https:/],
		['ftp://media.example.com/a', /starts with ftp:/],
		['gopher://media.example.com/a', /starts with gopher:/],
		['data:video/mp4;base64,AAAA', /starts with data:/],
		['blob:https://media.example.com/a', /starts with blob:/],
		['//media.example.com/a', /isn't a valid URL/],
		['/a.mp4', /isn't a valid URL/],
		['https://', /isn't a valid URL/],
		['https://256.256.256.256/a', /isn't a valid URL/],
		['', /isn't a valid URL/],
	])('is not fetched from %s', (address, why) => {
		expect(whyNotFetch(address, PUBLIC)).toMatch(why);
	});

	test.each([
		[
			'http://media.example.com/a.mp4?sign=A%2Bb#t=1',
			'https://media.example.com/a.mp4?sign=A%2Bb#t=1',
		],
		['HTTP://media.example.com', 'https://media.example.com/'],
		['http://media.example.com:80/a', 'https://media.example.com/a'],
		['http://media.example.com:8080/a', 'https://media.example.com:8080/a'],
		['http://8.8.8.8/a', 'https://8.8.8.8/a'],
	])('that it names as %s is fetched from %s', (address, url) => {
		expect(addressToFetch(address, PUBLIC)).toEqual({ url });
		expect(addressToFetch(address, '')).toEqual({ url });
	});

	test('is fetched over plain http where the gateway itself is asked so', () => {
		const address = 'http://media.example.com/a.mp4';
		expect(addressToFetch(address, 'http://api.gateway.example')).toEqual({ url: address });
		expect(whyNotFetch('http://10.0.0.7/a', 'http://api.gateway.example')).toMatch(/private/);
	});

	test('is not fetched from a private address for a base URL that is none', () => {
		for (const baseUrl of ['', 'api.gateway.example', 'undefined']) {
			expect(whyNotFetch('https://10.0.0.7/a', baseUrl)).toMatch(/private network/);
		}
	});
});

describe('from a gateway on a private address a video', () => {
	test.each(PRIVATE)('may come from anywhere (%s)', (baseUrl) => {
		for (const address of [
			'http://127.0.0.1:8080/a.mp4',
			'http://nas/a.mp4',
			'https://media.example.com/a.mp4',
			'http://media.example.com/a.mp4',
		]) {
			expect(whyNotFetch(address, baseUrl)).toBeUndefined();
		}
	});

	test.each(PRIVATE)('comes by http and without a password all the same (%s)', (baseUrl) => {
		expect(whyNotFetch('file:///etc/passwd', baseUrl)).toMatch(/starts with file:/);
		expect(whyNotFetch('http://user:secret@nas/a.mp4', baseUrl)).toMatch(/password/);
		expect(whyNotFetch('a.mp4', baseUrl)).toMatch(/isn't a valid URL/);
	});
});

test('every address gets an answer, and none with another scheme is fetched', () => {
	const anything = fc.oneof(fc.string(), fc.webUrl(), fc.webUrl({ validSchemes: ['ftp', 'ws'] }));
	fc.assert(
		fc.property(anything, fc.constantFrom(PUBLIC, ...PRIVATE, ''), (address, baseUrl) => {
			const found = addressToFetch(address, baseUrl);
			if ('problem' in found) return;
			const isPrivate = PRIVATE.includes(baseUrl);
			expect(new URL(found.url).protocol).toMatch(isPrivate ? /^https?:$/ : /^https:$/);
			expect(new URL(found.url).hostname).toBe(new URL(address).hostname);
		}),
		{ numRuns: cases(2000) },
	);
});

test('no reason repeats the user name or the password of an address', () => {
	for (const baseUrl of [PUBLIC, ...PRIVATE]) {
		const why = whyNotFetch('https://someone:hidden@media.example.com/a.mp4', baseUrl);
		expect(why).not.toMatch(/someone|hidden/);
	}
});

describe('the type of a video', () => {
	const box = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0`, 'latin1');

	test.each([
		['a real mp4', CLIP, 'video/mp4'],
		['an mp4', box('isom'), 'video/mp4'],
		['an mp4 of Apple', box('M4V '), 'video/mp4'],
		['a QuickTime film', box('qt  '), 'video/quicktime'],
		['a WebM', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x9f]), 'video/webm'],
	])('is read from %s', (_name, bytes, type) => {
		expect(videoType(bytes)).toBe(type);
	});

	test.each([
		['nothing', Buffer.alloc(0)],
		['a part of the header', box('isom').subarray(0, 7)],
		['a page', Buffer.from('<!DOCTYPE html><html></html>')],
		['JSON', Buffer.from('{"ftyp":"mp42"}')],
		['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
		['the name of the box in another place', Buffer.from('ftypmp42')],
	])('is not in %s', (_name, bytes) => {
		expect(videoType(bytes)).toBeUndefined();
	});
});

describe('what an address hands out', () => {
	const text = (content: string) => Buffer.from(content);
	const utf16 = (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le');
	const html = 'a web page (HTML)';
	const json = 'a JSON file';
	const xml = 'an XML file';

	test.each<[what: string, bytes: Uint8Array, other: string]>([
		['JSON', text('{"error":"expired"}'), json],
		['JSON with space around', text('\n  {\n  "status": "failed" }'), json],
		['JSON with a byte order mark', text('\ufeff{"a":1}'), json],
		['JSON in UTF-16', utf16('{"a":1}'), json],
		['a JSON list', text('[{"a":1}]'), json],
		['a JSON text', text('"gone"'), json],
		['XML', text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'), xml],
		['XML without a head', text('<Error><Code>NoSuchKey</Code></Error>'), xml],
		['a page', text('<!DOCTYPE html><html lang="en">'), html],
		['a page in capitals', text('\r\n<HTML><BODY>Please log in'), html],
		['a page after a comment', text('<!-- 2026 -->\n<html>'), html],
		['a page in Latin-1', Buffer.from('<html><title>Schön</title>', 'latin1'), html],
		['a playlist', text('#EXTM3U\n#EXT-X-VERSION:3'), 'a streaming playlist (HLS)'],
		['a manifest', text('<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'), xml],
		['a message', text('This link has expired'), 'text'],
		['a message in Chinese', text('链接已过期'), 'text'],
		['a message that begins like AVI', text('RIFF is what they call it'), 'text'],
		['a PNG', FRAME, 'a PNG image'],
		['a JPEG', jpeg(1280, 720), 'a JPEG image'],
		['a WebP', webp(1280, 720), 'a WebP image'],
		['a GIF', Buffer.from('GIF89a\0\x05\0\x04', 'latin1'), 'a GIF'],
		['a PDF', text('%PDF-1.7\n'), 'a PDF document'],
		[
			'an archive',
			Buffer.from('PK\x03\x04\x14\0', 'latin1'),
			'a ZIP archive or an Office document',
		],
		['a packed file', Buffer.from([0x1f, 0x8b, 0x08, 0]), 'a gzip file'],
	])('is recognized as no video under every type: %s', (_what, bytes, other) => {
		const types = ['video/mp4', 'application/octet-stream', 'application/json', undefined];
		for (const type of types) expect(recognize(bytes, type)).toEqual({ other });
	});

	const avi = Buffer.from('RIFF\x10\x27\0\0AVI LIST', 'latin1');
	const mpegTs = Buffer.from('G@\0\x10\0\0\xb0\r\0\x01', 'latin1');
	test.each<[what: string, bytes: Uint8Array, declared: string | undefined, type: string]>([
		['an mp4 under another type', CLIP, 'text/html', 'video/mp4'],
		['an mp4 under no type', CLIP, undefined, 'video/mp4'],
		['AVI by its declared type', avi, 'video/x-msvideo; a=b', 'video/x-msvideo'],
		['MPEG-TS by its declared type', mpegTs, 'Video/MP2T', 'video/mp2t'],
		['bytes of no known kind', mpegTs, 'application/octet-stream', 'video/mp4'],
	])('is recognized as a video: %s', (_what, bytes, declared, type) => {
		expect(recognize(bytes, declared)).toEqual({ video: type });
	});

	test('is not recognized as a video by bytes of no known kind under another type', () => {
		expect(recognize(mpegTs, 'audio/mpeg')).toEqual({ other: 'audio/mpeg' });
	});

	test('is never a video where it is text, in whatever language and under whatever type', () => {
		const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
		const isPlain = (made: string) => !/[\p{Cc}]/u.test(made);
		fc.assert(
			fc.property(anything.filter(isPlain), (made) => {
				expect(recognize(text(made), 'video/mp4')).toHaveProperty('other');
			}),
		);
	});
});

describe('the boxes of a file', () => {
	const box = (name: string, content = 0, { long = false, length = -1 } = {}): Buffer => {
		const bytes = Buffer.alloc((long ? 16 : 8) + content);
		const declared = length < 0 ? bytes.length : length;
		bytes.writeUInt32BE(long ? 1 : declared, 0);
		bytes.write(name, 4, 'latin1');
		if (long) bytes.writeBigUInt64BE(BigInt(declared), 8);
		return bytes;
	};
	const [ftyp, moov, mdat] = [box('ftyp', 16), box('moov', 100), box('mdat', 500)];
	const end = (...parts: Buffer[]) => {
		const boxes = boxReader();
		boxes.read(Buffer.concat(parts));
		return boxes.state();
	};

	test.each<[what: string, parts: Buffer[], state: ReturnType<typeof end>]>([
		['a real one', [CLIP], 'whole'],
		['the index first', [ftyp, moov, mdat], 'whole'],
		['the index last', [ftyp, mdat, moov], 'whole'],
		['fragments', [ftyp, box('moof', 20), mdat], 'whole'],
		['64-bit lengths', [ftyp, box('mdat', 40, { long: true }), moov], 'whole'],
		['a last box to the end', [ftyp, moov, box('mdat', 99, { length: 0 })], 'whole'],
		['a QuickTime film', [Buffer.from('\0\0\0\x10ftypqt  \0\0\0\0'), moov, mdat], 'whole'],
		['a WebM', [Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 1, 0, 0, 0, 0])], 'whole'],
		['a few bytes of padding', [ftyp, moov, mdat, Buffer.from('\n\0\0')], 'whole'],
		['padding after an index at the end', [ftyp, mdat, moov, Buffer.alloc(7, 1)], 'whole'],
		['another box that is cut', [ftyp, moov, mdat, moov.subarray(0, 9)], 'cut'],
		['padding without pictures', [ftyp, moov, Buffer.alloc(7)], 'cut'],
		['only the type', [ftyp], 'noVideo'],
		['no index', [ftyp, mdat], 'noVideo'],
		['no index, and a last box to the end', [ftyp, box('mdat', 9, { length: 0 })], 'noVideo'],
		[
			'an index within another box',
			[ftyp, Buffer.concat([box('free', 0, { length: 116 }), moov])],
			'noVideo',
		],
		['an index of which the rest is missing', [ftyp, mdat, moov.subarray(0, 50)], 'cut'],
		['pictures of which the rest is missing', [ftyp, moov, mdat.subarray(0, 200)], 'cut'],
		['half a header', [ftyp, moov, mdat.subarray(0, 6)], 'cut'],
		['half a long header', [ftyp, moov, box('mdat', 9, { long: true }).subarray(0, 12)], 'cut'],
	])('tell of %s', (_what, parts, state) => {
		expect(end(...parts)).toBe(state);
	});

	test('tell the same however the bytes come', () => {
		const file = Buffer.concat([ftyp, box('mdat', 40, { long: true }), moov]);
		fc.assert(
			fc.property(
				fc.integer({ min: 8, max: file.length }),
				fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
				(length, steps) => {
					const boxes = boxReader();
					for (let at = 0, step = 0; at < length; step++) {
						const next = Math.min(length, at + steps[step % steps.length]!);
						boxes.read(file.subarray(at, next));
						at = next;
					}
					expect(boxes.state()).toBe(end(file.subarray(0, length)));
				},
			),
		);
	});
});
