import {
	NodeHelpers,
	type ILoadOptionsFunctions,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';

import { defaultGateway, gateways } from '../../../gateways';
import type { Gateway, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { fitToModel } from '../../../gateways/request/fit';
import { resolveModel } from '../../../gateways/request/models';
import { estimateCost } from '../../../gateways/request/prices';
import { priceNotice, UNLISTED_PRICE_NOTICE } from '../../../nodes/shared/sentences/prices';
import { searchModels } from '../../../nodes/SubmitVideo/searchModels';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { leastRequest } from '../gateways/bench';

/** What Submit Video does when nothing is touched but the prompt and the image: as n8n itself resolves its fields. */

const { description } = new SubmitVideo();
const { properties } = description;

const locator = (value: string) => ({ __rl: true, mode: 'list', value });

const resolve = (values: INodeParameters): INodeParameters =>
	NodeHelpers.getNodeParameters(properties, values, true, false, null, description)!;

/** The fields that n8n shows for these values. */
function fieldsFor(values: INodeParameters): INodeProperties[] {
	const all = resolve(values);
	return properties.filter((field) =>
		NodeHelpers.displayParameter(all, field, null, description),
	);
}

const fieldOf = (values: INodeParameters, name: string): INodeProperties[] =>
	fieldsFor(values).filter((field) => field.name === name);

const issuesOf = (values: INodeParameters): string[] =>
	Object.keys(
		NodeHelpers.getNodeParametersIssues(
			properties,
			{
				...{ id: '1', name: 'Submit Video', type: 'submitVideo', typeVersion: 1 },
				position: [0, 0],
				parameters: resolve(values),
			},
			description,
		)?.parameters ?? {},
	).sort();

/** The request of the untouched panel. */
function untouched(gateway: Gateway, model: VideoModel): VideoRequest {
	const { duration, resolution, aspectRatio } = resolve({
		gateway: gateway.id,
		model: locator(model.id),
	});
	const set = { durationSeconds: duration, resolution, aspectRatio };
	const request = {
		...leastRequest(gateway, model),
		model: model.id,
		...Object.fromEntries(Object.entries(set).filter(([, value]) => value)),
	} as VideoRequest;
	return { ...request, model: resolveModel(gateway, request) };
}

const rows = gateways.flatMap((gateway) =>
	gateway.models.map((model) => ({ gateway, model, of: `${model.name} of ${gateway.label}` })),
);

describe.each(rows)('$of, with nothing touched but what it needs', ({ gateway, model }) => {
	const values = { gateway: gateway.id, model: locator(model.id), prompt: 'A lake' };
	const request = untouched(gateway, model);

	test('is accepted as it is, with nothing left out', () => {
		expect(checkRequest(gateway, request)).toEqual([]);
		expect(fitToModel(gateway, request).notices).toEqual([]);
	});

	test('has a price, or the panel says that it is not known', () => {
		const [notice, ...others] = fieldOf(values, 'priceNotice');
		expect(others).toEqual([]);
		expect(notice?.displayName).toBe(priceNotice(gateway, model));
		const cost = estimateCost(gateway, request);
		expect(notice?.displayName).toMatch(
			cost === undefined
				? /isn't (known|published)/
				: new RegExp(`^\\$?${cost.amount}`.replace('.', '\\.')),
		);
	});

	test('shows one field of each name, whose value is among its choices', () => {
		const names = fieldsFor(values).map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		for (const name of ['duration', 'resolution', 'aspectRatio', 'imageSource']) {
			for (const { options = [], type, default: value } of fieldOf(values, name)) {
				if (type !== 'options') continue;
				expect(options.map((one) => 'value' in one && one.value)).toContain(value);
			}
		}
	});

	test('has what is missing marked before it runs', () => {
		const needsPrompt = model.promptRequired !== false;
		const needsImage = model.firstFrame === 'required';
		expect(issuesOf({ ...values, prompt: '' })).toEqual([
			...(needsImage ? ['imageUrl'] : []),
			...(needsPrompt ? ['prompt'] : []),
		]);
		expect(issuesOf({ ...values, imageUrl: 'https://example.com/a.jpg' })).toEqual([]);
	});
});

test('Automatic of Pixazo asks for length and size only with an image, and starts with what has a price', () => {
	const clipOf = (imageSource: string) => {
		const values = resolve({ gateway: 'pixazo', model: locator('auto'), imageSource });
		return [values.duration, values.resolution];
	};
	expect(clipOf('none')).toEqual([undefined, undefined]);
	expect(clipOf('url')).toEqual([6, '768P']);
	expect(clipOf('={{ $json.source }}')).toEqual([6, '768P']);
});

test.each(gateways)('an empty model is the default of $label', (gateway) => {
	const shown = (model: string) =>
		fieldsFor({ gateway: gateway.id, model: locator(model) }).map(
			({ name, default: value, displayName }) => [name, value, displayName],
		);
	expect(shown('')).toEqual(shown(gateway.defaultModel));
});

test.each(gateways)('the default of $label needs nothing but a prompt', (gateway) => {
	expect(issuesOf({ gateway: gateway.id, prompt: 'A lake' })).toEqual([]);
});

test.each(gateways)('the default of $label is the newest with a price, if one has', (gateway) => {
	const newest = gateway.models.find(
		(model) =>
			model.firstFrame !== 'required' &&
			estimateCost(gateway, untouched(gateway, model)) !== undefined,
	);
	if (newest) expect(gateway.defaultModel).toBe(newest.id);
});

/** MiniMax's models by generation, the newest first; H3 is of 2026-07-30. */
const GENERATIONS = ['hailuo-h3', 'hailuo-2.3', 'hailuo-02', 'video-01'];

test.each(gateways)('$label lists the newest first', ({ models }) => {
	const generations = models
		.map(({ family = '' }) => GENERATIONS.findIndex((one) => family.startsWith(one)))
		.filter((index) => index >= 0);
	expect(generations).toEqual(generations.toSorted());
});

test('a model list tells what helps to choose', async () => {
	const context = {
		getCurrentNodeParameter: () => 'segmind',
	} as unknown as ILoadOptionsFunctions;
	const { results } = await searchModels.call(context, 'hailuo 2.3');
	expect(results).toEqual([
		{
			name: 'Hailuo 2.3 · 6 or 10 s · from $0.35',
			value: 'hailuo-2.3',
			description: '6 or 10 s · 768p, 1080p · from $0.35',
		},
		{
			name: 'Hailuo 2.3 Fast · 6 or 10 s · from $0.24',
			value: 'hailuo-2.3-fast',
			description: '6 or 10 s · 768p, 1080p · from $0.24',
		},
	]);
});

test('the panel opens on a gateway whose default model has known limits and a price', () => {
	const { gateway, duration, resolution } = resolve({});
	expect(gateway).toBe(defaultGateway.id);
	expect([duration, resolution]).not.toContain('');
	const model = defaultGateway.models.find(({ id }) => id === defaultGateway.defaultModel)!;
	expect(estimateCost(defaultGateway, untouched(defaultGateway, model))).toBeDefined();
});

describe('a model or gateway that is known only at run time', () => {
	const model = { __rl: true, mode: 'id', value: '={{ $json.model }}' };
	const unknown: Array<[string, INodeParameters]> = [
		...gateways.map(({ id }): [string, INodeParameters] => [id, { gateway: id, model }]),
		['a gateway by expression', { gateway: '={{ $json.gateway }}' }],
	];

	test.each(unknown)('%s: sets no length and no size, and requires nothing', (_name, values) => {
		const { duration, resolution, aspectRatio, imageSource } = resolve(values);
		expect([duration || '', resolution || '', aspectRatio || '']).toEqual(['', '', '']);
		expect(imageSource).toBe('none');
		expect(issuesOf(values)).toEqual([]);
	});

	test.each(unknown)('%s: one notice says that the video is billed', (_name, values) => {
		const notices = fieldOf(values, 'priceNotice').map(({ displayName }) => displayName);
		expect(notices).toEqual([UNLISTED_PRICE_NOTICE]);
	});

	test.each(unknown.slice(0, -1))('%s: one field of each name', (_name, values) => {
		const names = fieldsFor(values).map(({ name }) => name);
		expect(names).toContain('prompt');
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
	});
});

test("an empty text that a workflow has stored keeps meaning the model's own", () => {
	const stored = { gateway: 'aimlapi', duration: '', resolution: '' };
	expect(resolve(stored)).toMatchObject({ duration: '', resolution: '' });
});

describe('Options', () => {
	const optionNames = (
		properties.find(({ name }) => name === 'options')!.options as INodeProperties[]
	).map(({ name }) => name);

	test('begin with what a video costs, and end with Additional Fields', () => {
		expect(optionNames.slice(0, 4)).toEqual([
			'dryRun',
			'maxCostPerVideo',
			'maxCostPerRun',
			'unknownPrice',
		]);
		expect(optionNames.at(-1)).toBe('additionalFields');
	});

	test.each([
		[{ blocking: true, fileName: 'a.mp4' }, ['blocking', 'fileName']],
		[{ blocking: false, fileName: 'a.mp4' }, ['blocking']],
		[{ blocking: '={{ $json.block }}', fileName: 'a.mp4' }, ['blocking', 'fileName']],
	])('%j: n8n keeps %j', (options, kept) => {
		expect(Object.keys(resolve({ gateway: 'segmind', options })['options']!)).toEqual(kept);
	});

	test.each([
		[{ fallbackGateways: ['pixazo'], fallbackMustKeep: ['model'] }, 2],
		[{ fallbackGateways: '={{ ["pixazo"] }}', fallbackMustKeep: ['model'] }, 2],
		[{ fallbackGateways: [], fallbackMustKeep: ['model'] }, 1],
	])('%j: n8n keeps %d of them', (options, kept) => {
		expect(Object.keys(resolve({ options })['options']!)).toHaveLength(kept);
	});
});
