import { messageOf } from '../../../nodes/shared/errors';
import { createItem } from '../../../nodes/shared/item';
import { readJobOfItem, type JobOfItem } from '../../../nodes/shared/jobs';
import { Stopped } from '../../../nodes/shared/pause';
import { fakeRun } from './fakeContext';

/** n8n's database is away for a moment while a job is read whose gateway depends on the credential. */

const TOGETHER = {
	apiKey: 'key-0123',
	baseUrl: 'https://api.together.example',
	api: 'together',
};
const running = { json: { gateway: 'openaicompatible', jobId: 'job-1', status: 'processing' } };

beforeEach(() => {
	jest.useFakeTimers();
});

afterEach(() => {
	jest.useRealTimers();
});

/** The item of a job; its credential can't be read so often. */
function itemWhere(failures: number, problem: Error, stop = { stopped: false, stop: () => {} }) {
	const { context } = fakeRun([{ gateway: 'fromItem', jobId: 'job-1' }], [running]);
	let reads = 0;
	context.getCredentials = (async () => {
		await Promise.resolve();
		if (reads++ < failures) throw problem;
		return TOGETHER;
	}) as typeof context.getCredentials;
	return { item: createItem({ context, stop }, 0), readsSoFar: () => reads };
}

const away = new Error('Connection terminated unexpectedly');

/** What came of it within so many seconds. */
async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result | Error> {
	const ended = work.catch((error: Error) => error);
	await jest.advanceTimersByTimeAsync(seconds * 1000);
	return await ended;
}

test('it is waited for, and the job has the paths of its own server', async () => {
	const { item } = itemWhere(3, away);
	const job = (await within(20, readJobOfItem(item))) as JobOfItem;
	expect(job.gateway.status('job-1').request.path).toBe('/v2/videos/job-1');
});

test('for half a minute at most', async () => {
	const { item, readsSoFar } = itemWhere(Infinity, away);
	const error = await within(35, readJobOfItem(item));
	expect(messageOf(error)).toContain('Connection terminated');
	expect(readsSoFar()).toBe(5);
});

test('Stop ends that', async () => {
	const stop = { stopped: false, stop: () => {} };
	const { item } = itemWhere(Infinity, away, stop);
	const work = within(5, readJobOfItem(item));
	stop.stopped = true;
	expect(await work).toBeInstanceOf(Stopped);
});

test('another error fails at once', async () => {
	const { item, readsSoFar } = itemWhere(Infinity, new Error('Credential not found'));
	expect(messageOf(await within(1, readJobOfItem(item)))).toContain('not found');
	expect(readsSoFar()).toBe(1);
});
