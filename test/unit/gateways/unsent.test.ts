import { findGateway, gateways } from '../../../gateways';
import type { VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { fitToModel } from '../../../gateways/request/fit';
import { modelRow } from '../../../gateways/request/models';
import { answer } from './bench';
import { bodyOf } from './sentBody';

/** What a model has, and a request still can't be sent with: it is told before anything is sent, and never dropped silently. */

const firstFrame = { kind: 'url', url: 'https://example.com/a.png' } as const;
const endFrame = { kind: 'url', url: 'https://example.com/b.png' } as const;
const gatewayOf = (id: string) => findGateway(id)!;

describe('a ratio beside a first frame', () => {
	const wanted = (model: string): VideoRequest => ({
		model,
		prompt: 'A lake',
		firstFrame,
		aspectRatio: '9:16',
	});
	const sent = (id: string, request: VideoRequest) =>
		JSON.stringify(bodyOf(gatewayOf(id).submit(request).request)).includes('9:16');

	test.each([
		['fal', 'fal-ai/kling-video/v2.5-turbo/pro'],
		['fal', 'wan/v2.6'],
		['kie', 'kling-3.0-pro'],
		['kie', 'wan-2.7'],
		['replicate', 'kwaivgi/kling-v2.6'],
		['replicate', 'bytedance/seedance-1-lite'],
		// By an ID that isn't in the table, as far as it tells.
		['fal', 'fal-ai/kling-video/v3/pro/image-to-video'],
		['kie', 'kling-2.6/image-to-video'],
		['replicate', 'kwaivgi/kling-v9'],
	])('at %s is not sent to %s, which follows the picture, and there is a notice', (id, model) => {
		const { request, dropped, notices } = fitToModel(gatewayOf(id), wanted(model));
		expect(dropped).toEqual(['aspectRatio']);
		expect(notices).toMatchObject([
			{ code: 'ratioNotSent', field: 'aspectRatio', why: 'ofImage' },
		]);
		expect(sent(id, request)).toBe(false);
	});

	test.each([
		['fal', 'fal-ai/veo3.1/fast'],
		['kie', 'bytedance/seedance-2'],
		['kie', 'veo3_fast'],
		['replicate', 'google/veo-3.1'],
		['replicate', 'bytedance/seedance-2.0'],
	])('at %s is sent to %s', (id, model) => {
		const { request, notices } = fitToModel(gatewayOf(id), wanted(model));
		expect(notices).toEqual([]);
		expect(sent(id, request)).toBe(true);
	});

	test.each(['fal', 'kie', 'replicate'])('at %s is sent without the frame', (id) => {
		for (const { id: model, aspectRatios, firstFrame: frame } of gatewayOf(id).models) {
			if (aspectRatios === undefined || frame === 'required') continue;
			const { request, notices } = fitToModel(gatewayOf(id), {
				model,
				prompt: 'A lake',
				aspectRatio: '9:16',
			});
			expect([model, notices, sent(id, request) || 'size']).toEqual([
				model,
				[],
				model === 'wan-video/wan-2.5-t2v' ? 'size' : true,
			]);
		}
	});

	test('is no sentence of an adapter: what a submit is answered with has no warnings', () => {
		const accepted: Array<[string, string, object]> = [
			['fal', 'fal-ai/kling-video/v2.6/pro', { request_id: '7' }],
			['kie', 'kling-2.6', { code: 200, data: { taskId: '7' } }],
			['replicate', 'kwaivgi/kling-v2.6', { id: '7', status: 'starting' }],
			['openaicompatible', 'default', { id: '7', status: 'queued' }],
		];
		for (const [id, model, body] of accepted) {
			const job = gatewayOf(id).submit(wanted(model)).read(answer(body));
			expect(job).toMatchObject({ gateway: id, model });
			expect(job).not.toHaveProperty('warnings');
		}
	});
});

describe('what an ID that is not in the table has no field for', () => {
	const clip = { durationSeconds: 5, resolution: '1080p', aspectRatio: '9:16' };
	test.each<[string, string, string[]]>([
		['fal', 'fal-ai/kling-video/v3/pro/text-to-video', ['resolution']],
		['fal', 'fal-ai/minimax/hailuo-2.3/pro/text-to-video', [...Object.keys(clip)]],
		['fal', 'acme/film-9', []],
		['kie', 'hailuo/02-text-to-video-standard', ['resolution', 'aspectRatio']],
		['kie', 'acme/film-9', []],
		['replicate', 'minimax/hailuo-9', ['aspectRatio']],
		['replicate', 'runwayml/gen-9', ['resolution']],
		['replicate', 'acme/film-9', []],
	])('at %s, %s is told: %j', (id, model, fields) => {
		const { request, notices } = fitToModel(gatewayOf(id), {
			model,
			prompt: 'A lake',
			...clip,
		});
		expect(notices).toEqual(
			fields.map((field) => expect.objectContaining({ code: 'notSent', field }) as unknown),
		);
		for (const field of fields) expect(request).not.toHaveProperty(field);
	});

	test.each<[string, string, Partial<VideoRequest>, string]>([
		['fal', 'fal-ai/kling-video/v3/pro/text-to-video', { firstFrame }, 'firstFrame'],
		['fal', 'fal-ai/veo3/image-to-video', { firstFrame, endFrame }, 'endFrame'],
		['kie', 'bytedance/v1-pro-image-to-video', { firstFrame, endFrame }, 'endFrame'],
		['replicate', 'runwayml/gen-9', { firstFrame, endFrame }, 'endFrame'],
	])(
		'at %s, a frame of %s is refused: it is what the video is made of',
		(id, model, more, field) => {
			const request = { model, prompt: 'A lake', ...more };
			expect(checkRequest(gatewayOf(id), request)).toEqual([{ field, code: 'unsupported' }]);
		},
	);
});

describe('an end frame without a first frame', () => {
	const rows = gateways.flatMap((gateway) =>
		[...gateway.models.map(({ id }) => id), 'acme/film-9'].flatMap((id) => {
			const model = modelRow(gateway, id);
			return model?.endFrame ? [{ gateway, model, name: `${gateway.label}, ${id}` }] : [];
		}),
	);
	const needing = rows.filter(({ model }) => model.endFrame === 'withFirstFrame');

	test('is refused by the gateways whose pages say so', () => {
		expect([...new Set(needing.map(({ gateway }) => gateway.id))].sort()).toEqual([
			'fal',
			'kie',
			'replicate',
		]);
	});

	test.each(needing)('is one problem of $name', ({ gateway, model }) => {
		const problems = checkRequest(gateway, { model: model.id, prompt: 'A lake', endFrame });
		expect(problems.filter(({ field }) => field === 'firstFrame')).toEqual([
			model.firstFrame === 'required'
				? { field: 'firstFrame', code: 'missing' }
				: { field: 'firstFrame', code: 'missing', for: 'endFrame' },
		]);
	});
});
