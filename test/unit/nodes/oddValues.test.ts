import { type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { WaitForVideo } from '../../../nodes/WaitForVideo/WaitForVideo.node';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { fakeRun, type ItemParameters } from './fakeContext';

/**
 * Every parameter is given some 200 values of right and wrong kinds, as an expression may give them, each to an item of
 * its own: what isn't understood is refused with the parameter's name, and nothing is sent for it.
 */

const circle: Record<string, unknown> = {};
circle.itself = circle;

const singles: unknown[] = [
	...[
		'',
		' ',
		'\n',
		'undefined',
		'null',
		'NaN',
		'[object Object]',
		'true',
		'FALSE',
		'yes',
		'off',
	],
	...['0', '1', '6', '6.0', '6 s', '6s', '30 min', '50 MB', '-1', '1,5', '1,000', '1e999', '٦'],
	...['768p ', '16:9 ', '16:09', 'aimlapi ', 'AI/ML API', 'useapi.net', 'none', 'url', 'binary'],
	...['constructor', '__proto__', 'toString', 'data', '#REF!', '{}', '[]', '{"a":1}', '["a"]'],
	...[
		'https://example.com/a.png',
		'https://example.com/a b.png',
		'C:\\a.png',
		'Pan left',
		'allow',
	],
	...['a, b', 'a\nb', '🎬', 'é', 'a'.repeat(70), '"quoted"', '<b>', '../..', '%', '$&', '${x}'],
	...[0, 1, 6, -1, 0.5, 768, 1080, 2 ** 53, 1e308, NaN, Infinity, -Infinity, -0],
	...[true, false, null, undefined, 7n, Symbol('s'), () => 'x', new Date(0), new Date(NaN)],
	...[/x/, new Map([['a', 1]]), new Error('x'), Object.create(null), circle, { length: 3 }],
];

const values: unknown[] = [
	undefined,
	...singles,
	...singles.filter((_single, index) => index % 2 === 0).map((single) => [single]),
	...singles.map((single) => ({ text: single })),
];

/** Kinds that no parameter but a list or JSON accepts. */
const isNeverSingle = (value: unknown): boolean =>
	(typeof value === 'object' && value !== null && !(value instanceof Date)) ||
	typeof value === 'function' ||
	typeof value === 'symbol' ||
	(typeof value === 'number' && !Number.isFinite(value));

const JAVASCRIPT =
	/is not a function|Cannot read prop|is not iterable|Cannot convert|TypeError|is not defined|Cannot mix|circular structure|Unexpected token|Invalid URL|is not valid JSON/i;

/** What the texts of a request may never hold. */
const NOT_UNDERSTOOD = /\[object |":"undefined"|":"null"|":"NaN"|#REF!/;

const submit = { gateway: 'aimlapi', model: 'minimax/hailuo-02', prompt: 'A lake' };
const asUrl = { imageSource: 'url', imageUrl: 'https://example.com/first.png' };
const ofKnownPrice = { gateway: 'segmind', model: 'minimax-ai', prompt: 'A lake' };
const ofUseApi = { ...submit, gateway: 'useapi', model: 'T2V-2.3' };
const ofPixazo = { ...submit, ...asUrl, gateway: 'pixazo', model: 'auto' };

/** A parameter, its label, and what else is set. `options.` stands for a field of Options. */
type Row = readonly [name: string, label: string, others: ItemParameters];

const submitRows: readonly Row[] = [
	['gateway', 'Gateway', submit],
	['model', 'Model', submit],
	['prompt', 'Prompt', submit],
	['imageSource', 'Image', { ...submit, imageUrl: 'https://example.com/first.png' }],
	['imageUrl', 'Image', { ...submit, imageSource: 'url' }],
	['imageBinaryProperty', 'Image Input Field', { ...submit, imageSource: 'binary' }],
	['endFrameSource', 'End Frame', { ...submit, ...asUrl }],
	['endFrameUrl', 'End Frame', { ...submit, ...asUrl, endFrameSource: 'url' }],
	['endFrameBinaryProperty', 'End Frame', { ...submit, ...asUrl, endFrameSource: 'binary' }],
	['duration', 'Duration', submit],
	['resolution', 'Resolution', submit],
	['aspectRatio', 'Aspect Ratio', { ...submit, model: 'minimax/h3' }],
	['subjectReferences', 'Subject Reference', { ...submit, model: 'minimax/h3' }],
	['subjectReferenceBinaryProperties', 'Subject Reference', { ...submit, model: 'minimax/h3' }],
	['waitForCompletion', 'Wait for Completion', submit],
	['timeoutMinutes', 'Time Limit (Minutes)', { ...submit, waitForCompletion: true }],
	['downloadVideo', 'Download Video', { ...submit, waitForCompletion: true }],
	['options', 'Options', submit],
	['options.account', 'Account', ofUseApi],
	['options.additionalFields', 'Additional Fields', submit],
	['options.blocking', 'Blocking', { ...submit, gateway: 'segmind', model: '' }],
	['options.binaryPropertyName', 'Put Output File in Field', submit],
	['options.callbackReference', 'Callback Reference', ofUseApi],
	['options.callbackUrl', 'Callback URL', ofPixazo],
	['options.cameraMovement', 'Camera Movement', submit],
	['options.dryRun', 'Dry Run', submit],
	['options.fallbackGateways', 'Fallback Gateways', submit],
	['options.fallbackMustKeep', 'Fallback Must Keep', submit],
	['options.fastPretreatment', 'Fast Pretreatment', ofPixazo],
	['options.fileName', 'File Name', submit],
	['options.includeRawResponse', 'Include Raw Response', submit],
	['options.maxCostPerRun', 'Max Cost per Run', ofKnownPrice],
	['options.maxCostPerVideo', 'Max Cost per Video', ofKnownPrice],
	['options.maxJobs', 'Max Jobs', ofUseApi],
	['options.maxSizeMb', 'Max Size (MB)', submit],
	['options.promptOptimizer', 'Prompt Optimizer', submit],
	['options.requestsPerMinute', 'Requests per Minute', submit],
	['options.slotWaitMinutes', 'Wait for a Free Slot', ofUseApi],
	['options.unknownPrice', 'If Price Is Unknown', submit],
	['options.wakeExecution', 'Wake This Execution', ofPixazo],
	['options.watermark', 'AI Watermark', ofPixazo],
];

const job = { operation: 'check', gateway: 'aimlapi', jobId: 'a:minimax/hailuo-02' };

const checkRows: readonly Row[] = [
	['gateway', 'Gateway', job],
	['jobId', 'Job ID', job],
	['downloadVideo', 'Download Video', job],
	['options', 'Options', job],
	['options.includeRawResponse', 'Include Raw Response', job],
	['options.fileName', 'File Name', job],
	['options.maxSizeMb', 'Max Size (MB)', job],
	['options.binaryPropertyName', 'Put Output File in Field', job],
	['gateway', 'Gateway', { ...job, operation: 'getBalance' }],
	['account', 'Account', { operation: 'getMany', gateway: 'useapi' }],
	['limit', 'Limit', { operation: 'getMany', gateway: 'useapi' }],
];

const wait = { waitMode: 'keepRunning', gateway: 'aimlapi', jobId: 'a:minimax/hailuo-02' };

const waitRows: readonly Row[] = [
	['gateway', 'Gateway', wait],
	['jobId', 'Job ID', wait],
	['downloadVideo', 'Download Video', wait],
	['options.cancelOnStop', 'Cancel on Stop', wait],
	['options.cancelOnTimeout', 'Cancel on Timeout', wait],
	['options.includeRawResponse', 'Include Raw Response', wait],
	['options.onFailedVideo', 'On Failed Video', wait],
	['options.onTimeout', 'On Timeout', wait],
	['options.fileName', 'File Name', wait],
	['options.maxSizeMb', 'Max Size (MB)', wait],
	['options.binaryPropertyName', 'Put Output File in Field', wait],
];

/** What counts for all items of a wait, and is read from the first. */
const waitRunRows: readonly Row[] = [
	['timeoutMinutes', 'Time Limit (Minutes)', wait],
	['options.checkIntervalSeconds', 'Check Interval (Seconds)', wait],
	// With one call for each check: a second one would wait for the next minute.
	[
		'options.requestsPerMinute',
		'Requests per Minute',
		{ ...wait, gateway: 'pixazo', jobId: '1' },
	],
];

/** The parameters with one of them, or one field of Options, set to a value. */
function withValue([name, , others]: Row, value: unknown): ItemParameters {
	const [first = '', field] = name.split('.');
	return { ...others, [first]: field === undefined ? value : { [field]: value } };
}

/** Kinds for which an object or a list can be right. */
const takesSeveral =
	/^(options|subjectReferences|subjectReferenceBinaryProperties|options\.(additionalFields|cameraMovement|fallback\w+))$/;

async function expectUnderstood(
	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>,
	row: Row,
): Promise<void> {
	const [name, label] = row;
	// The first item has none of them: what counts for a whole run is read from it.
	const run = fakeRun([
		{ ...row[2], options: {} },
		...values.map((value) => withValue(row, value)),
	]);
	const [[first, ...items] = []] = await execute.call(run.context);
	expect(items).toHaveLength(values.length);
	let answered = String(first?.json.error).includes('HTTP 402') ? 1 : 0;
	items.forEach(({ json: { error } }, index) => {
		const message = String(error ?? '');
		const value = values[index];
		expect(message).not.toMatch(JAVASCRIPT);
		const isUnderstood = message === '' || message.includes('HTTP 402');
		if (message.includes('HTTP 402')) answered++;
		const asked = { index, message, isUnderstood };
		if (!takesSeveral.test(name) && isNeverSingle(value)) {
			expect(asked).toMatchObject({ isUnderstood: false });
		}
		if (value === undefined || value === null) {
			expect(message).not.toMatch(/which isn't/);
		}
		if (!isUnderstood) expect(asked).toMatchObject({ message: expect.stringContaining(label) });
	});
	// Additional Fields are sent as they are.
	const bodies = name === 'options.additionalFields' ? [] : run.sent;
	for (const body of bodies) expect(body).not.toMatch(NOT_UNDERSTOOD);
	if (name.includes('fallback')) return;
	// A check may ask a second route (AI/ML API); a submit never goes out twice.
	const submits = run.sent.filter((body) => body !== 'null');
	if (submits.length > 0) expect(submits).toHaveLength(answered);
	else expect(run.sent.length).toBeGreaterThanOrEqual(answered);
}

test('there are some 200 values', () => {
	expect(values.length).toBeGreaterThan(190);
});

test.each(submitRows)('Submit Video: %s', async (...row) => {
	await expectUnderstood(new SubmitVideo().execute, row);
});

test.each(checkRows)('Check Video Status: %s', async (...row) => {
	await expectUnderstood(new CheckVideoStatus().execute, row);
});

test.each(waitRows)('Wait For Video: %s', async (...row) => {
	await expectUnderstood(new WaitForVideo().execute, row);
});

test.each(waitRunRows)('Wait For Video, for all items: %s', async (...row) => {
	for (const value of values) {
		const run = fakeRun([withValue(row, value)]);
		const [[item] = []] = await new WaitForVideo().execute.call(run.context);
		const message = String(item?.json.error ?? '');
		expect(message).not.toMatch(JAVASCRIPT);
		if (message.includes('HTTP 402')) continue;
		expect(message).toContain(row[1]);
		expect(run.sent).toEqual([]);
	}
});
