import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { checkRequest } from '../../../gateways/request/checks';
import type { VideoRequest } from '../../../gateways/gateway';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import type { GatewayId } from '../../support/simulator/index';
import { allowedRequests, leastRequest, modelOf, picture } from './bench';
import { expectProblem, fieldsOf, fileOf, models, pngBytes, problemsOf } from './problems';

/** No page of AIgateway gives limits, and a second costs $0.50. */
describe('what looks like a slip where no limits are documented', () => {
	const ids = aigateway.models.map(({ id }) => id);
	const problems = (model: string, fields: Partial<VideoRequest>) =>
		checkRequest(aigateway, { model, prompt: 'A lake', ...fields });

	test.each(ids)('%s: a length over 15 s is refused', (id) => {
		const found = problems(id, { durationSeconds: 37 });
		expect(found).toEqual([
			{ field: 'durationSeconds', code: 'implausible', value: 37, most: 15 },
		]);
		expect(problems(id, { durationSeconds: 15 })).toEqual([]);
		expect(problems(id, { durationSeconds: 15.1 })).toHaveLength(1);
	});

	test.each(['HD', 'FHD', 'high', '1080 pixels', '6', 'x', '768p-6sec', ''])(
		'the resolution %p is refused',
		(resolution) => {
			expect(problems(ids[0]!, { resolution })).toEqual([
				{ field: 'resolution', code: 'implausible', value: resolution },
			]);
		},
	);

	test.each(['720p', '1080P', '768P', '720', '2K', '4k', '1920x1080', '1920 x 1080', '480p '])(
		'the resolution %p is taken',
		(resolution) => {
			expect(problems(ids[0]!, { resolution })).toEqual([]);
		},
	);

	test('goes out all the same with Additional Fields', () => {
		const additionalFields = { duration: 37, resolution: 'HD' };
		const wanted = { model: ids[0]!, prompt: 'A lake', additionalFields };
		expect(checkRequest(aigateway, wanted)).toEqual([]);
		expect(aigateway.submit(wanted).request.body).toMatchObject(additionalFields);
	});
});

describe('a request that the model table allows', () => {
	test.each(gateways)('holds no problem at $label', (gateway) => {
		const found = allowedRequests(gateway).filter(
			({ request }) => checkRequest(gateway, request).length > 0,
		);
		expect(found).toEqual([]);
	});

	test.each(gateways)('is the default of $label with a prompt alone', (gateway) => {
		const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
		expect(Object.keys(request).sort()).toEqual(['model', 'prompt']);
		expect(checkRequest(gateway, request)).toEqual([]);
	});
});

describe('Prompt', () => {
	const isOptional = ({ gateway, model }: (typeof models)[number]) => {
		const { promptOptional = [] }: GatewayFacts = FACTS[gateway.id as GatewayId];
		return promptOptional === 'all' || promptOptional.includes(model.id);
	};
	const required = models.filter((one) => !isOptional(one));

	test.each(required)('empty is a problem for $name', ({ gateway, model }) => {
		for (const prompt of ['', '   ', '\n\t']) {
			expectProblem(problemsOf(gateway, model, { prompt }), 'prompt', { code: 'empty' });
		}
	});

	const withImage = required.filter(({ model }) => model.firstFrame === 'optional');
	test.each(withImage)('empty beside an image is one for $name too', ({ gateway, model }) => {
		const fields = { prompt: '', firstFrame: picture(gateway) };
		expectProblem(problemsOf(gateway, model, fields), 'prompt', { code: 'empty' });
	});

	test.each(models.filter((one) => isOptional(one) && one.model.firstFrame !== undefined))(
		'may be empty for $name beside an image',
		({ gateway, model }) => {
			const fields = { prompt: '', firstFrame: picture(gateway) };
			expect(problemsOf(gateway, model, fields)).toEqual([]);
		},
	);

	/** The models whose prompts may be longer than 2000 characters. */
	const longest: ReadonlyArray<readonly [ids: RegExp, limit: number]> = [
		[/^minimax\/h3-max$/, 50_000],
		[/^minimax\/h3/, 7000],
		[/^Seedance/, 7500],
	];
	/** AI/ML API: the page of video-01 and MiniMax/*.json; Pixazo: /imageToVideo; useapi.net: create, Postman. */
	const limits = models
		.filter(({ gateway }) => [aimlapi, pixazo, useapi].includes(gateway))
		// Those of other providers: aimlapi.test.ts.
		.filter(
			({ gateway, model: { id } }) => gateway !== aimlapi || /^(minimax\/|video-01)/.test(id),
		)
		.map((row) => {
			const [, limit] = longest.find(([ids]) => ids.test(row.model.id)) ?? [];
			return { ...row, limit: limit ?? 2000 };
		});
	test.each(limits)(
		'of $limit characters is taken by $name, one more is not',
		({ gateway, model, limit }) => {
			const ofLength = (length: number) =>
				problemsOf(gateway, model, { prompt: 'x'.repeat(length) });
			expect(ofLength(limit)).toEqual([]);
			expectProblem(ofLength(limit + 1), 'prompt', {
				code: 'tooLong',
				length: limit + 1,
				most: limit,
				whose: 'model',
			});
		},
	);
});

describe('Subject References', () => {
	test.each(models.filter(({ model }) => model.subjectReferences))(
		'one too many for $name are a problem',
		({ gateway, model }) => {
			const most = model.subjectReferences!;
			const of = (length: number) =>
				problemsOf(gateway, model, {
					...(model.firstFrame && !model.notWithFrames
						? { firstFrame: picture(gateway) }
						: {}),
					// H3 Lite of AI/ML API needs one beside references.
					...(Array.isArray(model.aspectRatios)
						? { aspectRatio: (model.aspectRatios as string[])[0]! }
						: {}),
					subjectReferences: Array.from({ length }, (_, index) =>
						gateway === useapi ? fileOf('987654321', index) : picture(gateway, index),
					),
				});
			expect(of(most)).toEqual([]);
			expectProblem(of(most + 1), 'subjectReferences', {
				code: 'tooMany',
				count: most + 1,
				most,
			});
		},
	);

	/** MiniMax/h3.json of docs.aimlapi.com: `reference_image_urls` are links, `image_url` may be Base64. */
	test('given as bytes are refused by AI/ML API, and taken by Segmind, which uploads them', () => {
		const subjectReferences = [pngBytes()];
		const h3 = problemsOf(aimlapi, modelOf(aimlapi, 'minimax/h3'), { subjectReferences });
		expectProblem(h3, 'subjectReferences', { code: 'bytesRefused' });
		const video01 = modelOf(segmind, 'minimax-ai');
		expect(problemsOf(segmind, video01, { subjectReferences })).toEqual([]);
	});

	test('add to Image at useapi.net, so that one without Image is a problem', () => {
		const problems = checkRequest(useapi, {
			model: 'Seedance-2.0',
			prompt: 'a',
			subjectReferences: [fileOf('1')],
		});
		expectProblem(problems, 'firstFrame', { code: 'missing', for: 'subjectReferences' });
	});

	test('at a model without image and references do not ask for an image', () => {
		const problems = problemsOf(useapi, modelOf(useapi, 'T2V-01'), {
			subjectReferences: [fileOf('1')],
		});
		expect(fieldsOf(problems)).not.toContain('firstFrame');
	});
});

test('every problem of a request is found at once', () => {
	const problems = checkRequest(useapi, {
		model: '02',
		prompt: 'x'.repeat(2001),
		firstFrame: fileOf('1'),
		endFrame: fileOf('1'),
		durationSeconds: 7,
		callbackUrl: 'nowhere',
		inputs: { maxJobs: 0 },
	});
	expect(fieldsOf(problems)).toEqual([
		'prompt',
		'maxJobs',
		'endFrame',
		'durationSeconds',
		'callbackUrl',
	]);
});
