import { findGateway } from '../../../gateways';
import type { VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { answer, benchFor, callbackOf, errorIn, jobIn } from './bench';

const fal = findGateway('fal')!;
const bench = benchFor(fal);
const url = (name: string) => ({ kind: 'url', url: `https://example.com/${name}` }) as const;
const lake = (more: Partial<VideoRequest> = {}): VideoRequest => ({
	model: fal.defaultModel,
	prompt: 'A lake',
	...more,
});
const pathOf = (request: VideoRequest) => fal.submit(request).request.path;

test.each<[Partial<VideoRequest>, string]>([
	[{}, '/fal-ai/veo3.1/fast'],
	[{ firstFrame: url('a.png') }, '/fal-ai/veo3.1/fast/image-to-video'],
	[
		{ firstFrame: url('a.png'), endFrame: url('b.png') },
		'/fal-ai/veo3.1/fast/first-last-frame-to-video',
	],
	[{ model: 'fal-ai/minimax/hailuo-2.3' }, '/fal-ai/minimax/hailuo-2.3/standard/text-to-video'],
	[
		{ model: 'fal-ai/minimax/hailuo-2.3', resolution: '1080P', firstFrame: url('a.png') },
		'/fal-ai/minimax/hailuo-2.3/pro/image-to-video',
	],
	[{ model: 'fal-ai/ltx-2/text-to-video/fast' }, '/fal-ai/ltx-2/text-to-video/fast'],
])('%j goes to %s', (more, path) => {
	expect(pathOf(lake(more))).toBe(path);
});

test.each(['', 'veo', '../fal-ai/veo3', 'fal-ai/..', 'https://fal.run/a/b', 'fal-ai/veo3?x=1'])(
	"%j can't be an endpoint, and is refused before it is sent",
	(model) => {
		expect(checkRequest(fal, lake({ model }))).toContainEqual(
			expect.objectContaining({ field: 'model', code: 'unknownModel' }),
		);
	},
);

test.each(['764cabcf', 'fal-ai/veo3', 'fal-ai/veo3:../x', 'a/b/c:1', '../x:1', 'a/b:1/cancel'])(
	'the job ID %j is of another shape, and stays in one part of the path',
	async (jobId) => {
		const { path } = fal.status(jobId).request;
		expect(path).toBe(`/requests/${encodeURIComponent(jobId)}/status`);
		expect(errorIn(await bench.look(jobId))).toMatchObject({ code: 'notFound' });
	},
);

test.each([
	['https://n8n.example/hook', 'https://n8n.example/hook?fal_app=fal-ai%2Fveo3.1'],
	['https://n8n.example/h?a=%20+b', 'https://n8n.example/h?a=%20+b&fal_app=fal-ai%2Fveo3.1'],
	['https://n8n.example/h#top', 'https://n8n.example/h?fal_app=fal-ai%2Fveo3.1#top'],
])('%s is called with the app beside what it has: %s', (callbackUrl, called) => {
	expect(fal.submit(lake({ callbackUrl })).request.query).toEqual({ fal_webhook: called });
});

test.each([
	[{ fal_app: 'fal-ai/veo3.1' }, 'fal-ai/veo3.1:7'],
	[{}, '7'],
	[{ fal_app: '../x' }, '7'],
	[{ fal_app: 'fal-ai/veo3.1/fast' }, '7'],
])(
	'a webhook to an address with %j is about the job %s',
	(query: Record<string, string>, jobId) => {
		const call = callbackOf('{"request_id":"7","status":"OK","payload":null}', { query });
		expect(fal.callbacks!.read(call)).toMatchObject({ jobId, status: 'completed' });
	},
);

test('an account without credit and a key without access have the same status and other words', () => {
	const { read } = fal.submit(lake());
	const refused = (detail: string) => errorIn(read(answer({ detail }, { status: 403 })));
	expect(refused('User is locked. Reason: Exhausted balance.').code).toBe('insufficientCredits');
	expect(refused('Access denied').code).toBe('authentication');
});

test('a refusal by its words is as unclear as any other, where it names a request', () => {
	const body = { detail: 'User is locked. Reason: Exhausted balance.', request_id: '7' };
	const error = errorIn(fal.submit(lake()).read(answer(body, { status: 403 })));
	expect(error).toMatchObject({ code: 'insufficientCredits', accepted: 'maybe' });
});

test('content that is refused at once is moderated', () => {
	const detail = [{ loc: ['body'], msg: 'Flagged', type: 'content_policy_violation' }];
	const error = errorIn(fal.submit(lake()).read(answer({ detail }, { status: 422 })));
	expect(error).toMatchObject({ code: 'moderated', accepted: 'no', retryable: false });
});

describe('where a cancel ends a run', () => {
	test.each([
		['atOnce', 'cancelled', 'cancelled'],
		['later', 'processing', 'cancelled'],
		['never', 'processing', 'completed'],
	] as const)('%s, one that has begun is %s, and %s in the end', async (ends, now, inTheEnd) => {
		bench.simulator.openFacts.cancelEndsRun = ends;
		bench.simulator.plan = () => ({ seconds: 60, queuedSeconds: 0 });
		const { jobId } = await bench.submit(lake());
		const { outcome } = await bench.send(fal.cancel!(jobId)!);
		expect(jobIn(outcome).status).toBe(now);
		bench.advance(60);
		expect(jobIn(await bench.look(jobId)).status).toBe(inTheEnd);
	});

	test.each(['atOnce', 'later', 'never'] as const)(
		'%s, one in the queue is cancelled',
		async (ends) => {
			bench.simulator.openFacts.cancelEndsRun = ends;
			bench.simulator.videoSeconds = 60;
			const { jobId } = await bench.submit(lake());
			const { outcome } = await bench.send(fal.cancel!(jobId)!);
			expect(jobIn(outcome).status).toBe('cancelled');
		},
	);
});

test('a job that has ended stays as it is when it is cancelled', async () => {
	bench.simulator.videoSeconds = 0;
	const done = await bench.submit(lake());
	const { outcome } = await bench.send(fal.cancel!(done.jobId)!);
	expect(jobIn(outcome)).toMatchObject({ status: 'completed', jobId: done.jobId });
});
