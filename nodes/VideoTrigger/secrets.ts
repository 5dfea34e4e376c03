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
	const known = new Map<string, KnownSecret>();
	/** Reads that are under way: callbacks that come meanwhile wait for the same one. */
	const reads = new Map<string, Promise<string | GatewayError>>();

	async function readNow(key: string, read: ReadSecret): Promise<string | GatewayError> {
		const secret = await read();
		if (!isGatewayError(secret)) known.set(key, { secret, readAt: now() });
		return secret;
	}

	async function refresh(key: string, read: ReadSecret): Promise<string | GatewayError> {
		const underWay = reads.get(key) ?? readNow(key, read).finally(() => reads.delete(key));
		reads.set(key, underWay);
		return await underWay;
	}

	return {
		fits: async (key, read, isValid) => {
			const fitsNow = (secret: string) => secret !== '' && isValid(secret);
			const one = known.get(key);
			const age = one ? now() - one.readAt : Infinity;
			// Not with a clock that was set back: then nobody knows how old it is.
			if (one && age >= 0 && age < BELIEVED_FOR) {
				if (fitsNow(one.secret)) {
					if (age >= FRESH_FOR) void refresh(key, read).catch(() => undefined);
					return true;
				}
				if (age < REREAD_AFTER) return false;
			}
			const secret = await refresh(key, read);
			return isGatewayError(secret) ? secret : fitsNow(secret);
		},
	};
}
