import { markdown } from '../report';
import { startQueueStage } from '../../queue/stage';
import { concurrency, undisturbed } from './runs';

/** What suspending saves a worker, as a table. */
export async function measureSuspend(): Promise<string> {
	const seconds = 90;
	const stage = await startQueueStage({ concurrency, videoSeconds: seconds });
	try {
		const suspend = await undisturbed(stage, { waitMode: 'suspend', videos: 200, seconds });
		const running = await undisturbed(stage, {
			waitMode: 'keepRunning',
			videos: concurrency,
			seconds,
		});
		const columns = Object.keys(suspend) as Array<keyof typeof suspend>;
		const rows = columns.map((column) => [column, suspend[column], running[column]]);
		return [
			`One worker with ${concurrency} slots; videos of ${seconds} s at Pixazo. Keep Running is measured with one video per slot, as each uses a slot for as long as it takes. Videos in flight per slot: the ${seconds} s of a video, divided by its slot-seconds.`,
			markdown([['', 'Suspend', 'Keep Running'], ...rows]),
		].join('\n\n');
	} finally {
		await stage.close();
	}
}
