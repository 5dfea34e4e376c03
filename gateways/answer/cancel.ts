import { isFinal, isGatewayError, type Call, type GatewayError, type VideoJob } from '../gateway';

/**
 * The look that follows a request to cancel: none where that has told the end itself, or where it was refused for
 * good. After a refusal that may only mean "too late", and after an answer that was lost, the job itself tells; as
 * long as it runs, the refusal counts.
 */
export function checkAfterCancel(
	outcome: VideoJob | GatewayError,
	look: Call<VideoJob>,
): Call<VideoJob> | undefined {
	if (!isGatewayError(outcome)) return isFinal(outcome) ? undefined : look;
	if (outcome.code !== 'invalidRequest' && outcome.accepted !== 'maybe') return undefined;
	return {
		...look,
		read: (answer) => {
			const job = look.read(answer);
			return isGatewayError(job) || isFinal(job) ? job : outcome;
		},
	};
}
