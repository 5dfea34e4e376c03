import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import { filesOf, findFile, sameInEveryTry } from '../../../nodes/shared/files';
import { createItem, startRun } from '../../../nodes/shared/item';
import { pictureParameters } from '../../../nodes/SubmitVideo/pictureParameters';
import { readPicture } from '../../../nodes/SubmitVideo/read/readPictures';
import { readItems } from '../../../nodes/WaitForVideo/readItems';
import { isWokenByCallback } from '../../../nodes/WaitForVideo/wakeUp';
import { png } from '../gateways/images';
import { fakeRun, type ItemParameters } from './fakeContext';

/** Files of items, wherever the workflow's settings have n8n keep them. */

const stored = (mimeType: string, place = '1'): IBinaryData => ({
	mimeType,
	fileName: 'one',
	data: 'filesystem-v2',
	id: `filesystem-v2:workflows/1/executions/${place}/binary_data/2`,
	directory: `workflows/1/executions/${place}`,
});

const picture = stored('image/png');

/** A run in a workflow whose files are in the JSON. */
function combined(items: INodeExecutionData[], parameters?: ItemParameters[]): IExecuteFunctions {
	const { context } = fakeRun(parameters ?? items.map(() => ({})), items);
	return Object.assign(context, { getWorkflowSettings: () => ({ binaryMode: 'combined' }) });
}

const separate = (items: INodeExecutionData[]): IExecuteFunctions =>
	fakeRun(
		items.map(() => ({})),
		items,
	).context;

describe('the file that a name stands for', () => {
	const embedded = { mimeType: 'image/png', data: 'AA==' };
	const json = {
		_files: { data: picture, "bob's photo": picture, text: 'none' },
		Photos: [{ mimeType: 'image/png', id: 'x' }],
		'one.png': picture,
		deep: { 'a b': picture },
	} as unknown as IDataObject;
	const item: INodeExecutionData = { json, binary: { here: embedded } };

	test.each([
		'data',
		'_files.data',
		"_files.bob's photo",
		"bob's photo",
		'Photos[0]',
		'one.png',
		'deep["a b"]',
		'here',
	])('%s', (name) => {
		expect(findFile(combined([item]), item, name)).toMatchObject({ mimeType: 'image/png' });
	});

	test.each(['text', '_files.text', '_files', 'Photos[1]', 'toString', '__proto__', ''])(
		'%j names none',
		(name) => {
			expect(findFile(combined([item]), item, name)).toBeUndefined();
		},
	);

	test('what the JSON holds is no file in a workflow that has its files beside it', () => {
		const context = separate([item]);
		expect(findFile(context, item, 'data')).toBeUndefined();
		expect(findFile(context, item, '_files.data')).toBeUndefined();
		expect(findFile(context, item, 'here')).toBe(embedded);
		expect(filesOf(context, item)).toEqual({ here: embedded });
		expect(Object.keys(filesOf(combined([item]), item))).toEqual([
			'data',
			"bob's photo",
			'here',
		]);
	});
});

describe('a picture', () => {
	const bytes = png(800, 600);
	const inJson: INodeExecutionData = { json: { _files: { data: picture } as never } };

	async function read(context: IExecuteFunctions) {
		const read: unknown[] = [];
		Object.assign(context.helpers, {
			getBinaryDataBuffer: async (_index: number, file: unknown) => {
				read.push(file);
				return await Promise.resolve(Buffer.from(bytes));
			},
		});
		const item = createItem(startRun(context), 0);
		const image = await readPicture(
			item,
			findGateway('minimax')!,
			pictureParameters.firstFrame,
		);
		return { image, read };
	}

	test.each([
		['its name', 'data'],
		['its path', '_files.data'],
		['the file itself', picture],
	])('is read from the JSON by %s', async (_how, imageBinaryProperty) => {
		const parameters = [{ imageSource: 'binary', imageBinaryProperty }];
		expect(await read(combined([inJson], parameters))).toEqual({
			image: { kind: 'bytes', bytes, mimeType: 'image/png' },
			read: [picture],
		});
	});

	test('is read from what an expression returns, in any workflow', async () => {
		const { context } = fakeRun([
			{ imageSource: 'binary', imageBinaryProperty: { mimeType: 'image/png', data: 'AA==' } },
		]);
		expect((await read(context)).image).toMatchObject({ kind: 'bytes' });
	});

	test('that is not there: the message names those that are', async () => {
		const parameters = [{ imageSource: 'binary', imageBinaryProperty: 'photo' }];
		await expect(read(combined([inJson], parameters))).rejects.toMatchObject({
			message: expect.stringContaining('no binary field "photo"') as string,
			description: expect.stringContaining('It has: data') as string,
		});
	});
});

test('the video of a blocking submit is recognized, and passes through Wait For Video', async () => {
	const json = {
		gateway: 'segmind',
		status: 'completed',
		jobId: 'made-up',
		_files: { data: stored('video/mp4') },
	} as unknown as IDataObject;
	const context = combined(
		[{ json }],
		[{ gateway: 'fromItem', jobId: 'made-up', itemGateways: ['segmind'] }],
	);
	const [item] = await readItems(startRun(context));
	expect(item).toEqual({ settled: { json, pairedItem: { item: 0 } } });
});

test('the JSON is the same in every try, wherever n8n has stored the files', () => {
	const at = (place: string) =>
		sameInEveryTry(combined([]), {
			row: 1,
			_files: { data: stored('image/png', place) },
			photo: [stored('image/png', place)],
		} as unknown as IDataObject);
	expect(at('1')).toEqual(at('2'));

	// A service's own ID distinguishes rows.
	const drive = { id: 'a', mimeType: 'image/png', name: 'One' };
	expect(sameInEveryTry(combined([]), drive)).toEqual(drive);
});

test.each([
	['beside the JSON', (json: IDataObject) => ({ json }), {}],
	['in the JSON', (json: IDataObject) => json, { binaryMode: 'combined' }],
])(
	'the jobs of one of two Submit Videos that asks for a wake-up, files %s',
	(_where, item, settings) => {
		const { context } = fakeRun([{}]);
		const submit = (name: string, wakeExecution: boolean) => ({
			name,
			type: 'x.submitVideo',
			parameters: { options: { wakeExecution } },
		});
		Object.assign(context, {
			getWorkflowSettings: () => settings,
			getParentNodes: () => [submit('Asking', true), submit('Other', false)],
			getWorkflowDataProxy: () => ({
				$: (name: string) => ({
					all: (_output: number, run: number) => {
						if (run > 1) throw new Error('No such run');
						return [item({ jobId: `${name} ${run}` })];
					},
				}),
			}),
		});
		const isWoken = isWokenByCallback(context);
		const gateway = findGateway('useapi')!;
		const answers = ['Asking 0', 'Asking 1', 'Other 0'].map((jobId) =>
			isWoken({ gateway, jobId } as Parameters<typeof isWoken>[0]),
		);
		expect(answers).toEqual([true, true, false]);
	},
);
