import * as fc from 'fast-check';

import { encodeMultipart } from '../../../gateways/bytes/multipart';
import type { FilePart, Multipart } from '../../../gateways/gateway';

/** Multipart bodies, read again by the parser of Node's own fetch. */

const BOUNDARY = 'video-gateways-2f6d0c1e';

const read = async (multipart: Multipart): Promise<FormData> =>
	await new Response(Buffer.from(encodeMultipart(multipart, BOUNDARY)), {
		headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
	}).formData();

const fileOf = async (form: FormData, name: string): Promise<FilePart> => {
	const file = form.get(name);
	if (!(file instanceof File)) throw new Error(`${name} isn't a file`);
	const bytes = new Uint8Array(await file.arrayBuffer());
	return { name, fileName: file.name, mimeType: file.type, bytes };
};

const picture: FilePart = {
	name: 'image',
	fileName: 'first.png',
	mimeType: 'image/png',
	// A line end, the beginning of a boundary, and what is no text.
	bytes: new Uint8Array([0x0d, 0x0a, 0x2d, 0x2d, 0xff, 0x00, 0x0d, 0x0a]),
};

test('fields and files are read as they were given', async () => {
	const form = await read({
		fields: { prompt: 'A lake, "quiet" – 湖\r\nat dawn', empty: '' },
		files: [
			picture,
			{ ...picture, name: 'last', fileName: 'last.jpg', mimeType: 'image/jpeg' },
		],
	});
	expect([...form.keys()]).toEqual(['prompt', 'empty', 'image', 'last']);
	expect(form.get('prompt')).toBe('A lake, "quiet" – 湖\r\nat dawn');
	expect(form.get('empty')).toBe('');
	expect(await fileOf(form, 'image')).toEqual(picture);
	expect(await fileOf(form, 'last')).toMatchObject({
		fileName: 'last.jpg',
		mimeType: 'image/jpeg',
	});
});

test('a body of fields alone, and one of files alone', async () => {
	expect([...(await read({ fields: { a: '1' }, files: [] })).entries()]).toEqual([['a', '1']]);
	expect([...(await read({ fields: {}, files: [picture] })).keys()]).toEqual(['image']);
});

test('quotes and line ends in a name stay within the name', async () => {
	const evil = 'a"\r\nContent-Type: text/html\r\n\r\n<b>.png';
	const form = await read({
		fields: { [evil]: 'x' },
		files: [{ ...picture, fileName: evil }],
	});
	// A parser reads the escapes of the HTML standard either back or as they are.
	const spelled = (name: string) =>
		name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
	expect([...form.keys()].map(spelled)).toEqual([evil, 'image']);
	const file = await fileOf(form, 'image');
	expect({ ...file, fileName: spelled(file.fileName) }).toEqual({ ...picture, fileName: evil });
});

test('any bytes and any text come through', async () => {
	const text = fc.string({ unit: 'grapheme' });
	await fc.assert(
		fc.asyncProperty(text, fc.uint8Array({ maxLength: 200 }), async (prompt, bytes) => {
			const form = await read({ fields: { prompt }, files: [{ ...picture, bytes }] });
			expect(form.get('prompt')).toBe(prompt);
			expect(Buffer.from((await fileOf(form, 'image')).bytes)).toEqual(Buffer.from(bytes));
		}),
	);
});
