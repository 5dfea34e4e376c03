import { markdown, print, type Table } from '../report';
import { drawUpBooks } from '../../queue/books';
import { quantile, secondsFromCall } from '../../queue/figures';
import { readEndings, startRuns } from '../../queue/runs';
import { startQueueStage } from '../../queue/stage';
import { concurrency, ordersNamed, publish, settle, twoDecimals } from './runs';

/** How fast a callback starts a workflow, as a table. */
export async function measureCallbacks(): Promise<string> {
	const videos = 50;
	const shortest = 20;
	const longest = 40;
	const stage = await startQueueStage({ concurrency, videoSeconds: shortest });
	const { queue, simulator } = stage;
	try {
		// As many seconds apart as there are jobs of a gateway, in an order that is not that of the submits.
		simulator.plan = ({ index }) => ({
			seconds:
				shortest + ((longest - shortest) * ((index * 7) % (videos / 2))) / (videos / 2),
		});
		const workflowId = await publish(stage, 'callbacks', {
			waitMode: 'suspend',
			submit: { gateway: '={{ $json.body.gateway }}', options: { wakeExecution: true } },
		});
		const orders = ordersNamed('callback', videos).map((order, index) => ({
			...order,
			gateway: index % 2 === 0 ? 'aigateway' : 'useapi',
		}));
		const from = Date.now();
		const runs = await startRuns(queue, 'callbacks', orders);
		await settle(stage, workflowId, `callbacks, ${videos} videos`, 600);
		const endings = await readEndings(queue, runs);
		const { delivered, lost, doubles, unexplained } = drawUpBooks(endings, simulator.jobs);
		const problems = [...lost, ...doubles, ...unexplained];
		if (problems.length > 0) print(`PROBLEMS: ${problems.join('; ')}`);
		const waits = secondsFromCall(endings, simulator);
		const checks = simulator.jobs.map(({ statusCalls }) => statusCalls.length);
		const finals = simulator.callbacks.filter(({ kind }) => kind === 'final');
		const refused = finals.filter(({ status }) => status === undefined || status >= 300);
		const rows: Table = [
			['', 'AIgateway and useapi.net'],
			['videos, one per execution', videos],
			['output by Done', delivered],
			[
				'seconds from the call to the item of Done, median',
				twoDecimals(quantile(waits, 0.5)),
			],
			['the same, 90th percentile', twoDecimals(quantile(waits, 0.9))],
			['the same, longest', twoDecimals(Math.max(...waits))],
			['checks per video, mean', twoDecimals(checks.reduce((a, b) => a + b, 0) / videos)],
			['checks per video, most', Math.max(...checks)],
			['calls that n8n rejected', refused.length],
			['slot-seconds per video', twoDecimals(queue.slotSeconds({ from }) / videos)],
		];
		return [
			`Wake This Execution, ${videos} executions in Suspend mode, with videos of ${shortest} to ${longest} s; one worker with ${concurrency} slots.`,
			markdown(rows),
		].join('\n\n');
	} finally {
		await stage.close();
	}
}
