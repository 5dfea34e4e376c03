import * as fc from 'fast-check';

import {
	createFileNames,
	numbered,
	safeFileName,
} from '../../../../nodes/shared/download/fileName';
import { cases } from '../../../support/draw';

/** Which names the files of videos get. */

const named = (wanted: unknown, type = 'video/mp4') => safeFileName(wanted, 'pixazo-job_1', type);

describe('a file name', () => {
	const family = '👨‍👩‍👧‍👦';
	test.each<[wanted: unknown, expected: string]>([
		// Nothing was set
		[undefined, 'pixazo-job_1.mp4'],
		[null, 'pixazo-job_1.mp4'],
		['', 'pixazo-job_1.mp4'],
		['   ', 'pixazo-job_1.mp4'],
		['..', 'pixazo-job_1.mp4'],
		['.mp4', 'pixazo-job_1.mp4'],
		// Not a text
		[7, '7.mp4'],
		[0, '0.mp4'],
		[true, 'true.mp4'],
		// As it was
		['lake.mp4', 'lake.mp4'],
		['Lake at dawn (take 2), final.MP4', 'Lake at dawn (take 2), final.MP4'],
		["Tom & Jerry's #1 [v1.2].mov", "Tom & Jerry's #1 [v1.2].mov"],
		['Zürich 湖.mp4', 'Zürich 湖.mp4'],
		['हिन्दी', 'हिन्दी.mp4'],
		['ภาษาไทย.mp4', 'ภาษาไทย.mp4'],
		['מַיִם.mp4', 'מַיִם.mp4'],
		['می‌خواهم', 'می‌خواهم.mp4'],
		['🎬🎬.mp4', '🎬🎬.mp4'],
		[`${family} at the lake`, `${family} at the lake.mp4`],
		['❤️ 👍🏽 🇨🇭 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿.mp4', '❤️ 👍🏽 🇨🇭 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿.mp4'],
		// Letters and their marks as one
		['e\u0301te\u0301.mp4', 'été.mp4'],
		// An ending is added where there is none
		['clip', 'clip.mp4'],
		['v1.2', 'v1.2.mp4'],
		['Scene 3. Night', 'Scene 3. Night.mp4'],
		// What no system takes, or what would lead elsewhere
		['../../etc/passwd', '_.._etc_passwd.mp4'],
		['/absolute/name.mp4', '_absolute_name.mp4'],
		['C:\\videos\\lake*?.mp4', 'C_videos_lake_.mp4'],
		['a<b>c|d"e\n.mp4', 'a_b_c_d_e_.mp4'],
		['tab\tand\0null\x7f.mp4', 'tab_and_null_.mp4'],
		['evil\u202egpj.mp4', 'evil_gpj.mp4'],
		['half \ud83c emoji', 'half _ emoji.mp4'],
		['.hidden', 'hidden.mp4'],
		['name.', 'name.mp4'],
		['name . . ', 'name.mp4'],
		['name .mp4', 'name.mp4'],
		['clip..mp4', 'clip.mp4'],
		['CON', '_CON.mp4'],
		['con.mp4', '_con.mp4'],
		['NUL .mp4', '_NUL.mp4'],
		['Com1.backup.mp4', '_Com1.backup.mp4'],
		['LPT9', '_LPT9.mp4'],
		['COM¹.mp4', '_COM¹.mp4'],
		['console.mp4', 'console.mp4'],
		['COM10.mp4', 'COM10.mp4'],
	])('%j becomes %j', (wanted, expected) => {
		expect(named(wanted)).toBe(expected);
	});

	test.each([
		['video/mp4', 'clip.mp4'],
		['video/quicktime', 'clip.mov'],
		['video/webm', 'clip.webm'],
		['video/x-unheard-of', 'clip.mp4'],
	])('of %s gets the ending of its type', (type, expected) => {
		expect(named('clip', type)).toBe(expected);
		expect(named('clip.m4v', type)).toBe('clip.m4v');
	});

	test.each([
		['a', '.mp4'],
		['湖', '.mp4'],
		['é', '.webm'],
		[family, '.mp4'],
		['🇨🇭', '.mp4'],
		['नि', '.mp4'],
	])('of many %s is cut between two of them, and keeps its ending', (character, end) => {
		const name = named(character.repeat(300) + end);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
		expect(Buffer.byteLength(name)).toBeGreaterThan(200 - Buffer.byteLength(character));
		expect(name.replaceAll(character, '')).toBe(end);
	});

	test('is safe whatever it is made of, and stays as it is when it is made again', () => {
		const pieces = fc.oneof(
			fc.constantFrom('.', ' ', '/', '\\', 'CON', family, 'é', '\u202e', '.mp4', '\ud83c'),
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: 'binary' }),
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 60 }), (made) => {
				const name = named(made.join(''));
				expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
				expect(name).toMatch(/^[^\s.].*\.[a-z\d]{1,5}$/isu);
				// eslint-disable-next-line no-control-regex
				expect(name).not.toMatch(/[<>:"/\\|?*\0-\x1f\u202e]/u);
				expect(named(name)).toBe(name);
			}),
			{ numRuns: cases(2000) },
		);
	});

	test('takes no time, however long the text is that was set', () => {
		const before = Date.now();
		for (const text of [' '.repeat(1e6) + 'a', `a${' .'.repeat(1e6)}b`, '👨‍👩‍👧‍👦'.repeat(1e5)])
			named(text);
		expect(Date.now() - before).toBeLessThan(2000);
	});
});

describe('names that collide within a run', () => {
	test('are numbered, as file systems compare them', () => {
		const { claim } = createFileNames();
		const wanted = ['clip.mp4', 'clip.mp4', 'Clip.MP4', 'clip.mov', 'clip (2).mp4', 'clip.mp4'];
		expect(wanted.map(claim)).toEqual([
			'clip.mp4',
			'clip (2).mp4',
			'Clip (3).MP4',
			'clip.mov',
			'clip (2) (2).mp4',
			'clip (4).mp4',
		]);
	});

	test('stay within the longest name', () => {
		const name = named('湖'.repeat(100));
		const second = numbered(name, new Set([name]));
		expect(second).toMatch(/^湖+ \(2\)\.mp4$/);
		expect(Buffer.byteLength(second)).toBeLessThanOrEqual(200);
	});

	test('are all different, also a thousand', () => {
		const { claim } = createFileNames();
		const names = Array.from({ length: 1000 }, () => claim('clip.mp4'));
		expect(new Set(names).size).toBe(1000);
	});
});
