import { print } from '../report';
import { drawUpBooks } from '../../queue/books';
import { readEndings, startRuns, untilSettled } from '../../queue/runs';
import type { QueueStage } from '../../queue/stage';
import { videoWorkflow, type Order } from '../../queue/workflows';

/** Slots of the one worker. */
export const concurrency = 5;

/** For a table. */
export const oneDecimal = (value: number) => value.toFixed(1);
/** For a table. */
export const twoDecimals = (value: number) => value.toFixed(2);

/** So many orders, all with this name. */
export const ordersNamed = (name: string, count: number): Order[] =>
	Array.from({ length: count }, (_, index) => ({ prompt: `${name}, clip ${index + 1}` }));

/** Waits for the end of a workflow's executions, with a line every 10 s on how they get on. */
export async function settle(
	{ queue, simulator }: QueueStage,
	workflowId: string,
	title: string,
	timeoutSeconds: number,
): Promise<void> {
	const from = Date.now();
	await untilSettled(queue, workflowId, {
		timeoutSeconds,
		show: (open) => {
			const { jobs } = simulator;
			const checks = jobs.reduce((sum, { statusCalls }) => sum + statusCalls.length, 0);
			const made = jobs.filter(({ completedAt }) => completedAt !== undefined).length;
			const seconds = Math.round((Date.now() - from) / 1000);
			print(
				`${title}: ${seconds} s, ${jobs.length} submitted, ${made} made, ${checks} checks, ` +
					`${open === 100 ? '100 or more' : open} executions open`,
			);
		},
	});
}

/** Saves the workflow of a part, and gives its id. */
export async function publish(
	stage: QueueStage,
	path: string,
	parameters: Parameters<typeof videoWorkflow>[2],
): Promise<string> {
	const id = await stage.queue.createWorkflow(videoWorkflow(stage, path, parameters));
	await stage.queue.activate(id);
	return id;
}

/** One campaign without a disturbance, in figures. */
export async function undisturbed(
	stage: QueueStage,
	options: { waitMode: 'suspend' | 'keepRunning'; videos: number; seconds: number },
) {
	const { queue, simulator } = stage;
	const { waitMode, videos, seconds } = options;
	simulator.reset();
	simulator.videoSeconds = seconds;
	const workflowId = await publish(stage, waitMode, { waitMode });
	const from = Date.now();
	const runs = await startRuns(queue, waitMode, ordersNamed(waitMode, videos));
	await settle(stage, workflowId, `${waitMode}, ${videos} videos of ${seconds} s`, 900);
	const endings = await readEndings(queue, runs);
	const { accepted, delivered, lost, doubles, unexplained } = drawUpBooks(
		endings,
		simulator.jobs,
	);
	const problems = [...lost, ...doubles, ...unexplained];
	if (problems.length > 0) print(`PROBLEMS: ${problems.join('; ')}`);
	const uses = queue.workers.flatMap((worker) => worker.slotUses());
	const own = uses.filter((use) => use.from >= from);
	const checks = simulator.jobs.map(({ statusCalls }) => statusCalls.length);
	const firstSubmit = Math.min(...simulator.jobs.map(({ submittedAt }) => submittedAt));
	const lastDelivery = Math.max(...endings.map(({ delivery }) => delivery?.at ?? NaN));
	const slotSecondsPerVideo = queue.slotSeconds({ from }) / videos;
	return {
		'videos, one per execution': videos,
		'submits at the gateway': accepted,
		'output by Done': delivered,
		'seconds from the first submit to the last item of Done': oneDecimal(
			(lastDelivery - firstSubmit) / 1000,
		),
		'checks per video, mean': twoDecimals(checks.reduce((a, b) => a + b, 0) / videos),
		'checks per video, most': Math.max(...checks),
		'slot-seconds per video': twoDecimals(slotSecondsPerVideo),
		'longest single stay in a slot, seconds': twoDecimals(
			Math.max(...own.map((use) => ((use.until ?? Date.now()) - use.from) / 1000)),
		),
		'videos in flight per slot': Number((seconds / slotSecondsPerVideo).toPrecision(3)),
	};
}
