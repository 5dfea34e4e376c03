import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packageName } from '../support/n8n/pack';

/** Submit Video without the records in n8n's database, to measure what they cost. */

const unrecordedName = `${packageName}-unrecorded`;

/** How n8n knows this node. */
export const unrecordedSubmit = `${unrecordedName}.submitVideo`;

/** Installs a copy of the package beside it that keeps no records. */
export async function installUnrecorded(installed: string): Promise<void> {
	const copy = join(installed, '..', unrecordedName);
	await cp(installed, copy, { recursive: true });
	const manifest = join(copy, 'package.json');
	const text = await readFile(manifest, 'utf8');
	await writeFile(manifest, text.replace(`"${packageName}"`, `"${unrecordedName}"`));
	const records = join(copy, 'dist', 'nodes', 'SubmitVideo', 'records.js');
	await appendFile(records, '\nexports.recordsOf = () => undefined;\n');
}
