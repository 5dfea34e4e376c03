import * as fc from 'fast-check';

import { findGateway, gateways } from '../../../gateways';
import { checkRequest } from '../../../gateways/request/checks';
import {
	DROPPABLE,
	mayTryAnother,
	translate,
	type Droppable,
} from '../../../gateways/request/failover';
import type { Gateway, GatewayError, VideoRequest } from '../../../gateways/gateway';
import { listFormats, resolveModel } from '../../../gateways/request/models';

const gatewayOf = (id: string): Gateway => findGateway(id)!;
const none: ReadonlySet<Droppable> = new Set();
const musts = (...keys: Droppable[]): ReadonlySet<Droppable> => new Set(keys);
const picture = { kind: 'url' as const, url: 'https://example.com/a.png' };

const move = (from: string, to: string, request: VideoRequest, kept = none) =>
	translate(gatewayOf(from), gatewayOf(to), request, kept);

describe('the same model at another gateway', () => {
	test.each([
		['segmind', 'hailuo-2.3', 'aimlapi', 'minimax/hailuo-2.3'],
		['aimlapi', 'minimax/hailuo-02', 'segmind', 'minimax-hailuo-2'],
		['aimlapi', 'video-01', 'aigateway', 'minimax/minimax-video-01-image-to-video'],
		['segmind', 'minimax-ai', 'useapi', 'T2V-01'],
		['useapi', 'T2V-2.3', 'segmind', 'hailuo-2.3'],
	])('%s %s is %s %s', (from, model, to, expected) => {
		expect(move(from, to, { model, prompt: 'A lake' })).toMatchObject({
			request: { model: expected },
			warnings: [],
		});
	});

	test('from a picture is another row where the gateway has two', () => {
		const request = { model: 'hailuo-2.3', prompt: 'A lake', firstFrame: picture };
		expect(move('segmind', 'useapi', request)).toMatchObject({ request: { model: 'I2V-2.3' } });
	});

	test('is spelled as that gateway spells it', () => {
		const request = { model: 'minimax/hailuo-2.3', prompt: 'A lake', resolution: '768P' };
		expect(move('aimlapi', 'useapi', request)).toMatchObject({
			request: { resolution: '768p' },
		});
	});

	test('that it does not have becomes its default model, with a warning, unless it must be kept', () => {
		const request = { model: 'Sora-2', prompt: 'A lake' };
		expect(move('useapi', 'segmind', request)).toMatchObject({
			request: { model: 'minimax-ai' },
			warnings: [
				'Segmind made this with MiniMax Video 01 instead of Sora 2 (May No Longer Work).',
			],
		});
		expect(move('useapi', 'segmind', request, musts('model'))).toEqual({
			leftOut: 'It has no model that is the same as Sora 2 (May No Longer Work).',
		});
	});
});

describe('an input that the other gateway does not take', () => {
	const request: VideoRequest = {
		model: 'hailuo-2.3',
		prompt: 'A lake',
		durationSeconds: 10,
		resolution: '768p',
		callbackUrl: 'https://n8n.example.com/webhook/1',
		additionalFields: { seed: 7 },
	};

	test('is left out with a warning', () => {
		const moved = move('segmind', 'aigateway', { ...request, promptOptimizer: true });
		expect(moved).toMatchObject({
			request: { durationSeconds: 10, callbackUrl: request.callbackUrl },
		});
		expect('warnings' in moved && moved.warnings.join(' ')).toMatch(
			/instead of Hailuo 2\.3.*Additional Fields were not sent.*Prompt Optimizer was not sent/,
		);
		expect(moved).not.toHaveProperty('request.additionalFields');
		expect(moved).not.toHaveProperty('request.promptOptimizer');
	});

	test.each([
		[
			'promptOptimizer',
			{ promptOptimizer: true },
			'aigateway',
			/Prompt Optimizer must be kept/,
		],
		['additionalFields', {}, 'aimlapi', /Additional Fields must be kept/],
		['callbackUrl', {}, 'aimlapi', /Callback URL must be kept/],
		['resolution', {}, 'pixazo', /Resolution must be kept/],
	] as const)('excludes it where %s must be kept', (key, more, to, reason) => {
		expect(move('segmind', to, { ...request, ...more }, musts(key))).toEqual({
			leftOut: expect.stringMatching(reason),
		});
	});

	test('is left out where camera commands alone make the prompt too long; the model stays', () => {
		// useapi.net takes 2,000 characters of every model.
		const long = { ...request, prompt: 'x'.repeat(1995), cameraMovement: ['Pan left'] };
		expect(move('aimlapi', 'useapi', { ...long, model: 'minimax/hailuo-2.3' })).toMatchObject({
			request: { model: 'T2V-2.3', prompt: long.prompt },
			warnings: expect.arrayContaining([
				expect.stringMatching(
					/^Camera Movement was not sent to useapi\.net: Prompt with Camera Movement has 2006 characters/,
				),
			]) as unknown,
		});
		expect(move('aimlapi', 'useapi', long, musts('cameraMovement', 'model'))).toHaveProperty(
			'leftOut',
		);
		const tooLong = { ...long, prompt: 'x'.repeat(2001) };
		expect(move('aimlapi', 'useapi', tooLong, musts('model'))).toHaveProperty('leftOut');
	});

	test('excludes it where that is a picture', () => {
		const withEnd = {
			...request,
			firstFrame: picture,
			endFrame: { ...picture, url: 'https://example.com/b.png' },
		};
		expect(move('segmind', 'pixazo', withEnd)).toEqual({
			leftOut: expect.stringMatching(/takes no end frame/),
		});
		const file = { kind: 'reference' as const, reference: 'user:1-minimax:2-file:3' };
		expect(
			move('useapi', 'segmind', { model: 'I2V-01', prompt: 'A lake', firstFrame: file }),
		).toEqual({
			leftOut: 'The picture is a file of useapi.net.',
		});
	});
});

test('a gateway that made a job, or may have, or refused what all will refuse, is the last', () => {
	const error = (
		code: GatewayError['code'],
		accepted: GatewayError['accepted'],
	): GatewayError => ({
		kind: 'gatewayError',
		code,
		message: 'It failed',
		fix: 'Mend it.',
		retryable: true,
		accepted,
	});
	const codes = [
		'authentication',
		'insufficientCredits',
		'notFound',
		'rateLimited',
		'gateway',
	] as const;
	for (const code of codes) {
		expect([code, mayTryAnother(error(code, 'no'))]).toEqual([code, true]);
		expect([code, mayTryAnother(error(code, 'maybe'))]).toEqual([code, false]);
	}
	expect(mayTryAnother(error('moderated', 'no'))).toBe(false);
	expect(mayTryAnother(error('invalidRequest', 'no'))).toBe(false);
});

test('whatever a gateway would be asked for, the next is only asked for what it takes', () => {
	const anyGateway = fc.constantFrom(...gateways);
	const anyRequest = anyGateway.chain((from) =>
		fc.constantFrom(...from.models).chain((model) => {
			const formats = listFormats(model);
			return fc.record({
				from: fc.constant(from),
				to: anyGateway.filter((to) => to !== from),
				kept: fc.subarray(DROPPABLE.map(({ key }) => key)),
				request: fc.record(
					{
						model: fc.constant(model.id),
						prompt: fc.constant('A lake at dawn'),
						firstFrame: fc.constant(picture),
						durationSeconds: fc.constantFrom(
							6,
							...formats.map((clip) => clip.durationSeconds ?? 6),
						),
						resolution: fc.constantFrom(
							'768p',
							...formats.map((clip) => clip.resolution ?? '768p'),
						),
						aspectRatio: fc.constantFrom('16:9', '9:16', '21:9'),
						promptOptimizer: fc.boolean(),
						callbackUrl: fc.constant('https://n8n.example.com/webhook/1'),
						account: fc.constant('987'),
						maxJobs: fc.constant(2),
						blocking: fc.constant(true),
						additionalFields: fc.constant({ seed: 7 }),
					},
					{ requiredKeys: ['model', 'prompt'] },
				),
			});
		}),
	);
	fc.assert(
		fc.property(anyRequest, ({ from, to, kept, request }) => {
			const moved = translate(from, to, request as VideoRequest, new Set(kept));
			if ('leftOut' in moved) {
				expect(moved.leftOut).not.toBe('');
				return;
			}
			expect(checkRequest(to, moved.request)).toEqual([]);
			expect(moved.request.model).toBe(resolveModel(to, moved.request));
			expect(moved.request.firstFrame).toEqual((request as VideoRequest).firstFrame);
			for (const key of kept) {
				if (key === 'model') continue;
				const value = (request as VideoRequest)[key];
				if (value !== undefined) expect(moved.request[key]).toBeDefined();
			}
			for (const key of ['account', 'maxJobs', 'blocking', 'additionalFields'] as const) {
				expect(moved.request).not.toHaveProperty(key);
			}
		}),
		{ numRuns: 2000 },
	);
});
