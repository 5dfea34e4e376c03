import type { Gateway, GatewayError, VideoJob, VideoRequest } from '../../../../gateways/gateway';
import { checkRequest } from '../../../../gateways/request/checks';
import { fitToModel } from '../../../../gateways/request/fit';
import type { GatewayFacts, Shown } from '../../../facts/types';
import type { Outcome } from '../../../support/simulator';
import { allowedRequests, jobIn, leastRequest, usualModel, type Bench } from '../bench';

/** What every gateway's jobs must become: as submitted, in each answer shape, at each end. */

/** The fields of a job, with matchers for the patterns among the facts. */
const matching = (shown: Shown): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(shown).map(([key, value]) => [
			key,
			value instanceof RegExp ? (expect.stringMatching(value) as unknown) : value,
		]),
	);

/**
 * Looks at a job that come no sooner than the gateway wants them: seconds from one to the next, of which the first finds
 * it queued, the second running and the third ended.
 */
function rhythmOf({ minPollSeconds: gap }: Gateway): {
	gaps: [number, number, number];
	videoSeconds: number;
} {
	return { gaps: [gap / 4, gap, gap * 1.5], videoSeconds: gap * 2.5 };
}

/** The least that the gateway's default model needs. */
export const defaultRequest = (gateway: Gateway): VideoRequest =>
	leastRequest(gateway, usualModel(gateway));

/** Every request of the model table goes out as the page writes it, and gives a video. */
export function testEverySubmit(
	bench: Bench,
	gateway: Gateway,
	{ wire, neverQueued = [] }: GatewayFacts,
): void {
	test.each(allowedRequests(gateway))(
		'$name: is sent as documented, and becomes a video',
		async ({ request }) => {
			const { gaps, videoSeconds } = rhythmOf(gateway);
			bench.simulator.videoSeconds = videoSeconds;
			expect(checkRequest(gateway, request)).toEqual([]);
			const fitted = fitToModel(gateway, request).request;

			const submitted = await bench.submit(fitted);
			const sent = bench.simulator.requests[0];
			expect(bench.simulator.refusals).toEqual([]);
			expect(sent?.path).toBe(`/${bench.id}${wire.path(fitted)}`);
			// Whether a ratio goes with a picture is for the page to say.
			const { aspectRatio } = request;
			const asked = aspectRatio === undefined ? fitted : { ...fitted, aspectRatio };
			expect(sent?.body).toEqual(wire.body(asked));
			const job = bench.simulator.jobs[0];
			expect(submitted).toMatchObject({
				gateway: bench.id,
				jobId: job?.jobId,
				status: 'queued',
				model: fitted.model,
			});

			const statuses: string[] = [];
			let last: VideoJob = submitted;
			for (const seconds of gaps) {
				bench.advance(seconds);
				last = jobIn(await bench.look(submitted.jobId));
				statuses.push(last.status);
			}
			const first = neverQueued.includes(fitted.model) ? 'processing' : 'queued';
			expect(statuses).toEqual([first, 'processing', 'completed']);
			expect(last).toMatchObject({
				gateway: bench.id,
				jobId: submitted.jobId,
				videoUrl: job?.videoUrl,
			});
			expect(bench.simulator.refusals).toEqual([]);
		},
	);
}

/** Submits a job that ends at once in the way asked for, and looks at it. */
export async function endedJob(
	bench: Bench,
	gateway: Gateway,
	plan: { outcome?: Outcome; variant?: string } = {},
	request: VideoRequest = defaultRequest(gateway),
): Promise<VideoJob | GatewayError> {
	bench.simulator.plan = () => ({ seconds: 0, ...plan });
	const { jobId } = await bench.submit(request);
	return await bench.look(jobId);
}

/** Every documented shape of the answers reads to the same job. */
export function testEveryVariant(
	bench: Bench,
	gateway: Gateway,
	{ finished, neverQueued = [], simulator: { variants } }: GatewayFacts,
): void {
	test('every documented answer shape is covered', () => {
		expect(Object.keys(finished).sort()).toEqual([...variants].sort());
	});

	test.each(Object.entries(finished))('the answer shape "%s" is read', async (variant, job) => {
		const read = jobIn(await endedJob(bench, gateway, { variant }));
		const { jobId, videoUrl } = bench.simulator.jobs[0]!;
		expect(read).toEqual({
			gateway: bench.id,
			jobId,
			status: 'completed',
			videoUrl,
			...matching(job(videoUrl!)),
		});
	});

	test.each([...variants])('"%s" is read while it is queued and runs', async (variant) => {
		const { gaps, videoSeconds } = rhythmOf(gateway);
		bench.simulator.plan = () => ({ seconds: videoSeconds, variant });
		const { jobId } = await bench.submit(defaultRequest(gateway));
		expect(jobId).toBe(bench.simulator.jobs[0]?.jobId);
		bench.advance(gaps[0]);
		const first = jobIn(await bench.look(jobId));
		bench.advance(gaps[1]);
		const second = jobIn(await bench.look(jobId));

		const word = neverQueued.includes(usualModel(gateway).id) ? 'processing' : 'queued';
		expect([first.status, first.jobId]).toEqual([word, jobId]);
		expect(['queued', 'processing']).toContain(second.status);
		expect([first.warnings, second.warnings]).toEqual([undefined, undefined]);
		expect(second.videoUrl).toBeUndefined();
	});
}

/** Every way a job can end without a video. */
export function testEndings(bench: Bench, gateway: Gateway, { endings }: GatewayFacts): void {
	const titled = endings.map((ending) => ({
		...ending,
		title: [ending.outcome, ending.variant].filter(Boolean).join(' in shape '),
	}));
	test.each(titled)('a job that ended $title says so', async (ending) => {
		const { outcome, variant } = ending;
		const job = jobIn(
			await endedJob(bench, gateway, { outcome, ...(variant ? { variant } : {}) }),
		);
		expect(job.status).toBe(ending.status);
		expect(job.videoUrl).toBeUndefined();
		if (ending.code === undefined) {
			expect(job.failure).toBeUndefined();
			expect(job.warnings?.join()).toMatch(ending.says);
			return;
		}
		expect(job.failure).toMatchObject({ code: ending.code, retryable: ending.retryable });
		expect(job.failure?.message).toMatch(ending.says);
	});
}
