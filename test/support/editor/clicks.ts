import type { Locator, Page } from 'playwright-core';

import { eventually } from '../eventually';
import { byTestId } from './locators';

/** A person with a mouse: every press of its button is on record, with what it was for. */
export interface Mouse {
	page: Page;
	click: (what: string, target: Locator) => Promise<void>;
	/**
	 * What was clicked, in order.
	 *
	 * @throws if the browser has seen more or fewer presses than were recorded
	 */
	clicks: () => Promise<readonly string[]>;
}

/** In the page, before anything of n8n: reports what a mouse does, and not what a script does. */
const REPORT = `addEventListener('pointerdown', (event) => event.isTrusted && countPress(), true)`;

/** Counts clicks in this page, from the next navigation on. */
export async function countClicks(page: Page): Promise<Mouse> {
	const clicks: string[] = [];
	let presses = 0;
	await page.exposeFunction('countPress', () => (presses += 1));
	await page.addInitScript({ content: REPORT });
	return {
		page,
		click: async (what, target) => {
			clicks.push(what);
			await target.click();
		},
		clicks: async () => {
			// The page reports a press a moment later.
			await eventually(() => Promise.resolve(expect(presses).toBe(clicks.length)));
			return clicks;
		},
	};
}

const creator = (page: Page) => byTestId(page, 'node-creator');

/** The search of the nodes panel has the cursor already. */
async function search({ page }: Mouse, words: string): Promise<void> {
	await byTestId(page, 'node-creator-search-bar').waitFor();
	await page.keyboard.type(words);
}

const entry = (page: Page, name: string) => creator(page).getByText(name, { exact: true });

/** Chooses a node of the package from the open nodes panel: n8n shows its details first. */
export async function addVideoNode(mouse: Mouse, name: string, words: string): Promise<void> {
	await search(mouse, words);
	await mouse.click(name, entry(mouse.page, name));
	await mouse.click('Add to workflow', creator(mouse.page).getByText('Add to workflow'));
}

/** Chooses a node of n8n's own from the open nodes panel, and one of its actions. */
export async function addActionNode(
	mouse: Mouse,
	name: string,
	words: string,
	action: string,
): Promise<void> {
	await search(mouse, words);
	await mouse.click(name, entry(mouse.page, name));
	await mouse.click(action, entry(mouse.page, action));
}

/** Makes the credential that the open panel asks for. n8n tests the key, and closes the dialog. */
export async function makeCredential({ page, click }: Mouse, key: string): Promise<void> {
	const dialog = byTestId(page, 'editCredential-modal');
	await click('Connect to ...', byTestId(page, 'node-credentials-empty-state').locator('button'));
	await click('API Key', byTestId(dialog, 'parameter-input-apiKey').locator('input'));
	await page.keyboard.insertText(key);
	await click('Save', byTestId(dialog, 'credential-save-button'));
	await dialog.waitFor({ state: 'hidden' });
}

/** Writes into a field of the open panel. */
export async function write({ page, click }: Mouse, label: string, text: string): Promise<void> {
	await click(label, parameter(page, label).locator('textarea'));
	await page.keyboard.insertText(text);
}

/** Turns a switch of the open panel on; no click if it is on as the node opens. */
export async function turnOn({ page, click }: Mouse, label: string): Promise<void> {
	const toggle = parameter(page, label).locator('.el-switch');
	await toggle.waitFor();
	if (/is-checked/.test((await toggle.getAttribute('class')) ?? '')) return;
	await click(label, toggle);
}

const parameter = (page: Page, label: string): Locator =>
	byTestId(page, 'parameter-item').filter({ has: page.getByText(label, { exact: true }) });

/** Runs the open node, and waits until its output shows a file. */
export async function executeUntilFile({ page, click }: Mouse): Promise<void> {
	await click('Execute step', byTestId(page, 'node-execute-button'));
	await viewButton(page).waitFor({ timeout: 60_000 });
}

const viewButton = (page: Page): Locator => byTestId(page, 'ndv-view-binary-data');

/** Of HTMLMediaElement.readyState. */
const HAVE_CURRENT_DATA = 2;

/** Views the file in the output, and waits until its first picture can be played. */
export async function play({ page, click }: Mouse): Promise<void> {
	await click('View', viewButton(page));
	await page.locator('video').waitFor();
	await eventually(async () =>
		expect(
			await page.evaluate('document.querySelector("video").readyState'),
		).toBeGreaterThanOrEqual(HAVE_CURRENT_DATA),
	);
}
