import type { Page } from 'playwright-core';
import { byTestId, parameterPane } from '../locators';

/** The credentials of the node that is open. */
export function credentials(page: Page) {
	const parameters = parameterPane(page);
	return {
		/** Labels of the credentials that the panel asks for. */
		credentialLabels: async (): Promise<string[]> =>
			(await byTestId(parameters, 'credentials-label').allInnerTexts()).map((text) =>
				text.trim(),
			),
		/** Chooses a saved credential in the selector with this label. */
		chooseCredential: async (label: string, name: string) => {
			const slot = byTestId(parameters, 'node-credentials-slot').filter({ hasText: label });
			await byTestId(slot, 'node-credentials-select').click();
			await page
				.getByRole('option')
				.filter({ visible: true, hasText: new RegExp(`^\\s*${name}`) })
				.click();
		},
	};
}
