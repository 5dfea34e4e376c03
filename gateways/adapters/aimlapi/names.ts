import type { VideoRequest } from '../../gateway';

/**
 * How the models of the universal route name the inputs that have different names. Read from the 141 schemas below
 * docs/api-references/video-models of github.com/aimlapi/api-docs (f14fa72f, 2026-08-21); some reject unknown
 * names, so that a wrong one fails the submit; in others it has no effect.
 */
interface InputNames {
	aspectRatio: string;
	firstFrame: string;
	endFrame: string;
	subjectReferences: string;
	promptOptimizer: string;
	audio: string;
}

/** The names that most have: of the aspect ratio 82 of 83, of the end frame 19 of 33, of references 10 of 19. */
const usual: InputNames = {
	aspectRatio: 'aspect_ratio',
	firstFrame: 'image_url',
	endFrame: 'last_image_url',
	subjectReferences: 'image_urls',
	promptOptimizer: 'enhance_prompt',
	audio: 'generate_audio',
};

/** The models that differ. All rows that match count, the later over the earlier ones. */
const exceptions: ReadonlyArray<readonly [model: RegExp, names: Partial<InputNames>]> = [
	// minimax/h3 alone, of the models of MiniMax with these inputs; h3-max and h3-lite (2026-08-31 and later) are related.
	[/^minimax\//, { aspectRatio: 'ratio', subjectReferences: 'reference_image_urls' }],
	[/^alibaba\/happyhorse/, { subjectReferences: 'reference_image_urls' }],
	[/^x-ai\/grok-imagine/, { subjectReferences: 'reference_images' }],
	[
		/^(kling-video|klingai|runway|pixverse)\/|^gen3a_turbo$|^veo2\//,
		{ endFrame: 'tail_image_url' },
	],
	[/^klingai\/video-o1-/, { endFrame: 'last_image_url', subjectReferences: 'image_list' }],
	[/\/multi-image-to-video$|-inpainting$/, { subjectReferences: 'image_list' }],
	[/^alibaba\/wan-2-7-r2v$/, { firstFrame: 'first_frame_image' }],
	[/^pixverse\/v5[-.]5/, { audio: 'generate_audio_switch' }],
	[/vace-fun|^krea\//, { promptOptimizer: 'enable_prompt_expansion' }],
];

/** How this model of the universal route names its inputs. */
export function inputNames(model: string): InputNames {
	return exceptions
		.filter(([models]) => models.test(model))
		.reduce((names, [, own]) => ({ ...names, ...own }), usual);
}

/** The models that are made from an end frame by another ID of their own, with the same inputs beside it. */
const idsWithEndFrame: Readonly<Record<string, string>> = {
	'google/veo-3.1-i2v': 'google/veo-3.1-first-last-image-to-video',
	'google/veo-3.1-i2v-fast': 'google/veo-3.1-first-last-image-to-video-fast',
	'pixverse/v5/image-to-video': 'pixverse/v5/transition',
};

/** Whether an ID is what a model of the table goes by with an end frame, and no model of its own. */
export const isForEndFrames = (id: string): boolean => Object.values(idsWithEndFrame).includes(id);

/** The ID that is sent for a model. */
export const sentId = ({ model, endFrame }: Pick<VideoRequest, 'model' | 'endFrame'>): string =>
	(endFrame && Object.hasOwn(idsWithEndFrame, model) ? idsWithEndFrame[model] : undefined) ??
	model;
