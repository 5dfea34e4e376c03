import { pixazo } from '../../../gateways/adapters/pixazo';
import { minimaxCodes } from '../../facts/minimaxCodes';
import { FRAME, minimaxRefusal } from '../../support/simulator';
import { answer, benchFor, errorIn, jobIn, modelOf, leastRequest, picture } from './bench';
import { endedJob } from './contract/jobs';

/** What only Pixazo does; what all gateways do is asked in `contract/`. */

const bench = benchFor(pixazo);
const fromText = leastRequest(pixazo, modelOf(pixazo, 'hailuo-text-to-video'));
const fromImage = leastRequest(pixazo, modelOf(pixazo, 'hailuo-image-to-video'));

describe('the codes of MiniMax inside HTTP 200', () => {
	test.each(minimaxCodes)('a submit with code $code is refused as $reads', async (row) => {
		bench.simulator.fault({ endpoint: 'submit', respond: minimaxRefusal(row.code) });
		const error = await bench.refused(fromText);
		expect(error).toMatchObject({
			code: row.reads,
			retryable: row.retryable,
			accepted: row.accepted ?? 'no',
			gatewayCode: row.code,
		});
		expect(error.message).toContain(`code ${row.code}`);
		expect(error.fix).not.toBe('');
	});

	test.each(minimaxCodes)('a submit with code $code and a task_id is unclear', async (row) => {
		const respond = minimaxRefusal(row.code, '111736470001');
		bench.simulator.fault({ endpoint: 'submit', respond });
		const error = await bench.refused(fromText);
		expect(error).toMatchObject({ accepted: 'maybe', gatewayCode: row.code });
		expect(error.message).toContain('111736470001');
	});

	test.each(minimaxCodes.filter(({ retryable }) => retryable))(
		'a look with code $code alone is a failed look and no failed job',
		async ({ code, reads }) => {
			const { jobId } = await bench.submit(fromText);
			bench.simulator.fault({ endpoint: 'status', respond: minimaxRefusal(code) });
			expect(errorIn(await bench.look(jobId))).toMatchObject({
				code: reads,
				retryable: true,
				gatewayCode: code,
			});
		},
	);

	test.each([1026, 1027])('a look with code %i alone ends the job as moderated', async (code) => {
		const { jobId } = await bench.submit(fromText);
		bench.simulator.fault({ endpoint: 'status', respond: minimaxRefusal(code) });
		expect(jobIn(await bench.look(jobId))).toMatchObject({
			jobId,
			status: 'failed',
			failure: { code: 'moderated', retryable: false },
		});
	});

	test.each([1004, 2049])('a look with code %i alone says that the key is bad', async (code) => {
		const { jobId } = await bench.submit(fromText);
		bench.simulator.fault({ endpoint: 'status', respond: minimaxRefusal(code) });
		expect(errorIn(await bench.look(jobId))).toMatchObject({
			code: 'authentication',
			retryable: false,
		});
	});

	test('a look with code 2013 alone does not know the job', async () => {
		bench.simulator.fault({ endpoint: 'status', respond: minimaxRefusal(2013) });
		const error = errorIn(await bench.look('1'));
		expect(error).toMatchObject({ code: 'notFound', gatewayCode: 2013 });
		expect(error.fix).toContain('Job ID');
	});

	test('a code nobody documents is told with its number, and the job may exist', async () => {
		bench.simulator.fault({ endpoint: 'submit', respond: minimaxRefusal(4711) });
		expect(await bench.refused(fromText)).toMatchObject({
			code: 'gateway',
			gatewayCode: 4711,
			accepted: 'maybe',
		});
	});

	test('a code that is written as text counts the same', async () => {
		bench.simulator.fault({
			endpoint: 'submit',
			respond: {
				status: 200,
				body: { task_id: '', base_resp: { status_code: '1002', status_msg: 'rate limit' } },
			},
		});
		expect(await bench.refused(fromText)).toMatchObject({ code: 'rateLimited' });
	});

	test('a video that is there counts, whatever passing code stands beside it', async () => {
		bench.simulator.fault({
			endpoint: 'status',
			respond: {
				rewrite: (body) => ({
					...(body as object),
					base_resp: { status_code: 1002, status_msg: 'rate limit' },
				}),
			},
		});
		expect(jobIn(await endedJob(bench, pixazo)).status).toBe('completed');
	});
});

describe('Pixazo', () => {
	/** The words that Pixazo-AI/pixazo-ai-studio (2026) ends on. */
	test.each(['succeeded', 'completed', 'success', 'done'])('the word %s is finished', (word) => {
		const output = { task_status: word, video_url: 'https://a/v.mp4' };
		const read = pixazo.status('1').read(answer({ output }));
		expect(jobIn(read)).toMatchObject({ status: 'completed', videoUrl: 'https://a/v.mp4' });
	});

	test.each<[string, object]>([
		['message', { message: 'No face' }],
		['error', { error: 'No face' }],
		['an error object', { error: { message: 'No face' } }],
		['detail', { detail: 'No face' }],
		['a list in detail', { detail: [{ msg: 'No face' }] }],
		['output', { output: { message: 'No face' } }],
	])('the reason of a failure is read from %s', (_name, fields) => {
		const read = pixazo.status('1').read(answer({ status: 'failed', ...fields }));
		expect(jobIn(read)).toMatchObject({
			status: 'failed',
			failure: { message: 'No face', retryable: true },
		});
	});

	test.each(['success', 'SUCCESS', 'Success'])('the word %s means completed', (status) => {
		const read = pixazo.status('1').read(answer({ status, video_url: 'https://a/v.mp4' }));
		expect(jobIn(read)).toMatchObject({ jobId: '1', status: 'completed' });
	});

	test.each([
		['Preparing', 'queued'],
		['Queueing', 'queued'],
		['Processing', 'processing'],
		['processing', 'processing'],
		['Fail', 'failed'],
		['fail', 'failed'],
		['failed', 'failed'],
	])("MiniMax's word %s means %s", (word, status) => {
		expect(jobIn(pixazo.status('1').read(answer({ status: word }))).status).toBe(status);
	});

	test('the answer that the page prints as escaped text is read', () => {
		const printed =
			'{\\n  \\"task_id\\": \\"11173647XXXXXXXXXX\\",\\n  \\"base_resp\\": {\\n    ' +
			'\\"status_code\\": 0,\\n    \\"status_msg\\": \\"success\\"\\n  }\\n}';
		const read = pixazo.submit(fromText).read(answer(printed));
		expect(jobIn(read).jobId).toBe('11173647XXXXXXXXXX');
	});

	test('an image that is given as bytes goes into the JSON', async () => {
		const bytes = { kind: 'bytes', bytes: FRAME, mimeType: 'image/png' } as const;
		await bench.submit({ ...fromImage, firstFrame: bytes });
		expect(bench.simulator.refusals).toEqual([]);
		expect(bench.simulator.jobs[0]?.body.first_frame_image).toBe(
			`data:image/png;base64,${FRAME.toString('base64')}`,
		);
	});

	test('both routes and the status get the headers of the page', async () => {
		for (const request of [fromText, { ...fromImage, firstFrame: picture(pixazo) }]) {
			const { jobId } = await bench.submit(request);
			await bench.look(jobId);
		}
		const headers = bench.simulator.requests.map((one) => one.headers);
		expect(headers).toHaveLength(4);
		for (const one of headers) {
			expect(one['cache-control']).toBe('no-cache');
			expect(one['content-type']).toBe('application/json');
		}
	});

	test('1080P with 10 s, should it get that far, is refused with the code of MiniMax', async () => {
		const error = await bench.refused({
			...fromImage,
			resolution: '1080P',
			durationSeconds: 10,
		});
		expect(error).toMatchObject({ code: 'invalidRequest', gatewayCode: 2013, accepted: 'no' });
	});
});
