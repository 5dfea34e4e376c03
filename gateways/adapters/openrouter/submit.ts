import { imageText } from '../../bytes/imageText';
import { compact } from '../../compact';
import type { ImageInput, ModelInput, VideoRequest } from '../../gateway';
import { audio, negativePrompt, previousJob } from './inputs';
import { referenceAudio, referenceVideos, seed } from '../../inputs';
import { withAdditionalFields } from '../../request/additionalFields';
import { inputValue, wireInputs } from '../../request/inputs';

/** The body of a submit: `VideoGenerationRequest` of @openrouter/sdk 1.3.19. */

/** A picture, a video or a piece of audio, as all of OpenRouter's routes write one. */
const part = (type: 'image_url' | 'video_url' | 'audio_url', url: string | undefined) => ({
	type,
	[type]: { url },
});

const frame = (image: ImageInput | undefined, frameType: 'first_frame' | 'last_frame') =>
	image === undefined ? [] : [{ ...part('image_url', imageText(image)), frame_type: frameType }];

const addressesOf = (request: VideoRequest, { key }: ModelInput): readonly string[] =>
	inputValue<readonly string[]>(request, key) ?? [];

/** Undefined where there are none: an empty list isn't the same to every provider. */
const some = <Part>(parts: readonly Part[]): readonly Part[] | undefined =>
	parts.length === 0 ? undefined : parts;

/** The inputs that a field of the body stands for; whether a model has them is decided before. */
const rows: readonly ModelInput[] = [audio, seed, previousJob];

export function submitBody(request: VideoRequest): Record<string, unknown> {
	const { firstFrame, endFrame, subjectReferences = [] } = request;
	const unwanted = inputValue<string>(request, negativePrompt.key);
	return withAdditionalFields(
		compact<Record<string, unknown>>({
			model: request.model,
			prompt: request.prompt,
			duration: request.durationSeconds,
			resolution: request.resolution,
			aspect_ratio: request.aspectRatio,
			frame_images: some([
				...frame(firstFrame, 'first_frame'),
				...frame(endFrame, 'last_frame'),
			]),
			input_references: some([
				...subjectReferences.map((image) => part('image_url', imageText(image))),
				...addressesOf(request, referenceVideos).map((url) => part('video_url', url)),
				...addressesOf(request, referenceAudio).map((url) => part('audio_url', url)),
			]),
			// docs/cookbook/video-generation/provider-specific-video-options: Google's place for it.
			provider:
				unwanted === undefined
					? undefined
					: {
							options: {
								'google-vertex': { parameters: { negativePrompt: unwanted } },
							},
						},
			callback_url: request.callbackUrl,
			...wireInputs(rows, request),
		}),
		request.additionalFields,
	);
}
