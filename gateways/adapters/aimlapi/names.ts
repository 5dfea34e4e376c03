/**
 * How the models of the universal route name the inputs that have different names. Read from the 141 schemas below
 * docs/api-references/video-models of github.com/aimlapi/api-docs (f14fa72f, 2026-08-21); some reject unknown
 * names, so that a wrong one fails the submit; in others it has no effect.
 */
interface InputNames {
	aspectRatio: string;
	endFrame: string;
	subjectReferences: string;
	promptOptimizer: string;
}

/** The names that most have: 82 of 83, 19 of 33, 10 of 14, and 26 of 34. */
const usual: InputNames = {
	aspectRatio: 'aspect_ratio',
	endFrame: 'last_image_url',
	subjectReferences: 'image_urls',
	promptOptimizer: 'enhance_prompt',
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
	[/^klingai\/video-o1-/, { endFrame: 'last_image_url' }],
	[/vace-fun|^krea\//, { promptOptimizer: 'enable_prompt_expansion' }],
];

/** How this model of the universal route names its inputs. */
export function inputNames(model: string): InputNames {
	return exceptions
		.filter(([models]) => models.test(model))
		.reduce((names, [, own]) => ({ ...names, ...own }), usual);
}
