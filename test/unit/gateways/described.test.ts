import * as fc from 'fast-check';

import { fal } from '../../../gateways/adapters/fal';
import { replicate } from '../../../gateways/adapters/replicate';
import { inputsOf } from '../../../gateways/adapters/replicate/inputs';
import { endpointFor } from '../../../gateways/adapters/fal/endpoints';
import type { DescribedModel, Gateway, VideoRequest } from '../../../gateways/gateway';
import { describeInputs } from '../../../gateways/protocols/openApi/describe';
import { checkRequest } from '../../../gateways/request/checks';
import { describedBody, withDescribed } from '../../../gateways/request/described';
import { fitToModel } from '../../../gateways/request/fit';
import { findModel } from '../../../gateways/request/models';
import { cases } from '../../support/draw';
import { ruleOf, type Schema, type Schemas } from '../../support/simulator/openApi';
import { FAL_INPUTS } from '../../support/simulator/gateways/falInputs';
import { documentFor, OTHER_ENDPOINTS } from '../../support/simulator/gateways/falSchemas';
import { REPLICATE_INPUTS } from '../../support/simulator/gateways/replicateInputs';
import {
	documentOf,
	OTHER_MODELS,
	schemasFor,
} from '../../support/simulator/gateways/replicateSchemas';
import { answer } from './bench';

/** A model that the gateway itself describes: what the reader makes of a schema, and what becomes of a request. */

const ID = 'acme/film';
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The description of a model with these inputs, as Replicate answers it. */
function describeAs(input: Schema, others: Schemas = {}): DescribedModel {
	const document = { components: { schemas: { Input: input, ...others } } };
	return describeInputs(document, input)!;
}

const ofInputs = (properties: Schema['properties'], required: string[] = [], others?: Schemas) =>
	describeAs({ type: 'object', properties: properties ?? {}, required }, others);

const gatewayWith = (described: DescribedModel): Gateway => withDescribed(replicate, ID, described);

const lake = (more: Partial<VideoRequest> = {}): VideoRequest => ({
	model: ID,
	prompt: 'A lake',
	...more,
});

const picture = { kind: 'url', url: 'https://example.com/a.png' } as const;

/** The body of a request that passes the checks. */
function bodyOf(described: DescribedModel, request: VideoRequest): unknown {
	const gateway = gatewayWith(described);
	expect(checkRequest(gateway, request)).toEqual([]);
	return describedBody(fitToModel(gateway, request).request, findModel(gateway, ID));
}

const problemsOf = (described: DescribedModel, more: Partial<VideoRequest>) =>
	checkRequest(gatewayWith(described), lake(more));

describe('a length', () => {
	test.each<[string, Schema, Schemas, number, unknown]>([
		['whole seconds between limits', { type: 'integer', minimum: 2, maximum: 9 }, {}, 5, 5],
		['numbers that are listed', { type: 'integer', enum: [5, 10] }, {}, 5, 5],
		['words', { type: 'string', enum: ['5', '10'] }, {}, 5, '5'],
		['words with a unit', { type: 'string', enum: ['4s', '8s'] }, {}, 8, '8s'],
		['words beside "auto"', { enum: ['auto', '5'] }, {}, 5, '5'],
		['any text', { type: 'string' }, {}, 5, '5'],
		['any number', { type: 'number' }, {}, 5.5, 5.5],
		['a choice by allOf', { allOf: [ref('d')] }, { d: { type: 'integer', enum: [6] } }, 6, 6],
		[
			'a choice by anyOf',
			{ anyOf: [ref('d'), { type: 'null' }] },
			{ d: { type: 'string', enum: ['6'] } },
			6,
			'6',
		],
		['a choice by reference', ref('d'), { d: { type: 'string', enum: ['6s'] } }, 6, '6s'],
		[
			'numbers or words',
			{
				anyOf: [
					{ type: 'integer', enum: [5] },
					{ type: 'string', enum: ['auto'] },
				],
			},
			{},
			5,
			5,
		],
		['a type that may be null', { type: ['integer', 'null'] as unknown as string }, {}, 7, 7],
	])('%s', (_name, duration, others, durationSeconds, sent) => {
		const described = ofInputs({ prompt: { type: 'string' }, duration }, [], others);
		expect(bodyOf(described, lake({ durationSeconds }))).toEqual({
			prompt: 'A lake',
			duration: sent,
		});
	});

	test.each<[string, Schema, number, object]>([
		[
			'not listed',
			{ type: 'string', enum: ['4s', '8s'] },
			5,
			{ code: 'notOffered', offered: [4, 8] },
		],
		[
			'too long',
			{ type: 'number', minimum: 1, maximum: 20 },
			21,
			{ code: 'outOfRange', most: 20 },
		],
		['longer than likely', { type: 'integer' }, 500, { code: 'implausible' }],
	])('%s is refused', (_name, duration, durationSeconds, problem) => {
		expect(problemsOf(ofInputs({ duration }), { durationSeconds })).toMatchObject([
			{ field: 'durationSeconds', ...problem },
		]);
	});

	test('the number of frames is none, and a model without one is sent none', () => {
		const described = ofInputs({ prompt: { type: 'string' }, num_frames: { type: 'integer' } });
		expect(bodyOf(described, lake({ durationSeconds: 5 }))).toEqual({ prompt: 'A lake' });
		const { notices } = fitToModel(gatewayWith(described), lake({ durationSeconds: 5 }));
		expect(notices).toMatchObject([{ code: 'notSent', field: 'durationSeconds' }]);
	});
});

test('a list of lengths is checked beside a size that may be anything, and the other way round', () => {
	const lengths = { type: 'string', enum: ['5', '10'] };
	const sizes = { type: 'string', enum: ['720p', '1080p'] };
	const one = ofInputs({ duration: lengths, resolution: { type: 'string' } });
	expect(problemsOf(one, { durationSeconds: 7, resolution: '720p' })).toMatchObject([
		{ field: 'durationSeconds', code: 'notOffered' },
	]);
	const other = ofInputs({ duration: { type: 'integer' }, resolution: sizes });
	expect(problemsOf(other, { durationSeconds: 7, resolution: '540p' })).toMatchObject([
		{ field: 'resolution', code: 'notOffered', offered: ['720p', '1080p'] },
	]);
	expect(bodyOf(other, lake({ durationSeconds: 7, resolution: '720P' }))).toMatchObject({
		resolution: '720p',
	});
});

test('numbers are sent as numbers where sizes are such, and `quality` counts only where it is a size', () => {
	const size = ofInputs({ size: { type: 'integer', enum: [480, 720] } });
	expect(bodyOf(size, lake({ resolution: '720' }))).toMatchObject({ size: 720 });
	const quality = ofInputs({ quality: { type: 'string', enum: ['standard', 'pro'] } });
	expect(quality.description.names).toEqual({});
});

test('references are a list, or one address', () => {
	const subjectReferences = [picture];
	const many = ofInputs({
		image_urls: { type: 'array', items: { type: 'string' }, maxItems: 2 },
	});
	expect(bodyOf(many, lake({ subjectReferences }))).toEqual({ image_urls: [picture.url] });
	expect(problemsOf(many, { subjectReferences: [picture, picture, picture] })).toMatchObject([
		{ code: 'tooMany', most: 2 },
	]);
	const one = ofInputs({ subject_reference: { type: 'string' } }, ['subject_reference']);
	expect(bodyOf(one, lake({ subjectReferences }))).toEqual({ subject_reference: picture.url });
	expect(problemsOf(one, {})).toMatchObject([{ field: 'subjectReferences', code: 'missing' }]);
});

test('an input that must be may have a default, a field that stands for it, or Additional Fields', () => {
	const described = ofInputs(
		{
			last_frame: { type: 'string' },
			mode: { type: 'string', enum: ['pro', 'std'], default: 'std' },
			mask: { type: 'string' },
		},
		['last_frame', 'mode', 'mask', 'unlisted'],
	);
	expect(problemsOf(described, {})).toEqual([
		{ field: 'endFrame', code: 'inputMissing', input: 'last_frame' },
		{ field: 'additionalFields', code: 'inputMissing', input: 'mask' },
		{ field: 'additionalFields', code: 'inputMissing', input: 'unlisted' },
	]);
	const additionalFields = { last_frame: 'x', mask: 'y', unlisted: 1 };
	expect(problemsOf(described, { additionalFields })).toEqual([]);
	expect(
		problemsOf(described, { additionalFields: { ...additionalFields, mode: 'max' } }),
	).toEqual([
		{
			field: 'additionalFields',
			code: 'inputNotOffered',
			input: 'mode',
			value: 'max',
			offered: ['pro', 'std'],
		},
	]);
});

describe('what the tables have by hand, the descriptions of the same models tell', () => {
	const names = (values: object): Record<string, unknown> =>
		Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

	test.each(Object.keys(REPLICATE_INPUTS))('%s at Replicate', (id) => {
		const schemas = schemasFor(id)!;
		const { description } = describeInputs(documentOf(schemas), schemas.Input)!;
		const { names: told } = description;
		const own = inputsOf(id);
		// A size in pixels is made of resolution and ratio there.
		const resolution = own.resolution ?? (own.sizes && 'size');
		expect(told).toEqual({
			...told,
			...names({
				firstFrame: own.firstFrame,
				endFrame: own.endFrame,
				subjectReferences: own.references,
				durationSeconds: own.duration,
				resolution,
				aspectRatio: own.ratio && 'aspect_ratio',
			}),
		});
	});

	test.each(Object.keys(FAL_INPUTS))('%s at fal', (id) => {
		const call = fal.readDescription!(id)!;
		const { description } = call.read(answer(documentFor(id))) as DescribedModel;
		const endpoint = endpointFor({ model: id });
		const { firstFrame, endFrame, durationSeconds, resolution, aspectRatio } =
			description.names;
		// The table leaves the ratio to the picture where the page prints "auto".
		expect({ firstFrame, endFrame, durationSeconds, resolution }).toEqual({
			firstFrame: endpoint.firstFrame,
			endFrame: endpoint.endFrame,
			durationSeconds: endpoint.duration && 'duration',
			resolution: endpoint.resolution && 'resolution',
		});
		if (endpoint.ratio) expect(aspectRatio).toBe('aspect_ratio');
	});
});

describe('whatever a described model is asked for, its gateway accepts what passes the checks', () => {
	const models: Array<[string, Schemas, Schema]> = [
		...Object.entries(OTHER_MODELS).map(([id, schemas]): [string, Schemas, Schema] => [
			id,
			schemas,
			schemas.Input!,
		]),
		...Object.entries(OTHER_ENDPOINTS).map(([id, input]): [string, Schemas, Schema] => [
			id,
			{},
			input,
		]),
	];
	const maybe = <Value>(...values: Value[]) =>
		fc.option(fc.constantFrom(...values), { nil: undefined });

	test.each(models)('%s', (_id, schemas, input) => {
		const described = describeInputs({ components: { schemas } }, input)!;
		const rule = ruleOf(input, schemas);
		const gateway = gatewayWith(described);
		fc.assert(
			fc.property(
				fc.record({
					firstFrame: maybe(picture),
					endFrame: maybe({ ...picture, url: 'https://example.com/b.png' }),
					durationSeconds: maybe(1, 2, 4, 5, 6, 8, 10, 12, 20),
					resolution: maybe('480p', '720p', '1080p', '1440p', '2K'),
					aspectRatio: maybe('16:9', '9:16', '1:1'),
					audio: maybe(true, false),
					seed: maybe(7),
					negativePrompt: maybe('fog'),
					promptOptimizer: maybe(true, false),
					video: maybe('https://example.com/a.mp4'),
				}),
				({ audio, seed, negativePrompt, promptOptimizer, video, ...clip }) => {
					const set = <Value extends object>(values: Value) =>
						Object.fromEntries(
							Object.entries(values).filter(([, value]) => value !== undefined),
						);
					const name = input.properties?.video ? 'video' : 'video_url';
					const request = lake({
						...set(clip),
						inputs: set({ audio, seed, negativePrompt, promptOptimizer }) as never,
						...(video ? { additionalFields: { [name]: video } } : {}),
					});
					if (checkRequest(gateway, request).length > 0) return;
					if (video && input.properties?.[name] === undefined) return;
					const fitted = fitToModel(gateway, request).request;
					const body = describedBody(fitted, findModel(gateway, ID));
					const needed = { target_resolution: '4k' };
					const whole = input.properties?.target_resolution
						? { ...needed, ...body }
						: body;
					expect(rule.safeParse(whole)).toMatchObject({ success: true });
				},
			),
			{ numRuns: cases(1000, 300) },
		);
	});
});

describe('any schema', () => {
	const words = [
		...['prompt', 'image', 'duration', 'resolution', 'type', 'enum', 'allOf', 'anyOf', '$ref'],
		...['properties', 'required', 'default', 'minimum', 'maximum', '__proto__', 'constructor'],
	];
	const json = fc.letrec((tie) => ({
		value: fc.oneof(
			{ maxDepth: 5 },
			fc.constantFrom(null, true, 0, 5, 1e300, '5s', 'string', 'array', 'null', '720p'),
			fc.constantFrom('#/components/schemas/Input', '#/components/schemas/prompt', '#/'),
			fc.array(tie('value'), { maxLength: 4 }),
			fc
				.array(fc.tuple(fc.constantFrom(...words), tie('value')), { maxLength: 6 })
				.map((entries) => Object.fromEntries(entries)),
		),
	})).value;

	test('is read without an error, and no input that must be is lost', () => {
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom(...words), json, { noNullPrototype: true }),
				fc.array(fc.constantFrom(...words)),
				(properties, required) => {
					const input = { type: 'object', properties, required } as unknown as Schema;
					const document = { components: { schemas: { ...properties, Input: input } } };
					const described = describeInputs(document, input);
					if (described === undefined) {
						expect([Object.keys(properties), required]).toEqual([[], []]);
						return;
					}
					const { inputs } = described.description;
					const usual = (name: string) => inputs.find((one) => one.name === name);
					for (const name of required) expect(usual(name)).toBeDefined();
					for (const name of required.filter((one) => !Object.hasOwn(properties, one))) {
						expect(usual(name)?.required).toBe(true);
					}
					const gateway = gatewayWith(described);
					checkRequest(gateway, lake({ durationSeconds: 5, resolution: '720p' }));
					const fitted = fitToModel(gateway, lake({ firstFrame: picture })).request;
					expect(
						JSON.stringify(describedBody(fitted, findModel(gateway, ID))),
					).not.toContain('undefined');
				},
			),
			{ numRuns: cases(5000, 1000) },
		);
	});

	test.each([null, 1, 'text', [], {}, { properties: [] }, { properties: {} }, { $ref: '#/a' }])(
		'%j has no inputs',
		(schema) => {
			expect(describeInputs({ a: null }, schema)).toBeUndefined();
		},
	);

	test('one that refers to itself in every way, or lists more values than any model, is read all the same', () => {
		const self = ref('Input');
		const round = { anyOf: Array.from({ length: 1000 }, () => self), allOf: [self, self] };
		const values = Array.from({ length: 100_000 }, (_, index) => index + 1);
		const described = ofInputs(
			{
				image: round,
				duration: { type: 'integer', enum: values },
				resolution: { enum: values },
			},
			['image'],
			{ Input: round },
		);
		expect(described.description.inputs[0]).toEqual({ name: 'image', required: true });
		expect(described.formats).toBe('any');
		// Followed without a limit, it would never end.
	});
});

test('an answer without a document, or with one without inputs, is an error that says so', () => {
	const reads = (gateway: Gateway, body: unknown) =>
		gateway.readDescription!('acme/film')!.read(answer(body));
	for (const body of [{}, { paths: null }, { paths: { '/a': { post: 1 } } }, []]) {
		expect(reads(fal, body)).toMatchObject({ kind: 'gatewayError' });
	}
	for (const body of [{}, { latest_version: null }, { latest_version: { openapi_schema: {} } }]) {
		expect(reads(replicate, body)).toMatchObject({ kind: 'gatewayError' });
	}
	expect(replicate.readDescription!('a'.repeat(64))).toBeUndefined();
	expect(fal.readDescription!('../secret')).toBeUndefined();
});

test('the key goes to no other host than its own', () => {
	expect(fal.readDescription!('acme/film')!.request).toEqual({
		method: 'GET',
		base: 'schemaUrl',
		path: '/api/openapi/queue/openapi.json',
		query: { endpoint_id: 'acme/film' },
		withoutKey: true,
	});
});
