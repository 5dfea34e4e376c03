import { gateways } from '../../../gateways';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { useapi } from '../../../gateways/adapters/useapi';
import type {
	Gateway,
	InputValue,
	InputValues,
	ModelInput,
	RequestField,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { listDroppable, translate } from '../../../gateways/request/failover';
import { fitToModel } from '../../../gateways/request/fit';
import { declaredInputs, wireInputs, withInputs } from '../../../gateways/request/inputs';
import { leastRequest } from './bench';

/** What follows from a row of declared inputs, at gateways that are made up for it. */

const row = (key: string, more: Partial<ModelInput> = {}): ModelInput => ({
	key,
	label: key,
	description: key,
	type: 'text',
	...more,
});

const strength = row('strength', { type: 'number', least: 0, most: 1 });
const steps = row('steps', { type: 'number', least: 1, whole: true });
const style = row('style', { type: 'options', options: ['film', 'anime'] });
const moods = row('moods', { type: 'options', options: ['calm', 'wild'], many: true });
const lens = row('lens', {
	wire: false,
	intoPrompt: (prompt, value) => `${prompt}, ${String(value)}`,
});
const loop = row('loop', { type: 'boolean', wire: 'is_loop' });
const account = row('account');

const prompt = 'A lake';

/** A gateway with one model, which has these inputs. */
const gatewayWith = (
	id: string,
	inputs: readonly ModelInput[],
	{ own = [], ...model }: Partial<VideoModel> & { own?: readonly ModelInput[] } = {},
): Gateway => ({
	...aimlapi,
	id,
	label: id,
	check: () => [],
	models: [
		{
			id: `${id}-model`,
			name: `${id} Model`,
			family: 'f',
			typicalSeconds: 9,
			inputs,
			...model,
		},
	],
	defaultModel: `${id}-model`,
	inputs: own,
});

const requestFor = (gateway: Gateway, inputs: InputValues): VideoRequest => ({
	model: gateway.defaultModel,
	prompt,
	inputs,
});

describe('the check of a declared input', () => {
	const gateway = gatewayWith('a', [strength, steps, style, moods, loop], { own: [account] });
	const outOfRange = { code: 'outOfRange', whole: false };

	test.each<[InputValues, object[]]>([
		[{}, []],
		[{ strength: 0, steps: 1, style: 'film', moods: ['calm', 'wild'], loop: false }, []],
		[{ strength: 1, moods: [], account: 'any' }, []],
		[{ strength: 1.1 }, [{ ...outOfRange, field: 'strength', value: 1.1, least: 0, most: 1 }]],
		[
			{ strength: -0.1 },
			[{ ...outOfRange, field: 'strength', value: -0.1, least: 0, most: 1 }],
		],
		[
			{ strength: Number.NaN },
			[{ ...outOfRange, field: 'strength', value: Number.NaN, least: 0, most: 1 }],
		],
		[{ steps: 0 }, [{ ...outOfRange, field: 'steps', value: 0, least: 1, whole: true }]],
		[{ steps: 1.5 }, [{ ...outOfRange, field: 'steps', value: 1.5, least: 1, whole: true }]],
		[
			{ style: 'noir' },
			[{ code: 'notOffered', field: 'style', value: 'noir', offered: style.options }],
		],
		[
			{ moods: ['calm', 'sad', 'glad'] },
			['sad', 'glad'].map((value) => ({
				code: 'notOffered',
				field: 'moods',
				value,
				offered: moods.options,
			})),
		],
		// Not declared: left out with a notice, and needn't be right.
		[{ other: Number.NaN }, []],
	])('%j', (inputs, problems) => {
		expect(checkRequest(gateway, requestFor(gateway, inputs))).toEqual(problems);
	});

	test('covers the rows of models that are not in the table', () => {
		const request = { model: 'wan/2.6', prompt, inputs: { seed: -1, audio: true } };
		expect(checkRequest(aimlapi, request)).toMatchObject([
			{ field: 'seed', code: 'outOfRange' },
		]);
	});
});

describe('the value on the wire', () => {
	test('goes out by the name of its row, and not at all where that says so or nothing is set', () => {
		const inputs = { loop: false, strength: 0, style: '', lens: 'wide', moods: ['calm'], x: 1 };
		expect(wireInputs([loop, strength, steps, style, lens, moods], { inputs })).toEqual({
			is_loop: false,
			strength: 0,
			style: '',
			moods: ['calm'],
		});
		expect(wireInputs([loop], {})).toEqual({});
	});

	test('is never one that every object has', () => {
		const rows = ['constructor', 'toString', '__proto__'].map((key) => row(key));
		expect(wireInputs(rows, { inputs: {} })).toEqual({});
	});

	const valueFor = ({ type, options, many }: ModelInput): InputValue => {
		if (options) return many ? options.slice(0, 2) : options[0]!;
		return { boolean: false, number: 7, text: 'some words', options: '' }[type];
	};
	const sent = gateways.flatMap((gateway) =>
		[...gateway.models, { id: 'newer/model' } as VideoModel]
			.filter(({ resolve }) => resolve === undefined)
			.filter(({ id }) => gateway.unlistedModels !== undefined || id !== 'newer/model')
			.flatMap((model) =>
				declaredInputs(gateway, model.id)
					.filter(({ wire }) => wire !== false)
					.map((input) => ({ gateway, model, input, key: input.key })),
			),
	);

	test.each(sent)('$gateway.label, $model.id: $key', ({ gateway, model, input }) => {
		const value = valueFor(input);
		const request = { ...leastRequest(gateway, model), inputs: { [input.key]: value } };
		const fitted = fitToModel(gateway, request);
		expect(fitted.notices).toEqual([]);
		const whole = gateway.submit(fitted.request).request.body as Record<string, unknown>;
		// Some gateways have the inputs of a model in an object of their own.
		const body = { ...whole, ...(whole.input as object | undefined) };
		// The universal route of AI/ML API has a name of its own for each model (names.ts).
		const names =
			gateway === aimlapi && input.key === 'promptOptimizer' && model.id !== 'video-01';
		expect(body).toHaveProperty([names ? 'enhance_prompt' : input.wire || input.key], value);
	});

	test('seed, negative prompt and sound go to the other models of AI/ML API by its names', () => {
		const inputs = { seed: 7, negativePrompt: 'fog', audio: false };
		const { request, notices } = fitToModel(aimlapi, { model: 'wan/2.6', prompt, inputs });
		expect(notices).toEqual([]);
		expect(aimlapi.submit(request).request.body).toMatchObject({
			seed: 7,
			negative_prompt: 'fog',
			generate_audio: false,
		});
		expect(fitToModel(aimlapi, { model: 'minimax/h3', prompt, inputs })).toMatchObject({
			request: { model: 'minimax/h3', prompt },
			dropped: ['seed', 'negativePrompt', 'audio'],
		});
	});
});

describe('an input that the model does not support', () => {
	test('is left out with a notice, and its neighbours stay', () => {
		const gateway = gatewayWith('a', [strength], { own: [account] });
		const inputs = { strength: 0.5, steps: 3, account: '7', other: 'x' };
		expect(fitToModel(gateway, requestFor(gateway, inputs))).toEqual({
			request: requestFor(gateway, { strength: 0.5, account: '7' }),
			dropped: ['steps', 'other'],
			notices: ['steps', 'other'].map((field) => ({
				code: 'notSent',
				field,
				gateway: 'a',
				model: 'a Model',
			})),
		});
	});

	test('leaves no empty key behind', () => {
		const request = requestFor(aimlapi, { steps: 3 });
		expect(fitToModel(aimlapi, request).request).not.toHaveProperty('inputs');
		expect(withInputs(request, () => true)).toEqual(request);
		expect(withInputs({ model: 'a', prompt }, () => false)).toEqual({ model: 'a', prompt });
	});
});

describe('an input that the model reads in the prompt', () => {
	const zoom = row('zoom', {
		wire: false,
		intoPrompt: (text, value) => `[${String(value)}] ${text}`,
	});
	const gateway = gatewayWith('a', [lens, zoom, loop], { promptLimit: 20 });

	test('is part of it once fitted, after the others, and no field any more', () => {
		const inputs = { zoom: 'in', loop: true, lens: '35 mm' };
		const { request, notices } = fitToModel(gateway, requestFor(gateway, inputs));
		expect(request).toEqual({
			model: 'a-model',
			prompt: '[in] A lake, 35 mm',
			inputs: { loop: true },
		});
		expect(notices).toEqual([]);
		expect(fitToModel(gateway, request).request).toEqual(request);
	});

	test('counts for its length, and is named where it adds to it', () => {
		const of = (inputs: InputValues, length: number) =>
			checkRequest(gateway, { ...requestFor(gateway, inputs), prompt: 'x'.repeat(length) });
		const fault = { field: 'prompt', code: 'tooLong', length: 21, most: 20, whose: 'model' };
		expect(of({ zoom: 'in' }, 15)).toEqual([]);
		expect(of({ zoom: 'in' }, 16)).toEqual([{ ...fault, with: ['zoom'] }]);
		expect(of({ zoom: 'in', lens: 'a' }, 13)).toEqual([{ ...fault, with: ['lens', 'zoom'] }]);
		expect(of({ loop: true }, 21)).toEqual([fault]);
	});

	test('makes no prompt of an empty one', () => {
		const request = { ...requestFor(gateway, { zoom: 'in' }), prompt: ' ' };
		expect(checkRequest(gateway, request)).toEqual([{ field: 'prompt', code: 'empty' }]);
	});

	test('is not in it where the model does not have it', () => {
		const other = gatewayWith('b', [lens]);
		expect(fitToModel(other, requestFor(other, { zoom: 'in' }))).toMatchObject({
			request: { prompt },
			dropped: ['zoom'],
		});
	});
});

describe('a fallback gateway', () => {
	const from = gatewayWith('from', [strength, loop, lens, style], { own: [account] });
	const move = (to: Gateway, inputs: InputValues, ...kept: RequestField[]) =>
		translate(from, to, requestFor(from, inputs), new Set(kept));

	test('gets the values of inputs that it has, whatever they are called there', () => {
		const to = gatewayWith('to', [{ ...loop, wire: 'seamless' }, strength]);
		const moved = move(to, { loop: true, strength: 0.5 }, 'loop', 'strength');
		expect(moved).toEqual({
			request: requestFor(to, { loop: true, strength: 0.5 }),
			notices: [],
		});
		expect(
			'request' in moved && wireInputs(declaredInputs(to, 'to-model'), moved.request),
		).toEqual({ seamless: true, strength: 0.5 });
	});

	test('gets it in the prompt where it reads it there, and as a field where it does not', () => {
		const asField = gatewayWith('to', [
			{ ...lens, intoPrompt: undefined, wire: 'optics' } as ModelInput,
		]);
		expect(move(asField, { lens: '35 mm' }, 'lens')).toEqual({
			request: requestFor(asField, { lens: '35 mm' }),
			notices: [],
		});
		const inPrompt = gatewayWith('to', [lens]);
		expect(move(inPrompt, { lens: '35 mm' }, 'lens')).toEqual({
			request: { model: 'to-model', prompt: 'A lake, 35 mm' },
			notices: [],
		});
	});

	test('goes without one that it does not have, with a notice, and is not asked where it must be kept', () => {
		const to = gatewayWith('to', [strength]);
		const moved = move(to, { loop: true, strength: 0.5 });
		expect(moved).toEqual({
			request: requestFor(to, { strength: 0.5 }),
			notices: [{ code: 'notSent', field: 'loop', gateway: 'to', model: 'to Model' }],
		});
		expect(move(to, { loop: true }, 'loop')).toEqual({
			leftOut: { code: 'mustKeep', field: 'loop' },
		});
		expect(move(to, { strength: 0.5 }, 'loop')).toHaveProperty('request');
	});

	test('goes without a value that it refuses, with the problem, and is not asked where it must be kept', () => {
		const to = gatewayWith('to', [
			{ ...strength, most: 0.3 },
			{ ...style, options: ['anime'] },
		]);
		const problem = {
			field: 'strength',
			code: 'outOfRange',
			value: 0.5,
			least: 0,
			most: 0.3,
			whole: false,
		};
		expect(move(to, { strength: 0.5, style: 'anime' })).toEqual({
			request: requestFor(to, { style: 'anime' }),
			notices: [
				{ code: 'notSentTo', field: 'strength', gateway: 'to', problem, model: 'to Model' },
			],
		});
		expect(move(to, { strength: 0.5 }, 'strength')).toEqual({
			leftOut: { code: 'problem', problem, model: 'to Model' },
		});
	});

	test('goes without what makes the prompt too long for it, but only where that helps', () => {
		const to = gatewayWith('to', [lens], { promptLimit: 8 });
		expect(move(to, { lens: '35 mm' })).toMatchObject({
			request: { prompt },
			notices: [
				{ code: 'notSentTo', field: 'lens', problem: { code: 'tooLong', length: 13 } },
			],
		});
		expect(move(to, { lens: '35 mm' }, 'lens')).toMatchObject({ leftOut: { code: 'problem' } });
		const shorter = gatewayWith('to', [lens], { promptLimit: 5 });
		expect(move(shorter, { lens: '35 mm' })).toMatchObject({ leftOut: { code: 'problem' } });
	});

	test('never gets what belongs to one gateway, though it has the same; without a notice', () => {
		const to = gatewayWith('to', [], { own: [account] });
		for (const own of [[account], []]) {
			const request = requestFor(from, { account: '7' });
			expect(translate({ ...from, inputs: own }, to, request, new Set())).toEqual({
				request: { model: 'to-model', prompt },
				notices: [],
			});
		}
	});
});

test('inputs of models may be left out by a fallback gateway, each once; those of gateways are no choice', () => {
	const droppable = listDroppable(gateways);
	expect(new Set(droppable).size).toBe(droppable.length);
	for (const { models, unlistedModels, inputs = [] } of gateways) {
		for (const { inputs: rows = [] } of [
			...models,
			...(unlistedModels ? [unlistedModels] : []),
		]) {
			expect(droppable).toEqual(
				expect.arrayContaining(rows.map(({ key }: ModelInput) => key)),
			);
		}
		for (const { key } of inputs) expect(droppable).not.toContain(key);
	}
});

test('the inputs of a model are its own, and those of its gateway', () => {
	const keys = (gateway: Gateway, model: string) =>
		declaredInputs(gateway, model).map(({ key }) => key);
	expect(keys(useapi, 'T2V-01')).toEqual(['promptOptimizer', 'account', 'maxJobs']);
	expect(keys(aimlapi, 'minimax/h3')).toEqual([]);
	expect(keys(aimlapi, 'newer/model')).toEqual(
		expect.arrayContaining(['seed', 'negativePrompt', 'audio']),
	);
});

test('rows of the same key agree in what the panel shows', () => {
	const rows = gateways.flatMap((gateway) =>
		[...gateway.models.map(({ id }) => id), 'newer/model'].flatMap((model) => [
			...declaredInputs(gateway, model),
		]),
	);
	/** How it goes out, and what the model does without it, are matters of each gateway. */
	const shown = (one: ModelInput) => ({
		...one,
		wire: undefined,
		intoPrompt: undefined,
		whenUnset: undefined,
	});
	for (const one of rows) {
		const first = rows.find(({ key }) => key === one.key)!;
		expect(shown(one)).toEqual(shown(first));
	}
});
