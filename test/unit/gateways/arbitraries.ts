import * as fc from 'fast-check';

import { CAMERA_COMMANDS } from '../../../gateways/protocols/minimax/camera';
import type { Gateway, ImageInput, InputValues, VideoRequest } from '../../../gateways/gateway';
import { USEAPI_FILE_IDS } from '../../support/simulator';
import { jpeg, png, webp } from './images';

/** What a user may type for one gateway: mostly right, often wrong, never a model outside of the table. */

const otherCase = (word: string) =>
	word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase();

const prompt = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }) },
	{ weight: 1, arbitrary: fc.constantFrom('', ' ', '"\\\n\u0000', '[Pan left] a boat') },
	{
		weight: 1,
		arbitrary: fc.constantFrom(2000, 2001, 7000, 7001).map((size) => 'x'.repeat(size)),
	},
);

const formats = [
	{ make: png, mimeType: 'image/png' },
	{ make: jpeg, mimeType: 'image/jpeg' },
	{ make: webp, mimeType: 'image/webp' },
];
const sizes = [
	{ width: 1280, height: 720 },
	{ width: 720, height: 1280 },
	{ width: 301, height: 301 },
	{ width: 300, height: 700 },
	{ width: 2000, height: 500 },
];

const anyBytes: fc.Arbitrary<ImageInput> = fc
	.record({ format: fc.constantFrom(...formats), size: fc.constantFrom(...sizes) })
	.map(({ format: { make, mimeType }, size: { width, height } }) => ({
		kind: 'bytes',
		bytes: make(width, height),
		mimeType,
	}));

function picture(gateway: Gateway): fc.Arbitrary<ImageInput> {
	const reference = fc
		.constantFrom(...USEAPI_FILE_IDS)
		.map((file): ImageInput => ({ kind: 'reference', reference: file }));
	const url = fc
		.oneof(
			{ weight: 5, arbitrary: fc.constantFrom('https://e.com/a.jpg', 'https://e.com/b.jpg') },
			{ weight: 1, arbitrary: fc.constantFrom('', 'a.jpg', 'ftp://e.com/a.jpg') },
		)
		.map((address): ImageInput => ({ kind: 'url', url: address }));
	return gateway.images.isReference
		? fc.oneof(reference, url, anyBytes)
		: fc.oneof({ weight: 3, arbitrary: url }, { weight: 1, arbitrary: anyBytes });
}

/** Addresses of files, as a list. */
const addresses = (ending: string): fc.Arbitrary<string[]> =>
	fc.array(fc.constantFrom(`https://e.com/a.${ending}`, `https://e.com/b.${ending}`, 'b'), {
		minLength: 1,
		maxLength: 4,
	});

/** Each value as often unset as not, and wrong ones among them. Unset keys are absent. */
const anyInputs: Readonly<Record<string, fc.Arbitrary<InputValues[string]>>> = {
	cameraMovement: fc.subarray([...CAMERA_COMMANDS, 'Jump'], { minLength: 1 }),
	promptOptimizer: fc.boolean(),
	fastPretreatment: fc.boolean(),
	watermark: fc.boolean(),
	seed: fc.constantFrom(0, 7, 1.5, -1, 2 ** 31),
	negativePrompt: fc.constantFrom('', 'fog'),
	audio: fc.boolean(),
	referenceVideos: addresses('mp4'),
	referenceAudio: addresses('mp3'),
};

const gatewayInputs: Readonly<Record<string, fc.Arbitrary<InputValues[string]>>> = {
	account: fc.constant('987654321'),
	maxJobs: fc.integer({ min: 0, max: 11 }),
};

/** Values of declared inputs, those of other gateways' models included; of gateways' own ones those that it has. */
function inputValues(gateway: Gateway): fc.Arbitrary<InputValues> {
	const own = Object.entries(gatewayInputs).filter(([key]) =>
		gateway.inputs?.some((row) => row.key === key),
	);
	return fc.record(
		{ ...anyInputs, ...Object.fromEntries(own) },
		{ requiredKeys: [] },
	) as fc.Arbitrary<InputValues>;
}

/** A request for one of the gateway's models. */
export function anyRequest(gateway: Gateway): fc.Arbitrary<VideoRequest> {
	const rows = gateway.models.flatMap(({ formats }) => (Array.isArray(formats) ? formats : []));
	const resolutions = [...new Set(rows.map(({ resolution }) => resolution as string))];
	const durations = [...new Set(rows.map(({ durationSeconds }) => durationSeconds as number))];
	const ratios = gateway.models.flatMap(({ aspectRatios }) =>
		Array.isArray(aspectRatios) ? (aspectRatios as string[]) : [],
	);
	const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) =>
		fc.option(arbitrary, { nil: undefined, freq: 2 });
	const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) =>
		fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
	const resolution = fc.constantFrom(
		...resolutions.filter(Boolean),
		...resolutions.filter(Boolean).map(otherCase),
		'4320P',
	);
	const image = picture(gateway);
	return fc
		.record({
			model: fc.constantFrom(...gateway.models.map(({ id }) => id)),
			prompt,
			firstFrame: sometimes(image),
			endFrame: seldom(image),
			subjectReferences: seldom(fc.array(image, { minLength: 1, maxLength: 15 })),
			durationSeconds: sometimes(fc.constantFrom(...durations.filter(Boolean), 5, 6, 7.5, 0)),
			resolution: sometimes(resolution),
			aspectRatio: seldom(fc.constantFrom('16:9', '2:1', ...ratios)),
			inputs: sometimes(inputValues(gateway)),
			callbackUrl: seldom(
				fc.constantFrom('https://e.com/hook', 'http://127.0.0.1:5678/hook', 'nowhere'),
			),
			callbackReference: seldom(fc.string({ maxLength: 1030 })),
		})
		.map(
			(request) =>
				Object.fromEntries(
					Object.entries(request).filter(([, value]) => value !== undefined),
				) as unknown as VideoRequest,
		);
}
