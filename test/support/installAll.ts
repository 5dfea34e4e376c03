import { ensureAiInstalled } from '../bench/ai/install';
import { ensureClientsInstalled } from '../clients/install';
import { ensureN8nInstalled } from './n8n/install';
import { available } from './n8n/queue/available';

/**
 * Installs what the tests and the benchmarks need beside the repository's own packages, all at once, so that it can go on
 * while the sources are checked. The tests install what is missing by themselves, and say why if they can't.
 */

const log = (line: string) => process.stderr.write(`${line}\n`);

void Promise.allSettled([
	ensureN8nInstalled({ log }),
	ensureClientsInstalled({ log }),
	ensureAiInstalled({ log }),
	available({ log }),
]);
