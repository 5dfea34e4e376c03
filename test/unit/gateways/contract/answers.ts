import type { Gateway } from '../../../../gateways/gateway';
import { GATEWAYS, merged, type FaultRule } from '../../../support/simulator';
import { errorIn, jobIn, type Bench } from '../bench';
import { defaultRequest, endedJob } from './jobs';

/** What every gateway's answers must read to where they are broken, or other than the page prints them. */

const brokenAnswers: ReadonlyArray<{
	name: string;
	respond: FaultRule['respond'];
	says: RegExp;
}> = [
	{ name: 'an HTML page', respond: 'html', says: /HTML page instead of JSON \(HTTP 200\)/ },
	{ name: 'half an answer', respond: 'truncated', says: /broken response.*HTTP 200/ },
	{ name: 'nothing', respond: { status: 200 }, says: /broken response.*HTTP 200/ },
	{ name: 'null', respond: { status: 200, body: 'null' }, says: /unknown format.*HTTP 200/ },
	{ name: 'a list', respond: { status: 200, body: '[]' }, says: /unknown format.*HTTP 200/ },
];

/** A success that can not be read is no success: the job may exist, and the look may be tried again. */
export function testBrokenAnswers(bench: Bench, gateway: Gateway): void {
	test.each(brokenAnswers)(
		'a submit answered with $name may have been taken',
		async ({ respond, says }) => {
			bench.simulator.fault({ endpoint: 'submit', respond });
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({ code: 'gateway', accepted: 'maybe' });
			expect(error.message).toMatch(says);
			expect(error.fix).toContain('Base URL');
		},
	);

	test('a submit answered without an id may have been taken', async () => {
		bench.simulator.fault({ endpoint: 'submit', respond: 'withoutId' });
		const error = await bench.refused(defaultRequest(gateway));
		expect(error).toMatchObject({ code: 'gateway', accepted: 'maybe' });
		expect(error.message).toContain(gateway.label);
		expect(bench.simulator.jobs).toHaveLength(1);
	});

	test.each(brokenAnswers)(
		'a look answered with $name is worth another',
		async ({ respond, says }) => {
			const { jobId } = await bench.submit(defaultRequest(gateway));
			bench.simulator.fault({ endpoint: 'status', respond });
			const error = errorIn(await bench.look(jobId));
			expect(error).toMatchObject({ code: 'gateway', retryable: true });
			expect(error.message).toMatch(says);
		},
	);

	test('a look answered without the id is still about the job that was asked for', async () => {
		bench.simulator.fault({ endpoint: ['status', 'result'], respond: 'withoutId' });
		const job = jobIn(await endedJob(bench, gateway));
		const { jobId, videoUrl } = bench.simulator.jobs[0]!;
		expect(job).toMatchObject({ jobId, status: 'completed', videoUrl });
	});
}

/** A video that is there counts, however odd the answer is. */
export function testOddAnswers(bench: Bench, gateway: Gateway): void {
	test('a word that no page knows, beside an address, is a finished video with a warning', async () => {
		bench.simulator.plan = () => ({ seconds: 0 });
		const { jobId } = await bench.submit(defaultRequest(gateway));
		bench.simulator.fault({
			endpoint: ['status', 'result'],
			respond: { rewrite: (body) => merged(body, GATEWAYS[bench.id].unknownStatus) },
		});
		const job = jobIn(await bench.look(jobId));
		expect(job).toMatchObject({
			status: 'completed',
			videoUrl: bench.simulator.jobs[0]!.videoUrl,
			warnings: [expect.stringMatching(/unknown status "archiving"/i)],
		});
		expect(job.failure).toBeUndefined();
	});

	test('a link that starts with http:// is a link', async () => {
		bench.simulator.openFacts.linkOrigin = 'http://cdn.example';
		const job = jobIn(await endedJob(bench, gateway));
		expect(job.status).toBe('completed');
		expect(job.videoUrl).toMatch(/^http:\/\/cdn\.example\//);
	});
}
