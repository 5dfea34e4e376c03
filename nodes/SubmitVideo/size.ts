import { clipsOf } from '../../gateways/models';
import type { VideoModel } from '../../gateways/gateway';
import { quoted } from '../shared/quoted';
import { readText, type Read, type Rules } from '../shared/values';

/** The size and shape of a video as people and spreadsheets write them, in the words of its model. Pure. */

const sameWord = (left: string, right: string): boolean =>
	left.toLowerCase() === right.toLowerCase();

/** A resolution: "768p " and 768 are the model's 768P. */
export function readResolution(
	value: unknown,
	{ model, ...rules }: Rules & { model: VideoModel | undefined },
): Read<string> {
	const read = readText(value, rules);
	if ('problem' in read || read.value === undefined) return read;
	const word = read.value;
	const named = clipsOf(model)
		.map(({ resolution }) => resolution)
		.find((one) => one !== undefined && (sameWord(one, word) || sameWord(one, `${word}p`)));
	return { value: named ?? word };
}

/** A ratio: 16:9, 16 / 9, 16x9, and the time of day that a spreadsheet makes of it, 16:09 or 16:09:00. */
const RATIO = /^0?(\d{1,2})\s*[:/x×]\s*0?(\d{1,2})(:00)?$/i;

/** What a spreadsheet may store for 16:9: a part of a day, or a date. */
const TIME_OF_DAY = /^(-?\d*\.\d+|\d{4}-\d{2}-\d{2}T.*)$/;

/** An aspect ratio, in the model's spelling. */
export function readAspectRatio(
	value: unknown,
	{ model, ...rules }: Rules & { model: VideoModel | undefined },
): Read<string> {
	const read = readText(value, rules);
	if ('problem' in read || read.value === undefined) return read;
	const [, width, height] = RATIO.exec(read.value) ?? [];
	const word = width === undefined ? read.value : `${Number(width)}:${Number(height)}`;
	if (TIME_OF_DAY.test(word)) {
		return {
			problem: `'${rules.label}' is ${quoted(word)}, which isn't a ratio such as 16:9. If it comes from a spreadsheet, format the column as text: spreadsheets read 16:9 as a time of day.`,
		};
	}
	const ratios = model?.aspectRatios;
	const named = Array.isArray(ratios)
		? (ratios as readonly string[]).find((one) => sameWord(one, word))
		: undefined;
	return { value: named ?? word };
}
