import * as fc from 'fast-check';

import { videoType, whyNotFetch } from '../../gateways/media';
import { CLIP } from '../simulator';

/** Which addresses a video is fetched from, and what its first bytes say. */

const PUBLIC = 'https://api.gateway.example';
const PRIVATE = ['http://127.0.0.1:8080/pixazo', 'https://gateway.local', 'http://[fd00::1]'];

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
		['https://127.0.0.1/a', /within a private network \(127\.0\.0\.1\)/],
		['https://2130706433/a', /within a private network \(127\.0\.0\.1\)/],
		['https://0x7f.1/a', /within a private network \(127\.0\.0\.1\)/],
		['https://0177.0.0.1/a', /within a private network \(127\.0\.0\.1\)/],
		['https://[::ffff:169.254.169.254]/a', /within a private network/],
		['https://[::1]/a', /within a private network/],
		['https://169.254.169.254/latest', /within a private network/],
		['https://metadata.google.internal/a', /within a private network/],
		['https://localhost./a', /within a private network/],
		['https://LOCALHOST/a', /within a private network/],
		['https://nas/a', /within a private network/],
		['http://10.0.0.7/a', /within a private network/],
		['http://media.example.com/a', /is not https/],
		['http://8.8.8.8/a', /is not https/],
		['https://user@media.example.com/a', /a user name or a password/],
		['https://:secret@media.example.com/a', /a user name or a password/],
		['file:///etc/passwd', /starts with file: instead of https:/],
		['ftp://media.example.com/a', /starts with ftp:/],
		['gopher://media.example.com/a', /starts with gopher:/],
		['data:video/mp4;base64,AAAA', /starts with data:/],
		['blob:https://media.example.com/a', /starts with blob:/],
		['//media.example.com/a', /is no web address/],
		['/a.mp4', /is no web address/],
		['https://', /is no web address/],
		['https://256.256.256.256/a', /is no web address/],
		['', /is no web address/],
	])('is not fetched from %s', (address, why) => {
		expect(whyNotFetch(address, PUBLIC)).toMatch(why);
	});

	test('is fetched over plain http only where the gateway itself is asked so', () => {
		const address = 'http://media.example.com/a.mp4';
		expect(whyNotFetch(address, 'http://api.gateway.example')).toBeUndefined();
		expect(whyNotFetch(address, PUBLIC)).toMatch(/not https/);
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
		expect(whyNotFetch('a.mp4', baseUrl)).toMatch(/no web address/);
	});
});

test('every address gets an answer, and none with another scheme is fetched', () => {
	const anything = fc.oneof(fc.string(), fc.webUrl(), fc.webUrl({ validSchemes: ['ftp', 'ws'] }));
	fc.assert(
		fc.property(anything, fc.constantFrom(PUBLIC, ...PRIVATE, ''), (address, baseUrl) => {
			const why = whyNotFetch(address, baseUrl);
			if (why === undefined) expect(new URL(address).protocol).toMatch(/^https?:$/);
		}),
		{ numRuns: 2000 },
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
