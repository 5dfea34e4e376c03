import { isRecent, isSameHex, isSameText } from '../../../gateways/protocols/signing';

const NOW = Date.UTC(2026, 10, 1);
const SECONDS = NOW / 1000;

test.each([
	[String(SECONDS), true],
	[String(SECONDS - 300), true],
	[String(SECONDS + 300), true],
	[String(SECONDS - 301), false],
	[String(SECONDS + 301), false],
	[String(NOW), false],
	[undefined, false],
	['', false],
	[` ${SECONDS}`, false],
	[`${SECONDS}.0`, false],
	['1e9', false],
])('a callback of %s is recent: %s', (timestamp, recent) => {
	expect(isRecent(timestamp, NOW)).toBe(recent);
});

test.each([
	['abc', 'abc', true],
	['abc', 'abd', false],
	['abc', 'ab', false],
	['', '', true],
	['é', 'é', true],
])('the texts %j and %j are the same: %s', (given, expected, same) => {
	expect(isSameText(given, expected)).toBe(same);
});

test.each([
	['0aff', true],
	['0AFF', true],
	['0af', false],
	['0aff00', false],
	['0affzz', false],
	['', false],
])('%j is the bytes 0a ff: %s', (given, same) => {
	expect(isSameHex(given, Uint8Array.of(0x0a, 0xff))).toBe(same);
});
