import { canWakeExecution } from '../../../gateways/request/callbacks';
import { checkRequest } from '../../../gateways/request/checks';
import type { Gateway, GatewayError, VideoJob, VideoRequest } from '../../../gateways/gateway';
import { fitToModel, resolveModel } from '../../../gateways/request/models';
import {
	bodyWith,
	documentedError,
	GATEWAYS,
	merged,
	rateLimited,
	textAt,
	type FaultRule,
	type GatewayId,
	type Outcome,
} from '../../support/simulator';
import { FACTS } from '../../facts';
import type { GatewayFacts, Refusal, Shown } from '../../facts/types';
import { allowedRequests, errorIn, jobIn, leastRequest, modelOf, type Bench } from './bench';

/** What is asked of every gateway in the same way, by its facts. */

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

const defaultRequest = (gateway: Gateway): VideoRequest =>
	leastRequest(gateway, modelOf(gateway, gateway.defaultModel));

/** Every request of the model table goes out as the page writes it, and gives a video. */
function testEverySubmit(bench: Bench, gateway: Gateway, { wire }: GatewayFacts): void {
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
			expect(sent?.body).toEqual(wire.body(fitted));
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
			expect(statuses).toEqual(['queued', 'processing', 'completed']);
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
function testEveryVariant(
	bench: Bench,
	gateway: Gateway,
	{ finished, simulator: { variants } }: GatewayFacts,
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

		expect([first.status, first.jobId]).toEqual(['queued', jobId]);
		expect(['queued', 'processing']).toContain(second.status);
		expect([first.warnings, second.warnings]).toEqual([undefined, undefined]);
		expect(second.videoUrl).toBeUndefined();
	});
}

/** Every way a job can end without a video. */
function testEndings(bench: Bench, gateway: Gateway, { endings }: GatewayFacts): void {
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

/** All texts of a body. */
const textsIn = (body: unknown): string[] =>
	typeof body === 'object' && body !== null
		? Object.values(body).flatMap(textsIn)
		: typeof body === 'string'
			? [body]
			: [];

/** Every documented error status reads to its code, on a submit and on a look. */
function testRefusals(bench: Bench, gateway: Gateway, { refusals }: GatewayFacts): void {
	const check = (error: GatewayError, row: Refusal, words: readonly string[]) => {
		expect(error).toEqual({
			kind: 'gatewayError',
			code: row.code,
			message: expect.stringContaining(`HTTP ${row.status}`) as unknown,
			fix: expect.stringMatching(row.fix) as unknown,
			retryable: row.retryable ?? false,
			accepted: row.accepted ?? 'no',
			httpStatus: row.status,
			...(row.retryAfterSeconds === undefined
				? {}
				: { retryAfterSeconds: expect.closeTo(row.retryAfterSeconds, 0) as unknown }),
		});
		expect(error.message).toContain(gateway.label);
		expect(words.filter((text) => error.message.includes(text))).not.toEqual([]);
	};
	/** What the gateway says, in the one place that is known, else anywhere in its body. */
	const wordsOf = (status: number): string[] => {
		const body = documentedError(bench.id, status).body as {
			error?: string | { message: string };
			message?: string;
		};
		const { error, message } = body;
		const known = typeof error === 'object' ? error.message : (error ?? message);
		return known === undefined ? textsIn(body) : [known];
	};

	test.each(refusals)('a submit answered $status is $code', async (row) => {
		const respond = documentedError(bench.id, row.status);
		bench.simulator.fault({ endpoint: 'submit', respond });
		check(await bench.refused(defaultRequest(gateway)), row, wordsOf(row.status));
		expect(bench.simulator.jobs).toEqual([]);
	});

	test.each<[string, () => number | Date]>([
		['in seconds', () => 33],
		['as a date', () => new Date(Date.now() + 33_000)],
	])('the Retry-After of a 429, %s, is told', async (_name, retryAfter) => {
		bench.simulator.fault(rateLimited(bench.id, retryAfter()));
		const error = await bench.refused(defaultRequest(gateway));
		expect(error.code).toBe('rateLimited');
		expect(Math.abs(33 - (error.retryAfterSeconds ?? 0))).toBeLessThan(2);
	});

	test.each(refusals)('a look answered $status is $code', async (row) => {
		const { jobId } = await bench.submit(defaultRequest(gateway));
		const respond = documentedError(bench.id, row.status);
		bench.simulator.fault({ endpoint: 'status', respond });
		check(errorIn(await bench.look(jobId)), row, wordsOf(row.status));
	});
}

const brokenAnswers: ReadonlyArray<{
	name: string;
	respond: FaultRule['respond'];
	says: RegExp;
}> = [
	{ name: 'an HTML page', respond: 'html', says: /HTML page instead of JSON \(HTTP 200\)/ },
	{ name: 'half an answer', respond: 'truncated', says: /broken answer.*HTTP 200/ },
	{ name: 'nothing', respond: { status: 200 }, says: /broken answer.*HTTP 200/ },
	{ name: 'null', respond: { status: 200, body: 'null' }, says: /unknown shape.*HTTP 200/ },
	{ name: 'a list', respond: { status: 200, body: '[]' }, says: /unknown shape.*HTTP 200/ },
];

/** A success that can not be read is no success: the job may exist, and the look may be tried again. */
function testBrokenAnswers(bench: Bench, gateway: Gateway): void {
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

	test.each([500, 502, 503, 504])(
		'a submit answered %i by a proxy in between may have been taken',
		async (status) => {
			bench.simulator.fault({
				endpoint: 'submit',
				respond: { status, body: '<html><body>Bad gateway</body></html>', accepted: true },
			});
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({ accepted: 'maybe', retryable: true, httpStatus: status });
		},
	);

	/** 302 and 303 may tell where the result of what was posted lies (RFC 9110, 15.4). */
	test.each<[number, GatewayError['accepted']]>([
		[301, 'no'],
		[302, 'maybe'],
		[303, 'maybe'],
		[307, 'no'],
		[308, 'no'],
	])('a redirect with %i is not followed, and taken: %s', async (status, accepted) => {
		bench.simulator.fault({
			endpoint: 'submit',
			respond: { status, headers: { location: bench.simulator.origin } },
		});
		const error = await bench.refused(defaultRequest(gateway));
		expect(error).toMatchObject({ code: 'gateway', accepted, retryable: false });
		expect(error.fix).toContain('Base URL');
		expect(bench.simulator.requests).toHaveLength(1);
	});

	test.each([409, 425, 499])('a submit answered %i may have been taken', async (status) => {
		bench.simulator.fault({ endpoint: 'submit', respond: documentedError(bench.id, status) });
		const error = await bench.refused(defaultRequest(gateway));
		expect(error).toMatchObject({ accepted: 'maybe', httpStatus: status });
	});

	/** Such as a job that is known already, or one that failed after it had been billed. */
	test.each([400, 402, 404, 429, 503])(
		'a submit refused with %i and with a job in the answer may have been taken',
		async (status) => {
			const { body } = documentedError(bench.id, status);
			const jobId = bodyWith(GATEWAYS[bench.id].idKeys[0]!, 'J-4711');
			bench.simulator.fault({
				endpoint: 'submit',
				respond: { status, body: merged(body, jobId) },
			});
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({ accepted: 'maybe', httpStatus: status });
			expect(error.message).toContain('J-4711');
		},
	);

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

	test('a wrong key is refused by name, and the key is not repeated', async () => {
		const key = bench.simulator.credentials[bench.id];
		const right = key.apiKey;
		key.apiKey = 'a-wrong-key-that-nobody-should-see';
		try {
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({
				code: 'authentication',
				accepted: 'no',
				httpStatus: 401,
			});
			expect(JSON.stringify(error)).not.toContain(key.apiKey);
		} finally {
			key.apiKey = right;
		}
	});

	test('a job that the gateway does not know is told as not found', async () => {
		const error = errorIn(await bench.look('no-such-job'));
		expect(error).toMatchObject({ code: 'notFound', retryable: false, httpStatus: 404 });
		expect(error.fix).toContain('Job ID');
	});

	test('an id stays whole and in its place, whatever signs it holds', () => {
		const id = 'user:1/../2?x=1#y&z';
		const { path, query, body } = gateway.status(id).request;
		const placed = Object.values<unknown>(query ?? { ...body }).includes(id);
		expect(placed || path.includes(`/${encodeURIComponent(id)}`)).toBe(true);
		expect(path).not.toMatch(/\.\.\/|[?#&]/);
	});

	test('additional fields go out as they are, over what the package would send', () => {
		// The first part of a path: what is set replaces all below.
		const key = GATEWAYS[bench.id].orderKeys.prompt.split('.')[0]!;
		const { request } = gateway.submit({
			...defaultRequest(gateway),
			additionalFields: { seed: 7, [key]: 'mine', nested: { list: [null] }, nothing: null },
		});
		expect(request.body).toMatchObject({
			seed: 7,
			[key]: 'mine',
			nested: { list: [null] },
			nothing: null,
		});
	});

	test('a submit is repeated only when it was refused, a look always', () => {
		expect(gateway.submit(defaultRequest(gateway)).repeat).toBe('whenRefused');
		expect(gateway.status('job').repeat).toBe('always');
	});
}

/** The gateway has what its pages tell, no more and no less. */
function testCapabilities(gateway: Gateway, { capabilities, callback }: GatewayFacts): void {
	test('the capabilities are those of its pages', () => {
		const { settings = [], images } = gateway;
		const methods = (
			['cancel', 'list', 'balance', 'queue', 'listModels', 'upload', 'readCallback'] as const
		).filter((method) => gateway[method]);
		const more = (['answerHandshake', 'callbackSignature', 'accountCallback'] as const).filter(
			(member) => gateway[member],
		);
		const byUrlOnly = images.bytes === 'refused' ? ['imagesByUrlOnly'] : [];
		expect([...methods, ...more, ...settings, ...byUrlOnly].sort()).toEqual(
			[...capabilities].sort(),
		);
	});

	test('an execution can be resumed by its callbacks, or not, as its page tells', () => {
		expect(canWakeExecution(gateway)).toBe(callback?.wakesExecution ?? false);
		expect(gateway.answerHandshake !== undefined).toBe(callback?.handshake !== undefined);
	});

	test('it has callbacks only if they are read', () => {
		expect(gateway.readCallback !== undefined).toBe(gateway.callbacks !== 'none');
	});

	test('what changes nothing may always be repeated, and has a time limit', () => {
		const calls = [
			gateway.list?.({ limit: 1 }),
			gateway.balance?.(),
			gateway.queue?.(),
			gateway.listModels?.(),
		].filter((call) => call !== undefined);
		for (const { repeat, timeoutSeconds, request } of calls) {
			expect([repeat, request.method]).toEqual(['always', 'GET']);
			expect(timeoutSeconds).toBeLessThanOrEqual(60);
		}
	});
}

/** MiniMax's camera commands go out with the prompt of the models that follow them, and with no other. */
function testCameraFollowers(gateway: Gateway, { cameraFollowers }: GatewayFacts): void {
	test('the camera commands are in the prompts of the models that follow them', () => {
		const following = gateway.models.filter((model) => {
			const wanted = {
				...leastRequest(gateway, model),
				model: model.id,
				prompt: 'A lake',
				cameraMovement: ['Pan left', 'Pedestal up'],
			};
			const request = { ...wanted, model: resolveModel(gateway, wanted) };
			const { body } = gateway.submit(fitToModel(gateway, request).request).request;
			const { prompt } = GATEWAYS[gateway.id as GatewayId].orderKeys;
			return textAt(body, prompt) === '[Pan left,Pedestal up] A lake';
		});
		expect(following.map(({ id }) => id)).toEqual(cameraFollowers);
	});
}

/** Everything that is asked of every gateway, by its facts. */
export function testContract(bench: Bench, gateway: Gateway): void {
	const facts = FACTS[bench.id];
	testEverySubmit(bench, gateway, facts);
	testEveryVariant(bench, gateway, facts);
	testEndings(bench, gateway, facts);
	testRefusals(bench, gateway, facts);
	testBrokenAnswers(bench, gateway);
	testCapabilities(gateway, facts);
	testCameraFollowers(gateway, facts);
}
