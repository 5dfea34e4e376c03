import { z } from 'zod';
import { fieldRules } from '../../fields';
import { imageProblem } from '../../images';
import { AIMLAPI_INPUTS } from './inputs';

/** The bodies of the models of other providers, out of `inputs.ts`. */

const file = z.string().superRefine((value, context) => {
	const message = imageProblem(value, ['png', 'jpeg', 'webp'], 'any');
	if (message) context.addIssue({ code: 'custom', message });
});
/** Strict: what a model does with other fields isn't documented. */
const bodyOf = ([id, inputs]: [id: string, inputs: string]) =>
	z.object({ ...fieldRules(inputs, file), model: z.literal(id) }).strict();

export const otherModels = Object.entries(AIMLAPI_INPUTS).map(bodyOf);

type Body = Readonly<Record<string, unknown>>;

/** What the descriptions of the fields exclude together. */
const EXCLUDED: ReadonlyArray<readonly [model: RegExp, isWrong: (body: Body) => boolean]> = [
	[
		/^google\/veo-3-1-lite-generate-preview$/,
		({ last_image_url: last, duration = 8 }) => last !== undefined && duration !== 8,
	],
	// "If audio is provided, at least one reference image (image_urls) or video (video_urls) is required."
	[
		/^bytedance\/(dreamina-)?seedance-2-/,
		({ audio_urls: audio, image_urls: images, video_urls: videos }) =>
			audio !== undefined && images === undefined && videos === undefined,
	],
	[/^pixverse\//, ({ resolution, duration }) => resolution === '1080p' && duration === 8],
	[
		/^x-ai\/grok-imagine-video$/,
		({ image_url: image, reference_images: list }) => image !== undefined && list !== undefined,
	],
	[
		/^klingai\/video-v3-omni-/,
		({ tail_image_url: tail, generate_audio: audio }) => tail !== undefined && audio !== false,
	],
	// "Either prompt or multi_prompt must be provided"; the second is left out.
	[/^klingai\/video-v3-/, ({ prompt }) => prompt === undefined],
];

/** Why the page of the model rules a body out; undefined if it doesn't. */
export function excludedBy(body: Body): string | undefined {
	const rule = EXCLUDED.find(
		([models, isWrong]) => models.test(String(body.model)) && isWrong(body),
	);
	return rule && `the page of ${String(body.model)} excludes this`;
}
