import type { FailureRow } from '../../answer/failures';

/** A check that was refused for its parameters, in both versions of the API: the only parameter is the job's ID. */
export const unknownJob: FailureRow = {
	code: 'notFound',
	what: "doesn't know this job",
	fix: "Check 'Job ID', and that the job was submitted with this credential. The ID of an H3 job begins with v2: here, and MiniMax forgets these jobs after 7 days.",
};
