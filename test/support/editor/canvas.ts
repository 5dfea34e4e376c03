import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';
import { byTestId } from './locators';

/** The drawing of the workflow. */
export function canvas(page: Page) {
	const node = (name: string) =>
		page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const middle = async (handle: Locator) => {
		const box = (await handle.boundingBox())!;
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	};
	return {
		node,
		openNewWorkflow: async () => {
			await page.goto('/workflow/new', { waitUntil: 'domcontentloaded' });
			await byTestId(page, 'canvas-plus-button').waitFor();
		},
		openWorkflow: async (id: string) => {
			await page.goto(`/workflow/${id}`, { waitUntil: 'domcontentloaded' });
			await byTestId(page, 'canvas-node').first().waitFor();
		},
		/** Waits until name, subtitle and outputs of a node read like this. */
		labelSays: async (name: string, words: RegExp) =>
			await eventually(async () => expect(await node(name).innerText()).toMatch(words)),
		/** Presses Execute workflow. */
		executeWorkflow: async () => await byTestId(page, 'execute-workflow-button').click(),
		/** Draws a connection with the mouse. */
		connect: async (from: string, output: number, to: string) => {
			const start = await middle(
				node(from).locator(
					`[data-test-id="canvas-node-output-handle"][data-index="${output}"]`,
				),
			);
			const end = await middle(byTestId(node(to), 'canvas-node-input-handle'));
			await page.mouse.move(start.x, start.y);
			await page.mouse.down();
			// Away from the handle first, as a hand does: a jump is taken for a click.
			await page.mouse.move(start.x + 60, start.y - 60, { steps: 5 });
			await page.mouse.move(end.x, end.y, { steps: 10 });
			await page.mouse.up();
		},
		edge: (from: string, to: string) =>
			page.locator(
				`[data-test-id="edge"][data-source-node-name="${from}"][data-target-node-name="${to}"]`,
			),
		/** Message of n8n in a corner of the page. */
		message: (words: string) => page.getByRole('alert').filter({ hasText: words }).first(),
	};
}
