import type { IBinaryData } from 'n8n-workflow';

import { CLIP } from '../support/simulator';
import type { CredentialsByType } from '../support/n8n/examples';
import { itemsOf, jsonOf, rows, videoNode } from './stage';
import { MEDIA, MEGABYTE, FILE, EVEN, asked } from './mediaHosts';
import { internet, stage, publicCredentials, storedBytes } from './mediaStage';
import {
	DOWNLOADERS,
	BOTH,
	download,
	filesOf,
	expectFailures,
	expectWhole,
} from './mediaDownloads';
import { testThatNoKeyWentAstray } from './mediaKeys';

/** Downloads that break, are packed, or are something else than their header says. */

describe('downloads that break', () => {
	/** By https, and by plain http from a gateway on this machine, where a reset can be sent. */
	const places: Array<[string, keyof typeof DOWNLOADERS, () => string, () => CredentialsByType]> =
		[
			['over https', 'waitForVideo', () => MEDIA, () => publicCredentials],
			[
				'with a reset',
				'checkVideoStatus',
				() => `http://127.0.0.1:${internet.loopbackPort}`,
				() => stage.credentials,
			],
		];

	test.each(places)(
		'%s go on in %s where they broke off, or begin anew, and give every byte once',
		async (_name, by, base, credentials) => {
			const cases = [
				'/whole',
				'/ranges',
				'/parts',
				'/no-ranges',
				'/silent-end',
				'/unended',
				'/busy',
			].map((path) => ({ name: path, address: `${base()}${path}` }));
			const downloaded = await download(by, cases, { credentials: credentials() });

			await expectWhole(downloaded, cases, FILE);
			expect(Object.fromEntries(asked)).toEqual({
				'/whole': 1,
				'/ranges': 3,
				// Shorter parts than were asked for, each ended in good order.
				'/parts': 3,
				'/no-ranges': 2,
				'/silent-end': 2,
				'/unended': 2,
				'/busy': 2,
			});
			const ranges = internet.requests
				.filter(({ url }) => url.endsWith('/ranges'))
				.map(({ headers }) => headers.range);
			expect(ranges).toEqual([
				undefined,
				expect.stringMatching(/^bytes=[1-9]\d*-$/),
				expect.stringMatching(/^bytes=[1-9]\d*-$/),
			]);
		},
	);

	test('are whole in spite of a server that packs them unasked, with the packed length', async () => {
		const toCases = (paths: string[]) =>
			paths.map((path) => ({ name: path, address: `${MEDIA}${path}` }));
		const even = toCases(['/packed', '/packed-breaks']);
		await expectWhole(await download('checkVideoStatus', even), even, EVEN);
		expect(Object.fromEntries(asked)).toEqual({ '/packed': 1, '/packed-breaks': 2 });

		const longer = toCases(['/packed-longer', '/packed-parts']);
		await expectWhole(await download('waitForVideo', longer), longer, FILE);
		expect(Object.fromEntries(asked)).toEqual({ '/packed-longer': 1, '/packed-parts': 3 });
		// A part of what is packed is no part of the file, so that only one is asked for.
		const ranges = internet.requests.map(({ headers }) => headers.range);
		expect(ranges.filter((range) => range !== undefined)).toHaveLength(1);
	});

	test('that end too soon each time, or change, are a failure and not a video', async () => {
		const cases = [
			{
				name: 'too short',
				address: `${MEDIA}/longer`,
				message: /the connection broke|only \d+ of \d+ bytes arrived/,
			},
			{
				name: 'too short, with ranges',
				address: `${MEDIA}/longer-with-ranges`,
				message: /only \d+ (of \d+ )?bytes arrived/,
			},
			{
				name: 'another file',
				address: `${MEDIA}/changes`,
				message: /the file has changed in the middle of the download/,
			},
		];
		expectFailures(await download('waitForVideo', cases), cases);
		expect(await storedBytes()).toBe(0);
	});

	test.each(BOTH)(
		'because the link has run out get a new one in %s, by one more look at the job',
		async (by) => {
			const statuses = [403, 404, 410];
			const good = statuses.map((status) => ({
				name: `${status} once`,
				address: [`${MEDIA}/${status}`, `${MEDIA}/clip.mp4`],
			}));
			const bad = statuses.map((status) => ({
				name: `${status} again`,
				address: `${MEDIA}/${status}`,
			}));
			const downloaded = await download(by, [...good, ...bad]);

			const files = filesOf(downloaded, good);
			for (const { name } of good) {
				expect({ name, bytes: files.get(name)?.bytes }).toEqual({
					name,
					bytes: CLIP.length,
				});
			}
			// The link that works, not the dead one.
			const told = jsonOf(downloaded.execution, downloaded.node);
			expect(told.map(({ videoUrl }) => videoUrl)).toEqual(
				good.map(() => `${MEDIA}/clip.mp4`),
			);
			expect([...downloaded.failures.keys()]).toEqual([3, 4, 5]);
			for (const [index, message] of downloaded.failures) {
				expect(message).toMatch(/returned HTTP 4\d\d, so the link has probably expired/);
				expect(message).toContain(downloaded.jobIds[index]);
			}
			// Once by the good case, and by the bad one too, which then tried the dead link that it got again three times.
			for (const status of statuses) expect(asked.get(`/${status}`)).toBe(5);
			expect(asked.get('/clip.mp4')).toBe(3);
		},
	);

	test('because the link has run out in their middle go on under the new one', async () => {
		const cases = [{ name: 'dies', address: [`${MEDIA}/dies`, `${MEDIA}/ranges-to-end`] }];
		const downloaded = await download('checkVideoStatus', cases);

		await expectWhole(downloaded, cases, FILE);
		const renewed = internet.requests.find(({ url }) => url.endsWith('/ranges-to-end'));
		expect(renewed?.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
	});

	test('are told by their bytes where the header is wrong', async () => {
		const types: Record<string, string> = {
			'/as-text': 'video/mp4',
			'/as-webm': 'video/mp4',
			'/as-bytes': 'video/mp4',
			'/untyped': 'video/mp4',
			'/webm': 'video/webm',
			'/quicktime': 'video/quicktime',
			'/unknown': 'video/x-matroska',
		};
		const cases = Object.keys(types).map((path) => ({ name: path, address: MEDIA + path }));
		const downloaded = await download('checkVideoStatus', cases);

		expect([...downloaded.failures]).toEqual([]);
		const found = [...filesOf(downloaded, cases)].map(([name, file]) => [name, file.mimeType]);
		expect(Object.fromEntries(found)).toEqual(types);
	});

	test('are told by their bytes also where few of them come first', async () => {
		const cases = [{ name: 'drops', address: `${MEDIA}/in-drops` }];
		const downloaded = await download('checkVideoStatus', cases);

		await expectWhole(downloaded, cases, CLIP);
		expect(filesOf(downloaded, cases).get('drops')!.mimeType).toBe('video/mp4');
	});

	/** The files that a video gets under these names. */
	async function named(names: string[]): Promise<IBinaryData[]> {
		stage.simulator.videoSeconds = 0;
		const execution = await stage.run([
			...rows(names.map((fileName) => ({ fileName }))),
			videoNode(stage, 'submitVideo', { gateway: 'useapi', prompt: 'A lake' }),
			videoNode(stage, 'checkVideoStatus', {
				downloadVideo: true,
				options: { fileName: "={{ $('Rows').item.json.fileName }}" },
			}),
		]);
		expect(execution.error?.message).toBeUndefined();
		return itemsOf(execution, 'Check Video Status').map(({ binary }) => binary!.data!);
	}

	test('get a file name that every system takes', async () => {
		const names: Array<[given: string, expected: RegExp]> = [
			['lake.mp4', /^lake\.mp4$/],
			['../../etc/passwd', /^[^/\\]*passwd\.mp4$/],
			['/absolute/name.mp4', /^[^/\\]*name\.mp4$/],
			['C:\\videos\\lake*?.mp4', /^[^/\\:*?]*lake_*\.mp4$/],
			['a<b>c|d"e\n.mp4', /^a_b_c_d_e_\.mp4$/],
			['.hidden', /^hidden\.mp4$/],
			['..', /^[^.].*$/],
			['Zürich 湖.mp4', /^Zürich 湖\.mp4$/],
			['हिन्दी', /^हिन्दी\.mp4$/],
			['🎬🎬.mp4', /^🎬🎬\.mp4$/],
			['CON.mp4', /^_CON\.mp4$/],
			['name.', /^name\.mp4$/],
			['', /^useapi-[^/\\:]+\.mp4$/],
		];
		const files = await named(names.map(([given]) => given));

		names.forEach(([given, expected], index) => {
			expect({ given, name: files[index]!.fileName }).toEqual({
				given,
				name: expect.stringMatching(expected) as string,
			});
			expect(files[index]!.directory ?? '').toBe('');
		});
	});

	test('get numbers where their names collide within a run', async () => {
		const files = await named(['clip.mp4', 'clip.mp4', 'Clip.mp4', 'other.mp4']);
		const names = files.map(({ fileName }) => fileName!.toLowerCase());
		expect(names.sort()).toEqual(['clip (2).mp4', 'clip (3).mp4', 'clip.mp4', 'other.mp4']);
	});

	test('get their name also from a number', async () => {
		const [file] = await named([7 as unknown as string]);
		expect(file!.fileName).toBe('7.mp4');
	});

	test('get a name that no file system finds too long, and that keeps its ending', async () => {
		const given = [`${'A lake at dawn, '.repeat(20)}.mp4`, `${'湖'.repeat(190)}.mp4`];
		for (const { fileName } of await named(given)) {
			// What ext4, NTFS and APFS have in common: 255 bytes.
			expect(Buffer.byteLength(fileName!)).toBeLessThanOrEqual(255);
			expect(fileName).toMatch(/\.mp4$/);
		}
	});

	test('are given up at once by Stop', async () => {
		stage.simulator.plan = () => ({
			seconds: 0,
			videoBytes: 50 * MEGABYTE,
			videoBytesPerSecond: MEGABYTE,
		});
		const { n8n } = stage;
		const running = stage.run([
			videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
			videoNode(stage, 'checkVideoStatus', { downloadVideo: true }),
		]);
		running.catch(() => undefined);
		while (!stage.simulator.requests.some(({ endpoint }) => endpoint === 'media')) {
			await pause(100);
		}
		const [row] = await n8n.executionRows();
		const askedAt = Date.now();
		await n8n.stopExecution(row!.id);
		const execution = await n8n.waitForExecution(row!.id, { until: ['canceled'] });

		expect(execution.status).toBe('canceled');
		expect(Date.now() - askedAt).toBeLessThan(5000);
		await running.catch(() => undefined);
	});
});

const pause = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

testThatNoKeyWentAstray();
