import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { NodeSketch } from '../support/n8n/n8n';
import { drawn } from '../support/draw';
import { GATEWAY_IDS, insufficientCredits, type GatewayId } from '../support/simulator';
import { itemsOf, jsonOf, rows, stageForTests, videoNode } from './stage';

/** The item, the failed item and the dry run as users' workflows read them, and what n8n does with items that fail. */

const stage = stageForTests(1);

const fromRow: INodeParameters = {
	gateway: '={{ $json.gateway }}',
	model: { __rl: true, mode: 'id', value: '={{ $json.model }}' },
	prompt: '={{ $json.prompt }}',
};

const submit = (more: Partial<NodeSketch> = {}, options: INodeParameters = {}) =>
	videoNode(stage, 'submitVideo', { ...fromRow, options }, more);

const rowOf = (gateway: string, prompt: string) => ({
	gateway,
	model: gateways.find(({ id }) => id === gateway)!.defaultModel,
	prompt,
});

/** Answers each submit of the prompt "Bad" with what the gateway documents for an account without credit. */
function takeCreditAway(gateway: GatewayId, times?: number): number {
	const fault = insufficientCredits(gateway);
	stage.simulator.fault({
		...fault,
		when: ({ prompt }) => prompt === 'Bad',
		...(times === undefined ? {} : { times }),
	});
	return fault.respond.status;
}

const badSubmits = () => stage.simulator.requests.filter(({ prompt }) => prompt === 'Bad').length;

/** Keys in the order in which an item may show them. */
const ORDER =
	'status videoUrl moreVideoUrls prompt model durationSeconds width height seed cost costNote gateway jobId callbackReference progress expiresAt submittedAt completedAt failure warnings raw'.split(
		' ',
	);

const inOrder = (json: IDataObject) => ORDER.filter((key) => key in json);

describe.each(drawn(GATEWAY_IDS))('%s', (gateway) => {
	test('outputs an item, a failed item and a dry run in the documented form', async () => {
		const status = takeCreditAway(gateway);
		const list = [rowOf(gateway, 'Good'), rowOf(gateway, 'Bad')];
		const execution = await stage.run([
			...rows(list),
			submit({ onError: 'continueErrorOutput' }),
			videoNode(
				stage,
				'waitForVideo',
				{ downloadVideo: false, options: { includeRawResponse: true } },
				{ onError: 'continueErrorOutput' },
			),
		]);

		const [submitted] = jsonOf(execution, 'Submit Video');
		const [finished] = jsonOf(execution, 'Wait For Video');
		for (const json of [submitted!, finished!]) {
			expect(Object.keys(json)).toEqual(inOrder(json));
			expect(json).toMatchObject({ prompt: 'Good', gateway });
			expect('cost' in json).not.toBe('costNote' in json);
		}
		expect(Object.keys(submitted!)[0]).toBe('status');
		expect(Object.keys(finished!).at(-1)).toBe('raw');
		expect(finished).toMatchObject({ status: 'completed', jobId: submitted!.jobId });
		expect(finished).not.toHaveProperty('progress');

		// n8n adds the fields of the input item to what leaves by the error output.
		expect(jsonOf(execution, 'Submit Video', 1)).toEqual([
			{
				...list[1],
				error: expect.stringMatching(
					/(HTTP|code) \d+.*\. .*Nothing was submitted/,
				) as unknown,
				details: {
					code: 'insufficientCredits',
					gateway,
					retryable: false,
					accepted: 'no',
					// Some refuse inside HTTP 200.
					...(status < 400 ? {} : { httpStatus: status }),
				},
			},
		]);
		expect(itemsOf(execution, 'Submit Video', 1)[0]).toMatchObject({
			pairedItem: { item: 1 },
		});
	});

	test('shows a dry run with the request last', async () => {
		const execution = await stage.run([
			...rows([rowOf(gateway, 'Good')]),
			submit({}, { dryRun: true, callbackUrl: 'https://n8n.example.com/hook' }),
		]);
		const [json] = jsonOf(execution, 'Submit Video');
		const keys = ['dryRun', 'gateway', 'model', 'prompt', 'cost', 'costNote', 'warnings'];
		expect(Object.keys(json!)).toEqual([...keys, 'request'].filter((key) => key in json!));
		expect(json).toMatchObject({ dryRun: true, gateway, prompt: 'Good' });
		expect('cost' in json!).not.toBe('costNote' in json!);
		expect(stage.simulator.requests).toEqual([]);
	});
});

describe('a failed item', () => {
	const list = [rowOf('pixazo', 'Bad'), rowOf('pixazo', 'Good')];

	test('leaves by the only output with On Error set to Continue, without the fields of its input', async () => {
		takeCreditAway('pixazo');
		const execution = await stage.run([
			...rows(list),
			submit({ onError: 'continueRegularOutput' }),
		]);
		const [failed, good] = jsonOf(execution, 'Submit Video');
		expect(Object.keys(failed!)).toEqual(['error', 'details']);
		expect(failed!.details).toMatchObject({ code: 'insufficientCredits', accepted: 'no' });
		expect(good).toMatchObject({ status: 'queued', prompt: 'Good' });
	});

	test('is told apart by a Switch node on details.code', async () => {
		takeCreditAway('pixazo');
		const none = { ...rowOf('pixazo', ''), row: 3 };
		const execution = await stage.run([
			...rows([...list, none]),
			submit({ onError: 'continueRegularOutput' }),
			{
				name: 'By Code',
				type: 'n8n-nodes-base.switch',
				typeVersion: 3.2,
				parameters: {
					mode: 'expression',
					numberOutputs: 3,
					output: "={{ ['insufficientCredits', 'empty'].indexOf($json.details?.code) + 1 }}",
				},
			},
		]);
		expect([0, 1, 2].map((output) => jsonOf(execution, 'By Code', output))).toMatchObject([
			[{ prompt: 'Good' }],
			[{ details: { code: 'insufficientCredits' } }],
			[{ details: { code: 'empty', field: 'prompt', gateway: 'pixazo' } }],
		]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'that comes first makes Retry On Fail run the node again (%s), and nothing is billed twice',
		async (onError) => {
			takeCreditAway('pixazo', 1);
			const execution = await stage.run([
				...rows(list),
				submit({ onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }),
			]);
			expect(jsonOf(execution, 'Submit Video')).toMatchObject([
				{ status: 'queued', prompt: 'Bad' },
				{ status: 'queued', prompt: 'Good' },
			]);
			expect(stage.simulator.jobs.map(({ prompt }) => prompt).sort()).toEqual([
				'Bad',
				'Good',
			]);
			expect(badSubmits()).toBe(2);
		},
	);

	test('that does not come first is not tried again by Retry On Fail', async () => {
		takeCreditAway('pixazo');
		const execution = await stage.run([
			...rows([...list].reverse()),
			submit({
				onError: 'continueErrorOutput',
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 100,
			}),
		]);
		expect(jsonOf(execution, 'Submit Video', 1)).toHaveLength(1);
		expect(badSubmits()).toBe(1);
	});

	test('with an uncertain outcome is never sent again by Retry On Fail', async () => {
		stage.simulator.fault({
			gateway: 'pixazo',
			endpoint: 'submit',
			respond: 'resetAfter',
			when: ({ prompt }) => prompt === 'Bad',
		});
		const execution = await stage.run([
			...rows(list),
			submit({
				onError: 'continueErrorOutput',
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 100,
			}),
		]);
		expect(jsonOf(execution, 'Submit Video', 1)).toMatchObject([
			{
				details: {
					code: 'unclear',
					gateway: 'pixazo',
					retryable: false,
					accepted: 'maybe',
				},
			},
		]);
		expect(badSubmits()).toBe(1);
	});

	test('keeps its job and its reason over the wait', async () => {
		stage.simulator.plan = ({ prompt }) => (prompt === 'Bad' ? { outcome: 'moderated' } : {});
		const execution = await stage.run([
			...rows(list),
			submit({}),
			videoNode(
				stage,
				'waitForVideo',
				{ downloadVideo: false },
				{ onError: 'continueErrorOutput' },
			),
		]);
		const [{ jobId } = {}] = jsonOf(execution, 'Submit Video');
		expect(jsonOf(execution, 'Wait For Video', 1)).toMatchObject([
			{
				error: expect.stringContaining(String(jobId)) as unknown,
				details: { code: 'moderated', gateway: 'pixazo', jobId, accepted: 'maybe' },
			},
		]);
	});
});
