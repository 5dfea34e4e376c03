import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { schemas } from './schemas';

/** Writes the output schemas beside the compiled nodes; the build runs it. */
async function main(): Promise<void> {
	for (const [path, schema] of Object.entries(schemas)) {
		const file = resolve(__dirname, '..', '..', 'dist', 'nodes', path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, JSON.stringify(schema));
	}
}

void main();
