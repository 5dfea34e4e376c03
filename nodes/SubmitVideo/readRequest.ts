import type { IExecuteFunctions } from 'n8n-workflow';

import { findGateway, gateways } from '../../gateways';
import type { Gateway, ImageInput, VideoRequest } from '../../gateways/gateway';
import { canWakeExecution } from '../../gateways/callbacks';
import { known } from '../../gateways/jobs';
import { resolveModel } from '../../gateways/models';
import { userError } from '../shared/errors';
import { readBinaryPicture, readPicture, readReference } from '../shared/images';
import { readWakeUpAddress } from '../shared/wakeUpAddress';
import type { SubmitOptions } from './readOptions';

/** The gateway of an item. */
export function readGateway(context: IExecuteFunctions, itemIndex: number): Gateway {
	const id = context.getNodeParameter('gateway', itemIndex);
	const gateway = findGateway(id);
	if (!gateway) {
		const names = gateways.map((one) => one.id).join(', ');
		throw userError(
			context,
			itemIndex,
			`Gateway "${String(id)}" is not known. Set Gateway to one of: ${names}.`,
		);
	}
	return gateway;
}

const text = (value: unknown): string | undefined => {
	const words = value === undefined || value === null ? '' : String(value);
	return words === '' ? undefined : words;
};

function readAdditionalFields(
	context: IExecuteFunctions,
	itemIndex: number,
	value: SubmitOptions['additionalFields'],
): Record<string, unknown> | undefined {
	let fields: unknown = value;
	if (typeof value === 'string') {
		if (value.trim() === '') return undefined;
		try {
			fields = JSON.parse(value);
		} catch (error) {
			throw userError(
				context,
				itemIndex,
				`Additional Fields is no valid JSON (${(error as Error).message}). Write it like {"seed": 7}.`,
			);
		}
	}
	if (fields === undefined) return undefined;
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
		throw userError(
			context,
			itemIndex,
			'Additional Fields must be a JSON object, like {"seed": 7}.',
		);
	}
	return Object.keys(fields).length > 0 ? { ...fields } : undefined;
}

function readDuration(context: IExecuteFunctions, itemIndex: number): number | undefined {
	const value = context.getNodeParameter('duration', itemIndex, '') as unknown;
	const words = text(value);
	if (words === undefined || words === '0') return undefined;
	const seconds = Number(words);
	if (!Number.isFinite(seconds)) {
		throw userError(
			context,
			itemIndex,
			`Duration is "${words}", which is no number. Set it to a number of seconds.`,
		);
	}
	return seconds;
}

/** From the list, or from an expression that gives one or several of its words. */
function readCamera({ cameraMovement = [] }: SubmitOptions): string[] | undefined {
	const commands = (Array.isArray(cameraMovement) ? cameraMovement : [cameraMovement])
		.map(text)
		.filter((command) => command !== undefined);
	return commands.length > 0 ? commands : undefined;
}

/** The address that the gateway shall call, by Callback URL or by Wake This Execution. */
function readCallbackUrl(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	options: SubmitOptions,
): string | undefined {
	const callbackUrl = text(options.callbackUrl);
	if (!options.wakeExecution || !canWakeExecution(gateway)) return callbackUrl;
	if (callbackUrl !== undefined) {
		throw userError(
			context,
			itemIndex,
			'Callback URL and Wake This Execution are both set, and a gateway calls one address. Remove one of them.',
		);
	}
	return readWakeUpAddress(context, itemIndex);
}

/**
 * Whether the model is one that nobody chose: with the gateway taken from the item, the panel's untouched Model is
 * the default of whichever gateway n8n shows first.
 */
function isOthersDefault(gateway: Gateway, model: string): boolean {
	return (
		gateways.some(({ defaultModel }) => defaultModel === model) &&
		!gateway.models.some(({ id }) => id === model)
	);
}

/** The pictures of the subject: those by address or file ID, then those in binary fields. */
async function readReferences(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
): Promise<ImageInput[]> {
	const references = (context.getNodeParameter('subjectReferences', itemIndex, []) as unknown[])
		.map(text)
		.filter((reference) => reference !== undefined)
		.map((reference) => readReference(gateway, reference));
	const properties = String(
		context.getNodeParameter('subjectReferenceBinaryProperties', itemIndex, '') ?? '',
	)
		.split(',')
		.map((property) => property.trim())
		.filter((property) => property !== '');
	for (const property of properties) {
		const label = `Subject Reference ${references.length + 1}`;
		references.push(
			await readBinaryPicture(
				context,
				itemIndex,
				property,
				label,
				'Subject Reference Input Fields',
			),
		);
	}
	return references;
}

/** The request that the node's parameters describe for one item. A key is there only where the user set something. */
export async function readRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	options: SubmitOptions,
): Promise<VideoRequest> {
	const read = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	const chosen = text(
		context.getNodeParameter('model', itemIndex, gateway.defaultModel, { extractValue: true }),
	);
	const model =
		chosen === undefined || isOthersDefault(gateway, chosen) ? gateway.defaultModel : chosen;
	const references = await readReferences(context, itemIndex, gateway);
	const request = known<VideoRequest>({
		model,
		prompt: String(read('prompt') ?? ''),
		firstFrame: await readPicture(context, itemIndex, gateway, {
			label: 'Image',
			source: 'imageSource',
			url: 'imageUrl',
			binary: 'imageBinaryProperty',
		}),
		endFrame: await readPicture(context, itemIndex, gateway, {
			label: 'End Frame',
			source: 'endFrameSource',
			url: 'endFrameUrl',
			binary: 'endFrameBinaryProperty',
		}),
		subjectReferences: references.length > 0 ? references : undefined,
		durationSeconds: readDuration(context, itemIndex),
		resolution: text(read('resolution')),
		aspectRatio: text(read('aspectRatio')),
		cameraMovement: readCamera(options),
		promptOptimizer: options.promptOptimizer,
		fastPretreatment: options.fastPretreatment,
		watermark: options.watermark,
		callbackUrl: readCallbackUrl(context, itemIndex, gateway, options),
		callbackReference: text(options.callbackReference),
		account: text(options.account),
		maxJobs: options.maxJobs,
		blocking: options.blocking || undefined,
		additionalFields: readAdditionalFields(context, itemIndex, options.additionalFields),
	});
	return { ...request, model: resolveModel(gateway, request) };
}
