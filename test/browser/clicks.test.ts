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
import { byTestId, findBrowser, openEditor } from '../support/editor/editor';
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

(browser === undefined ? describe.skip : describe)('clicks to the first video', () => {
	let newcomer: NewcomersN8n;
	const counted = new Map<string, readonly string[]>();

	// The first start on a machine installs n8n.
	beforeAll(async () => void (newcomer = await startNewcomersN8n()), 15 * minute);
	afterEach(async () => await newcomer.forget());
	afterAll(async () => {
		process.stdout.write(`${table(counted)}\n`);
		await newcomer?.close();
	}, minute);

	/** Opens an empty canvas in a browser that has never seen n8n, goes the way, and gives the clicks. */
	async function count(name: string, way: (mouse: Mouse) => Promise<void>): Promise<number> {
		const editor = await openEditor(newcomer.n8n, browser!);
		try {
			const mouse = await countClicks(editor.page);
			await editor.openNewWorkflow();
			await mouse.click('Add first step', byTestId(mouse.page, 'canvas-plus-button'));
			await way(mouse);
			const clicks = [...(await mouse.clicks())];
			counted.set(name, clicks);
			await play(mouse);
			return clicks.length;
		} catch (error) {
			await editor.shoot(`clicks-${name.toLowerCase().replace(/\W+/g, '-')}`);
			throw error;
		} finally {
			await editor.close();
		}
	}

	const submit = async (mouse: Mouse) => {
		await addVideoNode(mouse, 'Submit Video', 'video');
		await makeCredential(mouse, newcomer.simulator.credentials[opensWith].apiKey);
		await write(mouse, 'Prompt', PROMPT);
	};

	test(
		'one node, Submit Video that waits: at most 9',
		async () => {
			const clicks = await count('One node', async (mouse) => {
				await submit(mouse);
				await turnOn(mouse, 'Wait for the Video');
				await turnOn(mouse, 'Download Video');
				await executeUntilFile(mouse);
			});
			expect(clicks).toBeLessThanOrEqual(9);
		},
		2 * minute,
	);

	test(
		'two nodes, Submit Video and Wait For Video: at most 13',
		async () => {
			const clicks = await count('Two nodes', async (mouse) => {
				await submit(mouse);
				await mouse.click('Close', byTestId(mouse.page, 'ndv-close-button'));
				await mouse.click('+ behind it', byTestId(mouse.page, 'canvas-handle-plus'));
				await addVideoNode(mouse, 'Wait For Video', 'video');
				await turnOn(mouse, 'Download Video');
				await executeUntilFile(mouse);
			});
			expect(clicks).toBeLessThanOrEqual(13);
		},
		2 * minute,
	);

	test(
		"n8n's own MiniMax node, for comparison",
		async () => {
			await count("n8n's MiniMax", async (mouse) => {
				await addActionNode(mouse, 'MiniMax', 'video', 'Generate video from text prompt');
				await makeCredential(mouse, 'a-key-of-minimax');
				await write(mouse, 'Prompt', PROMPT);
				await executeUntilFile(mouse);
			});
		},
		2 * minute,
	);
});

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
		['All', ...ways.map(([, clicks]) => String(clicks.length))],
	];
	return rows.map((row) => row.map((cell) => cell.padEnd(34)).join('')).join('\n');
}
