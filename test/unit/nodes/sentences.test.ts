import { UserError } from 'n8n-workflow';
import { z } from 'zod';

import { gateways } from '../../../gateways';
import { aigateway, errors as aigatewayErrors } from '../../../gateways/adapters/aigateway';
import { aimlapi, errors as aimlapiErrors } from '../../../gateways/adapters/aimlapi';
import { fal } from '../../../gateways/adapters/fal';
import { kie } from '../../../gateways/adapters/kie';
import { minimax } from '../../../gateways/adapters/minimax';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import { pixazo, errors as pixazoErrors } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { gatewayError, readAnswer, type ErrorTable } from '../../../gateways/answer/answers';
import { commonFailures, type FailureTable } from '../../../gateways/answer/failures';
import { completeJob, failureFromWords } from '../../../gateways/answer/jobs';
import { fileKindAt, fileKindOf, imageKinds } from '../../../gateways/bytes/fileKind';
import { readImageAddress } from '../../../gateways/bytes/imageAddress';
import { addressToFetch } from '../../../gateways/bytes/videoAddress';
import { errors as falErrors } from '../../../gateways/adapters/fal/errors';
import { errors as kieErrors } from '../../../gateways/adapters/kie/errors';
import { errors as openaicompatibleErrors } from '../../../gateways/adapters/openaicompatible/errors';
import { errors as openrouterErrors } from '../../../gateways/adapters/openrouter/errors';
import { errors as replicateErrors } from '../../../gateways/adapters/replicate/errors';
import { errors as segmindErrors } from '../../../gateways/adapters/segmind/errors';
import { errors as useapiErrors } from '../../../gateways/adapters/useapi/jobs';
import type {
	Gateway,
	GatewayError,
	Notice,
	RequestField,
	RequestProblem,
	VideoCost,
	VideoJob,
} from '../../../gateways/gateway';
import { minimaxFailures } from '../../../gateways/protocols/minimax/answers';
import { CAMERA_COMMANDS } from '../../../gateways/protocols/minimax/camera';
import type { OverLimit } from '../../../gateways/request/costs';
import { modelRow } from '../../../gateways/request/models';
import type { LeftOut } from '../../../gateways/request/failover';
import { money, overLimitText } from '../../../nodes/shared/sentences/costs';
import { labelOf, listInputs } from '../../../nodes/shared/sentences/labels';
import {
	ADD_WAIT,
	keptJobsSentence,
	leftOutSentence,
	noticeSentence,
	spentSentence,
} from '../../../nodes/shared/sentences/notices';
import { failureText } from '../../../nodes/shared/failure';
import { problemText } from '../../../nodes/shared/sentences/problems';
import {
	addressError,
	connectionError,
	proxyError,
} from '../../../nodes/shared/transport/networkErrors';
import { limitReached } from '../../../nodes/shared/transport/pacing';
import { banned } from './plainWords';

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
	noVideo: [
		[{ field: 'model', value: 'fal-ai/flux-9', kind: 'text-to-image' }, fal, 'fal-ai/flux-9'],
	],
	inputMissing: [
		[{ field: 'additionalFields', input: 'video_url' }, fal, 'fal-ai/ltx-9/extend'],
		[{ field: 'endFrame', input: 'last_frame_url' }, fal, 'fal-ai/ltx-9/frames'],
	],
	inputNotOffered: [
		[
			{
				field: 'additionalFields',
				input: 'camera_motion',
				value: 'spin',
				offered: ['none', 'dolly_in'],
			},
			fal,
			'fal-ai/ltx-9',
		],
	],
	tooShort: [[{ field: 'prompt', length: 2, least: 3 }, kie, 'bytedance/seedance-2']],
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
		[{ field: 'subjectReferences' }, aimlapi, H3],
	],
	unsupported: [
		[{ field: 'firstFrame' }, useapi, 'T2V-01'],
		[{ field: 'endFrame' }, aimlapi],
		[{ field: 'watermark' }, aimlapi],
	],
	onlyWith: [
		[{ field: 'endFrame', other: 'resolution', values: ['768p', '1080p'] }, useapi, '02'],
	],
	notWith: [[{ field: 'subjectReferences', other: 'firstFrame' }, aimlapi, H3]],
	sameAs: [[{ field: 'endFrame', other: 'firstFrame' }, aimlapi, HAILUO]],
	tooMany: [
		[{ field: 'subjectReferences', count: 10, most: 9 }, aimlapi, H3],
		[{ field: 'referenceVideos', count: 4, most: 3 }, aimlapi, H3],
		[
			{
				field: 'referenceAudio',
				count: 13,
				most: 12,
				with: ['subjectReferences', 'referenceVideos'],
			},
			aimlapi,
			'minimax/h3-max',
		],
	],
	notAlone: [
		[
			{ field: 'referenceAudio', others: ['subjectReferences', 'referenceVideos'] },
			aimlapi,
			H3,
		],
	],
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
	notARatio: [[{ field: 'aspectRatio', value: 'adaptive' }, openaicompatible]],
	notAnAddress: [
		[{ field: 'firstFrame', value: 'a.jpg' }, aimlapi],
		[{ field: 'endFrame', value: 'ftp://example.com/a.jpg' }, aimlapi, H3],
		[{ field: 'subjectReferences', index: 1, value: 'a.jpg' }, aimlapi, H3],
		[{ field: 'callbackUrl', value: 'nowhere' }, aigateway],
	],
	notHttps: [[{ field: 'callbackUrl', value: 'http://example.com/hook' }, aigateway]],
	retired: [
		[{ field: 'model', value: HAILUO, instead: H3 }, aimlapi, HAILUO],
		[{ field: 'model', value: HAILUO }, aimlapi, HAILUO],
	],
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
				formats: modelRow(aimlapi, HAILUO)!.pictures!.formats,
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
	wrongSides: [
		[
			{ field: 'firstFrame', width: 200, height: 400, least: 256, most: 5760 },
			minimax,
			'MiniMax-H3',
		],
	],
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
		[
			{
				field: 'fastPretreatment',
				beside: 'endFrame',
				gateway: 'MiniMax',
				model: 'Hailuo 02',
			},
			minimax,
		],
	],
	ratioNotSent: [
		[{ field: 'aspectRatio', why: 'ofImage', model: 'Kling 2.6' }, kie],
		[{ field: 'aspectRatio', why: 'ofPixels', model: 'wan-2.2' }, openaicompatible],
		[{ field: 'aspectRatio', why: 'needsResolution', model: 'wan-2.2' }, openaicompatible],
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
	unknownInputs: [
		[{ names: ['cfg'], known: ['prompt', 'cfg_scale'], model: 'fal-ai/ltx-9' }, fal],
		[
			{
				names: ['fps'],
				known: Array.from({ length: 45 }, (_, index) => `input_${index}`),
				model: 'fal-ai/ltx-9',
			},
			fal,
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
	ratioNotKept: [
		[{ field: 'aspectRatio', why: 'ofImage', model: 'Kling 2.6' }, kie],
		[{ field: 'aspectRatio', why: 'ofPixels', model: 'wan-2.2' }, openaicompatible],
		[{ field: 'aspectRatio', why: 'needsResolution', model: 'wan-2.2' }, openaicompatible],
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
	failureText(problemText(one, { gateway, model }));

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
			sentence: failureText(overLimitText(one, { gateway, model })),
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

/** A title and its fix, as `GatewayError` and the sentences of the nodes have them. */
interface Part {
	of: string;
	title: string;
	fix: string;
}

const part = (of: string, { title, fix }: { title: string; fix: string }): Part => ({
	of,
	title,
	fix,
});

const ofError = (of: string, error: { message: string; fix: string }): Part => ({
	of,
	title: error.message,
	fix: error.fix,
});

const tables: ReadonlyArray<readonly [string, ErrorTable]> = [
	['every gateway', { label: 'The gateway', failures: commonFailures }],
	['AIgateway', aigatewayErrors],
	['AI/ML API', aimlapiErrors],
	['fal', falErrors],
	['OpenAI-Compatible Server', openaicompatibleErrors],
	['OpenRouter', openrouterErrors],
	['Pixazo', pixazoErrors],
	['Replicate', replicateErrors],
	['Segmind', segmindErrors],
	['useapi.net', useapiErrors],
];

const ofTable = (of: string, label: string, failures: FailureTable, key: 'HTTP' | 'code'): Part[] =>
	Object.entries(failures).map(([code, row]) =>
		ofError(
			of,
			gatewayError(
				{ label },
				row,
				key === 'HTTP' ? { httpStatus: Number(code) } : { gatewayCode: Number(code) },
			),
		),
	);

const answered = (status: number, body: string) =>
	readAnswer(
		segmindErrors,
		{ status, headers: {}, body, receivedAt: 0, baseUrl: 'https://api.segmind.com' },
		z.object({ request_id: z.string() }),
		() => {
			throw new Error('not an error');
		},
	) as unknown as GatewayError;

const unread: ReadonlyArray<readonly [number, string]> = [
	[304, ''],
	[200, '<html></html>'],
	[200, 'broken'],
	[200, '{"id":1}'],
	[301, ''],
	[599, '{}'],
	[400, '{"error":"prompt is too long","request_id":"r-1"}'],
];

const networkErrors: readonly unknown[] = [
	Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }),
	Object.assign(new Error('x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
	Object.assign(new Error('x'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
	Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }),
	Object.assign(new Error('x'), { code: 'ECONNRESET' }),
	Object.assign(new Error('x'), { code: 'ETIMEDOUT' }),
	new Error('something unknown'),
	new UserError('the host is not allowed'),
];

/** Texts that are entered as the address of an image: places, share pages, and what isn't an address. */
const pasted: readonly string[] = [
	'C:\\pictures\\a.png',
	'blob:https://example.com/1',
	's3://bucket/a.png',
	'https://a.com/1.png, https://a.com/2.png',
	'a.png',
	'data:image/png;base64,?',
	'https://drive.google.com/file/x',
	'https://drive.google.com/drive/folders/x',
	'https://docs.google.com/document/d/x',
	'https://www.dropbox.com/home/x',
	'https://1drv.ms/i/x',
	'https://a.sharepoint.com/:i:/x',
	'https://photos.app.goo.gl/x',
	'https://www.icloud.com/x',
	'https://we.tl/x',
	'https://app.box.com/s/x',
	'https://imgur.com/x',
	'https://pin.it/x',
	'https://www.instagram.com/p/x',
	'https://x.com/a/status/1',
	'https://www.canva.com/design/x',
	'https://www.notion.so/x',
];

function ofPasted(text: string): Part {
	const read = readImageAddress(text, 'Image');
	if (!('problem' in read)) throw new Error(`${text} is accepted`);
	return part('image address', read.problem);
}

const kinds = [
	...['heic', 'avif', 'gif', 'bmp', 'tiff', 'svg', 'pdf', 'mp4', 'zip', 'html'].map((extension) =>
		fileKindAt(`https://example.com/a.${extension}`)!,
	),
	fileKindOf(Buffer.from('<?xml version="1.0"?><Error/>'))!,
	fileKindOf(Buffer.from('{"error":"x"}'))!,
	imageKinds['image/webp'],
];

const parts: readonly Part[] = [
	...tables.flatMap(([of, { label, failures }]) =>
		ofTable(`failures of ${of}`, label, failures, 'HTTP'),
	),
	...ofTable('Kie.ai codes', 'Kie.ai', kieErrors.failures, 'code'),
	...ofTable('MiniMax codes', 'Pixazo', minimaxFailures, 'code'),
	...unread.map(([status, body]) => ofError('answers', answered(status, body))),
	...networkErrors.map((error) => ofError('network', connectionError(segmind, error))),
	ofError('network', proxyError(segmind)),
	ofError('network', addressError(segmind)),
	ofError('network', limitReached(aigateway, 'requests', 600, 1)),
	ofError('network', limitReached(aigateway, 'submits', 5, 1)),
	...pasted.map(ofPasted),
	...kinds.map((kind) => part('file kind', { title: `'Image' is ${kind.name}`, fix: kind.fix })),
	...rowsOf(problems).map(({ one, ...at }) => part(`problem ${one.code}`, problemText(one, at))),
	...rowsOf(overLimits).map(({ one, ...at }) => part(`cost ${one.code}`, overLimitText(one, at))),
];

const job: VideoJob = { gateway: 'segmind', jobId: 'r-1', status: 'failed' };

/** Why a job failed: whole sentences without a part of their own. */
const jobFailures: readonly string[] = [
	completeJob({ ...job, status: 'completed' }).failure!.message,
	completeJob(job).failure!.message,
	completeJob({ ...job, status: 'cancelled' }).failure!.message,
	failureFromWords('Flagged by moderation.').message,
	failureFromWords('Prompt is mandatory').message,
];

const videoAddresses = ['a', 'ftp://a.com/1', 'https://u:p@a.com/1', 'https://10.0.0.1/1'].map(
	(address) => {
		const read = addressToFetch(address, 'https://api.segmind.com');
		return 'problem' in read ? read.problem : '';
	},
);

test('every title and fix', () => {
	const shown: Record<string, string[]> = {};
	for (const { of, title, fix } of parts) {
		// Those of problems and costs are in the snapshot above.
		if (/^(problem|cost)/.test(of)) continue;
		(shown[of] ??= []).push(`${title} | ${fix}`);
	}
	expect({
		...shown,
		'failed jobs': jobFailures,
		'video addresses': videoAddresses,
	}).toMatchSnapshot();
});

const everything = [
	...all.map(({ code, sentence }) => ({ of: code, text: sentence })),
	...parts.map(({ of, title, fix }) => ({ of, text: `${title}. ${fix}` })),
	...[...jobFailures, ...videoAddresses].map((text) => ({ of: 'job', text })),
];

test.each(everything)('$of is in plain English: "$text"', ({ text }) => {
	const own = text.replace(/doesn't look like a resolution|the host is not allowed/, '');
	expect(own).not.toMatch(banned);
});

/** An order what to do, or the condition for one. */
const ORDER =
	/^(Add|Buy|Change|Check|Choose|Convert|Correct|Crop|Describe|Download|Enter|Export|Extract|Give|If|Open|Raise|Read|Remove|Renew|Resize|Send|Set|Shorten|Submit|Subscribe|Top|Try|Upload|Use|Wait)\b/;

/** Longest title, in characters, for what doesn't quote the user's data. */
const LONGEST_TITLE = 120;

test.each(parts)('$of has a short title and an order: "$title" | "$fix"', ({ title, fix }) => {
	expect(title.length).toBeLessThanOrEqual(LONGEST_TITLE);
	expect(title).not.toMatch(/\.$|[.!?] [A-Z]/);
	expect(fix).toMatch(ORDER);
	expect(fix).toMatch(/\.$|https?:\/\/\S+$/);
});

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
			...found.map((problem) => failureText(problemText(problem, at))),
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
	expect(failureText(problemText(problem, { gateway: aimlapi, model: HAILUO }))).toMatch(
		/^Hailuo 02 /,
	);
	expect(failureText(problemText(problem, { gateway: aimlapi, model: 'wan/9' }))).toMatch(
		/^wan\/9 /,
	);
});

test('one of several pictures goes by its number, from 1', () => {
	expect(labelOf('subjectReferences', 0)).toBe('Subject Reference 1');
	expect(labelOf('subjectReferences')).toBe('Subject References');
	expect(labelOf('firstFrame', 0)).toBe('Image');
});

test('why a price is not known can be told with the way out', () => {
	const at = { gateway: useapi, model: '02' };
	expect(failureText(overLimitText({ code: 'priceUnknown' }, at, 'Set Duration'))).toContain(
		' Set Duration, or set the If Price Is Unknown option to Submit Anyway.',
	);
});

describe('what a run has submitted', () => {
	const reported = (amount: number): VideoCost => ({ ...usd(amount), basis: 'reported' });
	test.each<[jobs: Array<VideoCost | undefined>, earlier: number, sentence: string]>([
		[[usd(0.4), usd(0.4), usd(0.4)], 0, '3 videos submitted: $1.20 (estimate).'],
		[[reported(0.294)], 0, '1 video submitted: $0.294.'],
		[[reported(0.1), usd(0.2)], 0, '2 videos submitted: $0.30 (estimate).'],
		[[credits(25), usd(3)], 0, '2 videos submitted: 25 credits and $3.00 (estimate).'],
		[[undefined], 0, "1 video submitted. The price isn't known."],
		[
			[usd(0.2), undefined, undefined],
			0,
			"3 videos submitted: $0.20 (estimate), and 2 at a price that isn't known.",
		],
		[[usd(1)], 1, '1 video submitted in an earlier attempt: $1.00 (estimate).'],
		[
			[usd(1), usd(1), usd(1)],
			2,
			'3 videos submitted, 2 of them in an earlier attempt: $3.00 (estimate).',
		],
	])('%j, %d of them earlier', (costs, earlier, sentence) => {
		const jobs = costs.map((cost) => (cost ? { cost } : {}));
		expect(spentSentence(jobs, earlier)).toBe(sentence);
	});

	test('is not submitted again by a retry', () => {
		const jobs = [
			{ gateway: 'segmind', jobId: 'r-1' },
			{ gateway: 'useapi', jobId: 'u-2' },
		];
		expect([keptJobsSentence(jobs, false), keptJobsSentence(jobs, true), ADD_WAIT])
			.toMatchInlineSnapshot(`
		[
		  "Already submitted in this run, and billed: segmind r-1, useapi u-2. Retry On Fail and Retry of this execution don't submit them again; Wait For Video picks them up by their Job ID.",
		  "Already submitted in this run, and billed: segmind r-1, useapi u-2. Retry On Fail and Retry of this execution wait for them again instead of submitting them; Wait For Video picks them up by their Job ID.",
		  "Add Wait For Video after this node to get the file.",
		]
	`);
	});
});

test('an amount is written with cents, and without the errors of its sum', () => {
	expect([money(usd(0.1 + 0.2)), money(usd(3)), money(credits(25))]).toEqual([
		'$0.30',
		'$3.00',
		'25 credits',
	]);
});
