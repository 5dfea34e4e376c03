import { isGatewayError, type GatewayError } from '../../gateways/gateway';

/**
 * The secrets that gateways sign with, as they were fetched with the credential; in memory only, because n8n stores
 * static data in plain text.
 *
 * A secret is rotated because it has leaked, so an old one must not be trusted for as long as n8n runs. Younger than
 * `FRESH_FOR`, it's simply trusted. After that it's still trusted, so that the answer takes no longer, but fetched
 * again in the background: somebody who has the old one gets one more call through. Older than `BELIEVED_FOR`, it's
 * fetched again before anything is trusted: a trigger that is called twice a day is not open for half a day.
 */

/** Milliseconds. */
export const FRESH_FOR = 10 * 60_000;
export const BELIEVED_FOR = 60 * 60_000;

/**
 * A secret that doesn't match is fetched again, since the user may have rotated it, but not within so many
 * milliseconds: forged calls must not cause others.
 */
export const REREAD_AFTER = 60_000;

/** Fetches a secret from the gateway; empty if the key has none. */
type ReadSecret = () => Promise<string | GatewayError>;

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
	/** Fetches in progress: callbacks that arrive meanwhile wait for the same one. */
	reads: Map<string, Promise<string | GatewayError>>;
}

/** Fetches a secret and keeps it, or waits for the fetch in progress. */
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

/** Whether the known secret accepts a callback; undefined if it must be fetched again first. */
function judgeByKnown(
	{ secret, readAt }: KnownSecret,
	now: number,
	isValid: (secret: string) => boolean,
): 'valid' | 'validButOld' | 'invalid' | undefined {
	const age = now - readAt;
	// Not if the clock was set back: then its age is unknown.
	if (age < 0 || age >= BELIEVED_FOR) return undefined;
	if (secret !== '' && isValid(secret)) return age >= FRESH_FOR ? 'validButOld' : 'valid';
	return age < REREAD_AFTER ? 'invalid' : undefined;
}

/** Keeps secrets by a key of the caller's. `now` gives milliseconds since 1970. */
export function keepSecrets(now: () => number): {
	/**
	 * Whether `isValid` holds for the secret of `key`; the error if that can't be fetched. Without a secret nothing is
	 * valid.
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
			if (judged === 'validButOld') void refresh(book, key, read).catch(() => undefined);
			if (judged !== undefined) return judged !== 'invalid';
			const secret = await refresh(book, key, read);
			return isGatewayError(secret) ? secret : secret !== '' && isValid(secret);
		},
	};
}
