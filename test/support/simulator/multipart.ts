import { createHash } from 'node:crypto';
import type { BodySummary } from './types';

/** Reads bodies of `multipart/form-data` (RFC 7578): fields as text, files as a summary. */

/** True if a body is a form with files. */
export const isForm = (contentType: string | undefined): boolean =>
	/^multipart\/form-data\b/i.test(contentType ?? '');

const CRLF = Buffer.from('\r\n');

/** The parts between the boundaries, without the line breaks that belong to those. */
function* partsOf(body: Buffer, boundary: string): Generator<Buffer> {
	const mark = Buffer.from(`--${boundary}`);
	let at = body.indexOf(mark);
	while (at >= 0) {
		const start = at + mark.length + CRLF.length;
		const next = body.indexOf(Buffer.concat([CRLF, mark]), start);
		if (next < 0) return;
		yield body.subarray(start, next);
		at = next + CRLF.length;
	}
}

/** What stands for a file. */
const summaryOf = (bytes: Buffer, contentType: string): BodySummary => ({
	contentType,
	bytes: bytes.length,
	sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A part of a form. */
export interface Part {
	name: string;
	contentType: string;
	content: Buffer;
	/** Of a file. */
	fileName?: string;
}

/** The parts of a form, in order; undefined if it can't be read. */
export function formParts(contentType: string, body: Buffer): Part[] | undefined {
	const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
	if (boundary === undefined) return undefined;
	const parts: Part[] = [];
	for (const part of partsOf(body, boundary)) {
		const end = part.indexOf('\r\n\r\n');
		const head = part.subarray(0, end).toString('utf8');
		const name = /\bname="([^"]*)"/i.exec(head)?.[1];
		if (end < 0 || name === undefined) return undefined;
		const fileName = /\bfilename="([^"]*)"/i.exec(head)?.[1];
		parts.push({
			name,
			contentType: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? '',
			content: part.subarray(end + 4),
			...(fileName === undefined ? {} : { fileName }),
		});
	}
	return parts;
}

/** A form by the names of its parts; undefined if it can't be read. */
export function formIn(contentType: string, body: Buffer): Record<string, unknown> | undefined {
	const parts = formParts(contentType, body);
	return (
		parts &&
		Object.fromEntries(
			parts.map(({ name, contentType: type, content, fileName }) => [
				name,
				fileName === undefined ? content.toString('utf8') : summaryOf(content, type),
			]),
		)
	);
}
