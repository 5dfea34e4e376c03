import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { isFinal, isGatewayError, type VideoJob } from '../../gateways/gateway';
import { ignoringStop } from './nodeContext';
import { lacking } from './capabilities';
import { sentence } from './errors';
import type { JobOfItem } from './jobs';
import { Stopped, type StopSignal } from './pause';
import { runConcurrently } from './runConcurrently';
import { send } from './transport';

/** Cancelling a job that nobody waits for any more: best effort, in bounded time, also after a Stop. */

/** What came of it: the job has ended, cancelled or before that could be; or it may go on, and why. */
export type Cancelling = { job: VideoJob; raw?: unknown } | { goesOn: string };

/** How long a cancel may take, in seconds. */
const CANCEL_SECONDS = 10;

/** Cancels under way at a time after a Stop. */
const AT_A_TIME = 16;

/** When a cancel that begins now is given up, in milliseconds since 1970. */
const deadlineFromNow = () => Date.now() + CANCEL_SECONDS * 1000;

const NOT_ASKED = `It could not be cancelled within ${CANCEL_SECONDS} seconds.`;
const NO_ANSWER = `Whether it was cancelled is not known: the gateway did not say so within ${CANCEL_SECONDS} seconds.`;

/** Asks the gateway to end the job; gives up at `deadline`. Never throws. */
export async function cancelJob(
	context: IExecuteFunctions,
	itemIndex: number,
	{ gateway, jobId }: Pick<JobOfItem, 'gateway' | 'jobId'>,
	deadline = deadlineFromNow(),
): Promise<Cancelling> {
	const { cancel, label } = gateway;
	if (!cancel) return { goesOn: lacking(gateway, 'cancel') };
	const left = deadline - Date.now();
	if (left <= 0) return { goesOn: NOT_ASKED };
	const halt: StopSignal = {
		get stopped() {
			return Date.now() >= deadline;
		},
		stop: () => undefined,
	};
	const asked = async (): Promise<Cancelling> => {
		try {
			const { outcome, raw } = await send(ignoringStop(context), gateway, cancel(jobId), {
				itemIndex,
				halt,
				timeoutSeconds: left / 1000,
			});
			if (isGatewayError(outcome)) {
				return { goesOn: `It could not be cancelled. ${sentence(outcome)}` };
			}
			return isFinal(outcome)
				? { job: outcome, raw }
				: {
						goesOn: `${label} took the request to cancel it, but it still runs and may be billed.`,
					};
		} catch (error) {
			if (error instanceof Stopped) return { goesOn: NO_ANSWER };
			const reason = error instanceof Error ? error.message : String(error);
			return { goesOn: `It could not be cancelled. ${reason}` };
		}
	};
	const late = async (): Promise<Cancelling> => {
		await sleep(left);
		return { goesOn: NO_ANSWER };
	};
	return await Promise.race([asked(), late()]);
}

/** A job that still runs, as far as its item knows. */
export interface OpenJob {
	itemIndex: number;
	job: Pick<JobOfItem, 'gateway' | 'jobId'>;
}

/** Cancels jobs side by side after a Stop. The run is over, so what came of it is told in n8n's log. */
export async function cancelAfterStop(
	context: IExecuteFunctions,
	open: readonly OpenJob[],
): Promise<void> {
	const deadline = deadlineFromNow();
	const halt: StopSignal = { stopped: false, stop: () => undefined };
	await runConcurrently(open.length, AT_A_TIME, halt, async (index) => {
		const { itemIndex, job } = open[index]!;
		const result = await cancelJob(context, itemIndex, job, deadline);
		const name = `${job.gateway.label} video job ${job.jobId} (execution ${context.getExecutionId()}, item ${itemIndex})`;
		if ('goesOn' in result) {
			context.logger.warn(`After Stop, ${name}: ${result.goesOn}`);
		} else {
			context.logger.info(`After Stop, ${name}: ${result.job.status}`);
		}
	});
}
