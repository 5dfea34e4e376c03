import type { VideoRequest } from '../../gateway';

/** Pixels of a video. Pure. */

interface Size {
	width: number;
	height: number;
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
export const sizeOf = ({
	resolution,
	aspectRatio,
}: Pick<VideoRequest, 'resolution' | 'aspectRatio'>): Size | undefined =>
	resolution === undefined
		? undefined
		: (pixelsIn(resolution) ?? pixelsOf(resolution, aspectRatio));
