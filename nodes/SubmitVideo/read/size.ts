import { listFormats } from '../../../gateways/request/models';
import type { VideoModel, VideoRequest } from '../../../gateways/gateway';
import { quoted } from '../../shared/quoted';
import { readText, type Read, type Rules } from '../../shared/values';

/** The size and shape of a video as people and spreadsheets write them, in the terms of its model. Pure. */

const sameWord = (left: string, right: string): boolean =>
	left.toLowerCase() === right.toLowerCase();

/** A resolution in the model's spelling, where it has it: 768p and 768 are its 768P. */
function spellResolution(model: VideoModel | undefined, word: string): string {
	const named = listFormats(model)
		.map(({ resolution }) => resolution)
		.find(
			(one) =>
				one !== undefined &&
				([word, `${word}p`].some((it) => sameWord(one, it)) || sameWord(`${one}p`, word)),
		);
	return named ?? word;
}

/** An aspect ratio in the model's spelling, where it has it. */
function spellRatio(model: VideoModel | undefined, word: string): string {
	const ratios = model?.aspectRatios;
	const named = Array.isArray(ratios)
		? (ratios as readonly string[]).find((one) => sameWord(one, word))
		: undefined;
	return named ?? word;
}

/** The request with its size and shape in the spelling of this model. */
export function spellFor(model: VideoModel | undefined, request: VideoRequest): VideoRequest {
	const { resolution, aspectRatio } = request;
	return {
		...request,
		...(resolution === undefined ? {} : { resolution: spellResolution(model, resolution) }),
		...(aspectRatio === undefined ? {} : { aspectRatio: spellRatio(model, aspectRatio) }),
	};
}

/** A resolution: "768p " and 768 are the model's 768P. */
export function readResolution(
	value: unknown,
	{ model, ...rules }: Rules & { model: VideoModel | undefined },
): Read<string> {
	const read = readText(value, rules);
	if ('problem' in read || read.value === undefined) return read;
	return { value: spellResolution(model, read.value) };
}

/** A ratio: 16:9, 16 / 9, 16x9, and the time of day that a spreadsheet makes of it: 16:09, 16:09:00, 04:09:00 PM. */
const RATIO = /^0?(\d{1,2})\s*[:/x×]\s*0?(\d{1,2})(?::00)?(?:\s*([ap])\.?m\.?)?$/i;

/**
 * What a spreadsheet stores or shows for 16:9 or 4/3 once that is ambiguous: the number of a time or a day, a date
 * (04/03/2026, 2026-04-03, 3-Apr). No gateway uses such a ratio, even if its ratios aren't known.
 */
const TIME_OR_DATE =
	/^(-?\d*\.?\d+|\d{1,2}([-/.])\d{1,2}\2\d{2,4}|\d{4}([-/.])\d{1,2}\3\d{1,2}(T.*)?|\d{1,2}-\p{L}{3})$/iu;

/** A ratio as gateways spell it, such as 16:9; any other text as it is. */
function ratioIn(text: string): string {
	const [, width, height, half] = RATIO.exec(text) ?? [];
	if (width === undefined) return text;
	const afternoon = half?.toLowerCase() === 'p' && Number(width) < 12;
	return `${Number(width) + (afternoon ? 12 : 0)}:${Number(height)}`;
}

/** An aspect ratio, in the model's spelling. */
export function readAspectRatio(
	value: unknown,
	{ model, ...rules }: Rules & { model: VideoModel | undefined },
): Read<string> {
	const read = readText(value, rules);
	if ('problem' in read || read.value === undefined) return read;
	const word = ratioIn(read.value);
	if (TIME_OR_DATE.test(word)) {
		return {
			problem: {
				title: `'${rules.label}' is ${quoted(word)}, which isn't a ratio such as 16:9`,
				fix: 'If it comes from a spreadsheet, format the column as text: spreadsheets read 16:9 as a time of day, and 4/3 as a date.',
			},
		};
	}
	return { value: spellRatio(model, word) };
}
