import { promptFor } from '../protocols/minimax/camera';
import type { Format, Gateway, VideoCost, VideoModel, VideoRequest } from '../gateway';

/**
 * The row of the model table, or undefined for a model that is newer than the table. Case does not count: an ID that
 * was typed is checked and priced by the same row.
 */
export function findModel(gateway: Pick<Gateway, 'models'>, id: string): VideoModel | undefined {
	const typed = id.trim().toLowerCase();
	return (
		gateway.models.find((model) => model.id === id) ??
		gateway.models.find((model) => model.id.toLowerCase() === typed)
	);
}

/**
 * What the request's model takes: its row of the table, or what the gateway says of newer models. Undefined where
 * the gateway takes no other models.
 */
export function describeModel(gateway: Gateway, id: string): VideoModel | undefined {
	const { unlistedModels } = gateway;
	return findModel(gateway, id) ?? (unlistedModels && { id, name: id, ...unlistedModels });
}

/** The id of the model that the request means, as the table spells it: its own, or what "Automatic" stands for. */
export function resolveModel(gateway: Gateway, request: VideoRequest): string {
	const model = findModel(gateway, request.model);
	return model?.resolve?.(request) ?? model?.id ?? request.model.trim();
}

/** The rows of a model whose length and size are fixed; empty where it has no such fields or no known limits. */
export function listFormats(model: VideoModel | undefined): readonly Format[] {
	return model === undefined || model.formats === undefined || model.formats === 'any'
		? []
		: model.formats;
}

const sameResolution = (left: string | undefined, right: string | undefined): boolean =>
	left?.toLowerCase() === right?.toLowerCase();

/**
 * The row that a request means: what it leaves open is filled from the model's first row, and where that gives
 * no row, from the first row that agrees with what was set. Undefined where no row agrees, or there are none.
 */
export function findFormat(
	model: VideoModel | undefined,
	request: Pick<VideoRequest, 'durationSeconds' | 'resolution'>,
): Format | undefined {
	const formats = listFormats(model);
	const agree = (format: Format) =>
		(request.durationSeconds === undefined ||
			format.durationSeconds === request.durationSeconds) &&
		(request.resolution === undefined || sameResolution(format.resolution, request.resolution));
	const first = formats[0];
	return (
		formats.find(
			(format) =>
				format.durationSeconds === (request.durationSeconds ?? first?.durationSeconds) &&
				sameResolution(format.resolution, request.resolution ?? first?.resolution),
		) ?? formats.find(agree)
	);
}

/** What the request will cost by the gateway's price page, or undefined where that can not be known. */
export function estimateCost(gateway: Gateway, request: VideoRequest): VideoCost | undefined {
	const model = findModel(gateway, request.model);
	const open = request.durationSeconds === undefined && request.resolution === undefined;
	const price =
		model?.price ??
		(open && model?.defaultFormatUnknown ? undefined : findFormat(model, request)?.price);
	if (price) return { ...price, basis: 'estimate' };
	if (model?.pricePerSecond === undefined || request.durationSeconds === undefined) {
		return undefined;
	}
	// Cents, so that 0.1 * 3 does not show as 0.30000000000000004.
	const cents = Math.round(model.pricePerSecond * request.durationSeconds * 10_000) / 100;
	return { amount: cents / 100, currency: 'USD', basis: 'estimate' };
}

/** Whether a model has a field for its length or its size. */
export function hasField(model: VideoModel, field: 'durationSeconds' | 'resolution'): boolean {
	return (
		model.formats === 'any' || listFormats(model).some((format) => format[field] !== undefined)
	);
}

/** The inputs that a model can ignore, their labels in the panel, and how to tell that it takes them. */
const ignorable: ReadonlyArray<{
	key: keyof VideoRequest;
	label: string;
	taken: (model: VideoModel) => boolean;
}> = [
	{
		key: 'durationSeconds',
		label: 'Duration',
		taken: (model) => hasField(model, 'durationSeconds'),
	},
	{ key: 'resolution', label: 'Resolution', taken: (model) => hasField(model, 'resolution') },
	{
		key: 'aspectRatio',
		label: 'Aspect Ratio',
		taken: ({ aspectRatios }) => aspectRatios !== undefined,
	},
	{
		key: 'subjectReferences',
		label: 'Subject References',
		taken: ({ subjectReferences }) => subjectReferences !== undefined,
	},
	{
		key: 'cameraMovement',
		label: 'Camera Movement',
		taken: ({ cameraMovement }) => cameraMovement === true,
	},
	{
		key: 'promptOptimizer',
		label: 'Prompt Optimizer',
		taken: ({ promptOptimizer }) => promptOptimizer === true,
	},
	{
		key: 'fastPretreatment',
		label: 'Fast Pretreatment',
		taken: ({ fastPretreatment }) => fastPretreatment === true,
	},
	{ key: 'watermark', label: 'AI Watermark', taken: ({ watermark }) => watermark === true },
];

/**
 * Whether the gateway would take its own default size, which does not go with the length that was set. Where `option`
 * names the whole row, it is sent with it.
 */
function needsItsSize(
	model: VideoModel | undefined,
	{ durationSeconds, resolution }: VideoRequest,
	format: Format,
): boolean {
	const [usual] = listFormats(model);
	return (
		resolution === undefined &&
		durationSeconds !== undefined &&
		format.option === undefined &&
		format.resolution !== undefined &&
		!sameResolution(format.resolution, usual?.resolution)
	);
}

/** A request with only what its model takes. */
export interface Fitted {
	request: VideoRequest;
	/** Inputs that were left out. */
	dropped: ReadonlyArray<keyof VideoRequest>;
	/** A sentence for each of them. */
	warnings: string[];
}

/**
 * The request with only what its model takes, in the gateway's spelling, and a warning for each input left out.
 * Camera commands become part of the prompt. Callback inputs follow the gateway instead of the model. Pictures are
 * never left out: the checks refuse them.
 */
export function fitToModel(gateway: Gateway, request: VideoRequest): Fitted {
	const model = describeModel(gateway, request.model);
	const ignored = ignorable.filter(
		({ key, taken }) => request[key] !== undefined && model !== undefined && !taken(model),
	);
	const warnings = ignored.map(
		({ label }) => `${label} was not sent: ${model?.name ?? request.model} does not take it.`,
	);
	const fitted = { ...request };
	const dropped = ignored.map(({ key }) => key);
	for (const key of dropped) delete fitted[key];
	fitted.prompt = promptFor(request, model ?? {});
	delete fitted.cameraMovement;
	const format = findFormat(model, fitted);
	if (fitted.resolution !== undefined && format?.resolution !== undefined) {
		fitted.resolution = format.resolution;
	}
	if (format && needsItsSize(model, fitted, format)) {
		fitted.resolution = format.resolution!;
		warnings.push(
			`Resolution was set to ${format.resolution}: ${model?.name ?? request.model} makes ${format.durationSeconds} s in that size only.`,
		);
	}
	const callbacks = model?.callbacks ?? gateway.callbacks;
	if (fitted.callbackUrl !== undefined && callbacks === 'none') {
		delete fitted.callbackUrl;
		dropped.push('callbackUrl');
		const whose = model?.callbacks ? `${gateway.label} (${model.name})` : gateway.label;
		warnings.push(
			`Callback URL was not sent: ${whose} documents no callbacks. Use Wait For Video.`,
		);
	}
	return { request: fitted, dropped, warnings };
}
