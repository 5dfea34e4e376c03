import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPage, jsonOf, type RawAnswer } from './judge';
import { maskJson, type Masking } from './mask';

/** Headers that say something about the gateway and nothing about the user. */
const toldHeaders = ['content-type', 'retry-after', 'x-rate-limit-reset-at-utc'];

/** An answer to keep. */
export interface ToRecord {
	folder: string;
	/** Of the file, without its ending. */
	name: string;
	/** Method and address. */
	source: string;
	key: 'own' | 'wrong';
	/** Milliseconds since 1970. */
	at: number;
	answer: RawAnswer;
	masking: Masking;
}

function bodyOf(answer: RawAnswer, masking: Masking): unknown {
	const json = jsonOf(answer);
	if (json !== undefined) return maskJson(json, masking);
	if (answer.text === '') return null;
	return isPage(answer) ? '<web page>' : '<text>';
}

/**
 * Writes the facts of an answer: status, form and words, with source and date. Nothing of the user's is in it.
 *
 * @returns the file
 */
export async function recordAnswer(wish: ToRecord): Promise<string> {
	const { folder, name, source, key, at, answer, masking } = wish;
	const facts = {
		source,
		date: new Date(at).toISOString().slice(0, 10),
		key,
		status: answer.status,
		headers: Object.fromEntries(
			toldHeaders.flatMap((header) =>
				answer.headers[header] === undefined ? [] : [[header, answer.headers[header]]],
			),
		),
		body: bodyOf(answer, masking),
	};
	const file = join(folder, `${name}.json`);
	await mkdir(folder, { recursive: true });
	await writeFile(file, `${JSON.stringify(facts, undefined, '\t')}\n`);
	return file;
}
