import axios from 'axios';
import { play } from '../../support/simulator/faults';
import { bodyWith, merged, startSimulator, textAt } from '../../support/simulator/index';
import { call, firstSubmit, headersFor, pause, simulator, submitOf } from './requests';

describe('the record', () => {
	test('holds every request with what was answered', async () => {
		await submitOf(firstSubmit('aigateway'));
		await call('useapi', 'GET', '/v1/minimax/nothing?a=1');
		expect(simulator.requests).toMatchObject([
			{
				gateway: 'aigateway',
				endpoint: 'submit',
				method: 'POST',
				path: '/aigateway/v1/videos/generations',
				body: firstSubmit('aigateway').body,
				status: 202,
			},
			{ gateway: 'useapi', endpoint: 'unknown', query: { a: '1' }, status: 404 },
		]);
		expect(simulator.requests[0]?.headers.authorization).toMatch('Bearer sk-aig-');
	});

	test('sums up bodies over 1 MB', async () => {
		const prompt = 'x'.repeat(1_100_000);
		await call('aigateway', 'POST', '/v1/videos/generations', { prompt });
		expect(simulator.requests[0]?.body).toMatchObject({ bytes: 1_100_013 });
	});

	test('is empty again after a reset', async () => {
		await submitOf(firstSubmit('aigateway'));
		simulator.fault({ respond: 'html' });
		simulator.videoSeconds = 1;
		simulator.reset();
		expect([simulator.jobs, simulator.requests, simulator.videoSeconds]).toEqual([[], [], 20]);
		expect((await submitOf(firstSubmit('aigateway'))).status).toBe(202);
	});
});

describe('keys inside objects, as a gateway may have them', () => {
	test('hold the id that an answer can lack', async () => {
		const usual = async () =>
			await Promise.resolve({
				status: 200,
				body: { clip: { uid: '1', phase: 'on' }, uid: '2' },
			});
		expect(await play({ respond: 'withoutId' }, { usual, idKeys: ['clip.uid'] })).toEqual({
			how: 'whole',
			answer: { status: 200, body: { clip: { phase: 'on' }, uid: '2' } },
		});
	});

	test('hold the prompt, and are made and changed', () => {
		expect(textAt({ input: { text: 'A lake' } }, 'input.text')).toBe('A lake');
		for (const body of [undefined, null, 'text', {}, { input: null }, { input: { text: 7 } }]) {
			expect(textAt(body, 'input.text')).toBeUndefined();
		}
		const body = bodyWith('clip.uid', '1', { phase: 'on' });
		expect(body).toEqual({ clip: { uid: '1', phase: 'on' } });
		expect(merged({ ...body, more: [1] }, { clip: { phase: 'off' } })).toEqual({
			clip: { uid: '1', phase: 'off' },
			more: [1],
		});
	});
});

test('closing ends what waits', async () => {
	const other = await startSimulator({ videoSeconds: 60 });
	other.fault({ endpoint: 'status', respond: 'silence' });
	const { baseUrl } = other.credentials.segmind;
	const headers = headersFor('segmind', other.credentials.segmind.apiKey);
	const waiting = [
		axios.post(`${baseUrl}/v1/minimax-ai`, { prompt: 'a' }, { headers }),
		axios.get(`${baseUrl}/v2/requests/1/status`, { headers }),
	].map(async (request) => await request.then(() => 'answered').catch(() => 'ended'));
	await pause(100);
	await other.close();
	expect(await Promise.all(waiting)).toEqual(['ended', 'ended']);
});
