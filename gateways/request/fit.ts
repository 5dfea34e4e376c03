import type {
	Format,
	Gateway,
	Notice,
	RequestField,
	Unsent,
	VideoModel,
	VideoRequest,
} from '../gateway';
import { describedNotices } from './described';
import { declaredInputs, inputValue, wholePrompt, filterInputs, withoutFields } from './inputs';
import { defaultFormat, modelRow, findFormat, hasField, sameResolution } from './models';

/** A request with only what its model supports. */
export interface Fitted {
	request: VideoRequest;
	/** What was left out. */
	dropped: readonly RequestField[];
	/** What was left out or changed, to be shown. */
	notices: Notice[];
}

/**
 * The fields that a model can be without, and how to check for them. Pictures aren't among them: the checks refuse
 * those.
 */
const ignorable: ReadonlyArray<{
	field: 'durationSeconds' | 'resolution' | 'aspectRatio' | 'subjectReferences';
	isSupported: (model: VideoModel) => boolean;
}> = [
	{
		field: 'durationSeconds',
		isSupported: (model) => hasField(model, 'durationSeconds'),
	},
	{ field: 'resolution', isSupported: (model) => hasField(model, 'resolution') },
	{ field: 'aspectRatio', isSupported: ({ aspectRatios }) => aspectRatios !== undefined },
	{
		field: 'subjectReferences',
		isSupported: ({ subjectReferences }) => subjectReferences !== undefined,
	},
];

/**
 * Whether the gateway would use its own default size, which doesn't go with the length that was set. Where `option`
 * names the whole row, it is sent with it.
 */
function needsItsSize(
	model: VideoModel | undefined,
	{ durationSeconds, resolution }: VideoRequest,
	format: Format,
): boolean {
	return (
		resolution === undefined &&
		durationSeconds !== undefined &&
		format.option === undefined &&
		format.resolution !== undefined &&
		!sameResolution(format.resolution, defaultFormat(model)?.resolution)
	);
}

/** What of the request's fields and inputs the model doesn't support, at all or in this request. */
function listUnsent(gateway: Gateway, request: VideoRequest, model: VideoModel): Unsent[] {
	const declared = new Set(declaredInputs(gateway, request.model).map(({ key }) => key));
	const here = model.unsent?.(request) ?? [];
	return [
		...ignorable
			.filter(({ field }) => request[field] !== undefined)
			.flatMap(({ field, isSupported }): Unsent[] =>
				isSupported(model) ? here.filter((one) => one.field === field) : [{ field }],
			),
		...Object.keys(request.inputs ?? {}).flatMap((key): Unsent[] =>
			declared.has(key) ? here.filter(({ field }) => field === key) : [{ field: key }],
		),
	];
}

const noticeOf = (unsent: Unsent, gateway: string, model: string): Notice =>
	unsent.why === undefined
		? { code: 'notSent', ...unsent, gateway, model }
		: { code: 'ratioNotSent', ...unsent, model };

/** The inputs that the prompt holds are part of it now, and no fields of their own. */
function withWholePrompt(gateway: Gateway, request: VideoRequest): VideoRequest {
	const rows = declaredInputs(gateway, request.model);
	const inPrompt = rows.filter(
		({ key, intoPrompt }) => intoPrompt && inputValue(request, key) !== undefined,
	);
	return filterInputs(
		{ ...request, prompt: wholePrompt(rows, request) },
		(key) => !inPrompt.some((row) => row.key === key),
	);
}

function fitSize(
	model: VideoModel | undefined,
	request: VideoRequest,
): Pick<Fitted, 'request' | 'notices'> {
	const format = findFormat(model, request);
	const { resolution } = format ?? {};
	if (resolution === undefined) return { request, notices: [] };
	if (request.resolution !== undefined)
		return { request: { ...request, resolution }, notices: [] };
	if (!needsItsSize(model, request, format!)) return { request, notices: [] };
	const name = model?.name ?? request.model;
	const durationSeconds = format!.durationSeconds!;
	return {
		request: { ...request, resolution },
		notices: [{ code: 'resolutionSet', resolution, durationSeconds, model: name }],
	};
}

function noCallbacks(gateway: Gateway, model: VideoModel | undefined): Notice | undefined {
	if (!gateway.callbacks) return { code: 'noCallbacks', gateway: gateway.label };
	return model?.callbacks === false
		? { code: 'noCallbacks', gateway: gateway.label, model: model.name }
		: undefined;
}

/**
 * The request with only what its model supports, in the gateway's spelling, and a notice for each field left out.
 * Callback fields follow the gateway instead of the model.
 */
export function fitToModel(gateway: Gateway, request: VideoRequest): Fitted {
	const model = modelRow(gateway, request.model);
	const unsent = model ? listUnsent(gateway, request, model) : [];
	const dropped = unsent.map(({ field }) => field);
	const name = model?.name ?? request.model;
	const notices = unsent.map((one) => noticeOf(one, gateway.label, name));
	notices.push(...(model ? describedNotices(request, model, gateway.label) : []));
	const sized = fitSize(model, withWholePrompt(gateway, withoutFields(request, dropped)));
	notices.push(...sized.notices);
	const notice = request.callbackUrl === undefined ? undefined : noCallbacks(gateway, model);
	if (!notice) return { request: sized.request, dropped, notices };
	return {
		request: withoutFields(sized.request, ['callbackUrl']),
		dropped: [...dropped, 'callbackUrl'],
		notices: [...notices, notice],
	};
}
