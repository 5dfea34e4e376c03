import { findGateway } from '../../../gateways';
import {
	bodyWith,
	CALLING_GATEWAYS,
	GATEWAYS,
	merged,
	type CallingGateway,
} from '../../support/simulator';
import { callbackAbout, idKeyOf, readBy } from './callbackReading';

describe("what tells more than a job's end", () => {
	const of = (id: CallingGateway, body: unknown) => readBy(findGateway(id)!, body);

	test("is read too: AIgateway's address, with the end of its life", () => {
		const videoUrl = 'https://media.aigateway.sh/a.mp4';
		const expected = { jobId: 'job_1', status: 'completed', videoUrl };
		const expiresAt = '2026-10-02T12:00:00.000Z';
		const usual = { id: 'job_1', status: 'completed', result: { url: videoUrl } };
		const event = { type: 'job.completed', data: { job_id: 'job_1', result_url: videoUrl } };
		expect(of('aigateway', usual)).toMatchObject({ ...expected, expiresAt });
		expect(of('aigateway', { id: 'evt_1', ...event })).toMatchObject({
			...expected,
			expiresAt,
		});
	});

	test("is read too: useapi.net's reference, progress and address", () => {
		const videoId = 'user:1-minimax:2-video:3';
		expect(
			of('useapi', { videoId, status: 1, percent: 40, replyRef: 'order 7' }),
		).toMatchObject({
			jobId: videoId,
			status: 'processing',
			progress: 40,
			callbackReference: 'order 7',
		});
		const done = { videoId, status: 2, videoURL: 'https://a/mark.mp4' };
		expect(of('useapi', { ...done, downloadURL: 'https://a/v.mp4' })).toMatchObject({
			status: 'completed',
			videoUrl: 'https://a/v.mp4',
		});
	});

	test.each<[CallingGateway, unknown]>([
		['aigateway', { id: 'x', status: 'completed' }],
		['aigateway', { type: 'job.completed', data: { job_id: 'x' } }],
		['useapi', { videoId: 'x', status: 2 }],
	])('may be missing: without an address %s still tells completed', (id, body) => {
		expect(of(id, body)).toMatchObject({ jobId: 'x', status: 'completed' });
	});

	test.each(['success', 'Success'])(
		'is not in a call of Pixazo: %s is completed as it is',
		(word) => {
			const body = { task_id: '176843862716480', status: word, file_id: '9' };
			expect(of('pixazo', body)).toEqual({
				gateway: 'pixazo',
				jobId: '176843862716480',
				status: 'completed',
			});
			expect(of('pixazo', { ...body, task_id: 176843862716480 })).toMatchObject({
				jobId: '176843862716480',
				status: 'completed',
			});
		},
	);

	test.each(CALLING_GATEWAYS)('is unknown to %s: a new status word is no end', (id) => {
		const job = merged(bodyWith(idKeyOf(id), '1'), GATEWAYS[id].unknownStatus);
		const body = callbackAbout(id, job);
		expect(of(id, body)).toMatchObject({ jobId: '1', status: 'processing' });
		expect(of(id, body)?.warnings).toEqual([expect.stringContaining('"archiving"')]);
	});

	test.each<unknown>([
		{ challenge: 'f3a0' },
		{},
		[],
		[{ id: '1', status: 'completed' }],
		null,
		undefined,
		true,
		7,
		'',
		'{"id":"1","status":"completed"}',
		{ id: '', status: 'completed' },
		{ task_id: '', status: 'Success' },
		{ videoId: '', status: 2 },
		{ task_id: '1' },
		{ videoId: '1' },
		{ status: 'completed' },
		{ id: 'evt_1', type: 'balance.low', created: 1, data: { balance: 2 } },
		{ id: 'evt_1', type: 'job.progress', created: 1, data: { job_id: 'job_1' } },
		{ id: 'evt_1', type: 'job.completed', created: 1, data: {} },
		{ type: 'job.completed', data: {} },
		{ type: 'job.completed', data: { job_id: '' } },
		{ type: 'job.completed', data: [{ job_id: '1' }] },
	])('is none at all: %j', (body) => {
		for (const id of CALLING_GATEWAYS) expect(of(id, body)).toBeUndefined();
	});
});

test.each<[unknown, boolean]>([
	[{ type: 'balance.low', data: { balance: 2 } }, true],
	[{ type: 'batch.completed', data: { id: 'batch_1' } }, true],
	// About a job, but unreadable: worth a repeat.
	[{ type: 'job.completed', data: {} }, false],
	[{ type: 'balance', data: {} }, false],
	[{ type: 'balance.low' }, false],
	[{}, false],
	[null, false],
	['balance.low', false],
])('AIgateway also calls about something else than jobs: %j %j', (body, isOther) => {
	expect(findGateway('aigateway')!.callbacks!.isOther!(body)).toBe(isOther);
});
