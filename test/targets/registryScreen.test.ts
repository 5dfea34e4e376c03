import manifest from '../../package.json';
import { communityNodes } from '../support/editor/communityNodes';
import { eventually, findBrowser, openEditor, type Editor } from '../support/editor/editor';
import { packageName } from '../support/n8n/pack';
import { olderVersion, startOffer, type Offer } from './offer';
import { isAvailable } from './targets';

/** The package as most users get it: by "Settings > Community nodes", in a real browser. */

const browser = findBrowser();
if (browser === undefined) {
	process.stderr.write(
		"Skipping the installation by n8n's screen: no Chromium or Chrome here.\n",
	);
}
const isPossible = browser !== undefined && isAvailable('registry');

(isPossible ? describe : describe.skip)("installed by n8n's screen", () => {
	let offer: Offer;
	let editor: Editor;
	let screen: ReturnType<typeof communityNodes>;

	beforeAll(async () => {
		offer = await startOffer();
		editor = await openEditor(offer.n8n, browser!);
		screen = communityNodes(editor.page);
	});
	afterAll(async () => {
		await editor?.close();
		await offer?.close();
	});

	test('Install, with the command as people paste it', async () => {
		await screen.open();
		await screen.install(`npm install ${packageName}`);
		const entry = await screen.installed();
		const nodes = [
			'4 nodes',
			'Check Video Status',
			'Submit Video',
			'Video Callback Trigger',
			'Wait For Video',
		];
		for (const text of [packageName, ...nodes, `v${olderVersion}`]) {
			expect(entry).toContain(text);
		}
		await editor.shoot('community-nodes-installed');
	});

	test("its nodes are in the panel without a restart of n8n's, and open", async () => {
		await editor.openNewWorkflow();
		await editor.openNodesPanel();
		await editor.searchNodes('ai video', ['submitVideo']);
		await editor.addNode('submit video', 'submitVideo');
		await eventually(async () => {
			expect(await editor.shownParameters()).toEqual(
				expect.arrayContaining(['gateway', 'model', 'prompt']),
			);
		});
	});

	test('Update', async () => {
		await offer.publish(manifest.version);
		await screen.open();
		await screen.update();
		await eventually(async () =>
			expect(await screen.installed()).toContain(`v${manifest.version}`),
		);
	});

	test('Uninstall', async () => {
		const before = offer.n8n.log().length;
		await screen.uninstall();
		expect(offer.n8n.log().slice(before)).not.toMatch(/error|fail|warn/i);
	});
});
