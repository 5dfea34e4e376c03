import { fileKindOf, imageKinds, textOf } from './fileKind';
import { videoType } from './videoType';

/** How many of the first bytes are needed to distinguish a video from anything else. */
export const TELLING_BYTES = 512;

/** What `fileKindOf` leaves out: at which byte and with what it begins, one character for each byte. */
const others = [
	[imageKinds['image/png'].name, 0, '\x89PNG'],
	[imageKinds['image/jpeg'].name, 0, '\xff\xd8\xff'],
	[imageKinds['image/webp'].name, 8, 'WEBP'],
	['a gzip file', 0, '\x1f\x8b\x08'],
] as const;

/** What the bytes are, if that certainly isn't a video: with its article. */
function nameOfOther(bytes: Uint8Array): string | undefined {
	const kind = fileKindOf(bytes);
	if (kind) return kind.name;
	const latin1 = Buffer.from(bytes).toString('latin1');
	const other = others.find(([, at, beginning]) => latin1.startsWith(beginning, at));
	if (other) return other[0];
	return textOf(bytes) === undefined ? undefined : 'text';
}

/** Whether a file whose first bytes are unknown may be a video, by the type that its server declares. */
function mayBeVideo(contentType: string | undefined): boolean {
	return /^(video\/|application\/(octet-stream|mp4)|binary\/octet-stream)/i.test(
		contentType ?? 'video/',
	);
}

/**
 * What a file is, by its first bytes (`TELLING_BYTES` of them, fewer only if the file is shorter) and the type that the
 * server declares: a video and its type, or something else, in words. The bytes count more than the declared type,
 * which is often wrong.
 */
export function recognize(
	bytes: Uint8Array,
	declared: string | undefined,
): { video: string } | { other: string } {
	const byBytes = videoType(bytes);
	if (byBytes !== undefined) return { video: byBytes };
	const other = nameOfOther(bytes);
	if (other !== undefined) return { other };
	if (!mayBeVideo(declared)) return { other: declared ?? 'something else' };
	return { video: /^video\/[\w.+-]+/i.exec(declared ?? '')?.[0].toLowerCase() ?? 'video/mp4' };
}
