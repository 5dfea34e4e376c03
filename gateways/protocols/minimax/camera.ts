import type { RequestProblem, VideoModel, VideoRequest } from '../../gateway';

/** What MiniMax's models can do with the camera (platform.minimax.io, video generation, `prompt`; read 2026). */
export const CAMERA_COMMANDS = [
	'Truck left',
	'Truck right',
	'Pan left',
	'Pan right',
	'Push in',
	'Pull out',
	'Pedestal up',
	'Pedestal down',
	'Tilt up',
	'Tilt down',
	'Zoom in',
	'Zoom out',
	'Shake',
	'Tracking shot',
	'Static shot',
] as const;

const known: ReadonlySet<string> = new Set(CAMERA_COMMANDS);

/** Every command that is none. */
export function checkCamera({ cameraMovement = [] }: VideoRequest): RequestProblem[] {
	return cameraMovement
		.filter((command) => !known.has(command))
		.map((command) => ({
			parameter: 'Camera Movement',
			message: `"${command}" is no camera command. Options > Camera Movement takes: ${CAMERA_COMMANDS.join(', ')}.`,
		}));
}

/**
 * The prompt as the model gets it: with the camera's commands before it where it follows them. Commands in one pair of
 * brackets happen at the same time (the same page).
 */
export function promptFor(
	{ prompt, cameraMovement = [] }: VideoRequest,
	{ cameraMovement: follows }: Pick<VideoModel, 'cameraMovement'>,
): string {
	return follows && cameraMovement.length > 0
		? `[${cameraMovement.join(',')}] ${prompt}`.trim()
		: prompt;
}
