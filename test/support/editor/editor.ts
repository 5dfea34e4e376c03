import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { owner, type N8n } from '../n8n/n8n';
import { canvas } from './canvas';
import { nodesPanel } from './nodesPanel';
import { panel } from './panel';
import { nodesOf, screenshotsFolder, shoot } from './pictures';

export { eventually } from '../eventually';

/** The browser of this machine, or undefined. */
export function findBrowser(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return ['chromium', 'chromium-browser', 'google-chrome']
		.flatMap((name) => folders.map((folder) => join(folder, name)))
		.find((path) => existsSync(path));
}

/** n8n's editor as a user has it, in a browser that is logged in. */
export type Editor = Awaited<ReturnType<typeof openEditor>>;

/** Starts the browser and logs in as the owner. */
export async function openEditor(n8n: Pick<N8n, 'url'>, executablePath: string) {
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
	try {
		const context = await browser.newContext({
			baseURL: n8n.url,
			viewport: { width: 1280, height: 800 },
			colorScheme: 'light',
			reducedMotion: 'reduce',
		});
		await context.request.post('/rest/login', {
			data: { emailOrLdapLoginId: owner.email, password: owner.password },
			failOnStatusCode: true,
		});
		const page = await context.newPage();
		page.setDefaultTimeout(60_000);
		page.setDefaultNavigationTimeout(90_000);
		await mkdir(screenshotsFolder, { recursive: true });
		return {
			page,
			...nodesPanel(page),
			...canvas(page),
			...panel(page),
			/** Pictures of the page in both themes, `<name>-light.png` and `<name>-dark.png`. */
			shoot: async (name: string) => await shoot(page, name),
			/** The same of the nodes on the canvas alone. */
			shootCanvas: async (name: string) => {
				// Else the node under the mouse has its buttons.
				await page.mouse.move(640, 100);
				await shoot(page, name, await nodesOf(page));
			},
			close: async () => await browser.close(),
		};
	} catch (error) {
		await browser.close();
		throw error;
	}
}
