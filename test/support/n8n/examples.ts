import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { IDataObject } from 'n8n-workflow';
import type { N8n, WorkflowJson } from './n8n';

/** Where the importable workflows lie. */
export const examplesFolder = resolve(__dirname, '..', '..', '..', 'examples');

/** The file name, without `.json`, of the example that uses every gateway. */
export const mainExample = 'all-gateways';

/** A credential by its type: what the nodes of an example get to see. */
export type CredentialsByType = Record<string, { id: string; name: string }>;

/** Saves a credential under this name, or gives the one that has it this data; gives its id. */
export async function saveCredential(
	n8n: N8n,
	credential: { name: string; type: string; data: IDataObject },
): Promise<{ id: string; name: string }> {
	const saved = (await n8n.credentials()).find(
		({ name, type }) => name === credential.name && type === credential.type,
	);
	if (!saved) return await n8n.createCredential(credential);
	await n8n.updateCredential(saved.id, credential);
	return { id: saved.id, name: saved.name };
}

/** Saves a workflow in place of the one that has its name, or as a new one; gives its id. */
export async function saveWorkflow(n8n: N8n, workflow: WorkflowJson): Promise<string> {
	const saved = (await n8n.workflows()).find(({ name }) => name === workflow.name);
	if (!saved) return await n8n.createWorkflow(workflow);
	await n8n.updateWorkflow(saved.id, workflow);
	return saved.id;
}

/**
 * Reads an example and puts credentials into its nodes, by their type.
 *
 * @param name the file name without `.json`
 * @throws Error that names the file, if it is missing or no workflow
 */
export async function readExample(
	name: string,
	credentials: CredentialsByType,
): Promise<WorkflowJson> {
	const file = join(examplesFolder, `${name}.json`);
	const example = await readFile(file, 'utf8')
		.then((text) => JSON.parse(text) as WorkflowJson)
		.catch((error: Error) => {
			throw new Error(`${file} can not be read: ${error.message}`);
		});
	return {
		...example,
		nodes: example.nodes.map((node) => ({
			...node,
			credentials: Object.fromEntries(
				Object.entries(node.credentials ?? {}).map(([type, own]) => [
					type,
					credentials[type] ?? own,
				]),
			),
		})),
	};
}

const importedFormat = z.record(z.object({ id: z.string(), fingerprint: z.string() }));

/**
 * Imports every example, the main one first. One that was imported before is replaced only if its
 * file has changed since, so what somebody did to it in the editor stays.
 *
 * @param stateFile remembers what was imported
 * @returns the id of each example's workflow, by the file name without `.json`
 */
export async function importExamples(
	n8n: N8n,
	credentials: CredentialsByType,
	stateFile: string,
): Promise<Map<string, string>> {
	const before = importedFormat.parse(
		JSON.parse(await readFile(stateFile, 'utf8').catch(() => '{}')),
	);
	const existing = new Set((await n8n.workflows()).map(({ id }) => id));
	const names = (await readdir(examplesFolder))
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.slice(0, -'.json'.length))
		.sort((a, b) => Number(b === mainExample) - Number(a === mainExample) || (a < b ? -1 : 1));

	const after: z.infer<typeof importedFormat> = {};
	for (const name of names) {
		const workflow = await readExample(name, credentials);
		const fingerprint = createHash('sha256').update(JSON.stringify(workflow)).digest('hex');
		const known = before[name];
		if (known && existing.has(known.id)) {
			if (known.fingerprint !== fingerprint) await n8n.updateWorkflow(known.id, workflow);
			after[name] = { id: known.id, fingerprint };
		} else {
			after[name] = { id: await n8n.createWorkflow(workflow), fingerprint };
		}
	}
	await writeFile(stateFile, JSON.stringify(after, undefined, '\t'));
	return new Map(Object.entries(after).map(([name, { id }]) => [name, id]));
}
