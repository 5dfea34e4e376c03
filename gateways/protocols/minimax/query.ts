import type { z } from 'zod';

import { gatewayError, unreadable } from '../../answer/answers';
import type { FailureRow } from '../../answer/failures';
import { failureFromWords, statusFromWord } from '../../answer/jobs';
import { compact } from '../../compact';
import type { GatewayError, VideoFailure, VideoJob, VideoStatus } from '../../gateway';
import { endsJob, minimaxFailure, readMinimaxError, type baseResponse } from './answers';

/** MiniMax's query for a job, as it and those who resell it answer: a status word, and `base_resp` for what went wrong. */

/** What a gateway says in its own way. */
export interface QueryDialect {
	errors: { label: string };
	/** Its status words, in lower case. */
	statuses: Readonly<Record<string, VideoStatus>>;
	/** How to say that the query was rejected for its parameters: the only one is the job's ID. */
	unknownJob: FailureRow;
}

/** The parts of an answer that say how the job is. */
export interface QueryAnswer {
	/** The status word, if there is one. */
	word?: string | null;
	videoUrl?: string;
	base_resp?: z.output<typeof baseResponse> | null;
	/** The gateway's own words for why the job failed, beside MiniMax's code. */
	reason?: string;
}

type QueriedState = Pick<VideoJob, 'status' | 'failure' | 'warnings'>;

/** A code that ends a job comes before all words, and words before any other code. */
function failureOf(error: GatewayError | undefined, reason?: string): VideoFailure | undefined {
	if (reason === undefined || (error && endsJob(error))) return error && minimaxFailure(error);
	return failureFromWords(reason);
}

/** How the job is. Without a status word, a code is about the call and not about the job, unless the job was moderated. */
export function readMinimaxQuery(
	{ errors, statuses, unknownJob }: QueryDialect,
	{ word, videoUrl, base_resp, reason }: QueryAnswer,
): QueriedState | GatewayError {
	const error = readMinimaxError(errors, base_resp);
	if (!word && error?.code !== 'moderated') {
		// The page of the query lists no code for an unknown task: one for wrong parameters can only be about the ID.
		if (error?.code === 'invalidRequest') {
			return gatewayError(errors, unknownJob, { gatewayCode: error.gatewayCode });
		}
		return error ?? unreadable(errors, 'sent a response without a status');
	}
	const { status: said, warnings } = statusFromWord(statuses, word || 'fail', videoUrl);
	const status = error && endsJob(error) ? 'failed' : said;
	return compact<QueriedState>({
		status,
		failure: status === 'failed' ? failureOf(error, reason) : undefined,
		warnings,
	});
}
