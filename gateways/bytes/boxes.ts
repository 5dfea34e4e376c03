import { videoType } from './videoType';

/** Follows the boxes of an mp4 or QuickTime file as its bytes arrive. */
export interface BoxReader {
	read: (bytes: Uint8Array) => void;
	/**
	 * Whether the bytes so far are a complete file: `cut` if they end in the middle of a box, `noVideo` if the box that
	 * describes the video is missing. Always `whole` for other kinds of files, which can't be checked.
	 */
	state: () => 'whole' | 'cut' | 'noVideo';
}

/** Bytes of a box's header: length and name, and the length again if it has 64 bits (ISO/IEC 14496-12, 4.2). */
const HEADER = 8;
const LONG_HEADER = 16;

/** The boxes that describe a whole video or a fragment: every video has one (8.2.1, 8.8.4). */
const describing: ReadonlySet<string> = new Set(['moov', 'moof']);

/** The box with the pictures and the sound (8.1.1). */
const PICTURES = 'mdat';

/** The length of a box in bytes, from its header; undefined if more of the header is needed. */
function boxLength(header: readonly number[]): number | undefined {
	const view = new DataView(Uint8Array.from(header).buffer);
	const short = view.getUint32(0);
	if (short !== 1) return short;
	return header.length < LONG_HEADER ? undefined : Number(view.getBigUint64(8));
}

/**
 * Detects an incomplete file even if its declared length is missing or wrong: the file is a series of boxes, each of
 * which begins with its length in bytes (ISO/IEC 14496-12, 4.2; 1: the length follows with 64 bits, 0: to the end).
 */
export function boxReader(): BoxReader {
	let header: number[] = [];
	/** Bytes of the current box that are still to come. */
	let left = 0;
	/** `other`: not an mp4 or QuickTime file. `open`: a box that goes on to the end of the file. */
	let kind: 'unknown' | 'boxes' | 'open' | 'other' = 'unknown';
	let isDescribed = false;
	let hasPictures = false;
	function readHeader(): void {
		if (kind === 'unknown') {
			kind = videoType(Uint8Array.from(header)) === 'video/mp4' ? 'boxes' : 'other';
		}
		if (kind === 'other') return;
		const name = String.fromCharCode(...header.slice(4, HEADER));
		isDescribed ||= describing.has(name);
		hasPictures ||= name === PICTURES;
		const length = boxLength(header);
		if (length === undefined) return;
		if (length < header.length) kind = 'open';
		left = length - header.length;
		header = [];
	}
	return {
		read: (bytes) => {
			for (let at = 0; at < bytes.length && (kind === 'unknown' || kind === 'boxes');) {
				if (left > 0) {
					const step = Math.min(left, bytes.length - at);
					left -= step;
					at += step;
				} else {
					header.push(bytes[at++]!);
					if (header.length === HEADER || header.length === LONG_HEADER) readHeader();
				}
			}
		},
		state: () => {
			if (kind === 'other') return 'whole';
			// A few bytes that aren't a box, after everything that a video needs, are padding.
			const isPadding = isDescribed && hasPictures && header.length < HEADER;
			const isInHeader = header.length > 0 && !isPadding;
			if (kind !== 'open' && (left > 0 || isInHeader)) return 'cut';
			return isDescribed || kind === 'unknown' ? 'whole' : 'noVideo';
		},
	};
}
