import { useapi } from '../../../gateways/adapters/useapi';
import { benchFor, errorIn } from './bench';
import { ACCOUNT, outcomeOf, reads, refusals, requestFor, sent } from './sentCalls';

describe('useapi.net', () => {
	const bench = benchFor(useapi);
	beforeEach(() => {
		bench.simulator.videoSeconds = 60;
	});
	test('tells what runs, and on which accounts the job of a lost submit may be', async () => {
		const { jobId } = await bench.submit({
			...requestFor(useapi),
			callbackReference: 'order 7',
		});
		const running = useapi.references!.running(requestFor(useapi));
		expect(await outcomeOf(bench, running)).toMatchObject({
			jobs: [{ jobId, callbackReference: 'order 7' }],
			places: [ACCOUNT],
		});
		refusals(bench);
	});

	test('the job of a submit to one account can be on that account only', () => {
		const wanted = { ...requestFor(useapi), inputs: { account: 'b' } };
		const body = { executing: [], available: [{ account: 'a' }, { account: 'b' }] };
		const running = useapi.references!.running;
		expect(reads(running(wanted), body)).toEqual({ jobs: [], places: ['b'] });
		expect(reads(running(requestFor(useapi)), body)).toEqual({ jobs: [], places: ['a', 'b'] });
	});

	test('there is room where an account makes fewer videos than it may, the named one if any', () => {
		const body = {
			executing: [],
			available: [
				{ account: 'a', maxJobs: 2, executing: 2, available: 0 },
				{ account: 'b', maxJobs: 2, executing: 1, available: 1 },
			],
		};
		const hasRoom = (inputs: Record<string, string>) =>
			reads(useapi.slots!.hasRoom({ ...requestFor(useapi), inputs }), body);
		expect(hasRoom({})).toEqual({ hasRoom: true });
		expect(hasRoom({ account: 'b' })).toEqual({ hasRoom: true });
		expect(hasRoom({ account: 'a' })).toEqual({ hasRoom: false });
	});

	test('an account that is not configured is refused in the gateway its own words', async () => {
		const error = errorIn(
			await outcomeOf(bench, useapi.list!({ limit: 1, inputs: { account: '1' } })),
		);
		expect(error).toMatchObject({ code: 'invalidRequest' });
	});

	test('tells the credits of an account', async () => {
		expect(await outcomeOf(bench, useapi.balance!({ account: ACCOUNT }))).toEqual({
			amount: 1000,
			currency: 'credits',
			account: ACCOUNT,
		});
		expect(await outcomeOf(bench, useapi.balance!())).toEqual({
			amount: 1000,
			currency: 'credits',
		});
		expect(sent(bench)).toEqual([
			`GET /v1/minimax/features/?account=${ACCOUNT}`,
			'GET /v1/minimax/features/',
		]);
		expect(errorIn(reads(useapi.balance!(), { queueLength: 3 })).message).toMatch(
			/totalCredits/,
		);
		refusals(bench);
	});

	test('tells what runs and what would be taken', async () => {
		const { jobId } = await bench.submit({
			...requestFor(useapi),
			callbackReference: 'order 7',
		});
		expect(await outcomeOf(bench, useapi.queue!())).toEqual({
			accounts: [{ account: ACCOUNT, maxJobs: 3, executing: 1, available: 2 }],
			executing: [
				{
					jobId,
					callbackReference: 'order 7',
					startedAt: new Date(bench.simulator.jobs[0]!.submittedAt).toISOString(),
				},
			],
		});
		refusals(bench);
	});

	/** Whether `available[]` holds accounts that are full is not documented. */
	test.each([true, false])(
		'a full account is told, whether listed or not (%p)',
		async (listed) => {
			bench.simulator.openFacts.fullAccountsListed = listed;
			for (let count = 0; count < 3; count++) await bench.submit(requestFor(useapi));
			expect(await outcomeOf(bench, useapi.queue!())).toMatchObject({
				accounts: [{ account: ACCOUNT, maxJobs: 3, executing: 3, available: 0 }],
			});
		},
	);

	/** Entries of GET accounts hold a `jwt`, should they ever come here, and what the account can do. */
	test('an account that makes no videos takes none, and no secret is read', () => {
		const jwt = { token: 'secret-of-hailuoai' };
		const entry = { account: 'a', maxJobs: 3, jwt, supportMusic: true, supportVideo: false };
		const read = reads(useapi.queue!(), { executing: [], available: [entry] });
		expect(read).toEqual({
			accounts: [{ account: 'a', maxJobs: 3, executing: 0, available: 0 }],
			executing: [],
		});
	});

	/** Page get-minimax-scheduler-available: images run beside the videos; capacity is for videos only. */
	test('a queue with images, numbers as text and gaps is read', () => {
		const body = {
			executing: [
				{ videoId: 'user:1-minimax:2-image:3', started: 'x' },
				{ videoId: 'user:1-minimax:2-video:3' },
				{ started: 'x' },
			],
			available: [
				{ account: 123, maxJobs: '3', executing: '1' },
				{ account: 'b', available: 2 },
				{ account: 'c', maxJobs: 1, executing: 4 },
			],
		};
		expect(reads(useapi.queue!(), body)).toEqual({
			accounts: [
				{ account: '123', maxJobs: 3, executing: 1, available: 2 },
				{ account: 'b', maxJobs: 2, executing: 0, available: 2 },
				{ account: 'c', maxJobs: 1, executing: 4, available: 0 },
				// Not listed: full, as the video that it makes tells.
				{ account: '2', maxJobs: 1, executing: 1, available: 0 },
			],
			executing: [{ jobId: 'user:1-minimax:2-video:3' }],
		});
		expect(reads(useapi.queue!(), { available: [] })).toEqual({ accounts: [], executing: [] });
		expect(errorIn(reads(useapi.queue!(), { executing: [] })).message).toMatch(/available/);
	});
});
