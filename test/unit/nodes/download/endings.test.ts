import type { IExecuteFunctions } from 'n8n-workflow';

import { downloadVideo, type DownloadOptions } from '../../../../nodes/shared/download';
import { messageOf } from '../../../../nodes/shared/errors';
import { createItem } from '../../../../nodes/shared/item';
import { createSemaphore } from '../../../../nodes/shared/semaphore';
import { CLIP } from '../../../support/simulator';
import { contentOf, fakeGateway, fakeN8n, job, type FakeAnswer } from './fakes';

/** How a download ends whose file comes late, doesn't end properly, or takes longer than there is time. */

const halt = { stopped: false, stop: () => undefined };
const itemOf = (context: IExecuteFunctions) => createItem({ context, stop: halt }, 0);

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});

afterEach(() => {
	jest.useRealTimers();
});

const never = new Promise<never>(() => undefined);

/** Never ends after these bytes. */
async function* hanging(...bytes: Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* bytes;
	await never;
}

/** Breaks after these bytes. */
async function* breaking(...bytes: Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* bytes;
	await Promise.resolve();
	throw new Error('aborted');
}

/** Lets a download end, and gives what came of it, with the seconds that it took. */
async function downloaded(
	answer: (asked: number) => FakeAnswer,
	options: DownloadOptions = {},
	change: (n8n: IExecuteFunctions) => void = () => undefined,
) {
	const startedAt = Date.now();
	let asked = 0;
	const n8n = fakeN8n(() => answer(++asked));
	change(n8n);
	let ended: { file?: Buffer; error?: string } | undefined;
	downloadVideo(itemOf(n8n), fakeGateway(job), job, options).then(
		({ file }) => (ended = { file: contentOf(file) }),
		(error: unknown) => (ended = { error: messageOf(error) }),
	);
	while (ended === undefined) {
		await jest.advanceTimersByTimeAsync(250);
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
		if (Date.now() - startedAt > 1_000_000) throw new Error('The download never ends');
	}
	const seconds = (Date.now() - startedAt) / 1000;
	return { ...ended, isWhole: ended.file?.equals(CLIP), asked, seconds };
}

test.each([403, 404, 410])(
	'a file that its server has only 4 s after the gateway is waited for (HTTP %d until then)',
	async (status) => {
		const startedAt = Date.now();
		const ended = await downloaded(() =>
			Date.now() < startedAt + 4_000 ? { status } : { body: [CLIP] },
		);
		// The address four times, and the gateway once, for a fresh link.
		expect(ended).toMatchObject({ isWhole: true, asked: 5 });
		expect(ended.seconds).toBeLessThan(8);
	},
);

describe('a file without a length whose connection does not end', () => {
	const noMore = (range?: string): FakeAnswer => ({
		status: 416,
		headers: range === undefined ? {} : { 'content-range': range },
	});

	test.each<[how: string, first: FakeAnswer, then: FakeAnswer]>([
		['hangs, and the next says no more', { body: hanging(CLIP) }, noMore()],
		[
			'breaks, and the next says the length',
			{ body: breaking(CLIP) },
			noMore(`bytes */${CLIP.length}`),
		],
	])('is complete if it %s', async (_how, first, then) => {
		const ended = await downloaded((asked) => (asked === 1 ? first : then));
		expect(ended).toMatchObject({ isWhole: true, asked: 2 });
	});

	test.each<[what: string, bytes: Uint8Array, then: FakeAnswer]>([
		['the file is cut', CLIP.subarray(0, CLIP.length - 9), noMore()],
		['the server has more bytes', CLIP, noMore(`bytes */${CLIP.length + 9}`)],
	])('is not complete if %s', async (_what, bytes, then) => {
		const ended = await downloaded((asked) => (asked === 1 ? { body: breaking(bytes) } : then));
		expect(ended.error).toMatch(/only \d+ bytes arrived, and there are no more/);
	});
});

describe('a download that has a deadline', () => {
	const LATE =
		/^The video is ready, but its download failed: n8n's time limit would have ended this execution before the file was complete\. Raise Timeout Workflow.*job-1.*The link was: https:\/\/media/;
	const inSeconds = (seconds: number) => Date.now() + seconds * 1000;

	test.each<[what: string, answer: () => FakeAnswer]>([
		['whose bytes stop', () => ({ body: hanging(CLIP.subarray(0, 600)) })],
		['that is tried again', () => ({ status: 503 })],
	])('%s ends by then', async (_what, answer) => {
		const ended = await downloaded(answer, { deadline: inSeconds(3) });
		expect(ended.error).toMatch(LATE);
		expect(ended.seconds).toBeLessThan(4);
	});

	test('ends by then also where no answer comes, or n8n does not end storing it', async () => {
		const silent = await downloaded(
			() => ({}),
			{ deadline: inSeconds(3) },
			({ helpers }) => (helpers.httpRequest = async () => await never),
		);
		const storing = await downloaded(
			() => ({ body: [CLIP] }),
			{ deadline: inSeconds(3) },
			({ helpers }) => (helpers.prepareBinaryData = async () => await never),
		);
		for (const { error, seconds } of [silent, storing]) {
			expect(error).toMatch(LATE);
			expect(seconds).toBeLessThan(4);
		}
	});

	test('ends by then while it waits for its turn, and leaves its place to nobody twice', async () => {
		const places = createSemaphore(1);
		const first = downloaded(() => ({ body: hanging() }), { places, deadline: inSeconds(9) });
		const second = await downloaded(() => ({ body: [CLIP] }), {
			places,
			deadline: inSeconds(3),
		});
		expect(second).toMatchObject({ asked: 0, error: expect.stringMatching(LATE) as string });
		expect((await first).error).toMatch(LATE);
		expect(await downloaded(() => ({ body: [CLIP] }), { places })).toMatchObject({
			isWhole: true,
		});
	});

	test('is not cut short before', async () => {
		const ended = await downloaded(() => ({ body: [CLIP] }), { deadline: inSeconds(3) });
		expect(ended.isWhole).toBe(true);
	});
});
