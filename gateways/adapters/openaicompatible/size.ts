import type { RequestProblem, Unsent } from '../../gateway';

/** Pixels of a video. Pure. */

interface Size {
	width: number;
	height: number;
}

/** What of a request decides the pixels. */
interface Asked {
	resolution?: string | undefined;
	aspectRatio?: string | undefined;
}

/** Encoders of video want even sides. */
const even = (pixels: number): number => 2 * Math.round(pixels / 2);

/** `1280x720`, in whatever case. */
export function pixelsIn(text: string | null | undefined): Size | undefined {
	const [, width, height] = /^\s*(\d+)\s*[x×*]\s*(\d+)\s*$/i.exec(text ?? '') ?? [];
	return width === undefined ? undefined : { width: Number(width), height: Number(height) };
}

/** The pixels of a short side and a ratio: `720p` and `9:16` are 720x1280. */
function pixelsOf(resolution: string, aspectRatio = '16:9'): Size | undefined {
	const [, side] = /^(\d+)p?$/i.exec(resolution.trim()) ?? [];
	const [, across, down] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(aspectRatio.trim()) ?? [];
	const ratio = Number(across) / Number(down);
	if (side === undefined || !(ratio > 0) || !Number.isFinite(ratio)) return undefined;
	const short = Number(side);
	return ratio >= 1
		? { width: even(short * ratio), height: even(short) }
		: { width: even(short), height: even(short / ratio) };
}

/** The pixels that a request asks for; undefined where it leaves them to the server. */
export const sizeOf = ({ resolution, aspectRatio }: Asked): Size | undefined =>
	resolution === undefined
		? undefined
		: (pixelsIn(resolution) ?? pixelsOf(resolution, aspectRatio));

/** Whether pixels have a ratio, but for the rounding to even sides. */
function isOfRatio({ width, height }: Size, aspectRatio: string): boolean {
	const size = pixelsOf(String(Math.min(width, height)), aspectRatio);
	return size?.width === width && size.height === height;
}

/**
 * The ratio, where the size in pixels that is sent has another one, or where there is no size and no field for it.
 *
 * @param hasField the server has a field for the ratio, which counts where there is no size
 */
export function unsentRatio({ resolution, aspectRatio }: Asked, hasField: boolean): Unsent[] {
	if (aspectRatio === undefined) return [];
	if (resolution === undefined) {
		return hasField ? [] : [{ field: 'aspectRatio', why: 'needsResolution' }];
	}
	const pixels = pixelsIn(resolution);
	return pixels && !isOfRatio(pixels, aspectRatio)
		? [{ field: 'aspectRatio', why: 'ofPixels' }]
		: [];
}

/** A ratio that no pixels can be made of, beside a resolution that needs one: neither of them could be sent. */
export const checkRatio = ({ resolution, aspectRatio: value }: Asked): RequestProblem[] =>
	value !== undefined && sizeOf({ resolution }) && !sizeOf({ resolution, aspectRatio: value })
		? [{ field: 'aspectRatio', code: 'notARatio', value }]
		: [];
