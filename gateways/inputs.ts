import type { ModelInput } from './model';

/** Inputs that models of several providers have, by the names that most of the field's APIs have for them. */

/** The largest seed that goes into a signed 32-bit number, which every documented seed accepts. */
const LARGEST_SEED = 2_147_483_647;

/** Of a model that documents no narrower range. */
export const seed: ModelInput = {
	key: 'seed',
	label: 'Seed',
	type: 'number',
	whole: true,
	least: 0,
	most: LARGEST_SEED,
	default: 42,
	description: 'The same seed with the same settings generates a similar video',
};

/** What the model is to leave out. */
export const negativePrompt: ModelInput = {
	key: 'negativePrompt',
	label: 'Negative Prompt',
	type: 'text',
	placeholder: 'e.g. blurry, text, watermark',
	description: "What the video shouldn't show",
	wire: 'negative_prompt',
};

/** Sound, where no page says what the model does if nothing is set. */
export const audio: ModelInput = {
	key: 'audio',
	label: 'Audio',
	type: 'boolean',
	default: true,
	description: 'Whether to generate the video with sound',
	wire: 'generate_audio',
};

/** Sound of a model that makes it unless it's told not to. */
export const audioByDefault: ModelInput = { ...audio, whenUnset: true };

/** Sound of a model that makes it only if it's told to. */
export const audioOnRequest: ModelInput = { ...audio, whenUnset: false };

/** Videos that the model takes motion, camera or style from. */
export const referenceVideos: ModelInput = {
	key: 'referenceVideos',
	label: 'Reference Videos',
	type: 'text',
	many: true,
	most: 3,
	placeholder: 'e.g. https://example.com/walk.mp4',
	description:
		'URLs of up to three videos, separated by commas. Say in the prompt what to use from them.',
	wire: false,
};

/** Audio that the model takes voices, sounds or music from. */
export const referenceAudio: ModelInput = {
	key: 'referenceAudio',
	label: 'Reference Audio',
	type: 'text',
	many: true,
	most: 3,
	placeholder: 'e.g. https://example.com/voice.mp3',
	description:
		'URLs of up to three audio files, separated by commas. Say in the prompt what to use from them.',
	wire: false,
};

/** What a voice or a sound in a reference can belong to: models that say so don't accept audio as their only reference. */
export const besideAudio = ['subjectReferences', referenceVideos.key] as const;

/** All kinds of references. */
export const allReferences = [...besideAudio, referenceAudio.key] as const;
