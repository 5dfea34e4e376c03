import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { byTestId } from './locators';

/** Where the pictures of a run lie; not part of the repository. */
export const screenshotsFolder = resolve(
	__dirname,
	'..',
	'..',
	'..',
	'test-results',
	'screenshots',
);

/** n8n's messages in a corner, and the buttons at the edge of its canvas: they cover what the picture is about. */
const hideMessages = '.el-notification, [class*="nodeButtonsWrapper"] { visibility: hidden; }';

type Clip = NonNullable<Parameters<Page['screenshot']>[0]>['clip'];

/** Takes a picture in both themes, of the page or of a part. */
export async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		// Two frames: one for the style, one for the icons, which are other files in the dark.
		await page.evaluate(
			'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
		);
		await page.screenshot({
			path: join(screenshotsFolder, `${name}-${colorScheme}.png`),
			animations: 'disabled',
			style: hideMessages,
			...(clip ? { clip } : {}),
		});
	}
}

/** The part of the canvas with the nodes, their labels and what leaves the last of them. */
export async function nodesOf(page: Page): Promise<Clip> {
	const nodes = await byTestId(page, 'canvas-node').all();
	const boxes = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!));
	const left = Math.min(...boxes.map(({ x }) => x)) - 60;
	const top = Math.min(...boxes.map(({ y }) => y)) - 40;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 90;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 90;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
