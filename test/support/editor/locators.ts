import type { Locator, Page } from 'playwright-core';

/** An element by the name that n8n gives it for tests. */
export const byTestId = (page: Page | Locator, id: string): Locator =>
	page.locator(`[data-test-id="${id}"]`);

/** An entry of the list that is open; besides its name it may have a description. */
export const entryOf = (page: Page, name: string): Locator =>
	page.getByRole('option').filter({ visible: true, has: page.getByText(name, { exact: true }) });

/** The parameters of the node that is open. */
export const parameterPane = (page: Page): Locator => byTestId(page, 'node-parameters').first();
