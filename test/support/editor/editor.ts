import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Locator, type Page } from 'playwright-core';

import { owner, type N8n } from '../n8n/n8n';
import { packageName } from '../n8n/pack';

/** Where the pictures of a run lie; not part of the repository. */
export const screenshotsFolder = resolve(
	__dirname,
	'..',
	'..',
	'..',
	'test-results',
	'screenshots',
);

/** The browser of this machine, or undefined. */
export function findBrowser(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return ['chromium', 'chromium-browser', 'google-chrome']
		.flatMap((name) => folders.map((folder) => join(folder, name)))
		.find((path) => existsSync(path));
}

/** Repeats what can fail while the page is still changing, until it no longer throws. */
export async function eventually(assertion: () => Promise<void>, seconds = 15): Promise<void> {
	for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > end) throw error;
		}
	}
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
		page.setDefaultTimeout(20_000);
		page.setDefaultNavigationTimeout(45_000);
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

/** n8n's messages in a corner, which cover what the picture is about. */
const hideMessages = '.el-notification { visibility: hidden; }';

type Clip = NonNullable<Parameters<Page['screenshot']>[0]>['clip'];

/** Pictures of the page or a part of it, in both themes. */
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
async function nodesOf(page: Page): Promise<Clip> {
	const nodes = await byTestId(page, 'canvas-node').all();
	const boxes = await Promise.all(nodes.map(async (node) => (await node.boundingBox())!));
	const left = Math.min(...boxes.map(({ x }) => x)) - 60;
	const top = Math.min(...boxes.map(({ y }) => y)) - 40;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 90;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 90;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What n8n has marked with this ID for its own tests. */
export const byTestId = (page: Page | Locator, id: string): Locator =>
	page.locator(`[data-test-id="${id}"]`);

/** An entry of the list that is open; besides its name it may have a description. */
const entryOf = (page: Page, name: string): Locator =>
	page.getByRole('option').filter({ visible: true, has: page.getByText(name, { exact: true }) });

/** The list of nodes that the plus opens. */
function nodesPanel(page: Page) {
	const search = byTestId(page, 'node-creator-search-bar');
	/** The entry of a node: n8n writes the type and a random suffix into it. */
	const entry = (type: string) =>
		byTestId(page, 'node-creator').locator(
			`[data-keyboard-nav-id^="${type.includes('.') ? type : `${packageName}.${type}`}-"]`,
		);
	const found = async (): Promise<string[]> => {
		const ids = await byTestId(page, 'node-creator')
			.locator('[data-keyboard-nav-id]')
			.evaluateAll((entries) =>
				entries.map((element) => element.getAttribute('data-keyboard-nav-id') ?? ''),
			);
		// Without the random suffix, a UUID.
		return ids.map((id) => id.slice(0, -'-00000000-0000-0000-0000-000000000000'.length));
	};
	const open = async () => {
		if (await search.isVisible()) return;
		await byTestId(page, 'canvas-plus-button')
			.or(byTestId(page, 'node-creator-plus-button'))
			.first()
			.click();
		await search.waitFor();
	};
	return {
		openNodesPanel: open,
		/** Types into the search, and gives the types of the nodes that are found, best first. */
		searchNodes: async (words: string, expected: string[]): Promise<string[]> => {
			// What the last search has found must not pass for what this one finds.
			await search.fill('no node has this name');
			await byTestId(page, 'node-creator-no-results').waitFor();
			await search.fill(words);
			for (const type of expected) {
				await entry(type)
					.waitFor({ timeout: 5000 })
					.catch(async () => {
						throw new Error(
							`"${words}" does not find ${type}, only ${(await found()).join(', ')}`,
						);
					});
			}
			return await found();
		},
		/** Adds a node by the panel; one of the package by way of its details, as n8n has it for community nodes. */
		addNode: async (words: string, type: string) => {
			await open();
			await search.fill(words);
			await entry(type).click();
			if (type.includes('.')) return;
			await byTestId(page, 'node-creator').getByText('Add to workflow').click();
		},
	};
}

/** The drawing of the workflow. */
function canvas(page: Page) {
	const node = (name: string) =>
		page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const middle = async (handle: Locator) => {
		const box = (await handle.boundingBox())!;
		return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	};
	return {
		node,
		openNewWorkflow: async () => {
			await page.goto('/workflow/new', { waitUntil: 'domcontentloaded' });
			await byTestId(page, 'canvas-plus-button').waitFor();
		},
		openWorkflow: async (id: string) => {
			await page.goto(`/workflow/${id}`, { waitUntil: 'domcontentloaded' });
			await byTestId(page, 'canvas-node').first().waitFor();
		},
		/** Waits until name, subtitle and outputs of a node read like this. */
		labelSays: async (name: string, words: RegExp) =>
			await eventually(async () => expect(await node(name).innerText()).toMatch(words)),
		/** Presses Execute workflow. */
		executeWorkflow: async () => await byTestId(page, 'execute-workflow-button').click(),
		/** Draws a connection with the mouse. */
		connect: async (from: string, output: number, to: string) => {
			const start = await middle(
				node(from).locator(
					`[data-test-id="canvas-node-output-handle"][data-index="${output}"]`,
				),
			);
			const end = await middle(byTestId(node(to), 'canvas-node-input-handle'));
			await page.mouse.move(start.x, start.y);
			await page.mouse.down();
			// Away from the handle first, as a hand does: a jump is taken for a click.
			await page.mouse.move(start.x + 60, start.y - 60, { steps: 5 });
			await page.mouse.move(end.x, end.y, { steps: 10 });
			await page.mouse.up();
		},
		edge: (from: string, to: string) =>
			page.locator(
				`[data-test-id="edge"][data-source-node-name="${from}"][data-target-node-name="${to}"]`,
			),
		/** Message of n8n in a corner of the page. */
		message: (words: string) => page.getByRole('alert').filter({ hasText: words }).first(),
	};
}

/** The panel of one node. */
function panel(page: Page) {
	const parameters = byTestId(page, 'node-parameters').first();
	const input = (name: string) => byTestId(parameters, `parameter-input-${name}`);
	const close = async () => {
		await byTestId(page, 'ndv-close-button').click();
		await parameters.waitFor({ state: 'hidden' });
	};
	const locator = (name: string) =>
		byTestId(byTestId(parameters, `resource-locator-${name}`), 'rlc-input');
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
		openNode: async (name: string) => {
			// Open still, if the test before has failed.
			if (await parameters.isVisible()) await close();
			await page
				.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`)
				.locator('[data-canvas-node-render-type]')
				.dblclick();
			await parameters.waitFor();
		},
		closeNode: close,
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
		/** Presses Execute step. */
		executeStep: async () => await byTestId(page, 'node-execute-button').click(),
		output: byTestId(page, 'output-panel'),
		inputPanel: byTestId(page, 'ndv-input-panel'),
		/** Drags a field from the panel of the input into a parameter. */
		dragField: async (field: string, target: Locator) => {
			const start = (await byTestId(page, 'ndv-input-panel')
				.locator(`[data-target="mappable"][data-name="${field}"]`)
				.boundingBox())!;
			const end = (await target.boundingBox())!;
			await page.mouse.move(start.x + 20, start.y + start.height / 2);
			await page.mouse.down();
			// In steps, as a hand does: the editor takes a jump for a click.
			await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 20 });
			await page.mouse.up();
		},
		/** Waits until the panel of the output says this. */
		outputSays: async (...words: string[]) => {
			await eventually(async () => {
				const text = await byTestId(page, 'output-panel').innerText();
				for (const word of words) expect(text).toContain(word);
			}, 20);
		},
		showOutputAs: async (view: 'schema' | 'json' | 'binary') =>
			await byTestId(byTestId(page, 'output-panel'), `radio-button-${view}`).click(),
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
