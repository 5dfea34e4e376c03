import { Readable } from 'stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { logPlace } from '../../../nodes/shared/logPlace';
import { startRun } from '../../../nodes/shared/item';
import { limitForCaller, readCallerEnd } from '../../../nodes/shared/waiting/callerLimit';
import { waitForAll } from '../../../nodes/shared/waiting/watchItems';
import { readItems } from '../../../nodes/WaitForVideo/readItems';
import { fakeRun } from './fakeContext';

/** A tool of an MCP Server Trigger, whose callers give up after a minute and then call again. */

const MCP = '@n8n/n8n-nodes-langchain.mcpTrigger';
const AGENT = '@n8n/n8n-nodes-langchain.agent';

/** A run of Wait For Video for a job, as the tool of another node; `answer` is what the gateway says of the job. */
function toolRun(parentType: string | undefined, answer: object) {
	const asked: string[] = [];
	const { context } = fakeRun(
		[{ gateway: 'fromItem', jobId: '7', downloadVideo: true, itemGateways: ['aimlapi'] }],
		[{ json: { gateway: 'aimlapi', jobId: '7', model: 'minimax/hailuo-2.3' } }],
	);
	Object.assign(context, {
		getMode: () => 'webhook',
		...(parentType ? { parentNode: { type: parentType } } : {}),
	});
	context.helpers.httpRequestWithAuthentication = async (
		_type: string,
		{ url }: IHttpRequestOptions,
	) => {
		asked.push(url);
		return await Promise.resolve({
			statusCode: 200,
			headers: { 'content-type': 'application/json' },
			body: Readable.from([Buffer.from(JSON.stringify({ id: '7', ...answer }))]),
		});
	};
	return { context, asked };
}

async function wait(context: IExecuteFunctions, timeoutMinutes: number) {
	const run = startRun(context);
	const [item] = await waitForAll(
		{ run, settings: { timeoutMinutes, checkIntervalSeconds: 1 } },
		await readItems(run),
	);
	return item!;
}

test('gets the job as it stands before it gives up, and what to do next', async () => {
	const { context, asked } = toolRun(MCP, { status: 'generating' });
	// Nearly fifty seconds ago, as after a slow submit.
	readCallerEnd(context, Date.now() - 48_500);
	const { json } = await wait(context, 30);
	expect(json).toMatchObject({
		status: 'processing',
		gateway: 'aimlapi',
		jobId: '7',
		warnings: [
			expect.stringMatching(
				/^The video isn't ready yet.*Don't request it again.*Check Video Status/,
			),
		],
	});
	expect(json.failure).toBeUndefined();
	expect(json.error).toBeUndefined();
	expect(asked.length).toBeGreaterThan(0);
}, 10_000);

test('gets a finished video by its address: n8n would drop the file', async () => {
	const { context, asked } = toolRun(MCP, {
		status: 'completed',
		video: { url: 'https://videos.example.com/7.mp4' },
	});
	const { json, binary } = await wait(context, 30);
	expect(json).toMatchObject({
		status: 'completed',
		videoUrl: 'https://videos.example.com/7.mp4',
	});
	expect(json.warnings).toBeUndefined();
	expect(binary).toBeUndefined();
	expect(asked.filter((url) => url.includes('videos.example.com'))).toEqual([]);
}, 10_000);

test("the user's own limit, where it is shorter, is one of the job", async () => {
	const { context } = toolRun(MCP, { status: 'generating' });
	const { json } = await wait(context, 1 / 60);
	expect(JSON.stringify(json)).toContain("wasn't ready within");
}, 10_000);

test.each([undefined, AGENT])('a caller that waits: %s', async (parentType) => {
	const { context } = toolRun(parentType, {});
	expect(readCallerEnd(context, 0)).toBeUndefined();
});

test('the limit counts from when the call came', () => {
	const { context } = toolRun(MCP, {});
	const end = readCallerEnd(context, 1_000)!;
	expect(end).toBe(51_000);
	expect(readCallerEnd(context, 40_000)).toBe(end);

	const limit = { milliseconds: 1_800_000, words: '30 minutes' };
	expect(limitForCaller(limit, end, 41_000)).toEqual({
		...limit,
		milliseconds: 10_000,
		isCallers: true,
	});
	// A submit took longer than that: one check is left.
	expect(limitForCaller(limit, end, 90_000).milliseconds).toBe(1_000);
	expect(limitForCaller(limit, undefined, 1_000)).toBe(limit);
	const short = { milliseconds: 5_000, words: '5 seconds' };
	expect(limitForCaller(short, end, 1_000)).toBe(short);
});

test('the log says that the call ran in no execution', () => {
	const { context } = toolRun(MCP, {});
	expect(logPlace(context, [0])).toMatch(/^\(execution \d+, item 0\)$/);
	expect(logPlace(Object.assign(context, { getExecutionId: () => undefined }), [0, 1])).toBe(
		'(outside an execution, items 0, 1)',
	);
});
