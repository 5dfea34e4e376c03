import { numberLike } from '../../../gateways/answer/wire';

test.each([
	[7, 7],
	['7', 7],
	['-0.5', -0.5],
])('%p is the number %p', (value, number) => {
	expect(numberLike.parse(value)).toBe(number);
});

test.each([
	['a number too large for one', JSON.parse('1e400') as unknown],
	['the same as text', '9'.repeat(400)],
	['an empty text', ''],
	['a text with more than a number', '7 px'],
	['nothing', null],
])('%s is none', (_name, value) => {
	expect(numberLike.safeParse(value).success).toBe(false);
});
