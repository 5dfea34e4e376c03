import manifest from '../../package.json';
import { eventually, findBrowser, openEditor, type Editor } from '../support/editor/editor';
import { byTestId } from '../support/editor/locators';
import { packageName } from '../support/n8n/pack';
import { olderVersion, startOffer, type Offer } from './offer';
import { isAvailable } from './targets';

/** The package as most users get it: by "Settings > Community nodes", in a real browser. */

const browser = findBrowser();
if (browser === undefined) {
	process.stderr.write(
		'Skipping the installation by n8n’s screen: no Chromium or Chrome here.\n',
	);
}
const isPossible = browser !== undefined && isAvailable('registry');

(isPossible ? describe : describe.skip)('installed by the screen', () => {
	let offer: Offer;
	let editor: Editor;

	beforeAll(async () => {
		offer = await startOffer();
		editor = await openEditor(offer.n8n, browser!);
	}, 180_000);
	afterAll(async () => {
		await editor?.close();
		await offer?.close();
	}, 60_000);

	const openSettings = async () => await editor.page.goto('/settings/community-nodes');
	const button = (name: string) => editor.page.getByRole('button', { name, exact: true });
	const card = () => byTestId(editor.page, 'community-package-card');
	/** Waits for a sentence, which n8n shows for some seconds or on the page. */
	const see = async (text: string, timeoutSeconds = 60) =>
		await editor.page
			.getByText(text, { exact: true })
			.first()
			.waitFor({ timeout: timeoutSeconds * 1000 });

	test('Install, with the name as the README has it', async () => {
		await openSettings();
		await button('Install a community node').click();
		// What people paste: n8n takes the command away.
		await byTestId(editor.page, 'package-name-input')
			.locator('input')
			.or(editor.page.locator('input[data-test-id="package-name-input"]'))
			.first()
			.fill(`npm i ${packageName}`);
		await byTestId(editor.page, 'user-agreement-checkbox').click();
		await byTestId(editor.page, 'install-community-package-button').click();
		await see('Package installed');
		const text = await card().innerText();
		expect(text).toContain(packageName);
		expect(text).toContain('4 nodes');
		for (const name of ['Submit Video', 'Check Video Status', 'Wait For Video']) {
			expect(text).toContain(name);
		}
		expect(text).toContain('Video Trigger');
		expect(text).toContain(`v${olderVersion}`);
		await editor.shoot('community-nodes-installed');
	}, 120_000);

	test('its nodes are in the panel without a reload of n8n, and open', async () => {
		await editor.openNewWorkflow();
		await editor.openNodesPanel();
		await editor.searchNodes('ai video', ['submitVideo']);
		await editor.addNode('submit video', 'submitVideo');
		await eventually(async () => {
			expect(await editor.shownParameters()).toEqual(
				expect.arrayContaining(['gateway', 'model', 'prompt']),
			);
		});
	}, 120_000);

	test('Update', async () => {
		await offer.publish(manifest.version);
		await openSettings();
		await button('Update').click();
		await button('Confirm update').click();
		await see('Package updated');
		await eventually(async () =>
			expect(await card().innerText()).toContain(`v${manifest.version}`),
		);
	}, 120_000);

	test('Uninstall', async () => {
		const before = offer.n8n.log().length;
		await card().getByRole('button').last().click();
		await editor.page.getByText('Uninstall package', { exact: true }).click();
		await button('Confirm uninstall').click();
		await see('Package uninstalled');
		await button('Install a community node').waitFor();
		expect(offer.n8n.log().slice(before)).not.toMatch(/error|fail|warn/i);
	}, 120_000);
});
