import { randomUUID } from 'node:crypto';
import { isLoopback, type CallbackShape, type Ground } from '../gateway';
import { hasVideo, stageOf, type Stage } from '../jobs';
import type { Answer, GatewayId, Outcome, SimulatedJob } from '../types';

/**
 * MiniMax's protocol as its own server and the gateways that hand it through speak it: codes inside HTTP 200, the words
 * for a task's status, callbacks and the challenge that comes before them (platform.minimax.io, read 2026-11).
 */

/** MiniMax's own codes, which arrive inside HTTP 200 (platform.minimax.io, error codes). */
const BASE_RESP: Record<number, string> = {
	0: 'success',
	1000: 'unknown error',
	1001: 'request timeout',
	1002: 'rate limit',
	1004: 'not authorized',
	1008: 'insufficient balance',
	1024: 'internal error',
	1026: 'input new_sensitive',
	1027: 'output new_sensitive',
	1033: 'system error',
	1039: 'token limit',
	1041: 'conn limit',
	1042: 'invisible character ratio limit',
	2013: 'invalid params',
	2045: 'rate growth limit',
	2049: 'invalid api key',
	2056: 'usage limit exceeded',
};

/** MiniMax's `base_resp` for one of its codes; its texts are shortened here. */
export function baseResp(code: number) {
	return { base_resp: { status_code: code, status_msg: BASE_RESP[code] ?? `code ${code}` } };
}

/**
 * MiniMax's refusal inside HTTP 200 (code table: platform.minimax.io).
 *
 * @param taskId beside an error, it means that a task may exist (github.com/Pixazo-AI/pixazo-ai-studio, 2026)
 */
export function minimaxRefusal(code: number, taskId = ''): Answer {
	return { status: 200, body: { task_id: taskId, ...baseResp(code) } };
}

/** [Inferred: that a video that was cancelled, or came to nothing, is `Fail` as well.] */
const WORDS_AT_END: Record<Outcome, string> = {
	completed: 'Success',
	completedWithoutUrl: 'Success',
	failed: 'Fail',
	moderated: 'Fail',
	cancelled: 'Fail',
	unknownStatus: 'Archiving',
};

/** The word for a task's status: the first is `Preparing` or `Queueing`, of which a server uses one. */
export function statusWord(
	stage: Stage,
	outcome: Outcome = 'completed',
	first: 'Preparing' | 'Queueing' = 'Queueing',
): string {
	if (stage === 'queued') return first;
	return stage === 'processing' ? 'Processing' : WORDS_AT_END[outcome];
}

/** The same word in callbacks: `processing`, `success`, `failed` (image to video). */
const lowerCaseWord = (word: string) => (word === 'Fail' ? 'failed' : word.toLowerCase());

/** What the answers to status calls have in common with the callbacks. */
export function taskState(job: SimulatedJob, first?: 'Preparing' | 'Queueing') {
	// [Inferred: how a failure looks; 1027 is the code for a video that was moderated.]
	const isModerated = stageOf(job) === 'ended' && job.outcome === 'moderated';
	return {
		task_id: job.jobId,
		status: statusWord(stageOf(job), job.outcome, first),
		file_id: hasVideo(job) ? `file_${job.jobId}` : '',
		...baseResp(isModerated ? 1027 : 0),
	};
}

/** The shapes of callbacks, the default first. */
export const CALLBACK_VARIANTS = ['lowerCase', 'capitalised'] as const;

/**
 * "MiniMax pushes status updates when the task changes"; its sample hands out the file's id, not its address (image to
 * video). No signature and no repeats there.
 * - `lowerCase`: `processing`, `success` and `failed`, as written there
 * - `capitalised`: the words of the status query, as one example of the page /video-agent-create has it
 */
export function callbackShapes(
	state: (job: SimulatedJob) => { status: string },
): Record<(typeof CALLBACK_VARIANTS)[number], CallbackShape> {
	return {
		lowerCase: {
			tells: () => true,
			bodyOf: (job) => ({ ...state(job), status: lowerCaseWord(state(job).status) }),
		},
		capitalised: { tells: () => true, bodyOf: state },
	};
}

/** "Must echo this value within 3s" (image to video). */
const CHALLENGE_SECONDS = 3;

function challengeIn(answer: string | undefined): unknown {
	try {
		return (JSON.parse(answer ?? '') as { challenge?: unknown } | null)?.challenge;
	} catch {
		return undefined;
	}
}

/** Tests a callback address before the job is accepted; the reason if it doesn't pass. */
export async function challengeProblem(
	ground: Pick<Ground, 'callbackChallenge' | 'sendCallback'>,
	gateway: GatewayId,
	jobId: string,
	url: string,
): Promise<string | undefined> {
	if (!ground.callbackChallenge() || !isLoopback(url)) return undefined;
	const challenge = randomUUID();
	const { status, answer, problem } = await ground.sendCallback(
		{
			gateway,
			jobId,
			kind: 'challenge',
			url,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ challenge }),
		},
		{ answerSeconds: CHALLENGE_SECONDS },
	);
	if (status === 200 && challengeIn(answer) === challenge) return undefined;
	const got = problem ?? `HTTP ${status}: ${answer}`;
	return `callback_url did not echo the challenge within ${CHALLENGE_SECONDS} s: ${got}`;
}
