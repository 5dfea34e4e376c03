import type {
	Format,
	InputValues,
	ModelInput,
	Price,
	PriceSource,
	VideoModel,
} from '../../gateway';
import * as minimax from '../../protocols/minimax/inputs';
import { everyFormat, landscapeAndPortrait, span } from '../../rows';

/** Where the rows of `models` are from; `npm run check:tables` reports their age. */
export const source: PriceSource = {
	page: 'https://useapi.net/docs/api-minimax-v1/post-minimax-videos-create',
	read: '2026-02-24',
};

/** useapi.net's own name for MiniMax's `prompt_optimizer`. */
const promptOptimizer: ModelInput = { ...minimax.promptOptimizer, wire: 'promptOptimization' };

/** The inputs of models that follow camera commands in the prompt. */
const steered = [minimax.cameraMovement, promptOptimizer];

/**
 * The page "Create a video using a text and image prompt" (useapi.net, 2026-02-24): Model Comparison Matrix,
 * Credits estimator, and the tables under `fileID`, `aspectRatio` and `options`. Seedance: useapi.net's Postman
 * collection (2026). Prices are credits of the user's hailuoai.video account. Usual times are published nowhere;
 * the number is that of the same MiniMax models elsewhere.
 */
const common = {
	pricedBy: {
		page: 'https://useapi.net/docs/api-minimax-v1/post-minimax-videos-create, Credits estimator',
		read: '2026-02-24',
	},
	promptRequired: false,
	promptLimit: 2000,
	inputs: [promptOptimizer],
	typicalSeconds: 150,
} as const;

const credits = (amount: number): Price => ({ amount, currency: 'credits' });

/** One row for each word of `options`: `768p-6sec` is 768p and 6 s. */
const option = (word: string, price: number, more: Partial<Format> = {}): Format => {
	const [, resolution, seconds] = /(\w+)-(\d+)sec$/.exec(word)!;
	return {
		option: word,
		resolution: resolution!,
		durationSeconds: Number(seconds),
		price: credits(price),
		...more,
	};
};

/** Hailuo 01: 720p and 6 s, no options. */
const hailuo01 = { ...common, price: credits(25) } as const;

/** Models with options. Which one the gateway uses when none is sent isn't documented. */
const withOptions = { ...common, defaultFormatUnknown: true } as const;

const hailuo23 = [option('768p-6sec', 25), option('768p-10sec', 50), option('1080p-6sec', 80)];

const veo = (price: number, price4k: number, more: Partial<Format> = {}) => [
	option('veo-720p-8sec', price, more),
	option('veo-1080p-8sec', price, more),
	option('veo-4k-8sec', price4k, more),
];

/** `fileID` and up to 13 more (`fileID2` to `fileID14`). */
const veoReferences = { firstFrame: 'required', subjectReferences: 13 } as const;

const wideOrTall = { aspectRatios: landscapeAndPortrait } as const;

/**
 * `fileID` and up to 8 more; 720 and 5 s by default; 4 to 15 s. No credits are published; in money about $1.70 to
 * $2.12 for 5 s at 1080p (useapi.net, 2026-10-05), which says nothing in the currency that the account is billed in.
 */
const seedance = (resolutions: readonly string[]) => ({
	...common,
	promptLimit: 7500,
	firstFrame: 'optional' as const,
	subjectReferences: 8,
	formats: everyFormat(resolutions, span(5, 4, 15)),
	aspectRatios: ['Auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
});

const hasCommands = (inputs: InputValues = {}): boolean => {
	const commands = inputs[minimax.cameraMovement.key];
	return Array.isArray(commands) && commands.length > 0;
};

export const models: readonly VideoModel[] = [
	{ id: 'Seedance-2.0', name: 'Seedance 2.0', ...seedance(['720', '480', '1080', '4K']) },
	{ id: 'Seedance-2.0-Fast', name: 'Seedance 2.0 Fast', ...seedance(['720', '480']) },
	{ id: 'Seedance-2.0-Mini', name: 'Seedance 2.0 Mini', ...seedance(['720', '480']) },
	{
		// This package's own, as `auto`: the two models have the same rows at the same price.
		id: 'auto-2.3',
		name: 'Hailuo 2.3',
		family: 'hailuo-2.3',
		resolve: ({ firstFrame }) => (firstFrame ? 'I2V-2.3' : 'T2V-2.3'),
		firstFrame: 'optional',
		formats: hailuo23,
		...withOptions,
		inputs: steered,
	},
	{
		id: 'T2V-2.3',
		name: 'Hailuo 2.3 Text to Video',
		family: 'hailuo-2.3',
		formats: hailuo23,
		...withOptions,
		inputs: steered,
	},
	{
		id: 'I2V-2.3',
		name: 'Hailuo 2.3 Image to Video',
		family: 'hailuo-2.3',
		firstFrame: 'required',
		formats: hailuo23,
		...withOptions,
		inputs: steered,
	},
	{
		id: 'I2V-2.3-Fast',
		name: 'Hailuo 2.3 Fast Image to Video',
		family: 'hailuo-2.3-fast',
		firstFrame: 'required',
		formats: [option('768p-6sec', 15), option('768p-10sec', 30), option('1080p-6sec', 50)],
		...withOptions,
		inputs: steered,
	},
	{
		id: 'Veo-3.1',
		name: 'Veo 3.1',
		family: 'veo-3.1',
		firstFrame: 'optional',
		endFrame: true,
		formats: veo(120, 180, { endFrame: true }),
		...wideOrTall,
		...withOptions,
	},
	{
		id: 'Veo-3.1-Fast',
		name: 'Veo 3.1 Fast',
		family: 'veo-3.1-fast',
		firstFrame: 'optional',
		endFrame: true,
		formats: veo(60, 90, { endFrame: true }),
		...wideOrTall,
		...withOptions,
	},
	{
		id: 'Veo-3.1-S2V',
		name: 'Veo 3.1 Subject Reference',
		...veoReferences,
		formats: veo(120, 180),
		...wideOrTall,
		...withOptions,
	},
	{
		id: 'Veo-3.1-S2V-Fast',
		name: 'Veo 3.1 Fast Subject Reference',
		...veoReferences,
		formats: veo(60, 90),
		...wideOrTall,
		...withOptions,
	},
	// OpenAI shut its Videos API down on 2026-09-24, without a successor (developers.openai.com, video generation).
	// This page is from 2026-02-24; whether hailuoai.video still makes Sora 2 is not known.
	{
		id: 'Sora-2',
		name: 'Sora 2 (May No Longer Work)',
		family: 'sora-2',
		firstFrame: 'optional',
		imageSizes: [
			[1280, 720],
			[720, 1280],
		],
		formats: [option('720p-4sec', 40), option('720p-8sec', 80), option('720p-12sec', 120)],
		...wideOrTall,
		...withOptions,
	},
	{
		id: '02',
		name: 'Hailuo 02',
		family: 'hailuo-02',
		firstFrame: 'optional',
		endFrame: true,
		formats: [
			option('768p-6sec', 25, { endFrame: true }),
			option('768p-10sec', 50, { endFrame: true }),
			option('1080p-6sec', 80, { endFrame: true }),
			option('512p-6sec', 12, { needsFirstFrame: true }),
			option('512p-10sec', 25, { needsFirstFrame: true }),
		],
		...withOptions,
		inputs: steered,
	},
	{
		id: 'auto',
		name: 'Automatic (Hailuo 01)',
		family: 'video-01',
		// The page's table: the Director models are for "camera movement control", at the same price.
		resolve: ({ firstFrame, inputs }) =>
			`${firstFrame ? 'I2V-01' : 'T2V-01'}${hasCommands(inputs) ? '-Director' : ''}`,
		firstFrame: 'optional',
		...hailuo01,
		inputs: steered,
	},
	{ id: 'T2V-01', name: 'Hailuo 01 Text to Video', family: 'video-01', ...hailuo01 },
	{
		id: 'I2V-01',
		name: 'Hailuo 01 Image to Video',
		family: 'video-01',
		firstFrame: 'required',
		...hailuo01,
	},
	{
		id: 'T2V-01-Director',
		name: 'Hailuo 01 Director Text to Video',
		family: 'video-01-director',
		...hailuo01,
		inputs: steered,
	},
	{
		id: 'I2V-01-Director',
		name: 'Hailuo 01 Director Image to Video',
		family: 'video-01-director',
		firstFrame: 'required',
		...hailuo01,
		inputs: steered,
	},
	{
		id: 'I2V-01-live',
		name: 'Hailuo 01 Live Photo',
		family: 'video-01-live',
		firstFrame: 'required',
		...hailuo01,
	},
	{
		id: 'S2V-01',
		name: 'Hailuo 01 Subject Reference',
		family: 'video-01-subject',
		firstFrame: 'required',
		...hailuo01,
	},
];

/** Models newer than the page. Length and size are sent as for Seedance. */
export const unlistedModels = {
	promptRequired: false,
	inputs: steered,
	typicalSeconds: common.typicalSeconds,
	firstFrame: 'optional',
	endFrame: true,
	subjectReferences: 13,
	formats: 'any',
	aspectRatios: 'any',
} as const;
