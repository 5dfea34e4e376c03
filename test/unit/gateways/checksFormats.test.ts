import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { fitToModel } from '../../../gateways/request/fit';
import { listFormats } from '../../../gateways/request/models';
import { useapi } from '../../../gateways/adapters/useapi';
import { leastRequest, modelOf, picture } from './bench';
import { expectProblem, fileOf, models, offeredBy, problemsOf } from './problems';

describe('Duration and Resolution', () => {
	/**
	 * MiniMax makes 1080P with 6 s only (platform.minimax.io, video-generation-i2v and -t2v). OpenRouter's list has 10 s for
	 * a model whose only size that is.
	 */
	const fullHd = models.filter(({ model }) => {
		const rows = listFormats(model);
		return (
			/hailuo/i.test(`${model.id} ${model.name} ${model.family}`) &&
			rows.some(({ resolution }) => resolution?.toLowerCase() === '1080p') &&
			rows.some(
				({ durationSeconds, resolution }) =>
					durationSeconds === 10 && resolution?.toLowerCase() !== '1080p',
			)
		);
	});

	test('1080P with 10 s can be meant at these models', () => {
		const ids = fullHd.map(({ model }) => model.id);
		expect(ids).toEqual(
			expect.arrayContaining([
				'minimax/hailuo-02',
				'minimax/hailuo-2.3',
				'minimax/hailuo-2.3-fast',
				'hailuo-image-to-video',
				'hailuo-2.3',
				'hailuo-2.3-fast',
				'02',
				'T2V-2.3',
				'I2V-2.3',
				'I2V-2.3-Fast',
			]),
		);
	});

	test.each(fullHd)('1080P with 10 s is a problem for $name', ({ gateway, model }) => {
		for (const resolution of ['1080P', '1080p']) {
			const problems = problemsOf(gateway, model, { resolution, durationSeconds: 10 });
			expectProblem(problems, 'durationSeconds', {
				code: 'notTogether',
				value: 10,
				other: 'resolution',
				otherValue: resolution,
				offered: [6],
			});
		}
	});

	const fixed = models.filter(({ model }) => listFormats(model).length > 0);

	test.each(fixed)('a length that $name does not make is a problem', ({ gateway, model }) => {
		const offered = listFormats(model).map((clip) => clip.durationSeconds);
		for (const durationSeconds of [1, 7.5, 60].filter((one) => !offered.includes(one))) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			if (listFormats(model).some((clip) => clip.durationSeconds)) {
				expectProblem(problems, 'durationSeconds', {
					code: 'notOffered',
					value: durationSeconds,
					offered: offeredBy(model, 'durationSeconds'),
				});
				continue;
			}
			// The model has sizes but no lengths: Duration is left out with a notice.
			expect(problems).toEqual([]);
			const wanted = { ...leastRequest(gateway, model), durationSeconds };
			expect(fitToModel(gateway, wanted).notices).toEqual([
				{
					code: 'notSent',
					field: 'durationSeconds',
					gateway: gateway.label,
					model: model.name,
				},
			]);
		}
	});

	test.each(fixed)('a size that $name does not make is a problem', ({ gateway, model }) => {
		const problems = problemsOf(gateway, model, { resolution: '4320P' });
		if (!listFormats(model).some((clip) => clip.resolution)) {
			// The model has lengths but no sizes: Resolution is left out with a notice.
			expect(problems).toEqual([]);
			return;
		}
		expectProblem(problems, 'resolution', {
			code: 'notOffered',
			value: '4320P',
			offered: offeredBy(model, 'resolution'),
		});
	});

	test.each(models)('0, negative or no number is no length for $name', ({ gateway, model }) => {
		for (const durationSeconds of [0, -6, Number.NaN]) {
			const problems = problemsOf(gateway, model, { durationSeconds });
			expectProblem(problems, 'durationSeconds', { code: 'notPositive' });
		}
	});

	test('512p of 02 needs an image', () => {
		const wanted = { resolution: '512p', durationSeconds: 10 };
		const problems = problemsOf(useapi, modelOf(useapi, '02'), wanted);
		expectProblem(problems, 'resolution', { code: 'needsFirstFrame', value: '512p' });
		const withImage = { ...wanted, firstFrame: fileOf('1') };
		expect(problemsOf(useapi, modelOf(useapi, '02'), withImage)).toEqual([]);
	});

	test.each(fixed)('each length or size alone is taken by $name', ({ gateway, model }) => {
		for (const { durationSeconds, resolution, needsFirstFrame } of listFormats(model)) {
			const image = needsFirstFrame ? { firstFrame: picture(gateway) } : {};
			if (durationSeconds !== undefined) {
				expect(problemsOf(gateway, model, { durationSeconds, ...image })).toEqual([]);
			}
			if (resolution !== undefined) {
				expect(problemsOf(gateway, model, { resolution, ...image })).toEqual([]);
			}
		}
	});
});

describe('Aspect Ratio', () => {
	const fixed = models.filter(({ model }) => Array.isArray(model.aspectRatios));

	test.each(fixed)('that $name does not make is a problem', ({ gateway, model }) => {
		const problems = problemsOf(gateway, model, { aspectRatio: '7:2' });
		const offered = model.aspectRatios as readonly string[];
		expect(offered.filter((ratio) => /^\d+:\d+$/.test(ratio))).not.toEqual([]);
		expectProblem(problems, 'aspectRatio', { code: 'notOffered', value: '7:2', offered });
	});

	/** MiniMax/h3.json of docs.aimlapi.com: "text-only generation cannot be `adaptive`". */
	test('adaptive of Hailuo H3 needs a picture to adapt to', () => {
		const h3 = modelOf(aimlapi, 'minimax/h3');
		const aspectRatio = 'adaptive';
		expectProblem(problemsOf(aimlapi, h3, { aspectRatio }), 'aspectRatio', {
			code: 'needsPicture',
			value: 'adaptive',
		});
		const firstFrame = picture(aimlapi);
		expect(problemsOf(aimlapi, h3, { aspectRatio, firstFrame })).toEqual([]);
	});
});
