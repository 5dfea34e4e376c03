import { gateways } from '../../../gateways';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { useapi } from '../../../gateways/adapters/useapi';
import type {
	Gateway,
	InputValue,
	InputValues,
	ModelInput,
	VideoModel,
} from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { fitToModel } from '../../../gateways/request/fit';
import { estimateCost } from '../../../gateways/request/prices';
import { declaredInputs, wireInputs, filterInputs } from '../../../gateways/request/inputs';
import { leastRequest } from './bench';
import { asSent, bodyOf } from './sentBody';
import {
	account,
	gatewayWith,
	lens,
	loop,
	moods,
	prompt,
	requestFor,
	row,
	steps,
	strength,
	style,
} from './inputRows';

describe('an input of several addresses', () => {
	const walks = row('walks', { many: true, most: 2 });
	const gateway = gatewayWith('a', [walks], {
		firstFrame: 'optional',
		notWithFrames: ['walks'],
		price: { amount: 1, currency: 'USD' },
		extraCost: ({ inputs }) => (inputs?.walks === undefined ? 0.25 : undefined),
	});
	const addressOf = (name: string) => `https://example.com/${name}.mp4`;
	const wanted = (...values: string[]) => requestFor(gateway, { walks: values });

	test('is checked one by one', () => {
		expect(checkRequest(gateway, wanted(addressOf('a'), addressOf('b')))).toEqual([]);
		expect(checkRequest(gateway, wanted(addressOf('a'), 'C:\\b.mp4'))).toEqual([
			{ field: 'walks', code: 'notAnAddress', value: 'C:\\b.mp4' },
		]);
		expect(checkRequest(gateway, wanted(...['a', 'b', 'c'].map(addressOf)))).toEqual([
			{ field: 'walks', code: 'tooMany', count: 3, most: 2 },
		]);
	});

	test('is refused beside a frame where the model supports only one of them', () => {
		const firstFrame = { kind: 'url', url: 'https://example.com/a.jpg' } as const;
		expect(checkRequest(gateway, { ...wanted(addressOf('a')), firstFrame })).toEqual([
			{ field: 'walks', code: 'notWith', other: 'firstFrame' },
		]);
		expect(checkRequest(gateway, { ...requestFor(gateway, {}), firstFrame })).toEqual([]);
	});

	test('leaves the cost open where it adds an unknown amount', () => {
		const cost = { currency: 'USD', basis: 'estimate' };
		expect(estimateCost(gateway, requestFor(gateway, {}))).toEqual({ ...cost, amount: 1.25 });
		expect(estimateCost(gateway, wanted(addressOf('a')))).toBeUndefined();
	});
});

test('a model that needs a subject reference is asked for nothing without one', () => {
	const gateway = gatewayWith('a', [], { subjectReferences: 1, needsSubjectReference: true });
	expect(checkRequest(gateway, requestFor(gateway, {}))).toEqual([
		{ field: 'subjectReferences', code: 'missing' },
	]);
	const subjectReferences = [{ kind: 'url', url: 'https://example.com/face.jpg' } as const];
	expect(checkRequest(gateway, { ...requestFor(gateway, {}), subjectReferences })).toEqual([]);
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
		const { request: sent } = gateway.submit(fitted.request);
		const whole = bodyOf(sent);
		// Some gateways have the inputs of a model in an object of their own.
		const body = { ...whole, ...(whole.input as object | undefined) };
		// The universal route of AI/ML API has a name of its own for each model (names.ts).
		const names =
			gateway === aimlapi && input.wire === 'prompt_optimizer' && model.id !== 'video-01';
		const name = names ? 'enhance_prompt' : input.wire || input.key;
		expect(body).toMatchObject(asSent(sent, { [name]: value }));
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
		expect(filterInputs(request, () => true)).toEqual(request);
		expect(filterInputs({ model: 'a', prompt }, () => false)).toEqual({ model: 'a', prompt });
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

test('the inputs of a model are its own, and those of its gateway', () => {
	const keys = (gateway: Gateway, model: string) =>
		declaredInputs(gateway, model).map(({ key }) => key);
	expect(keys(useapi, 'T2V-01')).toEqual(['promptOptimizer', 'account', 'maxJobs']);
	expect(keys(aimlapi, 'minimax/h3')).toEqual(['referenceVideos', 'referenceAudio']);
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
	/** How it goes out, and what the model does without it or only beside others, are matters of each gateway. */
	const shown = (one: ModelInput) => ({
		...one,
		wire: undefined,
		intoPrompt: undefined,
		needsOneOf: undefined,
		whenUnset: undefined,
	});
	for (const one of rows) {
		const first = rows.find(({ key }) => key === one.key)!;
		expect(shown(one)).toEqual(shown(first));
	}
});
