import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { isFinal, isGatewayError, type Call, type VideoJob } from '../../gateways/gateway';
import { lacking } from './capabilities';
import { messageOf } from './errors';
import { sentence, failureText } from './failure';
import { withRun, type Item } from './item';
import type { JobOfItem } from './jobs';
import { logPlace } from './logPlace';
import { ignoringStop } from './nodeContext';
import { stopAt, Stopped, type StopSignal } from './pause';
import { runConcurrently } from './runConcurrently';
import { send } from './transport/send';

/** Cancels a job that nobody waits for any more: best effort, in bounded time, also after a Stop. */

/** The result: the job has ended, either cancelled or finished before that; or it may keep running, and why. */
export type Cancelling = { job: VideoJob; raw?: unknown } | { stillRunning: string };

/** How long a cancel may take at most, in seconds. */
const CANCEL_SECONDS = 10;

/** Cancels under way at a time after a Stop. */
const AT_A_TIME = 16;

/** When a cancel that starts now gives up, in milliseconds since 1970. */
const deadlineFromNow = () => Date.now() + CANCEL_SECONDS * 1000;

const NOT_ASKED = "It couldn't be cancelled in time.";

const notConfirmed = (seconds: number): Cancelling => ({
	stillRunning: `Whether it was cancelled isn't known: the gateway didn't confirm it within ${Math.ceil(seconds)} s.`,
});

/** Sends the cancel and returns its result. */
async function sendCancel(
	item: Item,
	{ gateway }: Pick<JobOfItem, 'gateway'>,
	cancel: Call<VideoJob>,
	timeoutSeconds: number,
): Promise<Cancelling> {
	try {
		const { outcome, raw } = await send(item, gateway, cancel, { timeoutSeconds });
		if (isGatewayError(outcome)) {
			return { stillRunning: `It couldn't be cancelled. ${sentence(outcome)}` };
		}
		if (isFinal(outcome)) return { job: outcome, raw };
		return {
			stillRunning: `${gateway.label} accepted the request to cancel it, but it's still running and may be billed.`,
		};
	} catch (error) {
		if (error instanceof Stopped) return notConfirmed(timeoutSeconds);
		return { stillRunning: `It couldn't be cancelled. ${messageOf(error)}` };
	}
}

/**
 * Asks the gateway to end the job. Gives up after ten seconds, or at `latest` (milliseconds since 1970) if that is
 * sooner, and continues after a Stop. Never throws.
 */
export async function cancelJob(
	item: Item,
	job: Pick<JobOfItem, 'gateway' | 'jobId'>,
	latest = Infinity,
): Promise<Cancelling> {
	const deadline = Math.min(deadlineFromNow(), latest);
	const cancel = job.gateway.cancel?.(job.jobId);
	if (!cancel) return { stillRunning: failureText(lacking(job.gateway, 'cancel')) };
	const left = deadline - Date.now();
	if (left <= 0) return { stillRunning: NOT_ASKED };
	const unstoppable = withRun(item, {
		context: ignoringStop(item.context),
		stop: stopAt(deadline),
	});
	const giveUp = async (): Promise<Cancelling> => {
		await sleep(left);
		return notConfirmed(left / 1000);
	};
	return await Promise.race([sendCancel(unstoppable, job, cancel, left / 1000), giveUp()]);
}

/** A job that is still running, as far as its item knows. */
export interface OpenJob {
	item: Item;
	job: Pick<JobOfItem, 'gateway' | 'jobId'>;
}

/** Cancels jobs in parallel after a Stop. The run is over, so the results are written to n8n's log. */
export async function cancelAfterStop(
	context: IExecuteFunctions,
	open: readonly OpenJob[],
): Promise<void> {
	const deadline = deadlineFromNow();
	const never: StopSignal = { stopped: false, stop: () => undefined };
	await runConcurrently(open.length, AT_A_TIME, never, async (number) => {
		const { item, job } = open[number]!;
		const result = await cancelJob(item, job, deadline);
		const name = `${job.gateway.label} video job ${job.jobId} ${logPlace(context, [item.index])}`;
		if ('stillRunning' in result) {
			context.logger.warn(`After Stop, ${name}: ${result.stillRunning}`);
		} else {
			context.logger.info(`After Stop, ${name}: ${result.job.status}`);
		}
	});
}
