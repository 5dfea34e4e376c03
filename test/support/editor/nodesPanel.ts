import type { Page } from 'playwright-core';
import { packageName } from '../n8n/pack';
import { byTestId } from './locators';

/** The list of nodes that the plus opens. */
export function nodesPanel(page: Page) {
	const search = byTestId(page, 'node-creator-search-bar');
	/** The entry of a node: n8n writes the type and a random suffix into it. */
	const entry = (type: string) =>
		byTestId(page, 'node-creator').locator(
			`[data-keyboard-nav-id^="${type.includes('.') ? type : `${packageName}.${type}`}-"]`,
		);
	const found = async (): Promise<string[]> => {
		const ids = await byTestId(page, 'node-creator')
			.locator('[data-keyboard-nav-id]')
			.evaluateAll((entries) =>
				entries.map((element) => element.getAttribute('data-keyboard-nav-id') ?? ''),
			);
		// Without the random suffix, a UUID.
		return ids.map((id) => id.slice(0, -'-00000000-0000-0000-0000-000000000000'.length));
	};
	const open = async () => {
		if (await search.isVisible()) return;
		await byTestId(page, 'canvas-plus-button')
			.or(byTestId(page, 'node-creator-plus-button'))
			.first()
			.click();
		await search.waitFor();
	};
	return {
		openNodesPanel: open,
		/** Types into the search, and gives the types of the nodes that are found, best first. */
		searchNodes: async (words: string, expected: string[]): Promise<string[]> => {
			// What the last search has found must not pass for what this one finds.
			await search.fill('no node has this name');
			await byTestId(page, 'node-creator-no-results').waitFor();
			await search.fill(words);
			for (const type of expected) {
				await entry(type)
					.waitFor({ timeout: 5000 })
					.catch(async () => {
						throw new Error(
							`"${words}" does not find ${type}, only ${(await found()).join(', ')}`,
						);
					});
			}
			return await found();
		},
		/** Adds a node by the panel; one of the package by way of its details, as n8n has it for community nodes. */
		addNode: async (words: string, type: string) => {
			await open();
			await search.fill(words);
			await entry(type).click();
			if (type.includes('.')) return;
			await byTestId(page, 'node-creator').getByText('Add to workflow').click();
		},
	};
}
