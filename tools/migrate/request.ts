import { findGateway } from '../../gateways';
import { findModel, hasField } from '../../gateways/request/models';
import type { Gateway } from '../../gateways/gateway';
import { nearest, type Candidate, type Original } from './candidates';
import { additionalPlace, QUERY } from './fields';
import { bodyOf, headersOf, queryOf, type HttpCall } from './http';
import type { Protocol } from './protocols/types';
import { leavesOf, literal, toJsonParameter, toParameter, type Value } from './values';
import { parameter, type Fields } from './workflow';

/** Turns the request of an HTTP Request node into the parameters of Submit Video. Pure. */

export interface SubmitPlan {
	gateway: Gateway;
	/** As the report names it. */
	model: string;
	parameters: Fields;
	/** What the user should know. */
	notes: string[];
	/** The address that the credential needs, where it isn't the gateway's usual one. */
	baseUrl?: string;
}

/** What is left of a tree once some of its ends are gone. A list stays whole or goes. */
function pruned(
	value: Value,
	keep: ReadonlySet<string>,
	path: readonly string[] = [],
): Value | undefined {
	if (value.kind === 'object' && value.entries.length > 0) {
		const entries = value.entries.flatMap(([key, one]): Array<readonly [string, Value]> => {
			const kept = pruned(one, keep, [...path, key]);
			return kept === undefined ? [] : [[key, kept]];
		});
		return entries.length === 0 ? undefined : { kind: 'object', entries };
	}
	if (value.kind === 'array' && value.items.length > 0) {
		return value.items.some((one, index) => pruned(one, keep, [...path, String(index)]))
			? value
			: undefined;
	}
	return keep.has(path.join('.')) ? value : undefined;
}

const SECRET = /key|token|secret|password|authorization/i;

/** Additional Fields for what has no field of its own, and what can't be sent at all. */
function additional(
	gateway: Gateway,
	body: Value,
	{ base, rest }: Candidate,
): { value?: Value; lost: string[] } {
	const place = additionalPlace(gateway, base.model);
	const names = [...rest.keys()];
	const isCarried = (name: string) =>
		name.startsWith(place) &&
		!name.startsWith(QUERY) &&
		!SECRET.test(name) &&
		rest.get(name)!.kind !== 'file';
	const kept = pruned(body, new Set(names.filter(isCarried)));
	const value = place
		.split('.')
		.filter(Boolean)
		.reduce<Value | undefined>(
			(tree, key) =>
				tree?.kind === 'object' ? tree.entries.find(([name]) => name === key)?.[1] : tree,
			kept,
		);
	return {
		...(value === undefined ? {} : { value }),
		lost: names.filter((name) => !isCarried(name)),
	};
}

/** Pictures of a form that come from a binary field. */
const fileIn = ({ rest }: Candidate): string | undefined => {
	const file = [...rest.values()].find(({ kind }) => kind === 'file');
	return file?.kind === 'file' ? file.field : undefined;
};

function modelParameter(
	gateway: Gateway,
	{ wire }: Original,
	{ base, isListed }: Candidate,
): Fields {
	const row = findModel(gateway, base.model);
	return isListed && row
		? { __rl: true, mode: 'list', value: row.id, cachedResultName: row.name }
		: { __rl: true, mode: 'id', value: toParameter(wire.model) };
}

/** What the panel would start with is set to the model's own default where the loop left it open. */
function openFormats(gateway: Gateway, { base, fields }: Candidate): Fields {
	const row = findModel(gateway, base.model);
	if (row === undefined) return {};
	const isOpen = (field: string) => !fields.has(field);
	return {
		...(hasField(row, 'durationSeconds') && isOpen('durationSeconds') ? { duration: '' } : {}),
		...(hasField(row, 'resolution') && isOpen('resolution') && base.resolution === undefined
			? { resolution: '' }
			: {}),
		...(Array.isArray(row.aspectRatios) && isOpen('aspectRatio') ? { aspectRatio: '' } : {}),
	};
}

const OWN_PARAMETERS: Readonly<Record<string, string>> = {
	prompt: 'prompt',
	durationSeconds: 'duration',
	resolution: 'resolution',
	aspectRatio: 'aspectRatio',
};

function fieldParameters({ base, fields }: Candidate, file: string | undefined) {
	const parameters: Record<string, unknown> = {};
	const options: Record<string, unknown> = {};
	for (const [field, value] of fields) {
		const stored = toParameter(value);
		if (Object.hasOwn(OWN_PARAMETERS, field)) parameters[OWN_PARAMETERS[field]!] = stored;
		else if (field === 'firstFrame') {
			Object.assign(parameters, { imageSource: 'url', imageUrl: stored });
		} else if (field === 'endFrame') {
			Object.assign(parameters, { endFrameSource: 'url', endFrameUrl: stored });
		} else options[field] = stored;
	}
	if (file !== undefined) {
		Object.assign(parameters, { imageSource: 'binary', imageBinaryProperty: file });
	}
	if (base.resolution !== undefined) parameters.resolution = base.resolution;
	return { parameters, options };
}

const DROPPED_HEADERS = /^(authorization|content-type|accept|x-api-key|prefer)$/i;

function notesOn(
	call: HttpCall,
	lost: readonly string[],
	extra: readonly string[],
	isFileKept: boolean,
): string[] {
	const headers = headersOf(call.node).filter((name) => !DROPPED_HEADERS.test(name));
	const isBatched = parameter(call.node, 'options.batching') !== undefined;
	const unsent = lost.filter((name) => !(isFileKept && name === 'input_reference'));
	return [
		...unsent.map(
			(name) => `${name.replace(QUERY, 'the query ')} of the request isn't carried over`,
		),
		...headers.map((name) => `the header ${name} isn't carried over`),
		...(isBatched
			? ["the batching of the request isn't carried over: see Options > Requests per Minute"]
			: []),
		...(extra.length === 0 ? [] : [`Submit Video also sends ${extra.join(', ')}`]),
	];
}

const VIDEO =
	/video|veo-?\d|sora|[ti]2v|seedance|hailuo|kling|runway|gen-?[34]|luma|ray-?2|pixverse|vidu|ltx/i;
const OTHER = /image$|edit$|t2i|i2i|flux|banana|upscale|speech|music|tts/i;

/** Whether a model that the tables lack is one for videos, as far as its name says. */
const isVideoModel = (id: string): boolean => VIDEO.test(id) && !OTHER.test(id);

const describes = ({ kind, ...value }: Value): string =>
	kind === 'literal' ? String((value as { value: unknown }).value) : JSON.stringify(value);

/** The parameters of Submit Video for a request, or why there are none. */
export function planSubmit(protocol: Protocol, call: HttpCall): SubmitPlan | { reason: string } {
	const gateway = findGateway(protocol.gateway)!;
	const body = bodyOf(call.node);
	if (body === undefined) return { reason: "the body of its request can't be read" };
	const wire = protocol.wireOf(call, body);
	const query = [...queryOf(call)].map(([name, value]) => [QUERY + name, value] as const);
	const leaves = new Map([...leavesOf(body).filter(([name]) => name !== ''), ...query]);
	const original = { wire, leaves };
	const best = nearest(gateway, original);
	const id = describes(wire.model);
	if (best === undefined)
		return { reason: `Submit Video can't send its request for the model ${id}` };
	if (!best.isListed && !protocol.onlyVideos && !isVideoModel(id)) {
		return { reason: `${id} isn't known to make videos` };
	}
	const file = fileIn(best);
	const { parameters, options } = fieldParameters(best, file);
	const { value: more, lost } = additional(gateway, body, best);
	const notes = notesOn(call, lost, best.extra, file !== undefined);
	const warning = protocol.warning?.(wire);
	if (!parameters.prompt) parameters.prompt = toParameter(literal(''));
	const all = { ...options, ...(more ? { additionalFields: toJsonParameter(more) } : {}) };
	return {
		gateway,
		model: best.isListed ? (findModel(gateway, best.base.model)?.name ?? id) : id,
		parameters: {
			gateway: gateway.id,
			model: modelParameter(gateway, original, best),
			...openFormats(gateway, best),
			...parameters,
			...(Object.keys(all).length === 0 ? {} : { options: all }),
		},
		notes: [...(warning === undefined ? [] : [warning]), ...notes],
		...(wire.baseUrl === undefined ? {} : { baseUrl: wire.baseUrl }),
	};
}
