import { gatewayError } from '../../answer/answers';
import type { GatewayError, VideoFailure } from '../../gateway';
import { readMinimaxFailure } from '../../protocols/minimax/answers';

/** What both versions of MiniMax's API have in common where something went wrong. */

/** The failure of a job that ended with this error. */
export const failureOf = (error: GatewayError): VideoFailure =>
	readMinimaxFailure(error) ?? {
		code: 'gateway',
		message: `${error.message}.`,
		retryable: true,
	};

/** A check that was refused for its parameters: its only one is the job's ID. */
export const unknownJob = ({ gatewayCode, httpStatus }: GatewayError): GatewayError =>
	gatewayError(
		{ label: 'MiniMax' },
		{
			code: 'notFound',
			what: "doesn't know this job",
			fix: "Check 'Job ID', and that the job was submitted with this credential. The ID of an H3 job begins with v2: here, and MiniMax forgets these jobs after 7 days.",
		},
		{
			...(gatewayCode === undefined ? {} : { gatewayCode }),
			...(httpStatus === undefined ? {} : { httpStatus }),
		},
	);
