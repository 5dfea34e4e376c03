import type { Log } from '../install';
import { findPostgres, toStderr } from './findPostgres';
import { findRedis } from './redis';

/** Whether n8n can be run in queue mode here; if not, why, in one line. */
export type Availability = { ok: true } | { ok: false; reason: string };

/**
 * Looks for the servers that queue mode needs. Installs PostgreSQL on first use, so this may take
 * some seconds.
 *
 * @param options `log` takes the progress of that; by default stderr
 */
export async function available({ log = toStderr }: { log?: Log } = {}): Promise<Availability> {
	try {
		await findRedis();
		await findPostgres(log);
		return { ok: true };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { ok: false, reason: reason.replaceAll(/\s*\n\s*/g, ' ') };
	}
}
