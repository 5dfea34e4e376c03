import type { Page } from 'playwright-core';
import { byTestId, parameterPane } from '../locators';

/** The addresses and the button of a trigger. */
export function webhook(page: Page) {
	const parameters = parameterPane(page);
	return {
		/** The address of a trigger that the panel shows. */
		webhookUrl: async (kind: 'Test URL' | 'Production URL'): Promise<string> => {
			const choice = parameters.getByRole('radio', { name: kind });
			if (!(await choice.isVisible()))
				await parameters.getByText('Webhook URLs', { exact: true }).click();
			await choice.click();
			const address = parameters.getByText(
				kind === 'Test URL' ? /^http.*\/webhook-test\// : /^http.*\/webhook\//,
			);
			return (await address.innerText()).trim();
		},
		/** Presses the trigger's button for a test event. */
		listenForTestEvent: async () => await byTestId(page, 'trigger-execute-button').click(),
	};
}
