import type { ModelInput } from '../../model';
import { CAMERA_COMMANDS, withCameraCommands } from './camera';

/** The inputs that MiniMax's models have, as its own API names them (platform.minimax.io, video generation; read 2026). */

export const promptOptimizer: ModelInput = {
	key: 'promptOptimizer',
	label: 'Prompt Optimizer',
	type: 'boolean',
	default: true,
	description: 'Whether the model may rewrite the prompt for a better video',
	wire: 'prompt_optimizer',
};

export const fastPretreatment: ModelInput = {
	key: 'fastPretreatment',
	label: 'Fast Pretreatment',
	type: 'boolean',
	default: false,
	description: 'Whether to spend less time on optimizing the prompt',
	wire: 'fast_pretreatment',
};

export const watermark: ModelInput = {
	key: 'watermark',
	label: 'AI Watermark',
	type: 'boolean',
	default: false,
	description: 'Whether the video carries a mark that says it was made by AI',
	wire: 'aigc_watermark',
};

export const cameraMovement: ModelInput = {
	key: 'cameraMovement',
	label: 'Camera Movement',
	type: 'options',
	many: true,
	options: CAMERA_COMMANDS,
	description:
		'What the camera does from the start, all at the same time; up to three work well. For one after the other, write them into the prompt where they happen, like [Pan left].',
	wire: false,
	intoPrompt: (prompt, commands) => withCameraCommands(prompt, commands as readonly string[]),
};
