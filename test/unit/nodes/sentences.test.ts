import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { fileKindAt, imageKinds } from '../../../gateways/bytes/fileKind';
import type {
	Gateway,
	Notice,
	RequestField,
	RequestProblem,
	VideoCost,
} from '../../../gateways/gateway';
import { CAMERA_COMMANDS } from '../../../gateways/protocols/minimax/camera';
import type { OverLimit } from '../../../gateways/request/costs';
import type { LeftOut } from '../../../gateways/request/failover';
import { money, overLimitSentence } from '../../../nodes/shared/sentences/costs';
import { labelOf, listInputs } from '../../../nodes/shared/sentences/labels';
import { leftOutSentence, noticeSentence } from '../../../nodes/shared/sentences/notices';
import { problemSentence } from '../../../nodes/shared/sentences/problems';

/**
 * What a user reads, for every code: a code without a sample here doesn't compile. The sentences themselves stand in
 * the snapshot, to be read as a whole.
 */

/** One or more samples of each code, each with the gateway and the model that it is about. */
type Samples<All extends { code: string }> = {
	[Code in All['code']]: readonly [
		Sample<Extract<All, { code: Code }>>,
		...Array<Sample<Extract<All, { code: Code }>>>,
	];
};

/** The code is the key of the table. */
type Sample<One> = readonly [facts: WithoutCode<One>, gateway: Gateway, model?: string];
type WithoutCode<One> = One extends unknown ? Omit<One, 'code'> : never;

interface Row<One> {
	one: One;
	gateway: Gateway;
	model: string;
}

function rowsOf<All extends { code: string }>(samples: Samples<All>): Array<Row<All>> {
	const table = Object.entries(samples) as Array<[string, ReadonlyArray<Sample<All>>]>;
	return table.flatMap(([code, list]) =>
		list.map(([facts, gateway, model = gateway.defaultModel]) => ({
			one: { code, ...facts } as unknown as All,
			gateway,
			model,
		})),
	);
}

const HAILUO = 'minimax/hailuo-02';
const H3 = 'minimax/h3';

const problems: Samples<RequestProblem> = {
	empty: [
		[{ field: 'prompt' }, aimlapi],
		[{ field: 'callbackUrl' }, aigateway],
	],
	tooLong: [
		[{ field: 'prompt', length: 2001, most: 2000, whose: 'model' }, aimlapi],
		[
			{ field: 'prompt', length: 2006, most: 2000, whose: 'model', with: ['cameraMovement'] },
			useapi,
			'02',
		],
		[
			{
				field: 'prompt',
				length: 2030,
				most: 2000,
				whose: 'model',
				with: ['cameraMovement', 'negativePrompt'],
			},
			useapi,
		],
		[{ field: 'callbackUrl', length: 1025, most: 1024, whose: 'gateway' }, useapi],
		[{ field: 'callbackReference', length: 1025, most: 1024, whose: 'gateway' }, useapi],
	],
	missing: [
		[{ field: 'firstFrame' }, aimlapi, 'video-01-live2d'],
		[{ field: 'firstFrame', for: 'subjectReferences' }, useapi, 'Seedance-2.0'],
	],
	unsupported: [
		[{ field: 'firstFrame' }, useapi, 'T2V-01'],
		[{ field: 'endFrame' }, aimlapi],
		[{ field: 'watermark' }, aimlapi],
	],
	onlyWith: [
		[{ field: 'endFrame', other: 'resolution', values: ['768p', '1080p'] }, useapi, '02'],
	],
	sameAs: [[{ field: 'endFrame', other: 'firstFrame' }, aimlapi, HAILUO]],
	tooMany: [[{ field: 'subjectReferences', count: 10, most: 9 }, aimlapi, H3]],
	notOffered: [
		[{ field: 'durationSeconds', value: 7, offered: [6, 10] }, aimlapi, HAILUO],
		[{ field: 'resolution', value: '4320P', offered: ['768P', '1080P'] }, aimlapi, HAILUO],
		[{ field: 'aspectRatio', value: '2:1', offered: ['16:9', '9:16'] }, useapi, 'Sora-2'],
		[
			{ field: 'cameraMovement', value: 'Push out', offered: CAMERA_COMMANDS },
			useapi,
			'T2V-2.3',
		],
	],
	notTogether: [
		[
			{
				field: 'durationSeconds',
				value: 10,
				other: 'resolution',
				otherValue: '1080P',
				offered: [6],
			},
			pixazo,
		],
	],
	notPositive: [[{ field: 'durationSeconds' }, aigateway]],
	outOfRange: [
		[{ field: 'maxJobs', value: 11, least: 1, most: 10, whole: true }, useapi],
		[{ field: 'seed', value: -1, least: 0, whole: true }, aimlapi, 'wan/2.6'],
		[{ field: 'seed', value: 9, most: 8, whole: false }, aimlapi, 'wan/2.6'],
		[{ field: 'seed', value: 1.5, whole: true }, aimlapi, 'wan/2.6'],
	],
	implausible: [
		[{ field: 'durationSeconds', value: 37, most: 15 }, aigateway],
		[{ field: 'resolution', value: 'FHD' }, aigateway],
	],
	needsFirstFrame: [[{ field: 'resolution', value: '512p' }, useapi, '02']],
	needsPicture: [[{ field: 'aspectRatio', value: 'adaptive' }, aimlapi, H3]],
	notAnAddress: [
		[{ field: 'firstFrame', value: 'a.jpg' }, aimlapi],
		[{ field: 'endFrame', value: 'ftp://example.com/a.jpg' }, aimlapi, H3],
		[{ field: 'subjectReferences', index: 1, value: 'a.jpg' }, aimlapi, H3],
		[{ field: 'callbackUrl', value: 'nowhere' }, aigateway],
	],
	notHttps: [[{ field: 'callbackUrl', value: 'http://example.com/hook' }, aigateway]],
	unknownModel: [[{ field: 'model', value: 'hailuo-9' }, pixazo]],
	onlyForModel: [[{ field: 'blocking', model: 'minimax-ai' }, segmind, 'hailuo-2.3']],
	differentAccounts: [[{ field: 'firstFrame', accounts: ['1', '2'] }, useapi, 'Veo-3.1']],
	bytesRefused: [
		[{ field: 'firstFrame' }, aigateway],
		[{ field: 'subjectReferences' }, aimlapi, H3],
		[{ field: 'subjectReferences', index: 1 }, aigateway],
	],
	wrongKind: [
		[
			{
				field: 'firstFrame',
				kind: fileKindAt('https://example.com/IMG_1.HEIC')!,
				formats: pixazo.images.formats,
				url: 'https://example.com/IMG_1.HEIC',
			},
			pixazo,
		],
		[
			{
				field: 'endFrame',
				kind: imageKinds['image/webp'],
				formats: aimlapi.images.formats,
			},
			aimlapi,
			HAILUO,
		],
		[
			{
				field: 'subjectReferences',
				index: 1,
				kind: fileKindAt('https://example.com/a.pdf')!,
				formats: [],
			},
			aigateway,
		],
		[{ field: 'firstFrame', formats: segmind.images.formats }, segmind],
	],
	tooSmall: [[{ field: 'firstFrame', width: 300, height: 400, shortSideOver: 300 }, aimlapi]],
	wrongRatio: [
		[{ field: 'firstFrame', width: 400, height: 1010, from: [2, 5], to: [5, 2] }, pixazo],
	],
	wrongSize: [
		[
			{
				field: 'firstFrame',
				width: 1281,
				height: 720,
				sizes: [
					[1280, 720],
					[720, 1280],
				],
			},
			useapi,
			'Sora-2',
		],
	],
};

const notices: Samples<Notice> = {
	notSent: [
		[
			{ field: 'durationSeconds', gateway: 'Segmind', model: 'MiniMax Video 01 Director' },
			segmind,
		],
		[
			{ field: 'subjectReferences', gateway: 'Segmind', model: 'MiniMax Video 01 Director' },
			segmind,
		],
		[{ field: 'fastPretreatment', gateway: 'AI/ML API', model: 'Hailuo H3' }, aimlapi],
		[{ field: 'watermark', gateway: 'AI/ML API', model: 'Hailuo H3' }, aimlapi],
	],
	notSentTo: [
		[
			{
				field: 'cameraMovement',
				gateway: 'useapi.net',
				problem: {
					field: 'prompt',
					code: 'tooLong',
					length: 2006,
					most: 2000,
					whose: 'model',
					with: ['cameraMovement'],
				},
				model: 'Hailuo 2.3 Text to Video',
			},
			useapi,
		],
		[
			{
				field: 'durationSeconds',
				gateway: 'AI/ML API',
				problem: {
					field: 'durationSeconds',
					code: 'notOffered',
					value: 5,
					offered: [6, 10],
				},
				model: 'Hailuo 02',
			},
			aimlapi,
		],
	],
	notPortable: [[{ from: 'Segmind', to: 'AI/ML API' }, aimlapi]],
	noCallbacks: [
		[{ gateway: 'Segmind' }, segmind],
		[{ gateway: 'Pixazo', model: 'Hailuo Text to Video' }, pixazo],
	],
	resolutionSet: [
		[{ resolution: '768P', durationSeconds: 10, model: 'Hailuo 2.3 Fast' }, segmind],
	],
	otherModel: [[{ gateway: 'Segmind', model: 'MiniMax Video 01', wanted: 'Sora 2' }, segmind]],
};

const reasons: Samples<LeftOut> = {
	problem: [
		[
			{
				problem: { field: 'endFrame', code: 'unsupported' },
				model: 'Hailuo Image to Video',
			},
			pixazo,
		],
	],
	mustKeep: [
		[{ field: 'callbackUrl' }, aimlapi],
		[{ field: 'promptOptimizer' }, aigateway],
	],
	foreignPicture: [[{ gateway: 'useapi.net' }, segmind]],
	foreignFields: [[{ gateway: 'Segmind' }, aimlapi]],
	noSameModel: [[{ wanted: 'Sora 2' }, segmind]],
};

const usd = (amount: number): VideoCost => ({ amount, currency: 'USD', basis: 'estimate' });
const credits = (amount: number): VideoCost => ({ amount, currency: 'credits', basis: 'estimate' });

const overLimits: Samples<OverLimit> = {
	priceUnknown: [[{}, useapi, '02']],
	overVideoLimit: [[{ cost: usd(0.625), limit: 0.5 }, segmind]],
	overRunLimit: [
		[{ cost: usd(0.1), limit: 1, sum: 0.1 * 11 }, segmind],
		[{ cost: credits(26), limit: 50, sum: 51 }, useapi, '02'],
	],
};

const ofProblem = ({ one, gateway, model }: Row<RequestProblem>) =>
	problemSentence(one, { gateway, model });

/** Every sentence with its code, and with the field that it must name. */
const all: ReadonlyArray<{ code: string; field?: RequestField; index?: number; sentence: string }> =
	[
		...rowsOf(problems).map((row) => ({
			code: `problem ${row.one.code}`,
			field: row.one.field,
			...(row.one.index === undefined ? {} : { index: row.one.index }),
			sentence: ofProblem(row),
		})),
		...rowsOf(notices).map(({ one, gateway }) => ({
			code: `notice ${one.code}`,
			...('field' in one ? { field: one.field } : {}),
			sentence: noticeSentence(one, gateway),
		})),
		...rowsOf(reasons).map(({ one, gateway }) => ({
			code: `left out ${one.code}`,
			...('field' in one ? { field: one.field } : {}),
			sentence: leftOutSentence(one, gateway),
		})),
		...rowsOf(overLimits).map(({ one, gateway, model }) => ({
			code: `cost ${one.code}`,
			sentence: overLimitSentence(one, { gateway, model }),
		})),
	];

test('every sentence', () => {
	const shown: Record<string, string[]> = {};
	for (const { code, sentence } of all) (shown[code] ??= []).push(sentence);
	expect(shown).toMatchSnapshot();
});

test.each(all)('$code: "$sentence" is whole', ({ sentence }) => {
	expect(sentence).not.toMatch(/undefined|NaN|null|\[object|\s\s|\(\)|""/);
	expect(sentence).toMatch(/^['"\p{Lu}]|^useapi\.net|^minimax/u);
	// An address at the end is copied more easily without a period after it.
	expect(sentence).toMatch(/\.$|https?:\/\/\S+$/);
	expect(sentence).not.toMatch(/\.\.|\. \.| \./);
});

const named = all.filter(({ field }) => field !== undefined);

/** Pictures of several fields that don't go together are about none of them alone. */
const aboutSeveral = new Set(['problem differentAccounts']);

test.each(named.filter(({ code }) => !aboutSeveral.has(code)))(
	'$code names its parameter: "$sentence"',
	({ field, index, sentence }) => {
		const names = [labelOf(field!, index), labelOf(field!)];
		expect(names.some((name) => sentence.toLowerCase().includes(name.toLowerCase()))).toBe(
			true,
		);
	},
);

/** What every problem and every limit must hold: an order what to do, or what is accepted instead. */
const fix =
	/\b(Set|Change|Use|Choose|Shorten|Remove|Start|Describe|Upload|must|Leave|Convert|Crop|Send|accepts)\b|It takes: /i;

test.each(all.filter(({ code }) => /^(problem|cost)/.test(code)))(
	'$code says what to do: "$sentence"',
	({ sentence }) => {
		expect(sentence).toMatch(fix);
	},
);

describe('a declared input', () => {
	test.each(listInputs())('$key goes by its label in every sentence', (input) => {
		const { key, label } = input;
		expect(labelOf(key)).toBe(label);
		const at = { gateway: aimlapi, model: H3 };
		const found: RequestProblem[] = [
			{ field: key, code: 'unsupported' },
			{ field: key, code: 'outOfRange', value: 99, whole: false, least: 1, most: 9 },
			{ field: key, code: 'notOffered', value: 'x', offered: ['a', 'b'] },
		];
		const sentences = [
			...found.map((problem) => problemSentence(problem, at)),
			noticeSentence(
				{ code: 'notSent', field: key, gateway: 'AI/ML API', model: H3 },
				aimlapi,
			),
		];
		for (const sentence of sentences) expect(sentence).toContain(label);
	});

	test('is listed once for each key', () => {
		const keys = listInputs(gateways).map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toEqual(expect.arrayContaining(['promptOptimizer', 'account', 'seed']));
	});
});

test('a model goes by its name, and by its ID where the table has none', () => {
	const problem: RequestProblem = { field: 'endFrame', code: 'unsupported' };
	expect(problemSentence(problem, { gateway: aimlapi, model: HAILUO })).toMatch(/^Hailuo 02 /);
	expect(problemSentence(problem, { gateway: aimlapi, model: 'wan/9' })).toMatch(/^wan\/9 /);
});

test('one of several pictures goes by its number, from 1', () => {
	expect(labelOf('subjectReferences', 0)).toBe('Subject Reference 1');
	expect(labelOf('subjectReferences')).toBe('Subject References');
	expect(labelOf('firstFrame', 0)).toBe('Image');
});

test('why a price is not known can be told with the way out', () => {
	const at = { gateway: useapi, model: '02' };
	expect(overLimitSentence({ code: 'priceUnknown' }, at, 'Set Duration')).toContain(
		' Set Duration, or Options > If Price Is Unknown to Submit Anyway.',
	);
});

test('an amount is written without the errors of its sum', () => {
	expect([money(usd(0.1 + 0.2)), money(usd(3)), money(credits(25))]).toEqual([
		'$0.3',
		'$3',
		'25 credits',
	]);
});
