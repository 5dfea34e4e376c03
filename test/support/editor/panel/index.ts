import type { Page } from 'playwright-core';
import { byTestId, parameterPane } from '../locators';
import { credentials } from './credentials';
import { execution } from './execution';
import { parametersOf } from './parameters';
import { resourceLocators } from './resourceLocators';
import { webhook } from './webhook';

/** The panel of one node. */
export function panel(page: Page) {
	const parameters = parameterPane(page);
	const close = async () => {
		await byTestId(page, 'ndv-close-button').click();
		await parameters.waitFor({ state: 'hidden' });
	};
	return {
		openNode: async (name: string) => {
			// Open still, if the test before has failed.
			if (await parameters.isVisible()) await close();
			await page
				.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`)
				.locator('[data-canvas-node-render-type]')
				.dblclick();
			await parameters.waitFor();
		},
		closeNode: close,
		...parametersOf(page),
		...resourceLocators(page),
		...credentials(page),
		...execution(page),
		...webhook(page),
	};
}
