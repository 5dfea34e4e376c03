import type { ImageInput } from '../gateway';

/**
 * A picture as one string of a JSON body: its address, its data URL (RFC 2397), or the gateway's own reference.
 */
export function imageText(image: ImageInput | undefined): string | undefined {
	if (image === undefined) return undefined;
	if (image.kind === 'url') return image.url;
	if (image.kind === 'reference') return image.reference;
	return dataUrl(image);
}

/** The bytes as a data URL. */
export function dataUrl(image: { bytes: Uint8Array; mimeType: string }): string {
	return `data:${image.mimeType};base64,${Buffer.from(image.bytes).toString('base64')}`;
}
