import { z } from 'zod';

import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { kie } from '../../../gateways/adapters/kie';
import type { Gateway, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { universalModels } from '../../support/simulator/gateways/aimlapi/models';
import { KIE_MODELS } from '../../support/simulator/gateways/kieModels';
import { leastRequest, picture } from './bench';

/**
 * Every input that a model's page documents and the panel has a parameter for is in the model's row: what a row lacks is
 * left out of the request, and the video is billed without it.
 */

/** What the pages call the parameters. */
const parameters: Readonly<Record<string, RegExp>> = {
	firstFrame: /^(image_url|image_urls|input_urls|first_frame_url|first_frame_image)$/,
	endFrame: /^(last_image_url|tail_image_url|end_image_url|last_frame_url)$/,
	subjectReferences: /^(reference_image_urls|reference_images|image_list)$/,
	referenceVideos: /^(video_urls|reference_video_urls)$/,
	referenceAudio: /^(audio_urls|reference_audio_urls)$/,
	seed: /^seed$/,
	negativePrompt: /^negative_prompt$/,
	audio: /^(generate_audio|generate_audio_switch|sound)$/,
	promptOptimizer: /^(enhance_prompt|enable_prompt_expansion|prompt_optimizer)$/,
	aspectRatio: /^(aspect_ratio|ratio)$/,
	resolution: /^(resolution|quality)$/,
	durationSeconds: /^duration$/,
};

/** At AI/ML API, a list of images beside a single one is of references. */
const referencesAtAimlapi = /^(image_urls|reference_image_urls|reference_images|image_list)$/;

/** What a row leaves out, and why. */
const leftOut: ReadonlyArray<readonly [model: RegExp, parameter: string, why: string]> = [
	[/^blackforestlabs\/flux-3-/, 'subjectReferences', 'its `image_urls` are keyframes'],
	[/^klingai\/video-v3-omni-/, 'endFrame', 'excludes sound, which is on by default'],
	[/^bytedance\/seedance-1-0-pro-t2v$/, 'firstFrame', 'its page has no word of pictures'],
	[/^bytedance\/seedance-1-0-pro-t2v$/, 'endFrame', 'its page has no word of pictures'],
];

const keysOf = (schema: z.ZodTypeAny): string[] =>
	schema instanceof z.ZodEffects
		? keysOf(schema.innerType() as z.ZodTypeAny)
		: Object.keys((schema as z.ZodObject<z.ZodRawShape>).shape);

/** Whether the row of a model has a parameter. */
function has(model: VideoModel, parameter: string): boolean {
	switch (parameter) {
		case 'firstFrame':
			return (model.firstFrame ?? 'unsupported') !== 'unsupported';
		case 'endFrame':
			return Boolean(model.endFrame);
		case 'subjectReferences':
			return model.subjectReferences !== undefined;
		case 'aspectRatio':
			return model.aspectRatios !== undefined;
		case 'resolution':
		case 'durationSeconds':
			return model.formats !== undefined;
		default:
			return (model.inputs ?? []).some(({ key }) => key === parameter);
	}
}

/** The parameters that the fields of a page stand for. */
const parametersIn = (fields: readonly string[], names = parameters): string[] =>
	Object.keys(names).filter((parameter) => fields.some((field) => names[parameter]!.test(field)));

const lacking = (model: VideoModel, documented: readonly string[]): string[] =>
	documented.filter(
		(parameter) =>
			!has(model, parameter) &&
			!leftOut.some(([models, one]) => one === parameter && models.test(model.id)),
	);

describe('AI/ML API', () => {
	const names = {
		...parameters,
		firstFrame: /^(image_url|first_frame_image)$/,
		subjectReferences: referencesAtAimlapi,
	};
	const schemas = new Map(
		universalModels.options.map((schema) => [
			(schema.shape.model as z.ZodLiteral<string>).value,
			keysOf(schema),
		]),
	);

	test.each(aimlapi.models.map((model) => [model.id, model] as const))('%s', (id, model) => {
		expect(schemas.has(id)).toBe(true);
		expect(lacking(model, parametersIn(schemas.get(id)!, names))).toEqual([]);
	});

	test('what is left out is documented', () => {
		for (const [models, parameter] of leftOut) {
			const of = aimlapi.models.filter(({ id }) => models.test(id));
			expect(
				of.some(({ id }) => parametersIn(schemas.get(id)!, names).includes(parameter)),
			).toBe(true);
		}
	});
});

describe('Kie.ai', () => {
	/** The pages that a model's requests go to. */
	function pagesOf(gateway: Gateway, model: VideoModel): string[] {
		const least = leastRequest(gateway, model);
		const requests: VideoRequest[] = [
			least,
			{ ...least, firstFrame: picture(gateway) },
			{ ...least, subjectReferences: [picture(gateway)] },
		];
		const ids = requests.map(
			(request) => (gateway.submit(request).request.body as { model: string }).model,
		);
		return [...new Set(ids)].filter((id) => Object.hasOwn(KIE_MODELS, id));
	}

	const tasks = kie.models.filter(({ id }) => !id.startsWith('veo3'));
	test.each(tasks.map((model) => [model.id, model] as const))('%s', (_id, model) => {
		const pages = pagesOf(kie, model);
		expect(pages).not.toEqual([]);
		for (const page of pages) {
			expect(lacking(model, parametersIn(keysOf(KIE_MODELS[page]!)))).toEqual([]);
		}
	});
});
