import type { Format, Gateway, VideoModel, VideoRequest } from '../gateway';

/**
 * The row of the model table, or undefined for a model that is newer than the table. Case doesn't count: an ID that
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
 * What a model supports: its row of the table, or what the gateway says of models that aren't in it. Undefined where
 * the gateway accepts no other models.
 */
export function modelRow(
	gateway: Pick<Gateway, 'models' | 'unlistedModels'>,
	id: string,
): VideoModel | undefined {
	const { unlistedModels } = gateway;
	return findModel(gateway, id) ?? (unlistedModels && { id, name: id, ...unlistedModels });
}

/** The id of the model that the request means, as the table spells it: its own, or what "Automatic" stands for. */
export function resolveModel(gateway: Pick<Gateway, 'models'>, request: VideoRequest): string {
	const model = findModel(gateway, request.model);
	return model?.resolve?.(request) ?? model?.id ?? request.model.trim();
}

/** The rows of a model whose length and size are fixed; empty where it has no such fields or no known limits. */
export function listFormats(model: VideoModel | undefined): readonly Format[] {
	return model === undefined || model.formats === undefined || model.formats === 'any'
		? []
		: model.formats;
}

/** The models that a row may mean: itself, or those that "Automatic" stands for with and without an image. */
export function listMeant(gateway: Pick<Gateway, 'models'>, model: VideoModel): VideoModel[] {
	const { resolve } = model;
	if (resolve === undefined) return [model];
	const firstFrame = { kind: 'url', url: '' } as const;
	const ids = new Set([resolve({}), resolve({ firstFrame })]);
	return gateway.models.filter(({ id }) => ids.has(id));
}

/** What a model makes if nothing is set. */
export function defaultFormat(model: VideoModel | undefined): Format | undefined {
	const formats = listFormats(model);
	return formats.find(({ byDefault }) => byDefault) ?? formats[0];
}

/**
 * The length and size that the panel sets in advance: the model's first row. Undefined where it has none, or where the
 * row stands for models of which one has others.
 */
export function usualFormat(
	gateway: Pick<Gateway, 'models'>,
	model: VideoModel,
): Format | undefined {
	const [usual] = listFormats(model);
	if (usual === undefined) return undefined;
	const agrees = (one: VideoModel) =>
		listFormats(one).length === 0 ||
		listFormats(one).some(
			({ resolution, durationSeconds }) =>
				resolution === usual.resolution && durationSeconds === usual.durationSeconds,
		);
	return listMeant(gateway, model).every(agrees) ? usual : undefined;
}

/** Whether two resolutions are the same one: case doesn't count. */
export const sameResolution = (left: string | undefined, right: string | undefined): boolean =>
	left?.toLowerCase() === right?.toLowerCase();

/** Whether a row has the length and size that a request sets. */
const matches = (
	format: Format,
	{ durationSeconds, resolution }: Pick<VideoRequest, 'durationSeconds' | 'resolution'>,
): boolean =>
	(durationSeconds === undefined || format.durationSeconds === durationSeconds) &&
	(resolution === undefined || sameResolution(format.resolution, resolution));

/** The rows of a model that match what a request sets, without those for a first frame where it has none. */
export function listMatching(
	model: VideoModel | undefined,
	request: Pick<VideoRequest, 'durationSeconds' | 'resolution' | 'firstFrame'>,
): Format[] {
	return listFormats(model).filter(
		(format) =>
			matches(format, request) &&
			(request.firstFrame !== undefined || !format.needsFirstFrame),
	);
}

/**
 * The row that a request means: values that aren't set are what the model makes by default or, if no row has
 * that combination, come from the first row that matches what is set. Undefined if no row matches or the model has none.
 */
export function findFormat(
	model: VideoModel | undefined,
	request: Pick<VideoRequest, 'durationSeconds' | 'resolution'>,
): Format | undefined {
	const formats = listFormats(model);
	const usual = defaultFormat(model);
	return (
		formats.find(
			(format) =>
				format.durationSeconds === (request.durationSeconds ?? usual?.durationSeconds) &&
				sameResolution(format.resolution, request.resolution ?? usual?.resolution),
		) ?? formats.find((format) => matches(format, request))
	);
}

/** Whether a model has a field for its length or its size. */
export function hasField(model: VideoModel, field: 'durationSeconds' | 'resolution'): boolean {
	return (
		model.formats === 'any' || listFormats(model).some((format) => format[field] !== undefined)
	);
}
