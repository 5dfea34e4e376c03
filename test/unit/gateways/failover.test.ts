import * as fc from 'fast-check';

import { findGateway, gateways } from '../../../gateways';
import { checkRequest } from '../../../gateways/request/checks';
import { listDroppable, mayTryAnother, translate } from '../../../gateways/request/failover';
import type { Gateway, GatewayError, RequestField, VideoRequest } from '../../../gateways/gateway';
import { listFormats, resolveModel } from '../../../gateways/request/models';
import { cases } from '../../support/draw';

const gatewayOf = (id: string): Gateway => findGateway(id)!;
const none: ReadonlySet<RequestField> = new Set();
const musts = (...keys: RequestField[]): ReadonlySet<RequestField> => new Set(keys);
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
			notices: [],
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

	test('that it does not have becomes its default model, with a notice, unless it must be kept', () => {
		const request = { model: 'Sora-2', prompt: 'A lake' };
		expect(move('useapi', 'segmind', request)).toMatchObject({
			request: { model: 'hailuo-2.3' },
			notices: [
				{
					code: 'otherModel',
					gateway: 'Segmind',
					model: 'Hailuo 2.3',
					wanted: 'Sora 2 (May No Longer Work)',
				},
			],
		});
		expect(move('useapi', 'segmind', request, musts('model'))).toEqual({
			leftOut: { code: 'noSameModel', wanted: 'Sora 2 (May No Longer Work)' },
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

	test('is left out with a notice', () => {
		const moved = move('segmind', 'aigateway', {
			...request,
			inputs: { promptOptimizer: true },
		});
		expect(moved).toMatchObject({
			request: { durationSeconds: 10, callbackUrl: request.callbackUrl },
			notices: [
				{ code: 'otherModel', wanted: 'Hailuo 2.3' },
				{ code: 'notPortable', from: 'Segmind', to: 'AIgateway' },
				{ code: 'notSent', field: 'promptOptimizer', gateway: 'AIgateway' },
			],
		});
		expect(moved).not.toHaveProperty('request.additionalFields');
		expect(moved).not.toHaveProperty('request.inputs');
	});

	test.each([
		['promptOptimizer', { inputs: { promptOptimizer: true } }, 'aigateway', 'mustKeep'],
		['additionalFields', {}, 'aimlapi', 'foreignFields'],
		['callbackUrl', {}, 'aimlapi', 'mustKeep'],
		['resolution', {}, 'pixazo', 'mustKeep'],
	] as const)('excludes it where %s must be kept', (key, more, to, code) => {
		expect(move('segmind', to, { ...request, ...more }, musts(key))).toEqual({
			leftOut: code === 'foreignFields' ? { code, gateway: 'Segmind' } : { code, field: key },
		});
	});

	test('excludes it where the ratio must be kept, and its video would have that of the image', () => {
		const text: VideoRequest = {
			model: 'kwaivgi/kling-v2.6',
			prompt: 'A lake',
			aspectRatio: '9:16',
		};
		const kling = { ...text, firstFrame: picture };
		const wanted = { ...kling, model: 'fal-ai/veo3.1/fast' };
		const lost = { field: 'aspectRatio', why: 'ofImage', model: 'Kling 2.6' };
		// Veo makes it in any ratio.
		expect(move('fal', 'kie', wanted, musts('aspectRatio'))).toMatchObject({
			request: { model: 'veo3_fast', aspectRatio: '9:16' },
			notices: [],
		});
		expect(move('replicate', 'kie', kling, musts('aspectRatio', 'model'))).toEqual({
			leftOut: { code: 'ratioNotKept', ...lost },
		});
		expect(move('replicate', 'kie', kling)).toMatchObject({
			request: { model: 'kling-2.6', firstFrame: picture },
			notices: [{ code: 'ratioNotSent', ...lost }],
		});
		expect(move('replicate', 'kie', text, musts('aspectRatio'))).toMatchObject({
			request: { aspectRatio: '9:16' },
		});
	});

	test('is left out where camera commands alone make the prompt too long; the model stays', () => {
		// useapi.net takes 2,000 characters of every model.
		const inputs = { cameraMovement: ['Pan left'] };
		const long = { ...request, prompt: 'x'.repeat(1995), inputs };
		const problem = { field: 'prompt', code: 'tooLong', length: 2006, most: 2000 };
		expect(move('aimlapi', 'useapi', { ...long, model: 'minimax/hailuo-2.3' })).toMatchObject({
			request: { model: 'T2V-2.3', prompt: long.prompt },
			notices: expect.arrayContaining([
				expect.objectContaining({
					code: 'notSentTo',
					field: 'cameraMovement',
					gateway: 'useapi.net',
					problem: expect.objectContaining(problem) as unknown,
				}),
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
			leftOut: {
				code: 'problem',
				problem: { field: 'endFrame', code: 'unsupported' },
				// Of its default model, which means this one for a picture.
				model: 'Hailuo Image to Video',
			},
		});
		const file = { kind: 'reference' as const, reference: 'user:1-minimax:2-file:3' };
		expect(
			move('useapi', 'segmind', { model: 'I2V-01', prompt: 'A lake', firstFrame: file }),
		).toEqual({
			leftOut: { code: 'foreignPicture', gateway: 'useapi.net' },
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

/** That a field that must be kept is still there; one that goes into the prompt is there. */
function expectKept(wanted: VideoRequest, moved: VideoRequest, key: RequestField): void {
	if (key === 'model') return;
	if (key === 'cameraMovement' && wanted.inputs?.[key]) {
		expect(moved.prompt).toBe(`[Pan left] ${wanted.prompt}`);
		return;
	}
	const valueIn = (request: VideoRequest): unknown =>
		Object.entries({ ...request, ...request.inputs }).find(([name]) => name === key)?.[1];
	if (valueIn(wanted) !== undefined) expect(valueIn(moved)).toBeDefined();
}

test('whatever a gateway would be asked for, the next is only asked for what it takes', () => {
	const anyGateway = fc.constantFrom(...gateways.map(({ id }) => id));
	const anyRequest = anyGateway.chain((from) =>
		fc.constantFrom(...gatewayOf(from).models).chain((model) => {
			const formats = listFormats(model);
			return fc.record({
				from: fc.constant(from),
				to: anyGateway.filter((to) => to !== from),
				kept: fc.subarray(listDroppable(gateways)),
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
						callbackUrl: fc.constant('https://n8n.example.com/webhook/1'),
						inputs: fc.record(
							{
								promptOptimizer: fc.boolean(),
								fastPretreatment: fc.boolean(),
								cameraMovement: fc.constant(['Pan left']),
								seed: fc.constantFrom(7, -1),
								account: fc.constant('987'),
								maxJobs: fc.constant(2),
								blocking: fc.constant(true),
							},
							{ requiredKeys: [] },
						),
						additionalFields: fc.constant({ seed: 7 }),
					},
					{ requiredKeys: ['model', 'prompt'] },
				),
			});
		}),
	);
	fc.assert(
		fc.property(anyRequest, ({ from, to: id, kept, request }) => {
			const to = gatewayOf(id);
			const moved = move(from, id, request as VideoRequest, new Set(kept));
			if ('leftOut' in moved) {
				expect(moved.leftOut.code).toMatch(/\w/);
				return;
			}
			expect(checkRequest(to, moved.request)).toEqual([]);
			expect(moved.request.model).toBe(resolveModel(to, moved.request));
			expect(moved.request.firstFrame).toEqual((request as VideoRequest).firstFrame);
			for (const key of kept) expectKept(request as VideoRequest, moved.request, key);
			for (const key of ['account', 'maxJobs', 'blocking']) {
				expect(moved.request).not.toHaveProperty(`inputs.${key}`);
			}
			expect(moved.request).not.toHaveProperty('additionalFields');
		}),
		{ numRuns: cases(2000) },
	);
});
