import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';

import { readExample } from './examples';
import { stageForTests } from './stage';

/** Example workflows that need more around them than a gateway, as a user imports and completes them. */

const stage = stageForTests(3);

/** A row of n8n's own data table. */
interface Row {
	id: number;
	prompt: string;
	status: string;
	jobId: string | null;
	videoUrl: string | null;
}

/** The table that the example asks for, with these prompts as new rows. Gives a call that reads all rows. */
async function videosTable(prompts: string[]): Promise<() => Promise<Row[]>> {
	const project = (await stage.n8n.rest('GET', '/projects/personal')) as { id: string };
	const tables = `/projects/${project.id}/data-tables`;
	const columns = ['prompt', 'status', 'jobId', 'videoUrl'];
	const table = (await stage.n8n.rest('POST', tables, {
		name: 'Videos',
		columns: columns.map((name) => ({ name, type: 'string' })),
	})) as { id: string };
	await stage.n8n.rest('POST', `${tables}/${table.id}/insert`, {
		data: prompts.map((prompt) => ({ prompt, status: 'new' })),
		returnType: 'count',
	});
	return async () => {
		const { data } = (await stage.n8n.rest('GET', `${tables}/${table.id}/rows`)) as {
			data: Row[];
		};
		return data.sort((left, right) => left.id - right.id);
	};
}

test('the pair for callbacks submits the rows of a table and writes each video into its row', async () => {
	const rowsOf = await videosTable(['A lake', 'A forbidden thing', 'A night train']);
	stage.simulator.plan = ({ prompt }) => ({
		outcome: prompt === 'A forbidden thing' ? 'moderated' : 'completed',
	});
	const receive = await readExample('callback-receive', stage.credentials);
	const { webhookId } = receive.nodes.find(({ name }) => name === 'Video Trigger')!;
	const receiveId = await stage.n8n.createWorkflow(receive);
	await stage.n8n.activate(receiveId);
	// What the note tells the user to do.
	const submit = await readExample('callback-submit', stage.credentials);
	const withUrl = (node: INode): INode =>
		node.name === 'Submit Video'
			? {
					...node,
					parameters: {
						...node.parameters,
						options: {
							...(node.parameters.options as object),
							callbackUrl: `${stage.n8n.url}/webhook/${webhookId}/webhook`,
						},
					},
				}
			: node;
	const submitId = await stage.n8n.createWorkflow({
		...submit,
		nodes: submit.nodes.map(withUrl),
	});
	const submitted = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(submitId));
	expect(submitted.error?.message).toBeUndefined();
	expect((await rowsOf()).map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);

	const isOpen = (row: Row) => row.status === 'queued';
	for (let tries = 0; tries < 60 && (await rowsOf()).some(isOpen); tries++) await sleep(250);

	const rows = await rowsOf();
	const jobs = stage.simulator.jobs;
	for (const row of rows) {
		const job = jobs.find(({ body }) => body.prompt === row.prompt)!;
		expect(row.jobId).toBe(job.jobId);
		if (row.prompt === 'A forbidden thing') {
			expect(row.status).toMatch(/^failed: Moderated/);
			expect(row.videoUrl).toBe('');
		} else {
			expect(row).toMatchObject({ status: 'completed', videoUrl: job.videoUrl });
		}
	}
	const runs = await stage.n8n.executionRows({ workflowId: receiveId });
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
	expect(jobs).toHaveLength(3);
	expect(stage.simulator.refusals).toEqual([]);
}, 60_000);
