import type { Readable } from 'node:stream';
import type { IExecuteFunctions, IHttpRequestOptions, NodeApiError } from 'n8n-workflow';

import type { VideoJob } from '../../../../gateways/gateway';
import {
	createFileNames,
	downloadVideo,
	type FileOptions,
} from '../../../../nodes/shared/download';
import { messageOf as messageOfError } from '../../../../nodes/shared/errors';
import { createItem } from '../../../../nodes/shared/item';
import { createSemaphore } from '../../../../nodes/shared/semaphore';
import { CLIP } from '../../../support/simulator';
import { contentOf, fakeGateway, fakeN8n, job, type FakeAnswer } from './fakes';

/** The download of a video as a node sees it: the file and the job that come of it, or why none does. */

const halt = { stopped: false, stop: () => undefined };
const itemOf = (context: IExecuteFunctions) => createItem({ context, stop: halt }, 0);
const MEDIA = 'https://media.gateway.example';

const pause = async (seconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, seconds * 1000));

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});

afterEach(() => {
	jest.useRealTimers();
});

/** A video of 200 kB, in pieces of 2 kB. */
const pieces = (() => {
	const box = Buffer.alloc(200_000);
	box.writeUInt32BE(box.length);
	box.write('free', 4, 'latin1');
	const file = Buffer.concat([CLIP, box]);
	return Array.from({ length: Math.ceil(file.length / 2000) }, (_, index) =>
		file.subarray(index * 2000, (index + 1) * 2000),
	);
})();

/** Lets the time pass that a download takes, up to so many seconds, and gives what came of it and when. */
async function settled<Result>(work: Promise<Result>, mostSeconds = 1000) {
	const startedAt = Date.now();
	let result: { value: Result } | { error: Error } | undefined;
	const secondsSinceStart = () => (Date.now() - startedAt) / 1000;
	let seconds = 0;
	work.then(
		(value) => ((result = { value }), (seconds = secondsSinceStart())),
		(error: Error) => ((result = { error }), (seconds = secondsSinceStart())),
	);
	while (result === undefined && secondsSinceStart() < mostSeconds) {
		await jest.advanceTimersByTimeAsync(500);
		// Streams hand their chunks on by the event loop, which time alone does not turn.
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
	}
	if (result === undefined) throw new Error(`not settled after ${mostSeconds} s`);
	return { ...result, seconds };
}

const download = async (
	answer: (request: IHttpRequestOptions) => FakeAnswer,
	options: FileOptions & { asked?: IHttpRequestOptions[]; videoUrl?: string } = {},
) => {
	const { asked, videoUrl, ...fileOptions } = options;
	const given = { ...job, videoUrl: videoUrl ?? job.videoUrl! };
	return await settled(
		downloadVideo(itemOf(fakeN8n(answer, asked)), fakeGateway(given), given, fileOptions),
	);
};

const messageOf = (ended: Awaited<ReturnType<typeof download>>): string =>
	'error' in ended ? messageOfError(ended.error) : '(downloaded)';

const fileOf = (ended: Awaited<ReturnType<typeof download>>) => {
	if ('error' in ended) throw ended.error;
	return ended.value.file;
};

describe('a file that is no video', () => {
	const ftyp = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');
	test.each<[type: string, content: string | Buffer, message: RegExp]>([
		[
			'application/octet-stream',
			'{"error":"expired"}',
			/returned a JSON file instead of a video/,
		],
		[
			'application/octet-stream',
			'<Error><Code>a</Code></Error>',
			/returned an XML file instead/,
		],
		['application/octet-stream', '#EXTM3U\n', /returned a streaming playlist \(HLS\) instead/],
		[
			'video/mp4',
			'<!doctype html><p>Log in',
			/returned a web page \(HTML\) instead of a video/,
		],
		['video/mp4', ftyp, /an mp4 without a video in it \(it has no moov or moof box\)/],
	])('is refused under %s: %j', async (type, content, message) => {
		const asked: IHttpRequestOptions[] = [];
		const answer = { headers: { 'content-type': type }, body: [Buffer.from(content)] };
		const ended = await download(() => answer, { asked });
		expect(messageOf(ended)).toMatch(message);
		expect(asked).toHaveLength(1);
	});
});

describe('a link that has run out', () => {
	const old = { ...job, videoUrl: `${MEDIA}/dead`, expiresAt: '2026-01-01T00:00:00.000Z' };
	const answer = ({ url }: IHttpRequestOptions): FakeAnswer =>
		url.endsWith('/dead') ? { status: 403 } : { body: [CLIP] };
	const renew = async (fresh: object) =>
		await settled(
			downloadVideo(itemOf(fakeN8n(answer)), fakeGateway({ ...job, ...fresh }), old, {}),
		);

	test.each([
		{ videoUrl: `${MEDIA}/fresh`, expiresAt: '2027-01-01T00:00:00.000Z' },
		{ videoUrl: `${MEDIA}/fresh` },
	])('leaves the job with the fresh link and its time: %j', async (fresh) => {
		const ended = await renew(fresh);
		expect('value' in ended && ended.value.job).toEqual({ ...job, ...fresh });
	});

	test('of a job whose video has been deleted is told so, and not to be tried again', async () => {
		const message = 'The gateway has deleted it. Download videos as soon as they are ready.';
		const failure = { code: 'notFound', message, retryable: false } as const;
		const deleted: VideoJob = { gateway: 'fake', jobId: job.jobId, status: 'failed', failure };
		const ended = await settled(
			downloadVideo(itemOf(fakeN8n(answer)), fakeGateway(deleted), old, {}),
		);
		expect(messageOf(ended)).toContain(
			`Fake job ${job.jobId} can't be downloaded any more (notFound). ${message}`,
		);
		expect(messageOf(ended)).not.toContain('fresh link');
		const error = 'error' in ended ? (ended.error as NodeApiError) : undefined;
		expect(error?.context.failure).toMatchObject({
			code: 'notFound',
			gateway: 'fake',
			jobId: job.jobId,
			retryable: false,
		});
	});

	test('is told with the address that was asked for last', async () => {
		const ended = await settled(
			downloadVideo(
				itemOf(fakeN8n(() => ({ status: 404 }))),
				fakeGateway({ ...job, videoUrl: `${MEDIA}/fresh` }),
				old,
				{},
			),
		);
		expect(messageOf(ended)).toContain(`was: ${MEDIA}/fresh`);
	});
});

describe('an http:// link of a gateway on the internet', () => {
	const videoUrl = 'http://media.gateway.example/video.mp4?a=1';

	test('is asked for with https, and stays in the job as it was', async () => {
		const asked: IHttpRequestOptions[] = [];
		const ended = await download(() => ({ body: [CLIP] }), { asked, videoUrl });
		expect(contentOf(fileOf(ended)).equals(CLIP)).toBe(true);
		expect(asked.map(({ url }) => url)).toEqual([
			'https://media.gateway.example/video.mp4?a=1',
		]);
		expect('value' in ended && ended.value.job.videoUrl).toBe(videoUrl);
	});

	test('is told with what was tried where https fails too', async () => {
		const ended = await download(() => ({ status: 400 }), { videoUrl });
		expect(messageOf(ended)).toMatch(
			/HTTP 400 \(the link starts with http:\/\/, and was tried with https:\/\/\)/,
		);
	});
});

describe('a connection that trickles', () => {
	/** One byte a second. */
	async function* trickle(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
		for (const byte of bytes) {
			yield Uint8Array.of(byte);
			await pause(1);
		}
	}

	test('counts as broken after a minute, and goes on where it broke off', async () => {
		const asked: IHttpRequestOptions[] = [];
		const answer = ({ headers }: IHttpRequestOptions): FakeAnswer => {
			const from = Number(/\d+/.exec(String(headers!.Range))?.[0] ?? 0);
			const last = CLIP.length - 1;
			return from === 0
				? { body: trickle(CLIP) }
				: {
						status: 206,
						headers: { 'content-range': `bytes ${from}-${last}/${CLIP.length}` },
						body: [CLIP.subarray(from)],
					};
		};
		const ended = await download(answer, { asked });
		expect(contentOf(fileOf(ended)).equals(CLIP)).toBe(true);
		expect(ended.seconds).toBeGreaterThan(59);
		expect(ended.seconds).toBeLessThan(70);
		expect(asked).toHaveLength(2);
		expect(asked[1]!.headers!.Range).toMatch(/^bytes=(59|6\d)-$/);
	});

	test('frees its place: four that trickle do not keep a fifth download waiting without end', async () => {
		const downloads = createSemaphore(4);
		const take = async (answer: () => FakeAnswer) =>
			await downloads.take(
				halt,
				async () => await downloadVideo(itemOf(fakeN8n(answer)), fakeGateway(job), job, {}),
			);
		const trickling = Array.from({ length: 4 }, () =>
			take(() => ({ body: trickle(CLIP) })).catch(messageOfError),
		);
		const ended = await settled(take(() => ({ body: [CLIP] })));

		expect(contentOf(fileOf(ended)).equals(CLIP)).toBe(true);
		// Three minutes of trickling, and the pauses between.
		expect(ended.seconds).toBeLessThan(200);
		const messages = (await settled(Promise.all(trickling))) as { value: string[] };
		for (const message of messages.value) {
			expect(message).toMatch(/slower than 1 KB\/s.*job-1|job-1.*slower than 1 KB\/s/);
		}
	});

	test('is not one that is slow but comes', async () => {
		async function* slow(): AsyncGenerator<Uint8Array> {
			for (const piece of pieces) {
				yield piece;
				await pause(1.5);
			}
		}
		const asked: IHttpRequestOptions[] = [];
		const ended = await download(() => ({ body: slow() }), { asked });
		expect(contentOf(fileOf(ended)).equals(Buffer.concat(pieces))).toBe(true);
		expect(ended.seconds).toBeGreaterThan(120);
		expect(asked).toHaveLength(1);
	});

	test('is not one whose bytes n8n takes up slowly', async () => {
		const asked: IHttpRequestOptions[] = [];
		const n8n = fakeN8n(() => ({ body: pieces }), asked);
		n8n.helpers.prepareBinaryData = async (stream) => {
			for await (const chunk of stream as AsyncIterable<Uint8Array>) {
				await pause(chunk.length / 500);
			}
			return { data: '', mimeType: 'video/mp4' };
		};
		const ended = await settled(downloadVideo(itemOf(n8n), fakeGateway(job), job, {}));
		expect('value' in ended).toBe(true);
		expect(ended.seconds).toBeGreaterThan(120);
		expect(asked).toHaveLength(1);
	});
});

describe('options that hold something else than the panel gives', () => {
	const file = async (options: object) =>
		fileOf(await download(() => ({ body: [CLIP] }), options as FileOptions));

	test.each([
		[7, '7.mp4'],
		[null, 'fake-job-1.mp4'],
		['', 'fake-job-1.mp4'],
	])('File Name %j gives %s', async (fileName, expected) => {
		expect((await file({ fileName })).fileName).toBe(expected);
	});

	test.each([null, '', 0, Number.NaN, '50 MB', -1, '100', undefined])(
		'Max Size %j lets a small video through',
		async (maxSizeMb) => {
			expect(contentOf(await file({ maxSizeMb }))).toHaveLength(CLIP.length);
		},
	);

	test('Max Size as text is a limit all the same', async () => {
		const ended = await download(
			() => ({ headers: { 'content-length': '2000000' }, body: [CLIP] }),
			{ maxSizeMb: '1' as unknown as number },
		);
		expect(messageOf(ended)).toMatch(/larger than 1 MB/);
	});
});

test('files of one run get different names', async () => {
	const names = createFileNames();
	const n8n = fakeN8n(() => ({ body: [CLIP] }));
	const options = { names, fileName: 'clip' };
	const ended = await settled(
		Promise.all(
			[1, 2, 3].map(() => downloadVideo(itemOf(n8n), fakeGateway(job), job, options)),
		),
	);
	const files = 'value' in ended ? ended.value.map(({ file }) => file.fileName) : [];
	expect(files.sort()).toEqual(['clip (2).mp4', 'clip (3).mp4', 'clip.mp4']);
});

test('an error of n8n while it stores the file is not taken for a broken connection', async () => {
	const asked: IHttpRequestOptions[] = [];
	const n8n = fakeN8n(() => ({ body: pieces }), asked);
	n8n.helpers.prepareBinaryData = async (stream) =>
		await new Promise((_resolve, reject) => {
			const readable = stream as Readable;
			let chunks = 0;
			readable.on('data', () => {
				if (++chunks === 3) readable.destroy(new Error('no space left on device'));
			});
			readable.once('error', reject);
		});
	const work = downloadVideo(itemOf(n8n), fakeGateway(job), job, {});
	const ended = await settled(work);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(messageOf(ended)).toMatch(/couldn't store it \(no space left/);
	expect(asked).toHaveLength(1);
});
