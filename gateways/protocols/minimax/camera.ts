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

/**
 * The prompt with the camera commands in front. Commands in one pair of brackets happen at the same time (same page).
 */
export function withCameraCommands(prompt: string, commands: readonly string[]): string {
	return commands.length > 0 ? `[${commands.join(',')}] ${prompt}`.trim() : prompt;
}
