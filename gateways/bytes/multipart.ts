import type { Multipart } from '../gateway';

/** A name in a header of a part: quotes and line breaks would end it (HTML standard, multipart/form-data encoding). */
const escaped = (name: string): string =>
	name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');

/**
 * A multipart body as bytes (RFC 7578). `boundary` must not occur in it: letters, digits and dashes that nobody can
 * guess.
 */
export function encodeMultipart({ fields, files }: Multipart, boundary: string): Uint8Array {
	const head = (name: string, more: string): string =>
		`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"${more}\r\n\r\n`;
	const texts = Object.entries(fields).map(([name, value]) =>
		Buffer.from(`${head(name, '')}${value}\r\n`),
	);
	const parts = files.flatMap(({ name, fileName, mimeType, bytes }) => [
		Buffer.from(head(name, `; filename="${escaped(fileName)}"\r\nContent-Type: ${mimeType}`)),
		bytes,
		Buffer.from('\r\n'),
	]);
	return new Uint8Array(Buffer.concat([...texts, ...parts, Buffer.from(`--${boundary}--\r\n`)]));
}
