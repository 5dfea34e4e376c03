import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';

import { jpeg, png, webp } from '../unit/gateways/images';
import { CLIP, FRAME } from '../support/simulator';

/** The hosts on the internet that hold pictures and videos: in order, broken, hostile. */

export const PUBLIC = 'https://api.gateway.example';
export const MEDIA = 'https://media.gateway.example';
export const MEGABYTE = 1024 * 1024;

/** An mp4 that plays, with bytes behind the clip by which a lost or doubled part would show. */
export const FILE = (() => {
	const rest = randomBytes(3 * MEGABYTE);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(rest.length + header.length);
	header.write('free', 4, 'latin1');
	return Buffer.concat([CLIP, header, rest]);
})();

/** The same with a rest that packs well, and packed. */
export const EVEN = Buffer.concat([FILE.subarray(0, CLIP.length + 8), Buffer.alloc(3 * MEGABYTE)]);
export const PACKED = gzipSync(EVEN);
/** What is random gets longer by packing. */
export const PACKED_LONGER = gzipSync(FILE);

/** A QuickTime film and a WebM, as far as their first bytes tell. */
export const QUICKTIME = Buffer.from(
	'\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\x08moov\0\0\0\x08mdat',
	'latin1',
);
export const WEBM = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), randomBytes(2000)]);

/** How often each path of the media hosts was asked for in this test. */
export const asked = new Map<string, number>();

const send = (response: ServerResponse, status: number, type: string, body: Buffer | string) => {
	response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
	response.end(body);
};

/** Breaks the connection off: with a reset where it is a plain one, for TLS knows none. */
function breakOff({ socket }: ServerResponse): void {
	if (socket && !('encrypted' in socket)) socket.resetAndDestroy();
	else socket?.destroy();
}

/** Sends `FILE` from `from` on as one answer, breaks it off after `bytes`, and says its length as `total`. */
function sendPart(
	response: ServerResponse,
	{ status = 200, from = 0, bytes = FILE.length, total = FILE.length },
): void {
	response.writeHead(status, {
		'content-type': 'video/mp4',
		'content-length': total - from,
		...(status === 206 && { 'content-range': `bytes ${from}-${total - 1}/${total}` }),
	});
	const part = FILE.subarray(from, from + bytes);
	// With a pause: what was sent shortly before a reset may never be read.
	if (from + part.length === FILE.length) response.end(part);
	else response.write(part, () => void setTimeout(breakOff, 300, response));
}

/** Sends a packed answer although none was wanted, with the length of the packed bytes, as servers do. */
function sendPacked(
	response: ServerResponse,
	packed: Buffer,
	{ from = 0, bytes = Infinity },
): void {
	const part = packed.subarray(from, from + bytes);
	response.writeHead(from > 0 ? 206 : 200, {
		'content-type': 'video/mp4',
		'content-encoding': 'gzip',
		'content-length': packed.length - from,
		...(from > 0 && {
			'content-range': `bytes ${from}-${packed.length - 1}/${packed.length}`,
		}),
	});
	if (from + part.length === packed.length) response.end(part);
	else response.write(part, () => void setTimeout(breakOff, 300, response));
}

/** Bytes without end, as a video begins. */
function* endless() {
	yield CLIP;
	for (;;) yield Buffer.alloc(65_536);
}

interface Seen {
	/** How often this path was asked for before. */
	before: number;
	/** First byte that is asked for; undefined where all are. */
	from: number | undefined;
	search: string;
}

/** What lies on the media hosts, by path. Anything else is the clip. */
const media: Record<string, (response: ServerResponse, seen: Seen) => void> = {
	'/to': (response, { search }) =>
		response.writeHead(302, { location: decodeURIComponent(search) }).end(),
	'/hops': (response, { search }) =>
		response
			.writeHead(307, {
				location: search === '1' ? '/clip.mp4' : `/hops?${Number(search) - 1}`,
			})
			.end(),
	'/loop': (response) => response.writeHead(301, { location: '/loop' }).end(),
	'/no-location': (response) => response.writeHead(302).end(),
	'/endless': (response) => {
		response.writeHead(200, { 'content-type': 'video/mp4' });
		Readable.from(endless())
			.on('error', () => undefined)
			.pipe(response);
	},
	'/packed-endless': (response) => {
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-encoding': 'gzip' });
		Readable.from(endless())
			.pipe(createGzip())
			.on('error', () => undefined)
			.pipe(response);
	},
	'/huge': (response) => {
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 5 * 1024 ** 4 });
		response.write(CLIP);
	},
	'/longer': (response) => sendPart(response, { bytes: FILE.length - 1 }),
	'/longer-with-ranges': (response, { from = 0 }) => {
		if (from >= FILE.length) return void response.writeHead(416).end();
		sendPart(response, { from, total: FILE.length * 2, ...(from > 0 && { status: 206 }) });
	},
	'/shorter': (response) => {
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 5000 });
		response.end(CLIP);
	},
	'/empty': (response) => send(response, 200, 'video/mp4', ''),
	'/page': (response) => send(response, 200, 'text/html', '<html>Please log in</html>'),
	'/json': (response) => send(response, 200, 'application/json', '{"error":"expired"}'),
	'/json-as-bytes': (response) =>
		send(response, 200, 'application/octet-stream', '{"error":"expired"}'),
	'/xml-as-bytes': (response) =>
		send(response, 200, 'application/octet-stream', '<?xml version="1.0"?><Error/>'),
	'/playlist-as-bytes': (response) =>
		send(response, 200, 'application/octet-stream', '#EXTM3U\n#EXT-X-VERSION:3\n'),
	'/page-as-video': (response) =>
		send(response, 200, 'video/mp4', '<!DOCTYPE html><html>Please log in</html>'),
	'/only-its-type': (response) =>
		send(response, 200, 'video/mp4', CLIP.subarray(0, CLIP.readUInt32BE(0))),
	'/picture': (response) => send(response, 200, 'image/png', FRAME),
	'/middle': (response) => sendPart(response, { status: 206, from: 500 }),
	'/teapot': (response) => send(response, 418, 'text/plain', 'no'),
	'/403': (response) => send(response, 403, 'text/plain', 'no'),
	'/404': (response) => send(response, 404, 'text/plain', 'no'),
	'/410': (response) => send(response, 410, 'text/plain', 'no'),

	'/packed': (response) => sendPacked(response, PACKED, {}),
	'/packed-longer': (response) => sendPacked(response, PACKED_LONGER, {}),
	'/packed-breaks': (response, { before }) =>
		sendPacked(response, PACKED, before === 0 ? { bytes: PACKED.length - 1000 } : {}),
	'/packed-parts': (response, { before, from = 0 }) =>
		sendPacked(response, PACKED_LONGER, before === 0 ? { bytes: 1_000_000 } : { from }),

	'/whole': (response) => sendPart(response, {}),
	'/ranges': (response, { from, before }) =>
		sendPart(response, {
			...(from !== undefined && { status: 206, from }),
			...(before < 2 && { bytes: 1_000_000 }),
		}),
	'/parts': (response, { from }) => {
		if (from === undefined) return sendPart(response, { bytes: 1_500_000 });
		const part = FILE.subarray(from, from + 1_000_000);
		response.writeHead(206, {
			'content-type': 'video/mp4',
			'content-length': part.length,
			'content-range': `bytes ${from}-${from + part.length - 1}/${FILE.length}`,
		});
		response.end(part);
	},
	'/no-ranges': (response, { before }) =>
		sendPart(response, before === 0 ? { bytes: 1_000_000 } : {}),
	'/silent-end': (response, { before, from = 0 }) => {
		// Without a length only the end of the chunks tells that all is there.
		response.writeHead(200, { 'content-type': 'video/mp4' });
		if (before > 0 || from > 0) return void response.end(FILE);
		response.write(FILE.subarray(0, 1_000_000), () => void setTimeout(breakOff, 300, response));
	},
	'/unended': (response, { from }) => {
		if (from !== undefined) {
			const range = { 'content-range': `bytes */${FILE.length}` };
			return void response.writeHead(416, range).end();
		}
		// All of it, but never the chunk that ends it.
		response.writeHead(200, { 'content-type': 'video/mp4' });
		response.write(FILE, () => void setTimeout(breakOff, 300, response));
	},
	'/busy': (response, { before }) =>
		before === 0 ? send(response, 503, 'text/plain', 'busy') : sendPart(response, {}),
	'/changes': (response, { from }) =>
		from === undefined
			? sendPart(response, { bytes: 700_000 })
			: sendPart(response, { status: 206, from, total: FILE.length - 1 }),

	'/dies': (response, { before }) =>
		before === 0
			? sendPart(response, { bytes: 700_000 })
			: send(response, 403, 'text/plain', 'no'),
	'/ranges-to-end': (response, { from }) =>
		sendPart(response, from === undefined ? {} : { status: 206, from }),
	'/v1/files/jobs/leaks/video.mp4': (response) =>
		response.writeHead(302, { location: `${MEDIA}/v1/files/jobs/leak.mp4` }).end(),

	'/as-text': (response) => send(response, 200, 'text/plain', CLIP),
	'/as-webm': (response) => send(response, 200, 'video/webm', CLIP),
	'/as-bytes': (response) => send(response, 200, 'application/octet-stream', CLIP),
	'/in-drops': (response) => {
		response.writeHead(200, { 'content-type': 'text/plain', 'content-length': CLIP.length });
		response.write(CLIP.subarray(0, 3));
		setTimeout(() => response.end(CLIP.subarray(3)), 300);
	},
	'/untyped': (response) => void response.writeHead(200).end(CLIP),
	'/webm': (response) => send(response, 200, 'video/mp4', WEBM),
	'/quicktime': (response) => send(response, 200, 'video/mp4', QUICKTIME),
	'/unknown': (response) => send(response, 200, 'video/x-matroska', Buffer.alloc(900)),
};

export function serveMedia(
	{ url = '/', headers }: IncomingMessage,
	response: ServerResponse,
): void {
	const [path = '', search = ''] = url.split(/\?(.*)/s);
	const before = asked.get(path) ?? 0;
	asked.set(path, before + 1);
	const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
	const answer = media[path];
	if (answer) answer(response, { before, search, from: from ? Number(from) : undefined });
	else send(response, 200, 'video/mp4', CLIP);
}

/** Pictures that are in order, or not, by path. */
export const pictures: Record<string, readonly [type: string, bytes: Uint8Array]> = {
	'/frame.png': ['image/png', FRAME],
	'/photo.jpg': ['image/jpeg', jpeg(1280, 720)],
	'/picture.webp': ['image/webp', webp(1280, 720)],
	'/animation.gif': ['image/gif', Buffer.from('GIF89a\0\x05\0\x04'.padEnd(64, '\0'), 'latin1')],
	'/bitmap.bmp': ['image/bmp', Buffer.from('BM'.padEnd(64, '\0'), 'latin1')],
	'/document.png': ['image/png', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'.padEnd(64), 'latin1')],
	'/empty.png': ['image/png', Buffer.alloc(0)],
	'/large.png': ['image/png', Buffer.concat([png(1280, 720), Buffer.alloc(20 * MEGABYTE)])],
	'/small.png': ['image/png', png(300, 400)],
	'/small-enough.png': ['image/png', png(301, 400)],
	'/tall.png': ['image/png', png(400, 1001)],
	'/tall-enough.png': ['image/png', png(400, 1000)],
	'/wide.png': ['image/png', png(1001, 400)],
	'/wide-enough.png': ['image/png', png(1000, 400)],
	'/vga.png': ['image/png', png(640, 480)],
};

export const servePicture: RequestListener = ({ url = '' }, response) => {
	const [type, bytes] = pictures[url] ?? [];
	if (type && bytes) send(response, 200, type, Buffer.from(bytes));
	else send(response, 404, 'text/plain', 'Not Found');
};
