import { isGatewayError, type GatewayError } from '../../gateways/gateway';

/**
 * The secrets that gateways sign with, as they were read with the credential; in memory only, because n8n stores
 * static data in plain text.
 *
 * A secret is rotated because it has leaked, so an old one must not be believed for as long as n8n runs. Younger than
 * `FRESH_FOR` it is believed at once. Then it is still believed, so that the answer takes no longer, but read again in
 * the background: somebody who has the old one gets one more call through. Older than `BELIEVED_FOR` it is read again
 * before anything is believed: a trigger that is called twice a day is not open for half a day.
 */

/** Milliseconds. */
export const FRESH_FOR = 10 * 60_000;
export const BELIEVED_FOR = 60 * 60_000;

/**
 * A secret that does not fit is read again, since the user may have rotated it, but not within so many milliseconds:
 * forged calls must not make others.
 */
export const REREAD_AFTER = 60_000;

/** Reads a secret at the gateway; empty where the key has none. */
export type ReadSecret = () => Promise<string | GatewayError>;

interface KnownSecret {
	secret: string;
	/** Milliseconds since 1970. */
	readAt: number;
}

/** The secrets of a process. */
interface SecretBook {
	/** Milliseconds since 1970. */
	now: () => number;
	known: Map<string, KnownSecret>;
	/** Reads that are under way: callbacks that come meanwhile wait for the same one. */
	reads: Map<string, Promise<string | GatewayError>>;
}

/** Reads a secret and keeps it, or waits for the read that is under way. */
async function refresh(
	{ now, known, reads }: SecretBook,
	key: string,
	read: ReadSecret,
): Promise<string | GatewayError> {
	const readNow = async () => {
		const secret = await read();
		if (!isGatewayError(secret)) known.set(key, { secret, readAt: now() });
		return secret;
	};
	const underWay = reads.get(key) ?? readNow().finally(() => reads.delete(key));
	reads.set(key, underWay);
	return await underWay;
}

/** What the secret that is known says of a callback; undefined where it must be read again first. */
function judgeByKnown(
	{ secret, readAt }: KnownSecret,
	now: number,
	isValid: (secret: string) => boolean,
): 'fits' | 'fitsButOld' | 'fitsNot' | undefined {
	const age = now - readAt;
	// Not with a clock that was set back: then nobody knows how old it is.
	if (age < 0 || age >= BELIEVED_FOR) return undefined;
	if (secret !== '' && isValid(secret)) return age >= FRESH_FOR ? 'fitsButOld' : 'fits';
	return age < REREAD_AFTER ? 'fitsNot' : undefined;
}

/** Keeps secrets by a key of the caller's. `now` gives milliseconds since 1970. */
export function keepSecrets(now: () => number): {
	/**
	 * Whether `isValid` holds for the secret of `key`; the error where that can't be read. Without a secret nothing
	 * is valid.
	 */
	fits: (
		key: string,
		read: ReadSecret,
		isValid: (secret: string) => boolean,
	) => Promise<boolean | GatewayError>;
} {
	const book: SecretBook = { now, known: new Map(), reads: new Map() };
	return {
		fits: async (key, read, isValid) => {
			const known = book.known.get(key);
			const judged = known && judgeByKnown(known, now(), isValid);
			if (judged === 'fitsButOld') void refresh(book, key, read).catch(() => undefined);
			if (judged !== undefined) return judged !== 'fitsNot';
			const secret = await refresh(book, key, read);
			return isGatewayError(secret) ? secret : secret !== '' && isValid(secret);
		},
	};
}
