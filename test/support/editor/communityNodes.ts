import type { Page } from 'playwright-core';
import { byTestId } from './locators';

/** "Settings > Community nodes", where n8n has one package at most. */
export function communityNodes(page: Page) {
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const card = byTestId(page, 'community-package-card');
	/** Waits for the title of the notice that n8n shows in the end. */
	const done = async (title: string) =>
		await page.getByText(title, { exact: true }).first().waitFor({ timeout: 60_000 });
	return {
		open: async () => await page.goto('/settings/community-nodes'),
		/** What the entry of the package says: its name, nodes and version. */
		installed: async () => await card.innerText(),
		install: async (packageName: string) => {
			await button('Install a community node').click();
			await byTestId(page, 'package-name-input')
				.locator('input')
				.or(page.locator('input[data-test-id="package-name-input"]'))
				.first()
				.fill(packageName);
			await byTestId(page, 'user-agreement-checkbox').click();
			await byTestId(page, 'install-community-package-button').click();
			await done('Package installed');
		},
		update: async () => {
			await button('Update').click();
			await button('Confirm update').click();
			await done('Package updated');
		},
		uninstall: async () => {
			await card.getByRole('button').last().click();
			await page.getByText('Uninstall package', { exact: true }).click();
			await button('Confirm uninstall').click();
			await done('Package uninstalled');
			// The screen of an n8n without any community node.
			await button('Install a community node').waitFor();
		},
	};
}
