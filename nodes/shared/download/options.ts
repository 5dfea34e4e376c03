import type { IBinaryData } from 'n8n-workflow';

import type { FileNames } from './fileName';

/**
 * What a node's Options may say about the file. They may come from an expression, so each may contain anything; no
 * value (null, an empty text) means the default.
 */
export interface FileOptions {
	/** The binary field of the item that gets it. Default: `data`. */
	binaryPropertyName?: string;
	/** Default: `{gateway}-{jobId}` with the extension of its type. */
	fileName?: string;
	/** Default 1,024. */
	maxSizeMb?: number;
}

/** How a video is stored. */
export interface StoreOptions extends FileOptions {
	/** The names that the files of this run have so far. If absent, none is numbered. */
	names?: FileNames;
}

/** As the panel shows it. */
export const DEFAULT_MAX_SIZE_MB = 1024;

/** The largest video to download in megabytes; the default where the option isn't a size. */
export function maxBytes({ maxSizeMb }: FileOptions): number {
	const size = Number(maxSizeMb);
	return size > 0 ? size : DEFAULT_MAX_SIZE_MB;
}

/** The file where an item holds it. */
export function toBinary(
	file: IBinaryData,
	{ binaryPropertyName }: FileOptions,
): { binary: Record<string, IBinaryData> } {
	return { binary: { [String(binaryPropertyName ?? '').trim() || 'data']: file } };
}
