import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startStage, type Stage } from '../n8n/stage';
import { findBrowser, openEditor, type Editor } from '../support/editor/editor';
import { screenshotsFolder } from '../support/editor/pictures';
import { pictures, shootDocs } from '../support/editor/docsPictures';
import { allPanels, HIGH, shootPanel } from '../support/editor/panels';
import { workflow } from '../support/n8n/n8n';

/**
 * `npm run screenshots`: photographs every panel at every gateway, light and dark, into test-results/screenshots, with
 * index.html as a sheet of all of them. With `--docs` also replaces the pictures in docs/images.
 */

const docsFolder = resolve(__dirname, '..', '..', 'docs', 'images');
const WINDOW = { width: 1280, height: 800 };

/** In rows of five, apart enough that no label covers another node. The first place is Start's. */
const place = (index: number): [x: number, y: number] => [
	((index + 1) % 5) * 320,
	Math.floor((index + 1) / 5) * 260,
];

/** Opens every panel in one workflow, and photographs it. */
async function shootPanels(stage: Stage, editor: Editor): Promise<void> {
	const panels = allPanels(stage);
	await editor.page.setViewportSize(HIGH);
	await editor.openWorkflow(
		await stage.n8n.createWorkflow(
			workflow(
				'Panels',
				panels.map(({ node }, index) => ({ ...node, position: place(index) })),
				[],
			),
		),
	);
	for (const { picture, node } of panels) {
		await editor.openNode(node.name);
		await shootPanel(editor, picture);
		await editor.closeNode();
	}
	await editor.page.setViewportSize(WINDOW);
}

/** Each picture in both themes side by side. */
async function writeSheet(): Promise<number> {
	const files = (await readdir(screenshotsFolder)).filter((name) => name.endsWith('.png'));
	const names = [...new Set(files.map((file) => file.replace(/-(light|dark)\.png$/, '')))];
	const figures = names.map(
		(name) =>
			`<figure><figcaption>${name}</figcaption>` +
			['light', 'dark'].map((theme) => `<img src="${name}-${theme}.png">`).join('') +
			'</figure>',
	);
	const style = 'figure { display: inline-block; vertical-align: top } img { max-width: 50vw }';
	const page = `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join('\n')}`;
	await writeFile(join(screenshotsFolder, 'index.html'), page);
	return files.length;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { docs: { type: 'boolean' } } });
	const browser = findBrowser();
	if (browser === undefined) throw new Error('There is no Chromium or Chrome on this machine');
	// Those of an earlier run, or of the tests, would be taken for new ones.
	await rm(screenshotsFolder, { recursive: true, force: true });
	// n8n 2 leaves out Execute Command, which some examples use.
	const stage = await startStage({ videoSeconds: 0, env: { NODES_EXCLUDE: '[]' } });
	try {
		const editor = await openEditor(stage.n8n, browser);
		// A picture that is late on a busy machine is better than none.
		editor.page.setDefaultTimeout(60_000);
		try {
			await shootPanels(stage, editor);
			await shootDocs(stage, editor);
		} finally {
			await editor.close();
		}
	} finally {
		await stage.close();
	}
	const count = await writeSheet();
	if (values.docs) {
		for (const [target, source] of Object.entries(pictures))
			await copyFile(join(screenshotsFolder, source), join(docsFolder, target));
	}
	console.log(`${count} pictures in ${screenshotsFolder}; index.html shows them all`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
