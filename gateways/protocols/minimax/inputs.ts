import type { ModelInput } from '../../model';
import { CAMERA_COMMANDS, withCameraCommands } from './camera';

/** The inputs that MiniMax's models have, as its own API names them (platform.minimax.io, video generation; read 2026). */

export const promptOptimizer: ModelInput = {
	key: 'promptOptimizer',
	label: 'Prompt Optimizer',
	type: 'boolean',
	default: true,
	description: 'Whether to let the model rewrite the prompt for a better video',
	wire: 'prompt_optimizer',
};

export const fastPretreatment: ModelInput = {
	key: 'fastPretreatment',
	label: 'Fast Pretreatment',
	type: 'boolean',
	default: false,
	description: 'Whether to spend less time optimizing the prompt',
	wire: 'fast_pretreatment',
};

export const watermark: ModelInput = {
	key: 'watermark',
	label: 'AI Watermark',
	type: 'boolean',
	default: false,
	description: 'Whether to add a watermark that labels the video as AI-generated',
	wire: 'aigc_watermark',
};

export const cameraMovement: ModelInput = {
	key: 'cameraMovement',
	label: 'Camera Movement',
	type: 'options',
	many: true,
	options: CAMERA_COMMANDS,
	description:
		'Camera movements to combine from the start of the video; up to three work well. For one after another, write them into the prompt where they should happen, e.g. [Pan left].',
	wire: false,
	intoPrompt: (prompt, commands) => withCameraCommands(prompt, commands as readonly string[]),
};
