import { gateways } from '../../../gateways';
import { checkRequest } from '../../../gateways/request/checks';
import type {
	Fault,
	Gateway,
	ImageInput,
	RequestField,
	RequestProblem,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';
import { listFormats } from '../../../gateways/request/models';
import { leastRequest } from './bench';
import { png } from './images';

/** Every model of every gateway, but the rows that stand for another. */
export const models = gateways.flatMap((gateway) =>
	gateway.models
		.filter((model) => !model.resolve)
		.map((model) => ({ name: `${gateway.label}, ${model.id}`, gateway, model })),
);

/** The models with one of these values. */
export const only = <Key extends keyof VideoModel>(
	key: Key,
	values: ReadonlyArray<VideoModel[Key]>,
) => models.filter(({ model }) => values.includes(model[key]));

/** An image at an address. */
export const url = (address: string): ImageInput => ({ kind: 'url', url: address });
/** An image that an account at useapi.net has. */
export const fileOf = (account: string, file = 1): ImageInput => ({
	kind: 'reference',
	reference: `user:1-minimax:${account}-file:${file}`,
});
/** A PNG of this size. */
export const pngBytes = (width = 1280, height = 720): ImageInput => ({
	kind: 'bytes',
	bytes: png(width, height),
	mimeType: 'image/png',
});

/** That there is a problem of this field with these facts. How it reads: test/unit/nodes/sentences.test.ts. */
export function expectProblem(problems: RequestProblem[], field: RequestField, fault: Fault): void {
	expect(problems).toContainEqual({ field, ...fault });
}

/** The fields that have a problem. */
export const fieldsOf = (problems: RequestProblem[]): RequestField[] =>
	problems.map(({ field }) => field);

/** The values that the rows of a model have for one of their fields, each once. */
export function offeredBy<Key extends 'durationSeconds' | 'resolution'>(
	model: VideoModel,
	key: Key,
) {
	return [...new Set(listFormats(model).map((row) => row[key]!))];
}

/** The problems of the least request with these fields. */
export const problemsOf = (gateway: Gateway, model: VideoModel, fields: Partial<VideoRequest>) =>
	checkRequest(gateway, { ...leastRequest(gateway, model), ...fields });
