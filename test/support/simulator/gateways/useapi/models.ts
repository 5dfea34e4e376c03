type Slot = 'refused' | 'optional' | 'required';

interface ModelRules {
	fileID: Slot;
	options: readonly string[];
	/** True, or the options it is limited to. */
	endFrame: boolean | readonly string[];
	/** Highest `fileIDn`; 1 where there is only `fileID`. */
	files: number;
	aspectRatios: readonly string[];
	/** Seedance takes resolution and duration apart, and other files beside images. */
	resolutions?: readonly string[];
}

const plain = { options: [], endFrame: false, files: 1, aspectRatios: [] };
const hailuo = ['768p-6sec', '768p-10sec', '1080p-6sec'];
const veo = {
	options: ['veo-720p-8sec', 'veo-1080p-8sec', 'veo-4k-8sec'],
	aspectRatios: ['16:9', '9:16'],
};
const seedance = {
	fileID: 'optional' as const,
	options: [],
	// [Inferred from "mutually exclusive with end_frame_fileID" that Seedance knows end frames.]
	endFrame: true,
	files: 9,
	aspectRatios: ['Auto', '21:9', '16:9', '4:3', '1:1', '3:4', '9:16'],
};

// useapi.net, POST videos/create, Model Comparison Matrix and parameter tables, 2026-02-24;
// Seedance: useapi.net's Postman collection "MiniMax API v1", 2026.
export const MODELS: Record<string, ModelRules> = {
	'T2V-01': { ...plain, fileID: 'refused' },
	'T2V-01-Director': { ...plain, fileID: 'refused' },
	'I2V-01': { ...plain, fileID: 'required' },
	'I2V-01-live': { ...plain, fileID: 'required' },
	'I2V-01-Director': { ...plain, fileID: 'required' },
	'S2V-01': { ...plain, fileID: 'required' },
	'02': {
		...plain,
		fileID: 'optional',
		options: ['512p-6sec', '512p-10sec', ...hailuo],
		endFrame: hailuo,
	},
	'T2V-2.3': { ...plain, fileID: 'refused', options: hailuo },
	'I2V-2.3': { ...plain, fileID: 'required', options: hailuo },
	'I2V-2.3-Fast': { ...plain, fileID: 'required', options: hailuo },
	'Sora-2': {
		...plain,
		fileID: 'optional',
		options: ['720p-4sec', '720p-8sec', '720p-12sec'],
		aspectRatios: ['16:9', '9:16'],
	},
	'Veo-3.1': { ...plain, ...veo, fileID: 'optional', endFrame: true },
	'Veo-3.1-Fast': { ...plain, ...veo, fileID: 'optional', endFrame: true },
	'Veo-3.1-S2V': { ...plain, ...veo, fileID: 'required', files: 14 },
	'Veo-3.1-S2V-Fast': { ...plain, ...veo, fileID: 'required', files: 14 },
	'Seedance-2.0': { ...seedance, resolutions: ['480', '720', '1080', '4K'] },
	'Seedance-2.0-Fast': { ...seedance, resolutions: ['480', '720'] },
	'Seedance-2.0-Mini': { ...seedance, resolutions: ['480', '720'] },
};
