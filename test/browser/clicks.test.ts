import { SubmitVideo } from '../../nodes/SubmitVideo/SubmitVideo.node';
import {
	addActionNode,
	addVideoNode,
	countClicks,
	executeUntilFile,
	makeCredential,
	play,
	turnOn,
	write,
	type Mouse,
} from '../support/editor/clicks';
import { findBrowser, openEditor } from '../support/editor/editor';
import { byTestId } from '../support/editor/locators';
import { startNewcomersN8n, type NewcomersN8n } from '../support/editor/newcomer';
import type { GatewayId } from '../support/simulator';

/**
 * How many clicks it takes from an empty canvas to a video: in an n8n without credentials, by the way that somebody
 * takes who looks for it. Every press of the mouse counts; typing and pasting don't, and no shortcut of the keyboard is
 * used. It counts up to where the output shows the file; that it plays is shown by one more click, on its View.
 */

const browser = findBrowser();
const minute = 60_000;
/** The gateway that Submit Video opens with. */
const opensWith = new SubmitVideo().description.properties.find(({ name }) => name === 'gateway')!
	.default as GatewayId;
const PROMPT = 'A cat surfs at sunset';

interface Way {
	name: string;
	/** From the open nodes panel to the file in the output. */
	go: (mouse: Mouse, newcomer: NewcomersN8n) => Promise<void>;
	/** None for what is only there to compare with. */
	atMost?: number;
}

async function submit(mouse: Mouse, { simulator }: NewcomersN8n): Promise<void> {
	await addVideoNode(mouse, 'Submit Video', 'video');
	await makeCredential(mouse, simulator.credentials[opensWith].apiKey);
	await write(mouse, 'Prompt', PROMPT);
}

const WAYS: readonly Way[] = [
	{
		name: 'One node that waits',
		atMost: 9,
		go: async (mouse, newcomer) => {
			await submit(mouse, newcomer);
			await turnOn(mouse, 'Wait for Completion');
			await turnOn(mouse, 'Download Video');
			await executeUntilFile(mouse);
		},
	},
	{
		name: 'Submit and Wait',
		atMost: 13,
		go: async (mouse, newcomer) => {
			await submit(mouse, newcomer);
			await mouse.click('Close', byTestId(mouse.page, 'ndv-close-button'));
			await mouse.click('+ behind the node', byTestId(mouse.page, 'canvas-handle-plus'));
			await addVideoNode(mouse, 'Wait For Video', 'video');
			await turnOn(mouse, 'Download Video');
			await executeUntilFile(mouse);
		},
	},
	{
		name: "n8n's own MiniMax node",
		go: async (mouse) => {
			await addActionNode(mouse, 'MiniMax', 'video', 'Generate video from text prompt');
			await makeCredential(mouse, 'a-key-of-minimax');
			await write(mouse, 'Prompt', PROMPT);
			await executeUntilFile(mouse);
		},
	},
];

(browser === undefined ? describe.skip : describe)('clicks to the first video', () => {
	let newcomer: NewcomersN8n;
	const counted = new Map<string, readonly string[]>();

	// The first start on a machine installs n8n.
	beforeAll(async () => void (newcomer = await startNewcomersN8n()), 15 * minute);
	afterEach(async () => await newcomer.forget());
	afterAll(async () => {
		process.stdout.write(`${table(counted)}\n`);
		await newcomer?.close();
	});

	test.each(WAYS)('$name', async ({ name, go, atMost = Infinity }) => {
		// A browser that has never seen n8n.
		const editor = await openEditor(newcomer.n8n, browser!);
		try {
			const mouse = await countClicks(editor.page);
			await editor.openNewWorkflow();
			await mouse.click('Add first step', byTestId(mouse.page, 'canvas-plus-button'));
			await go(mouse, newcomer);
			const clicks = [...(await mouse.clicks())];
			counted.set(name, clicks);
			await play(mouse);
			expect(clicks.length).toBeLessThanOrEqual(atMost);
		} catch (error) {
			await editor.shoot(`clicks-${name.toLowerCase().replace(/\W+/g, '-')}`);
			throw error;
		} finally {
			await editor.close();
		}
	});
});

/** The click on View, which plays the file. */
const VIEW = 1;

/** The clicks of each way side by side, with their number below. */
function table(counted: ReadonlyMap<string, readonly string[]>): string {
	const ways = [...counted];
	const longest = Math.max(0, ...ways.map(([, clicks]) => clicks.length));
	const rows = [
		['', ...ways.map(([name]) => name)],
		...Array.from({ length: longest }, (_, index) => [
			String(index + 1),
			...ways.map(([, clicks]) => clicks[index] ?? ''),
		]),
		['To the file', ...ways.map(([, clicks]) => String(clicks.length))],
		['Playing', ...ways.map(([, clicks]) => String(clicks.length + VIEW))],
	];
	return rows.map((row) => row.map((cell) => cell.padEnd(34)).join('')).join('\n');
}
