import { describeFailure, headline, splitWords, failureText } from '../../../nodes/shared/failure';

/** The words and the facts of a failure, before n8n is part of it. */

test.each([
	['Prompt is empty. Describe it.', 'Prompt is empty', 'Describe it.'],
	['Hailuo 2.3 needs an image. Set it.', 'Hailuo 2.3 needs an image', 'Set it.'],
	['Prompt is empty.', 'Prompt is empty', undefined],
	['\'Image\' is "a. B", not a URL. Set it.', '\'Image\' is "a. B", not a URL', 'Set it.'],
	['It has a "quote. Then more', 'It has a "quote. Then more', undefined],
])('%s: the first sentence is the headline, the rest the fix', (text, title, fix) => {
	expect(splitWords(text)).toEqual(fix === undefined ? { title } : { title, fix });
});

test('the words become one text again', () => {
	expect(failureText({ title: 'It failed', fix: 'Try again.' })).toBe('It failed. Try again.');
	expect(failureText({ title: 'Why?', fix: 'Because.' })).toBe('Why? Because.');
	expect(failureText({ title: 'It failed' })).toBe('It failed');
});

test('a headline of more than three lines is cut, and nothing of it is lost', () => {
	const words = { title: `AIgateway says "${'no '.repeat(80)}"`, fix: 'Job ID: 1.' };
	const { title, fix } = headline(words);
	expect(title.length).toBeLessThanOrEqual(140);
	expect(title).toMatch(/no\.\.\.$/);
	expect(fix).toBe(failureText(words));
	expect(headline({ title: 'Short', fix: 'Fix.' })).toEqual({ title: 'Short', fix: 'Fix.' });
});

test('a failure with a job may be billed, and one without is not, unless it says so', () => {
	const facts = { retryable: false, code: 'gateway' } as const;
	expect(describeFailure({ code: 'gateway' })).toEqual({ ...facts, accepted: 'no' });
	expect(describeFailure({ code: 'gateway', jobId: '1' })).toEqual({
		...facts,
		jobId: '1',
		accepted: 'maybe',
	});
	expect(describeFailure({ code: 'gateway', accepted: 'maybe' })).toEqual({
		...facts,
		accepted: 'maybe',
	});
});
