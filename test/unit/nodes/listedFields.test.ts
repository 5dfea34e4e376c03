import {
	NodeHelpers,
	type ILoadOptionsFunctions,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { findGateway } from '../../../gateways';
import type { GatewayError, ListedModel } from '../../../gateways/gateway';
import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { fakeRun } from './fakeContext';

/** A gateway whose list tells lengths, sizes and ratios, with another list than its table was read from. */

const openrouter = findGateway('openrouter')!;
/** A model that table and list have, with two lengths at least. */
const IN_TABLE = openrouter.models.find(({ id }) => id === 'google/veo-3.1')!;

/** A model that the list lacks. */
const GONE = 'runway/gen-4.5';

const listed: ListedModel[] = [
	...openrouter.models.flatMap(({ id, name }) => (id === GONE ? [] : [{ id, name }])),
	{
		id: 'maker/veo-9',
		name: 'Veo 9',
		formats: [
			{ resolution: '1080P', durationSeconds: 8, price: { amount: 2, currency: 'USD' } },
			{ resolution: '720P', durationSeconds: 8, price: { amount: 0.8, currency: 'USD' } },
			{
				resolution: '720P',
				durationSeconds: 4,
				price: [
					{ amount: 0.3, currency: 'USD', when: { audio: false } },
					{ amount: 0.4, currency: 'USD' },
				],
			},
		],
		aspectRatios: ['16:9', 'auto'],
	},
	{ id: 'maker/bare', name: 'Bare' },
];

const DOWN: GatewayError = {
	kind: 'gatewayError',
	code: 'gateway',
	message: 'Down',
	fix: '',
	retryable: true,
	accepted: 'no',
};

/** What the gateway's list is read as. */
function listIs(read: ListedModel[] | GatewayError): void {
	jest.restoreAllMocks();
	const call = { ...openrouter.modelList!.read(), read: () => read };
	jest.spyOn(openrouter.modelList!, 'read').mockReturnValue(call);
}

const { description, methods } = new SubmitVideo();
const { properties } = description;

let accounts = 0;

/** The panel with these parameters, at an account of its own. */
function panel(model: string): ILoadOptionsFunctions {
	const { context } = fakeRun([{}]);
	const key = `key-${++accounts}-0123456789`;
	Object.assign(context, {
		getCredentials: async () =>
			await Promise.resolve({ apiKey: key, baseUrl: 'https://api.example.com' }),
		getCurrentNodeParameter: (name: string) =>
			name === 'gateway' ? 'openrouter' : { __rl: true, mode: 'list', value: model },
	});
	return context as unknown as ILoadOptionsFunctions;
}

const load = async (
	method: keyof typeof methods.loadOptions,
	model: string,
): Promise<Array<[string, unknown]>> =>
	(await methods.loadOptions[method].call(panel(model))).map(({ name, value }) => [name, value]);

/** The field of this name that n8n shows for a model. */
function fieldOf(name: string, model: string): INodeProperties {
	const values: INodeParameters = {
		gateway: 'openrouter',
		model: { __rl: true, mode: 'id', value: model },
	};
	const all = NodeHelpers.getNodeParameters(properties, values, true, false, null, description)!;
	const shown = properties.filter(
		(field) =>
			field.name === name && NodeHelpers.displayParameter(all, field, null, description),
	);
	expect(shown).toHaveLength(1);
	return shown[0]!;
}

beforeEach(() => {
	listIs(listed);
});

afterEach(() => {
	jest.restoreAllMocks();
});

test('a model that only the list has offers what the list says, with prices', async () => {
	expect(await load('loadDurations', 'maker/veo-9')).toEqual([
		['4 · from $0.30', 4],
		['8 · from $0.80', 8],
		["Model's Default", 0],
	]);
	expect(await load('loadResolutions', 'maker/veo-9')).toEqual([
		['1080p · $2.00', '1080P'],
		['720p · from $0.30', '720P'],
		["Model's Default", ''],
	]);
	expect(await load('loadAspectRatios', 'maker/veo-9')).toEqual([
		['16:9', '16:9'],
		['Auto', 'auto'],
		["Model's Default", ''],
	]);
});

test("where the list says nothing, or can't be read, there is the model's default alone", async () => {
	expect(await load('loadDurations', 'maker/bare')).toEqual([["Model's Default", 0]]);
	expect(await load('loadAspectRatios', 'maker/unknown')).toEqual([["Model's Default", '']]);
	listIs(DOWN);
	expect(await load('loadResolutions', 'maker/veo-9')).toEqual([["Model's Default", '']]);
	// The built-in table is there all the same; an empty model is the default.
	const values = (await load('loadDurations', '')).map(([, value]) => value);
	expect(values.length).toBeGreaterThan(1);
	expect(values.at(-1)).toBe(0);
});

test.each([
	['duration', 'loadDurations', 0],
	['resolution', 'loadResolutions', ''],
	['aspectRatio', 'loadAspectRatios', ''],
])('%s follows the list where the table lacks the model', (name, method, unset) => {
	expect(fieldOf(name, 'maker/veo-9')).toMatchObject({
		type: 'options',
		default: unset,
		// What was stored before stays valid.
		allowArbitraryValues: true,
		typeOptions: {
			loadOptionsMethod: method,
			loadOptionsDependsOn: ['gateway', 'model.value'],
		},
	});
	// An expression has no model to look up yet.
	expect(fieldOf(name, '={{ $json.model }}')).toMatchObject({ default: unset });
	expect(fieldOf(name, '={{ $json.model }}').type).not.toBe('options');
});

test('a model of the table keeps its fixed choices, and starts with its price', () => {
	const { options, typeOptions, default: start } = fieldOf('duration', IN_TABLE.id);
	const values = (options as INodePropertyOptions[]).map(({ value }) => value);
	expect(values).toEqual([4, 6, 8, '']);
	expect(values).toContain(start);
	expect(typeOptions).toBeUndefined();
});

test('the model list has the models of the list with length and price, and none that is gone', async () => {
	const { results } = await methods.listSearch.searchModels.call(panel(''));
	const ids = openrouter.models.map(({ id }) => id);
	const inTable = results.slice(0, -2);
	expect(inTable.map(({ value }) => value)).toEqual(ids.filter((id) => id !== GONE));
	const { name } = inTable.find(({ value }) => value === IN_TABLE.id)!;
	expect(name).toMatch(/Veo 3\.1 · 4, 6 or 8 s · from \$/);
	expect(results.slice(-2)).toEqual([
		{
			name: 'Veo 9 · 4 or 8 s · from $0.30',
			value: 'maker/veo-9',
			description: '4 or 8 s · 1080p, 720p · from $0.30',
		},
		{ name: 'Bare', value: 'maker/bare' },
	]);
	listIs(DOWN);
	const table = await methods.listSearch.searchModels.call(panel(''));
	expect(table.results.map(({ value }) => value).sort()).toEqual([...ids].sort());
});
