import { available } from '../support/n8n/queue/available';

/** Says that queue mode can not be run here, and why. */
export const unavailableVariable = 'QUEUE_MODE_UNAVAILABLE';

/**
 * For Jest, before the tests in queue mode: whether they are skipped must be known before they are
 * collected, and finding out may include an installation.
 */
export default async function setup(): Promise<void> {
	const availability = await available();
	delete process.env[unavailableVariable];
	if (availability.ok) return;
	process.env[unavailableVariable] = availability.reason;
	process.stderr.write(`Skipping the tests in queue mode: ${availability.reason}\n`);
}
