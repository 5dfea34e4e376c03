import { itemsOf, rows, stageForTests, videoNode } from './stage';

/** n8n with its protection against calls into its own network, where the simulated gateways are. */
const stage = stageForTests(2, { N8N_SSRF_PROTECTION_ENABLED: 'true' });

test('a submit that n8n itself refuses to send is told as one that was not submitted', async () => {
	const execution = await stage.run([
		...rows([{ prompt: 'A lake' }]),
		videoNode(
			stage,
			'submitVideo',
			{
				gateway: 'pixazo',
				prompt: '={{ $json.prompt }}',
				options: { fallbackGateways: ['segmind'] },
			},
			{ onError: 'continueErrorOutput' },
		),
	]);
	const messages = itemsOf(execution, 'Submit Video', 1).map(({ json }) => json.error);
	expect(messages).toEqual([
		expect.stringMatching(
			/^n8n didn't send the request to Segmind: .*restricted.* Nothing was submitted for this item\. Before that: n8n didn't send the request to Pixazo: .*restricted/,
		),
	]);
	expect(stage.simulator.requests).toEqual([]);
});
