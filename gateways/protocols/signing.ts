import { timingSafeEqual } from 'crypto';

/** What the signatures of all gateways' callbacks have in common. What is signed, and where the signature is, each says itself. */

/**
 * How far the time of a callback may be from the clock here, in seconds. fal, AIgateway and OpenRouter say five minutes on
 * their pages (read 2026-11), and the Standard Webhooks libraries check the same (npm standardwebhooks 1.1); Kie.ai sets
 * no limit.
 */
const TOLERANCE_SECONDS = 300;

/**
 * Whether a callback was sent within the last five minutes: an older one may be a recording that is played again.
 *
 * @param timestamp Unix seconds, as the callback has them; anything else isn't recent
 * @param receivedAt milliseconds since 1970
 */
export const isRecent = (timestamp: string | undefined, receivedAt: number): boolean =>
	timestamp !== undefined &&
	/^\d{1,12}$/.test(timestamp) &&
	Math.abs(receivedAt / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;

/** Whether two texts are the same. Compares in constant time. */
export function isSameText(given: string, expected: string): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(expected)];
	return one.length === other.length && timingSafeEqual(one, other);
}

/** The same of bytes as hexadecimal digits, in either case. */
export const isSameHex = (given: string, expected: Uint8Array): boolean =>
	isSameText(given.toLowerCase(), Buffer.from(expected).toString('hex'));
