import { isFinal, isGatewayError, type Call, type GatewayError, type VideoJob } from '../gateway';

/**
 * The status check that follows a request to cancel. There is none if the answer already says how the job ended, or if
 * the rejection is final. After a rejection that may only mean "too late", or a lost answer, the job's own status
 * decides; as long as the job runs, the rejection counts.
 */
export function checkAfterCancel(
	outcome: VideoJob | GatewayError,
	check: Call<VideoJob>,
): Call<VideoJob> | undefined {
	if (!isGatewayError(outcome)) return isFinal(outcome) ? undefined : check;
	if (outcome.code !== 'invalidRequest' && outcome.accepted !== 'maybe') return undefined;
	return {
		...check,
		read: (answer) => {
			const job = check.read(answer);
			return isGatewayError(job) || isFinal(job) ? job : outcome;
		},
	};
}
