import type { INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { CheckVideoStatus } from '../../../nodes/CheckVideoStatus/CheckVideoStatus.node';
import { fakeRun, type ItemParameters } from './fakeContext';

/** What cells of spreadsheets hold where people meant a setting, and what the gateway is sent for it. */

const hailuo = { gateway: 'aimlapi', model: 'minimax/hailuo-02', prompt: 'A lake' };
const h3 = { ...hailuo, model: 'minimax/h3', duration: 6 };
/** A model that isn't in the table: whatever is set would go out as it is. */
const unlisted = { gateway: 'aimlapi', model: 'maker/new-model', prompt: 'A lake' };
const segmind = { gateway: 'segmind', model: 'minimax-ai', prompt: 'A lake' };
const pixazo = {
	gateway: 'pixazo',
	model: 'auto',
	prompt: 'A lake',
	imageSource: 'url',
	imageUrl: 'https://example.com/a.png',
};

type Expected = object | RegExp;

/** A cell under a parameter, and the fields of the request, or the message where it is refused. */
const cells: ReadonlyArray<readonly [base: ItemParameters, name: string, cell: unknown, Expected]> =
	[
		[hailuo, 'prompt', 'A lake', { prompt: 'A lake' }],
		[hailuo, 'prompt', '  A "lake"\n', { prompt: '  A "lake"\n' }],
		[hailuo, 'prompt', 2024, { prompt: '2024' }],
		[hailuo, 'prompt', '', /'Prompt' is empty/],
		[hailuo, 'prompt', null, /'Prompt' is empty/],
		[hailuo, 'prompt', true, /'Prompt' is "true"/],
		[hailuo, 'prompt', '#N/A', /'Prompt' is "#N\/A".*cell/],
		[hailuo, 'prompt', { richText: [] }, /'Prompt' is an object.*\$json\.prompt\.text/],
		[hailuo, 'gateway', 'AI/ML API', { model: 'minimax/hailuo-02' }],
		[hailuo, 'gateway', 'AIMLAPI ', { model: 'minimax/hailuo-02' }],
		[hailuo, 'gateway', 'AI ML API', { model: 'minimax/hailuo-02' }],
		[hailuo, 'gateway', '', /'Gateway' is empty/],
		[hailuo, 'gateway', 'aiml', /'Gateway' is "aiml", which isn't one of its choices/],
		[hailuo, 'model', ' MiniMax/Hailuo-02 ', { model: 'minimax/hailuo-02' }],
		[hailuo, 'model', '', { model: findGateway('aimlapi')!.defaultModel }],
		[hailuo, 'duration', 6, { duration: 6 }],
		[hailuo, 'duration', '6', { duration: 6 }],
		[hailuo, 'duration', '6.0', { duration: 6 }],
		[hailuo, 'duration', '6s', { duration: 6 }],
		[hailuo, 'duration', '6 sec', { duration: 6 }],
		[hailuo, 'duration', ' 6 Seconds ', { duration: 6 }],
		[hailuo, 'duration', '', { duration: undefined }],
		[hailuo, 'duration', 0, { duration: undefined }],
		[
			hailuo,
			'duration',
			'6,0',
			/'Duration \(Seconds\)' is "6,0", which can be read in two ways/,
		],
		[hailuo, 'duration', 'six', /'Duration \(Seconds\)' is "six", which isn't a number/],
		[hailuo, 'duration', true, /'Duration \(Seconds\)' is "true"/],
		[hailuo, 'duration', '00:06', /'Duration \(Seconds\)' is "00:06"/],
		[hailuo, 'duration', 7, /doesn't support 7 s. Set 'Duration' to 6 or 10/],
		[unlisted, 'duration', 46183, /'Duration \(Seconds\)' is "46183".*seconds from 0 to 3600/],
		[unlisted, 'duration', '06/10/2026', /'Duration \(Seconds\)' is "06\/10\/2026"/],
		[hailuo, 'resolution', '768p ', { resolution: '768P' }],
		[hailuo, 'resolution', 768, { resolution: '768P' }],
		[hailuo, 'resolution', '4K', /doesn't support 4K/],
		[h3, 'aspectRatio', '16:9 ', { ratio: '16:9' }],
		[h3, 'aspectRatio', '16 / 9', { ratio: '16:9' }],
		[h3, 'aspectRatio', '16:09:00', { ratio: '16:9' }],
		[h3, 'aspectRatio', '09:16', { ratio: '9:16' }],
		[h3, 'aspectRatio', '04:09:00 PM', { ratio: '16:9' }],
		[h3, 'aspectRatio', '4:09 p.m.', { ratio: '16:9' }],
		[h3, 'aspectRatio', '09:16:00 AM', { ratio: '9:16' }],
		[unlisted, 'aspectRatio', '4:09:00 PM', { aspect_ratio: '16:9' }],
		[unlisted, 'aspectRatio', '1280x720', { aspect_ratio: '1280x720' }],
		[unlisted, 'aspectRatio', 'landscape_16_9', { aspect_ratio: 'landscape_16_9' }],
		[unlisted, 'aspectRatio', 46115, /'Aspect Ratio' is "46115".*4\/3 as a date/],
		[unlisted, 'aspectRatio', '04/03/2026', /'Aspect Ratio' is "04\/03\/2026".*as a date/],
		[unlisted, 'aspectRatio', '2026-04-03', /'Aspect Ratio' is "2026-04-03".*as a date/],
		[unlisted, 'aspectRatio', '03.04.26', /'Aspect Ratio' is "03.04.26".*as a date/],
		[unlisted, 'aspectRatio', '3-Apr', /'Aspect Ratio' is "3-Apr".*as a date/],
		[h3, 'aspectRatio', 0.6729166667, /'Aspect Ratio' is "0.6729166667".*column as text/],
		[h3, 'aspectRatio', '1899-12-30T16:09:00.000Z', /'Aspect Ratio' is .*time of day/],
		[h3, 'subjectReferences', '', { reference_image_urls: undefined }],
		[
			h3,
			'subjectReferences',
			'https://a.example/1.png, https://a.example/2,b.png',
			{ reference_image_urls: ['https://a.example/1.png', 'https://a.example/2,b.png'] },
		],
		[
			h3,
			'subjectReferences',
			'https://a.example/1.png, user:12-minimax:34-file:56',
			/'Subject Reference 2' is "user:12-minimax:34-file:56"/,
		],
		[h3, 'subjectReferences', 'a.png, b.png', /'Subject Reference 1' is "a.png, b.png"/],
		[segmind, 'options.promptOptimizer', 'FALSE', { prompt_optimizer: false }],
		[segmind, 'options.promptOptimizer', 'Yes', { prompt_optimizer: true }],
		[segmind, 'options.promptOptimizer', 'maybe', /'Prompt Optimizer' is "maybe"/],
		[pixazo, 'options.watermark', 0, { aigc_watermark: false }],
		[pixazo, 'options.fastPretreatment', 'on', { fast_pretreatment: true }],
		[hailuo, 'options.dryRun', 'TRUE', {}],
		[
			hailuo,
			'options.cameraMovement',
			'pan LEFT, zoom in',
			{ prompt: '[Pan left,Zoom in] A lake' },
		],
		[hailuo, 'options.cameraMovement', 'spin', /'Camera Movement' is "spin"/],
		[segmind, 'options.maxCostPerVideo', '0.7', { prompt: 'A lake' }],
		[segmind, 'options.maxCostPerVideo', '0.5', /'Max Cost per Video' is \$0\.5/],
		[segmind, 'options.maxCostPerVideo', true, /'Max Cost per Video' is "true"/],
		[segmind, 'options.maxCostPerVideo', '$1', /'Max Cost per Video' is "\$1"/],
		[segmind, 'options.maxCostPerVideo', '', /'Max Cost per Video' is empty/],
		[segmind, 'options.unknownPrice', 'alow', /'If Price Is Unknown' is "alow"/],
	];

test.each(cells)(
	'%# Submit Video: %j, %s from a cell with %j',
	async (base, name, cell, expected) => {
		const [first = '', field] = name.split('.');
		const value = field === undefined ? cell : { [field]: cell };
		const run = fakeRun([{ ...base, [first]: value }]);
		const [[item] = []] = await new SubmitVideo().execute.call(run.context);
		const message = String(item?.json.error ?? '');
		if (expected instanceof RegExp) {
			expect(message).toMatch(expected);
			expect(run.sent).toEqual([]);
		} else if (field === 'dryRun') {
			expect({ message, sent: run.sent }).toEqual({ message: '', sent: [] });
		} else {
			expect(message).toMatch(/HTTP 402/);
			expect(JSON.parse(run.sent[0]!)).toEqual(
				expect.objectContaining(JSON.parse(JSON.stringify(expected))),
			);
			for (const [key, one] of Object.entries(expected)) {
				if (one === undefined) expect(JSON.parse(run.sent[0]!)).not.toHaveProperty(key);
			}
		}
	},
);

/** Job IDs as spreadsheets hand them on. */
const jobIds: ReadonlyArray<readonly [unknown, RegExp]> = [
	['106916112212032987', /HTTP 402/],
	[' 106916112212032987\n', /HTTP 402/],
	[4711, /HTTP 402/],
	[106916112212032 * 1000, /'Job ID' is .*more digits than n8n keeps exactly.*as text/],
	['1.06916E+17', /'Job ID' is "1.06916E\+17", which a spreadsheet has shortened/],
	['', /'Job ID' is empty/],
	[{ id: 1 }, /'Job ID' is an object/],
	['..', /'Job ID' is "\.\.", which isn't a job ID/],
];

test.each(jobIds)('Check Video Status: the Job ID %p', async (jobId, expected) => {
	const run = fakeRun([{ operation: 'check', gateway: 'Pixazo ', jobId }]);
	const [[item] = []] = await new CheckVideoStatus().execute.call(run.context);
	expect(item?.json.error).toMatch(expected);
});

/** Items that failed at Submit Video, in the forms in which n8n hands them on. */
const failed: ReadonlyArray<[INodeExecutionData]> = [
	[{ json: { error: 'Prompt is empty. [item 0]' } }],
	[{ json: { error: 'Prompt is empty. [item 0]', message: 'More' } }],
	[{ json: { error: { message: 'Prompt is empty. [item 0]' } } }],
	[{ json: {}, error: new Error('Prompt is empty. [item 0]') as never }],
];

test.each(failed)('an item that failed at Submit Video keeps its reason: %j', async (item) => {
	const run = fakeRun([{ operation: 'check', gateway: 'fromItem', jobId: '' }], [item]);
	const [[out] = []] = await new CheckVideoStatus().execute.call(run.context);
	expect(out?.json.error).toBe(
		'Not checked, because an earlier node failed for this item. Prompt is empty. [item 0]',
	);
	expect(run.sent).toEqual([]);
});

test('a job that carries an error of another node is checked all the same', async () => {
	const item = { json: { error: 'no e-mail', gateway: 'AI/ML API', jobId: 'a:minimax/h3' } };
	const run = fakeRun(
		[{ operation: 'check', gateway: 'fromItem', jobId: 'a:minimax/h3' }],
		[item],
	);
	const [[out] = []] = await new CheckVideoStatus().execute.call(run.context);
	expect(out?.json.error).toMatch(/HTTP 402/);
});
