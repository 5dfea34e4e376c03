import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { startWithJob } from '../../../nodes/VideoTrigger/startWithJob';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { fakeRun, type ItemParameters } from './fakeContext';

/** An expression that fails: n8n throws where the parameter is read, or Options as a whole. */

const job = { operation: 'check', gateway: 'aimlapi', jobId: 'a:minimax/hailuo-02' };
const submit = { gateway: 'aimlapi', model: 'minimax/hailuo-02', prompt: 'A lake' };
const claim = {
	json: { videoTriggerClaim: { gateway: 'aimlapi', jobId: job.jobId, status: 'completed' } },
};

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const nodes: Array<[name: string, execute: Execute, parameters: ItemParameters, item?: object]> = [
	['Submit Video', new SubmitVideo().execute, submit],
	['Check Video Status', new CheckVideoStatus().execute, job],
	['Wait For Video', new WaitForVideo().execute, { ...job, waitMode: 'keepRunning' }],
	[
		'Video Callback Trigger',
		async function (this: IExecuteFunctions) {
			return await startWithJob(this);
		},
		{ events: ['completed'] },
		claim,
	],
];

async function outputOf(
	execute: Execute,
	parameters: ItemParameters,
	item: object | undefined,
	{ failing, whole }: { failing: string; whole?: boolean },
) {
	const run = fakeRun([parameters], item && [item as INodeExecutionData]);
	const read = run.context.getNodeParameter.bind(run.context);
	run.context.getNode().parameters.options = whole ? '={{ $json.nothing.at.all }}' : {};
	run.context.getNodeParameter = ((name: string, ...rest: [number, unknown]) => {
		const isOptions = name === 'options' && failing.startsWith('options');
		if (isOptions || name === failing) throw new Error('Cannot read properties of undefined');
		return read(name, ...rest);
	}) as typeof run.context.getNodeParameter;
	const [[output] = []] = await execute.call(run.context);
	return { failed: output?.json ?? {}, sent: run.sent };
}

describe.each(nodes)('%s', (_name, execute, parameters, item) => {
	test('names the option whose expression fails', async () => {
		const { failed, sent } = await outputOf(execute, parameters, item, {
			failing: 'options.includeRawResponse',
		});
		expect(failed).toEqual({
			error: expect.stringMatching(
				/^'Include Raw Response' can't be read, because its expression fails\. .*Cannot read properties/,
			) as unknown,
			details: {
				code: 'parameter',
				field: 'includeRawResponse',
				retryable: false,
				accepted: 'no',
			},
		});
		expect(sent).toEqual([]);
	});

	test('names Options where they are one expression that fails', async () => {
		const { failed, sent } = await outputOf(execute, parameters, item, {
			failing: 'options',
			whole: true,
		});
		expect(failed.error).toMatch(/^'Options' can't be read/);
		expect(sent).toEqual([]);
	});
});

test.each([
	['Prompt', 'prompt', 0],
	['Gateway', 'gateway', 0],
	['Gateway', 'gateway', 1],
	['Job ID', 'jobId', 1],
	['Job ID', 'jobId', 2],
] as const)(
	"'%s' is named where its expression fails (%s, node %s)",
	async (label, failing, at) => {
		const [, execute, parameters] = nodes[at]!;
		const { failed, sent } = await outputOf(execute, parameters, undefined, { failing });
		expect(failed.error).toMatch(new RegExp(`^'${label}' can't be read`));
		expect(sent).toEqual([]);
	},
);
