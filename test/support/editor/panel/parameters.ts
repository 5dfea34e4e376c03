import type { Page } from 'playwright-core';
import { byTestId, entryOf, parameterPane } from '../locators';

/** Parameters and options of the node that is open. */
export function parametersOf(page: Page) {
	const parameters = parameterPane(page);
	const input = (name: string) => byTestId(parameters, `parameter-input-${name}`);
	const choices = async (): Promise<string[]> => {
		const options = page.getByRole('option').filter({ visible: true });
		await options.first().waitFor();
		const texts = await options.allInnerTexts();
		// The first line; a description may follow.
		return texts.map((text) => text.split('\n')[0]!.trim()).filter((text) => text !== '');
	};
	return {
		parameters,
		input,
		/** Names of the parameters that have an input now, those of the tab Settings left out. */
		shownParameters: async (): Promise<string[]> => {
			const ids = await parameters
				.locator('[data-test-id^="parameter-input-"]')
				.filter({ visible: true })
				.evaluateAll((elements) =>
					elements.map((element) => element.getAttribute('data-test-id') ?? ''),
				);
			return ids
				.map((id) => id.slice('parameter-input-'.length))
				.filter((name) => name !== 'field' && name !== 'item');
		},
		/** Turns a switch on or off. */
		toggle: async (name: string) => await input(name).locator('.el-switch').click(),
		/** Opens the list of a parameter and chooses an entry. */
		choose: async (name: string, option: string) => {
			await input(name).click();
			await entryOf(page, option).click();
		},
		/** Gives the entries of a parameter's list, and closes it again. */
		choicesOf: async (name: string): Promise<string[]> => {
			await input(name).click();
			const texts = await choices();
			await page.keyboard.press('Escape');
			return texts;
		},
		/** What Add option offers. */
		offeredOptions: async (): Promise<string[]> => {
			await byTestId(parameters, 'collection-parameter-add').click();
			const texts = await choices();
			await page.keyboard.press('Escape');
			return texts;
		},
		addOption: async (option: string) => {
			await byTestId(parameters, 'collection-parameter-add').click();
			await entryOf(page, option).click();
		},
	};
}
