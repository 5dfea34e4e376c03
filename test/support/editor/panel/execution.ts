import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../eventually';
import { byTestId } from '../locators';

/** A step, what goes in and what comes out of it. */
export function execution(page: Page) {
	return {
		/** Presses Execute step. */
		executeStep: async () => await byTestId(page, 'node-execute-button').click(),
		output: byTestId(page, 'output-panel'),
		inputPanel: byTestId(page, 'ndv-input-panel'),
		/** Drags a field from the panel of the input into a parameter. */
		dragField: async (field: string, target: Locator) => {
			const start = (await byTestId(page, 'ndv-input-panel')
				.locator(`[data-target="mappable"][data-name="${field}"]`)
				.boundingBox())!;
			const end = (await target.boundingBox())!;
			await page.mouse.move(start.x + 20, start.y + start.height / 2);
			await page.mouse.down();
			// In steps, as a hand does: the editor takes a jump for a click.
			await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 20 });
			await page.mouse.up();
		},
		/** Waits until the panel of the output says this. */
		outputSays: async (...words: string[]) => {
			await eventually(async () => {
				const text = await byTestId(page, 'output-panel').innerText();
				for (const word of words) expect(text).toContain(word);
			}, 20);
		},
		showOutputAs: async (view: 'schema' | 'json' | 'binary') =>
			await byTestId(byTestId(page, 'output-panel'), `radio-button-${view}`).click(),
	};
}
