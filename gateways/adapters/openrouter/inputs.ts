import type { GatewayInput, ModelInput } from '../../gateway';
import * as common from '../../inputs';

/** If nothing is set: "the endpoint's generate_audio capability flag" (@openrouter/sdk 1.3.19). */
export const audio = common.audioByDefault;

/** Sent among the options of the provider. */
export const negativePrompt: ModelInput = { ...common.negativePrompt, wire: false };

/**
 * "ID of a completed video job to edit or extend ... The new job runs on the same model and endpoint that produced the
 * previous one. Only models that support continuation accept this field" (@openrouter/sdk 1.3.19, `previousJobId`).
 */
export const previousJob: GatewayInput = {
	key: 'previousJobId',
	label: 'Extend Video (Job ID)',
	type: 'text',
	wire: 'previous_job_id',
	placeholder: 'e.g. gen-vid-1790000000-a1b2c3d4e5f6g7h8i9j0',
	description:
		'The job ID of a completed video to continue or change. Only some models can, and only with a video of their own.',
};
