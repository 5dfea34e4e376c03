import type { Page } from 'playwright-core';
import { byTestId, parameterPane } from '../locators';

/** Resource locators, and the lists that they search. */
export function resourceLocators(page: Page) {
	const parameters = parameterPane(page);
	const locator = (name: string) =>
		byTestId(byTestId(parameters, `resource-locator-${name}`), 'rlc-input');
	return {
		/** Searches the list of a resource locator, gives what is found, and chooses `name`. */
		chooseFromSearch: async (parameter: string, words: string, name: string) => {
			await byTestId(
				byTestId(parameters, `resource-locator-${parameter}`),
				'rlc-input',
			).click();
			await byTestId(page, 'rlc-search').fill(words);
			const items = byTestId(page, 'rlc-item');
			await items.getByText(name, { exact: true }).click();
		},
		/** Waits until that list holds these entries, gives all, and closes it. */
		listOf: async (parameter: string, expected: string[]): Promise<string[]> => {
			await locator(parameter).click();
			// The words of the last search stay.
			await byTestId(page, 'rlc-search').fill('');
			const items = byTestId(page, 'rlc-item');
			for (const name of expected) await items.getByText(name, { exact: true }).waitFor();
			const texts = await items.allInnerTexts();
			await page.keyboard.press('Escape');
			return texts.map((text) => text.trim());
		},
		/** What stands in a resource locator. */
		located: async (parameter: string): Promise<string> =>
			await locator(parameter).locator('xpath=descendant-or-self::input').inputValue(),
	};
}
