import { setTimeout as sleep } from 'node:timers/promises';
import { isN8n1 } from '../release';
import type { Session } from '../session';
import type { WorkflowJson, WorkflowRow } from '../types';
import { manualTriggerType } from '../workflow';

/** Saves, publishes and starts workflows, as the editor does. */
export function workflowCalls(session: Session) {
	const { call } = session;
	const load = async (id: string) =>
		await call<WorkflowJson & { versionId: string }>('GET', `/workflows/${id}`);
	const run = async (id: string, trigger: string) =>
		await call<{ executionId?: string; waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${id}/run`,
			{
				triggerToStartFrom: { name: trigger },
				// n8n 1.x runs what it is sent, not what is saved.
				...(isN8n1 ? { workflowData: await load(id) } : {}),
			},
		);
	return {
		createWorkflow: async (workflow: WorkflowJson) =>
			(
				await call<WorkflowRow>('POST', '/workflows', {
					settings: {},
					...(isN8n1 ? { active: false } : {}),
					...workflow,
				})
			).id,
		updateWorkflow: async (id: string, workflow: WorkflowJson) => {
			const { versionId } = await load(id);
			await call('PATCH', `/workflows/${id}`, { settings: {}, ...workflow, versionId });
		},
		workflows: async () => {
			const rows = await call<WorkflowRow[]>('GET', '/workflows');
			return rows.map(({ id, name, active }) => ({ id, name, active }));
		},
		activate: async (id: string) => {
			const { versionId } = await load(id);
			await call('POST', `/workflows/${id}/activate`, { versionId });
			const triggers = await published(session, id);
			const problems = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
			if (problems.length > 0) throw new Error(problems.join('; '));
		},
		deactivate: async (id: string) => {
			await call('POST', `/workflows/${id}/deactivate`, {});
			await published(session, id);
		},
		runWorkflow: async (id: string, { triggerNode }: { triggerNode?: string } = {}) => {
			const start = triggerNode ?? manualTriggerOf(await load(id));
			const { executionId } = await run(id, start);
			if (executionId === undefined) {
				throw new Error(`"${start}" waits for a call from outside, so nothing was started`);
			}
			return executionId;
		},
		listenForTestEvent: async (id: string, triggerNode: string) => {
			const { waitingForWebhook } = await run(id, triggerNode);
			if (!waitingForWebhook) throw new Error(`"${triggerNode}" waits for no call`);
		},
	};
}

function manualTriggerOf(workflowJson: WorkflowJson): string {
	const trigger = workflowJson.nodes.find((node) => node.type === manualTriggerType);
	if (!trigger) throw new Error(`Workflow "${workflowJson.name}" has no manual trigger`);
	return trigger.name;
}

/** What the triggers say after n8n has published or withdrawn, which it does in the background. */
async function published({ call }: Session, id: string) {
	// n8n 1.x publishes within the call.
	if (isN8n1) return [];
	for (const deadline = Date.now() + 120_000; ; await sleep(50)) {
		const { status, triggers } = await call<{
			status: string;
			triggers: Array<{ errorMessage: string | null }>;
		}>('GET', `/workflows/${id}/publication-status`);
		if (status !== 'in_progress') return triggers;
		if (Date.now() > deadline) throw new Error(`Workflow ${id} is still being published`);
	}
}
