import { checkRequest } from '../../../gateways/request/checks';
import type { VideoRequest } from '../../../gateways/gateway';
import { fitToModel } from '../../../gateways/request/fit';
import { useapi } from '../../../gateways/adapters/useapi';
import { choiceOf, useapiMatrix, type MatrixRow } from '../../facts/useapiMatrix';
import { FRAME, USEAPI_FILE_IDS } from '../../support/simulator';
import {
	answer,
	benchFor,
	errorIn,
	fullRequest,
	jobIn,
	leastRequest,
	modelOf,
	uploadOf,
} from './bench';
import { endedJob } from './contract/jobs';

/** What only useapi.net does; what all gateways do is asked in `contract/`. */

const ACCOUNT = '987654321';
const [FILE_1, FILE_2] = USEAPI_FILE_IDS.map(
	(reference) => ({ kind: 'reference', reference }) as const,
) as [{ kind: 'reference'; reference: string }, { kind: 'reference'; reference: string }];

const bench = benchFor(useapi);
const request = leastRequest(useapi, modelOf(useapi, 'T2V-01'));

const allOptions = [...new Set(useapiMatrix.flatMap(({ options }) => options)), '1080p-10sec'];
const allRatios = [undefined, '16:9', '9:16', '1:1'];

interface Combination {
	option: string | undefined;
	ratio: string | undefined;
	fileID: boolean;
	endFrame: boolean;
}

const combinations: Combination[] = [undefined, ...allOptions].flatMap((option) =>
	allRatios.flatMap((ratio) =>
		[false, true].flatMap((fileID) =>
			[false, true].map((endFrame) => ({ option, ratio, fileID, endFrame })),
		),
	),
);

/** The option of this model that has the length and size of another's: Veo writes its own with a prefix. */
const sameChoice = (row: MatrixRow, option: string | undefined) =>
	option === undefined
		? undefined
		: row.options.find(
				(one) => JSON.stringify(choiceOf(one)) === JSON.stringify(choiceOf(option)),
			);

/** Whether the page allows it. Length, size and ratio of a model that has no such field are left out. */
function isAllowed(row: MatrixRow, combination: Combination): boolean {
	const { option, ratio, fileID, endFrame } = combination;
	const word = sameChoice(row, option);
	if (fileID ? row.fileID === 'no' : row.fileID === 'required') return false;
	if (option !== undefined && row.options.length > 0 && word === undefined) return false;
	if (word?.startsWith('512p') && !fileID) return false;
	if (endFrame && row.endFrame.length === 0) return false;
	if (endFrame && word !== undefined && !row.endFrame.includes(word)) return false;
	return ratio === undefined || row.ratios.length === 0 || row.ratios.includes(ratio);
}

const requestOf = (row: MatrixRow, { option, ratio, fileID, endFrame }: Combination) =>
	({
		model: row.model,
		prompt: 'A paper boat',
		...(fileID ? { firstFrame: FILE_1 } : {}),
		...(endFrame ? { endFrame: FILE_2 } : {}),
		...(option ? choiceOf(option) : {}),
		...(ratio ? { aspectRatio: ratio } : {}),
	}) satisfies VideoRequest;

describe('the matrix of model, options, aspect ratio, image and end frame', () => {
	test.each(useapiMatrix)('$model: what the page forbids is refused before it is sent', (row) => {
		const forbidden = combinations.filter((combination) => !isAllowed(row, combination));
		const sent = forbidden
			.map((combination) => requestOf(row, combination))
			.filter((wanted) => checkRequest(useapi, wanted).length === 0);
		expect(sent).toEqual([]);
		expect(forbidden.length).toBeGreaterThan(0);
	});

	test.each(useapiMatrix)('$model: what the page allows is sent, and taken', async (row) => {
		const allowed = combinations.filter((combination) => isAllowed(row, combination));
		for (const combination of allowed) {
			const { option, ratio, fileID, endFrame } = combination;
			const wanted = requestOf(row, combination);
			expect(checkRequest(useapi, wanted)).toEqual([]);
			const { request: fitted, notices } = fitToModel(useapi, wanted);
			await bench.submit(fitted);

			const word = sameChoice(row, option);
			const sentRatio = row.ratios.length > 0 ? ratio : undefined;
			expect(bench.sentBody()).toEqual({
				model: row.model,
				prompt: 'A paper boat',
				...((fileID || endFrame) && { account: ACCOUNT }),
				...(fileID && { fileID: FILE_1.reference }),
				...(endFrame && { end_frame_fileID: FILE_2.reference }),
				...(word && { options: word }),
				...(sentRatio && { aspectRatio: sentRatio }),
			});
			const left = [option && !word && 2, ratio && !sentRatio && 1].filter(Number);
			expect(notices).toHaveLength(left.reduce<number>((sum, one) => sum + Number(one), 0));
		}
		expect(bench.simulator.refusals).toEqual([]);
		expect(bench.simulator.jobs).toHaveLength(allowed.length);
	});
});

describe('useapi.net', () => {
	test('a job is named by its videoId, colons and all', async () => {
		const { jobId } = await bench.submit(request);
		expect(jobId).toMatch(/^user:1234-minimax:987654321-video:\d+$/);
		expect(jobIn(await bench.look(jobId)).jobId).toBe(jobId);
		expect(bench.simulator.requests[1]?.path).toBe(
			`/useapi/v1/minimax/videos/${encodeURIComponent(jobId)}`,
		);
	});

	test('the wait after a 429 is within the 10 to 30 s of the page', async () => {
		bench.simulator.enforceMaxJobs = true;
		await bench.submit({ ...request, inputs: { maxJobs: 1 } });
		const error = await bench.refused({ ...request, inputs: { maxJobs: 1 } });
		expect(error).toMatchObject({ code: 'rateLimited', retryable: true, accepted: 'no' });
		expect(error.retryAfterSeconds).toBeGreaterThanOrEqual(10);
		expect(error.retryAfterSeconds).toBeLessThanOrEqual(30);
		expect(error.message).toContain('is busy executing 1 videos');
	});

	test.each([502, 504])('a %i on create may stand for a job that was taken', async (status) => {
		bench.simulator.fault({
			endpoint: 'submit',
			respond: { status, body: { error: 'Bad gateway' }, accepted: true },
		});
		expect(await bench.refused(request)).toMatchObject({ accepted: 'maybe' });
		expect(bench.simulator.jobs).toHaveLength(1);
	});

	test('a moderated video that was removed is told by its 404', async () => {
		const plan = { outcome: 'moderated', variant: 'removed' } as const;
		const error = errorIn(await endedJob(bench, useapi, plan));
		expect(error).toMatchObject({ code: 'notFound', retryable: false, httpStatus: 404 });
		expect(error.fix).toContain('moderated and removed');
	});

	/** Page get-minimax-videos-videoId. */
	test.each([
		[0, 'queued'],
		[11, 'queued'],
		[1, 'processing'],
		[12, 'processing'],
		[3, 'failed'],
		[5, 'failed'],
		[7, 'failed'],
		[14, 'failed'],
	])('the status number %i means %s', (status, word) => {
		const read = useapi.status('1').read(answer({ status, percent: 40 }));
		expect(jobIn(read)).toMatchObject({ jobId: '1', status: word });
	});

	test('how far a video is, is told while it is made', () => {
		const read = (status: number) =>
			jobIn(useapi.status('1').read(answer({ status, percent: 40 }))).progress;
		expect([read(0), read(1), read(3)]).toEqual([40, 40, undefined]);
	});

	test('a status number that is new ends the job only where the gateway says it is final', () => {
		const read = (statusFinal: boolean) =>
			jobIn(useapi.status('1').read(answer({ status: 42, statusFinal, statusLabel: 'odd' })));
		expect(read(false)).toMatchObject({ status: 'processing' });
		expect(read(true)).toMatchObject({ status: 'failed' });
		expect(read(true).warnings?.join()).toContain('"odd"');
	});

	test('downloadURL, without a watermark, counts over videoURL, also where it is empty', () => {
		const read = (downloadURL: string | undefined) =>
			jobIn(
				useapi
					.status('1')
					.read(answer({ status: 2, downloadURL, videoURL: 'https://a/marked.mp4' })),
			).videoUrl;
		expect(read('https://a/clean.mp4')).toBe('https://a/clean.mp4');
		expect(read('')).toBe('https://a/marked.mp4');
		expect(read(undefined)).toBe('https://a/marked.mp4');
	});

	test('the callback reference comes back with the job', async () => {
		const { callbackReference } = await bench.submit({ ...request, callbackReference: 'mine' });
		expect(callbackReference).toBe('mine');
	});

	test('the prompt is optional, and an empty one is not sent', async () => {
		const wanted = { model: 'I2V-01', prompt: '', firstFrame: FILE_1 };
		expect(checkRequest(useapi, wanted)).toEqual([]);
		await bench.submit(wanted);
		expect(bench.sentBody()).toEqual({
			model: 'I2V-01',
			fileID: FILE_1.reference,
			account: ACCOUNT,
		});
	});

	test('up to 14 pictures of a subject go out as fileID to fileID14', async () => {
		await bench.submit(fullRequest(useapi, modelOf(useapi, 'Veo-3.1-S2V')));
		const sent = bench.sentBody() as Record<string, unknown>;
		expect(Object.keys(sent).filter((key) => /^fileID\d*$/.test(key))).toHaveLength(14);
		expect(sent.fileID14).toBe(USEAPI_FILE_IDS[13]);
		expect(bench.simulator.refusals).toEqual([]);
	});
});

describe('a picture for useapi.net', () => {
	const upload = uploadOf(useapi)!.call;

	test.each([
		['image/png', 'image/png'],
		['image/jpeg', 'image/jpeg'],
		['image/webp', 'image/jpeg'],
	])('of type %s is uploaded as it is, as %s, and gives a fileID', async (mimeType, sent) => {
		const { outcome } = await bench.send(upload({ bytes: FRAME, mimeType }, request));
		expect(outcome).toEqual({
			kind: 'reference',
			reference: expect.stringMatching(/^user:1234-minimax:987654321-file:\d+$/) as unknown,
		});
		expect(bench.simulator.requests[0]).toMatchObject({
			path: '/useapi/v1/minimax/files/',
			query: {},
			body: { contentType: sent, bytes: FRAME.length },
		});
		expect(bench.simulator.refusals).toEqual([]);
	});

	test('can be used right after its upload, on the account that holds it', async () => {
		const { outcome } = await bench.send(
			upload({ bytes: FRAME, mimeType: 'image/png' }, request),
		);
		if (!('kind' in outcome) || outcome.kind !== 'reference') throw new Error('no reference');
		await bench.submit({ model: 'Sora-2', prompt: 'a', firstFrame: outcome });
		expect(bench.sentBody()).toMatchObject({ fileID: outcome.reference, account: ACCOUNT });
		expect(bench.simulator.refusals).toEqual([]);
	});

	test('is uploaded to the account that the user chose', async () => {
		await bench.send(
			upload(
				{ bytes: FRAME, mimeType: 'image/png' },
				{ ...request, inputs: { account: ACCOUNT } },
			),
		);
		expect(bench.simulator.requests[0]?.query).toEqual({ account: ACCOUNT });
		expect(bench.simulator.refusals).toEqual([]);
	});

	/** Page post-minimax-files: `account` is optional only with one account; create: all files of one account. */
	test('is uploaded to the account of the pictures that are files already', () => {
		const wanted = { ...request, model: '02', firstFrame: FILE_1 };
		const call = upload({ bytes: FRAME, mimeType: 'image/png' }, wanted);
		expect(call.request.query).toEqual({ account: ACCOUNT });
	});

	test.each([
		['user:1234-minimax:987654321-file:4400112233445501', true],
		['user:1234-minimax:me@example.com-file:1', true],
		['https://example.com/a.jpg', false],
		['4400112233445501', false],
		['user:1234-minimax:987654321-video:1', false],
	])('named %s is a file that the account has: %s', (text, expected) => {
		expect(useapi.images.isReference?.(text)).toBe(expected);
	});
});
