import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { asWorkflow, type Workflow } from '../../tools/migrate/workflow';

/**
 * Loops in the shapes that public workflows have, written for these tests. Those whose names begin with `left` hold what
 * can't be replaced.
 */
const FOLDER = join(__dirname, 'samples');

/** The names of the samples that can be migrated, and of those that can't. */
export const sampleNames = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

/** Whether a sample can be migrated. */
export const isMigratable = (name: string): boolean => !name.startsWith('left');

/** A sample's file. */
export const sampleText = (name: string): string =>
	readFileSync(join(FOLDER, `${name}.json`), 'utf8');

/** A sample. */
export function readSample(name: string): Workflow {
	const workflow = asWorkflow(JSON.parse(sampleText(name)));
	if ('problem' in workflow) throw new Error(`${name}: ${String(workflow.problem)}`);
	return workflow as Workflow;
}

/** The key that is typed into a header of one of the samples. */
export const TYPED_KEY = '11111111-2222-3333-4444-555555555555:0123456789abcdef0123456789abcdef';
