import { forgetTry, startTry, type Begun } from '../../../nodes/SubmitVideo/records/submitNames';

/** The numbers that equal submits get, of which their names are made: those of another try of the same run again. */

const begin = (begun: Begun, run: number, count = 1): number[] => {
	const number = startTry(begun, run);
	return Array.from({ length: count }, () => number('key'));
};

test('equal items of a run count up, and go on in the next run', () => {
	const begun: Begun = {};
	expect(begin(begun, 0, 3)).toEqual([0, 1, 2]);
	expect(begin(begun, 1, 2)).toEqual([3, 4]);
	expect(startTry(begun, 2)('another')).toBe(0);
});

test('another try of a run gets its numbers again, whatever other runs have begun since', () => {
	const begun: Begun = {};
	const [first, second] = [startTry(begun, 0), startTry(begun, 1)];
	// An agent calls a tool twice side by side.
	expect([first('key'), second('key'), first('key'), second('key')]).toEqual([0, 1, 2, 3]);
	expect(begin(begun, 0, 2)).toEqual([0, 2]);
	expect(begin(begun, 1, 2)).toEqual([1, 3]);
});

test.each([0, 1])(
	'the call that repeats a failed one gets its number: call %i of two',
	(failed) => {
		const begun: Begun = {};
		expect([begin(begun, 0), begin(begun, 1)]).toEqual([[0], [1]]);
		forgetTry(begun, failed);
		expect(begin(begun, 2)).toEqual([failed]);
		expect(begin(begun, 3)).toEqual([2]);
	},
);

test('an execution that version 0.1 began goes on with its numbers', () => {
	const begun: Begun = { 0: { key: 2 }, 1: { key: 1 } };
	expect(begin(begun, 2, 2)).toEqual([3, 4]);
	expect(begin(begun, 3)).toEqual([5]);
});
