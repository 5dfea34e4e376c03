import {
	type Body,
	answered,
	call,
	finalBody,
	finalCall,
	kinds,
	pause,
	received,
	receiverUrl,
	simulator,
	submit,
	submitFacts,
	submitJob,
	until,
} from './receiver';

describe('useapi.net', () => {
	test('sends the video’s record with the reference', async () => {
		const body = await finalBody('useapi', { replyRef: 'mine' });
		const { data } = await call('useapi', 'GET', `/v1/minimax/videos/${String(body.videoId)}`);
		expect(body).toEqual({ ...data, replyUrl: receiverUrl, replyRef: 'mine' });
		expect(body).toMatchObject({ status: 2, statusFinal: true });
	});

	test.each([
		['failed', 3],
		['moderated', 5],
	] as const)('a job that %s', async (outcome, status) => {
		simulator.plan = () => ({ outcome });
		expect(await finalBody('useapi')).toMatchObject({ status, statusFinal: true });
	});

	test('can keep silent until the end', async () => {
		simulator.callbackVariants.useapi = 'finalOnly';
		simulator.videoSeconds = 0.5;
		await submit('useapi');
		await finalCall();
		expect(kinds()).toEqual(['final']);
	});

	test('tells at once that a job was cancelled', async () => {
		simulator.videoSeconds = 0.6;
		const { jobId } = await submitJob('useapi');
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: jobId });
		const { body } = await finalCall();
		expect(body).toMatchObject({ status: 3, statusFinal: true });
		await call('useapi', 'POST', '/v1/minimax/videos/cancel', { videoId: jobId });
		// Past the end that it would have had.
		await pause(700);
		expect(kinds().filter((kind) => kind === 'final')).toEqual(['final']);
	});

	const account = async () => (await call('useapi', 'GET', '/v2/account')).data as Body;

	test('calls the account’s address where a job has none', async () => {
		const accountUrl = `${receiverUrl}/account`;
		await call('useapi', 'POST', '/v2/account', { replyUrl: accountUrl });
		simulator.callbackVariants.useapi = 'finalOnly';
		const { data } = await call('useapi', 'POST', submitFacts('useapi').path, { prompt: 'a' });
		await submit('useapi');
		await until(() => answered().length === 2);

		expect(data.replyUrl).toBe(accountUrl);
		const paths = Object.fromEntries(
			received.map(({ path, body }) => [String(body.videoId), path]),
		);
		expect(simulator.jobs.map(({ jobId }) => paths[jobId])).toEqual(['/hook/account', '/hook']);
	});

	test('keeps what an update of the account leaves out', async () => {
		expect(await account()).not.toHaveProperty('replyUrl');
		await call('useapi', 'POST', '/v2/account', { replyUrl: receiverUrl });
		await call('useapi', 'POST', '/v2/account', { name: 'Somebody' });
		expect(await account()).toMatchObject({ replyUrl: receiverUrl, name: 'Somebody' });
		await call('useapi', 'POST', '/v2/account', { replyUrl: '' });
		expect(await account()).not.toHaveProperty('replyUrl');
		expect(await account()).toMatchObject({ name: 'Somebody', subscriptionIsActive: true });
		expect(simulator.refusals).toEqual([]);
	});

	test('a reset restores the account', async () => {
		await call('useapi', 'POST', '/v2/account', { replyUrl: receiverUrl, name: 'Somebody' });
		simulator.reset();
		expect(await account()).not.toHaveProperty('replyUrl');
		expect(await account()).toMatchObject({ name: 'Your Name' });
	});

	test.each<[string, Body, string]>([
		['too long an address', { replyUrl: `https://e.com/${'x'.repeat(1024)}` }, 'too long'],
		['no address', { replyUrl: 'nowhere' }, 'not an address'],
		['plain http elsewhere', { replyUrl: 'http://example.com' }, 'not an https address'],
		['an undocumented field', { user: 'Somebody' }, 'user'],
	])('refuses %s', async (_name, body, reason) => {
		const { status, data } = await call('useapi', 'POST', '/v2/account', body);
		expect([status, data.error]).toEqual([400, expect.stringMatching(reason)]);
		expect(simulator.refusals).toHaveLength(1);
		expect(await account()).not.toHaveProperty('replyUrl');
	});
});
