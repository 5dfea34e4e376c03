import type { CheckedCall, CheckedGateway } from './calls';
import { judge, type Judgement, type RawAnswer } from './judge';
import { recordAnswer } from './record';
import type { Send } from './send';

/** One call with one of the two keys. */
export interface Step {
	call: CheckedCall;
	key: 'own' | 'wrong';
}

/** What a check needs from outside. */
export interface Check {
	gateway: CheckedGateway;
	key: string;
	baseUrl: string;
	send: Send;
	sleep: (milliseconds: number) => Promise<unknown>;
	/** Milliseconds since 1970. */
	now: () => number;
	/** Where masked answers are written; absent: nowhere. */
	recordTo?: string;
}

/** The calls of a gateway in their order: all with the user's key, then each that needs one with a wrong key. */
export function stepsOf({ calls }: Pick<CheckedGateway, 'calls'>): Step[] {
	const guarded = calls.filter(({ isPublic, isRepeat }) => !isPublic && !isRepeat);
	return [
		...calls.map((call) => ({ call, key: 'own' as const })),
		...guarded.map((call) => ({ call, key: 'wrong' as const })),
	];
}

const DEFAULT_PAUSE_SECONDS = 30;
const LONGEST_PAUSE_SECONDS = 60;

function pauseAfter({ headers }: RawAnswer): number {
	const wanted = Number(headers['retry-after'] ?? DEFAULT_PAUSE_SECONDS);
	return Math.min(Number.isFinite(wanted) ? wanted : Infinity, LONGEST_PAUSE_SECONDS);
}

/**
 * Makes one call and judges it. A gateway that is asked too often is asked once more after the pause it wants.
 *
 * @param note takes a line of progress
 * @throws NoAnswer if the gateway does not answer
 */
export async function take(
	{ call, key: whose }: Step,
	check: Check,
	note: (line: string) => void,
): Promise<Judgement> {
	const { gateway, baseUrl, send, sleep } = check;
	const request = {
		method: call.method,
		url: baseUrl + call.path,
		headers: {
			...gateway.headers(whose === 'own' ? check.key : gateway.wrongKey),
			...(call.body && { 'Content-Type': 'application/json' }),
		},
		...(call.body && { body: call.body }),
	};
	let answer = await send(request);
	if (answer.status === 429) {
		const seconds = pauseAfter(answer);
		note(`The gateway wants a pause (HTTP 429), waiting ${seconds} s ...`);
		await sleep(seconds * 1000);
		answer = await send(request);
	}
	if (check.recordTo !== undefined) await keep({ call, key: whose }, check, answer);
	const expected = whose === 'own' ? call.expected : gateway.refusal;
	const judgement = judge(answer, expected, isByIds(call, answer));
	// Inside HTTP 200, only the body tells.
	const isRefusal =
		whose === 'own' &&
		judgement.verdict === 'DIFFERENT' &&
		(answer.status === 401 || judge(answer, gateway.refusal).verdict === 'PASS');
	return { ...judgement, isRefusal };
}

/** An error has the keys of every other error. */
const isByIds = ({ isKeyedById }: CheckedCall, { status }: RawAnswer): boolean =>
	isKeyedById === true && status < 300;

async function keep(
	{ call, key }: Step,
	{ recordTo, baseUrl, gateway, now, ...check }: Check,
	answer: RawAnswer,
): Promise<void> {
	await recordAnswer({
		folder: recordTo!,
		name: key === 'own' ? call.name : `${call.name}-wrong-key`,
		source: `${call.method} ${baseUrl}${call.path}`,
		key,
		at: now(),
		answer,
		masking: {
			secrets: [check.key, gateway.wrongKey],
			isPrivate: call.isPrivate === true && answer.status < 300,
			isKeyedById: isByIds(call, answer),
		},
	});
}
