import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';

import { ensureN8nInstalled } from '../../support/n8n/install';
import type { Ground } from '../ground';
import { print } from '../report';

const script = join(__dirname, 'generate.mjs');

/**
 * Makes one video for each prompt with Vercel's AI SDK, outside n8n and in a process of its own, at the simulated MiniMax.
 *
 * @returns the seconds from the first submit to the last file
 * @throws Error if a file is missing or empty
 */
export async function runAi({ simulator }: Ground, prompts: readonly string[]): Promise<number> {
	// The SDK needs a newer Node.js than the tests.
	const { nodeBinary } = await ensureN8nInstalled({ log: print });
	const folder = await mkdtemp(join(tmpdir(), 'videos-with-ai-'));
	try {
		const { apiKey, baseUrl } = simulator.credentials.minimax;
		const order = JSON.stringify({ apiKey, baseUrl, folder, prompts });
		const { stdout } = await execa(nodeBinary, [script, order]);
		const files = await readdir(folder);
		const sizes = await Promise.all(
			files.map(async (file) => (await stat(join(folder, file))).size),
		);
		if (sizes.filter((size) => size > 0).length !== prompts.length) {
			throw new Error(`The AI SDK saved ${files.length} videos of ${prompts.length}`);
		}
		return (JSON.parse(stdout) as { seconds: number }).seconds;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
