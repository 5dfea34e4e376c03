import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './types';

/** The clip every job yields: H.264, 160x90 pixels, 2 seconds, index before the pictures. */
export const CLIP = readFileSync(join(__dirname, 'assets', 'clip.mp4'));

/** A PNG of 1280x720 pixels: allowed as an image by every gateway, also by Sora-2's exact sizes. */
export const FRAME = readFileSync(join(__dirname, 'assets', 'frame.png'));

const CHUNK = Buffer.alloc(1 << 20);
const LARGEST_32_BIT = 0xffff_ffff;

/**
 * The header of an mp4 `free` box (ISO/IEC 14496-12, 8.1.2), which players skip: 4 bytes of length
 * and the name, or the 64-bit form from 4 GiB on.
 */
function freeBoxHeader(bytes: number): Buffer {
	if (bytes <= LARGEST_32_BIT) {
		const header = Buffer.alloc(8);
		header.writeUInt32BE(bytes, 0);
		header.write('free', 4, 'latin1');
		return header;
	}
	const header = Buffer.alloc(16);
	header.writeUInt32BE(1, 0);
	header.write('free', 4, 'latin1');
	header.writeBigUInt64BE(BigInt(bytes), 8);
	return header;
}

/** The smallest size a video can be padded to, in bytes. */
export const SMALLEST_PADDED_VIDEO = CLIP.length + 8;

interface Video {
	bytes: number;
	/** The file's bytes from `start` up to and without `end`, made as they are read. */
	read: (start: number, end: number) => Generator<Buffer>;
}

/** The clip, padded to `videoBytes` with an empty box at its end so that it stays playable. */
function video(videoBytes: number = CLIP.length): Video {
	if (videoBytes !== CLIP.length && videoBytes < SMALLEST_PADDED_VIDEO) {
		throw new Error(`videoBytes must be ${CLIP.length} or at least ${SMALLEST_PADDED_VIDEO}`);
	}
	const padding = videoBytes - CLIP.length;
	const head = padding === 0 ? CLIP : Buffer.concat([CLIP, freeBoxHeader(padding)]);
	return {
		bytes: videoBytes,
		*read(start, end) {
			if (start < head.length) yield head.subarray(start, Math.min(end, head.length));
			for (let at = Math.max(start, head.length); at < end; at += CHUNK.length) {
				yield CHUNK.subarray(0, Math.min(CHUNK.length, end - at));
			}
		},
	};
}

const SLICES_PER_SECOND = 10;

async function* throttled(pieces: Iterable<Buffer>, bytesPerSecond: number, closing: AbortSignal) {
	const slice = Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND));
	for (const piece of pieces) {
		for (let at = 0; at < piece.length; at += slice) {
			const bytes = piece.subarray(at, at + slice);
			yield bytes;
			await sleep((bytes.length / bytesPerSecond) * 1000, undefined, { signal: closing });
		}
	}
}

/** Reads `bytes=first-last`, `bytes=first-` and `bytes=-count` (RFC 9110, 14.1.2); one range only. */
function parseRange(range: string | undefined, size: number): [number, number] | 'bad' | undefined {
	const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
	if (!match || (match[1] === '' && match[2] === '')) return undefined;
	const [, first = '', last = ''] = match;
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
	return start < end ? [start, end] : 'bad';
}

/** What decides how a video is sent. */
export interface VideoRequest {
	range?: string | undefined;
	videoBytes?: number | undefined;
	bytesPerSecond?: number | undefined;
	/** Ends throttled downloads when the simulator closes. */
	closing: AbortSignal;
}

/** The answer that carries a video, whole (200) or in part (206), never held in memory. */
export function videoAnswer(request: VideoRequest): Answer {
	const file = video(request.videoBytes);
	const range = parseRange(request.range, file.bytes);
	if (range === 'bad') {
		return { status: 416, headers: { 'content-range': `bytes */${file.bytes}` } };
	}
	const [start, end] = range ?? [0, file.bytes];
	return {
		status: range ? 206 : 200,
		headers: {
			'content-type': 'video/mp4',
			'content-length': String(end - start),
			'accept-ranges': 'bytes',
			...(range && { 'content-range': `bytes ${start}-${end - 1}/${file.bytes}` }),
		},
		stream: () => {
			const pieces = file.read(start, end);
			const speed = request.bytesPerSecond;
			return Readable.from(speed ? throttled(pieces, speed, request.closing) : pieces, {
				objectMode: false,
			});
		},
	};
}
