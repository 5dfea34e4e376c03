import { findGateway } from '../../../gateways';
import { costInAnswer } from '../../../gateways/answer/costs';
import { answer, jobIn } from './bench';

/** What the gateways' answers say of a cost: charged for once the job has ended, and what it will be before. */

const data = (fields: object) => ({ code: 200, data: { resultJson: '', ...fields } });

/** Each gateway that names a cost: an answer about a job that runs and one about a job that ended, both with $0.30. */
test.each<[id: string, jobId: string, running: object, ended: object]>([
	[
		'aimlapi',
		'a',
		{ id: 'a', status: 'generating', meta: { usage: { credits_used: 600_000 } } },
		{
			id: 'a',
			status: 'completed',
			video: { url: 'https://a/v.mp4' },
			meta: { usage: { credits_used: 600_000 } },
		},
	],
	[
		'kie',
		'a',
		data({ state: 'generating', creditsConsumed: 60 }),
		data({
			state: 'success',
			creditsConsumed: 60,
			resultJson: '{"resultUrls":["https://a/v.mp4"]}',
		}),
	],
	[
		'kie',
		'veo_task_1',
		data({ successFlag: 0, creditsConsumed: 60 }),
		data({
			successFlag: 1,
			creditsConsumed: 60,
			response: { resultUrls: ['https://a/v.mp4'] },
		}),
	],
	[
		'openrouter',
		'a',
		{ id: 'a', status: 'in_progress', usage: { cost: 0.3 } },
		{ id: 'a', status: 'completed', urls: ['https://a/v.mp4'], usage: { cost: 0.3 } },
	],
	[
		'segmind',
		'a',
		{ status: 'PROCESSING', metrics: { cost: 0.3 } },
		{ status: 'COMPLETED', metrics: { cost: 0.3 } },
	],
	[
		'openaicompatible',
		'a',
		{ id: 'a', status: 'in_progress', outputs: { cost: 0.3 } },
		{
			id: 'a',
			status: 'completed',
			outputs: { cost: 0.3, video_url: 'https://a/v.mp4' },
		},
	],
])('%s: what %s costs is an estimate while it runs, and reported at its end', (...row) => {
	const [id, jobId, running, ended] = row;
	const read = (body: object) => jobIn(findGateway(id)!.status(jobId).read(answer(body))).cost;
	expect(read(running)).toEqual({ amount: 0.3, currency: 'USD', basis: 'estimate' });
	expect(read(ended)).toEqual({ amount: 0.3, currency: 'USD', basis: 'reported' });
});

test('a 0 counts only at the end', () => {
	for (const status of ['queued', 'processing'] as const) {
		expect(costInAnswer(0, status)).toBeUndefined();
	}
	for (const status of ['completed', 'failed', 'cancelled'] as const) {
		expect(costInAnswer(0, status)).toEqual({ amount: 0, currency: 'USD', basis: 'reported' });
	}
});

test.each([undefined, null, Number.NaN, Infinity])('%s is no cost', (usd) => {
	expect(costInAnswer(usd, 'completed')).toBeUndefined();
});
