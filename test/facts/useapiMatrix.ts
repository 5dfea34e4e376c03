/** The words of `options` by model, page create, "Model Comparison Matrix" and the table under `options`. */
const hailuo = ['768p-6sec', '768p-10sec', '1080p-6sec'];
const veo = ['veo-720p-8sec', 'veo-1080p-8sec', 'veo-4k-8sec'];

export interface MatrixRow {
	model: string;
	fileID: 'no' | 'optional' | 'required';
	options: string[];
	/** The options that an end frame goes with. */
	endFrame: string[];
	ratios: string[];
}

const plain = { options: [], endFrame: [], ratios: [] };
const wideOrTall = { ratios: ['16:9', '9:16'] };

/** The page's table under `fileID`. */
export const useapiMatrix: readonly MatrixRow[] = [
	{ model: 'T2V-01', fileID: 'no', ...plain },
	{ model: 'T2V-01-Director', fileID: 'no', ...plain },
	{ model: 'I2V-01', fileID: 'required', ...plain },
	{ model: 'I2V-01-live', fileID: 'required', ...plain },
	{ model: 'I2V-01-Director', fileID: 'required', ...plain },
	{ model: 'S2V-01', fileID: 'required', ...plain },
	{
		model: '02',
		fileID: 'optional',
		options: ['512p-6sec', '512p-10sec', ...hailuo],
		endFrame: hailuo,
		ratios: [],
	},
	{ model: 'T2V-2.3', fileID: 'no', ...plain, options: hailuo },
	{ model: 'I2V-2.3', fileID: 'required', ...plain, options: hailuo },
	{ model: 'I2V-2.3-Fast', fileID: 'required', ...plain, options: hailuo },
	{
		model: 'Sora-2',
		fileID: 'optional',
		options: ['720p-4sec', '720p-8sec', '720p-12sec'],
		endFrame: [],
		...wideOrTall,
	},
	{ model: 'Veo-3.1', fileID: 'optional', options: veo, endFrame: veo, ...wideOrTall },
	{ model: 'Veo-3.1-Fast', fileID: 'optional', options: veo, endFrame: veo, ...wideOrTall },
	{ model: 'Veo-3.1-S2V', fileID: 'required', options: veo, endFrame: [], ...wideOrTall },
	{ model: 'Veo-3.1-S2V-Fast', fileID: 'required', options: veo, endFrame: [], ...wideOrTall },
];

/** Resolution and seconds of a word of `options`. */
export function choiceOf(option: string): { resolution: string; durationSeconds: number } {
	const [, resolution, seconds] = /([^-]+)-(\d+)sec$/.exec(option) ?? [];
	return { resolution: resolution!, durationSeconds: Number(seconds) };
}
