import type { IExecuteFunctions } from 'n8n-workflow';

import { gateways } from '../../gateways';
import type { Gateway, ImageInput, VideoModel, VideoRequest } from '../../gateways/gateway';
import { canWakeExecution } from '../../gateways/request/callbacks';
import { compact } from '../../gateways/answer/jobs';
import { findModel, describeModel, resolveModel } from '../../gateways/request/models';
import { userError } from '../shared/errors';
import { readGatewayChoice } from '../shared/gatewayChoice';
import { readBinaryPicture, readPicture, readReference, type PictureFields } from './deliverImages';
import { readParameters, type Parameters } from '../shared/parameters';
import { readText } from '../shared/values';
import { readWakeUpAddress } from '../shared/wakeUpAddress';
import type { SubmitOptions } from './readOptions';
import { readAspectRatio, readResolution } from './size';

/** The gateway of an item. */
export function readGateway(context: IExecuteFunctions, itemIndex: number): Gateway {
	const gateway = readParameters(context, itemIndex).by('gateway', readGatewayChoice, {
		label: 'Gateway',
	});
	if (gateway) return gateway;
	const names = gateways.map(({ label }) => label).join(', ');
	throw userError(context, itemIndex, `'Gateway' is empty. Set it to one of: ${names}.`);
}

/** The address that the gateway shall call, by Callback URL or by Wake This Execution. */
function readCallbackUrl(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	options: SubmitOptions,
): string | undefined {
	const { callbackUrl } = options;
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
		findModel(gateway, model) === undefined
	);
}

/** Pictures in one text: an address may hold commas, so it ends only where another one begins. */
const BETWEEN_PICTURES = /[\r\n]+|[,;\s]+(?=(?:https?:|data:|user:))/i;

/** The pictures of the subject: those by address or file ID, then those in binary fields. */
async function readReferences(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	parameters: Parameters,
): Promise<ImageInput[]> {
	const references = parameters
		.list('subjectReferences', {
			label: 'Subject References',
			each: readText,
			separator: BETWEEN_PICTURES,
		})
		.map((text, index) =>
			readReference(context, itemIndex, gateway, {
				text,
				label: `Subject Reference ${index + 1}`,
			}),
		);
	const fieldLabel = 'Subject Reference Input Fields';
	const properties = parameters.list('subjectReferenceBinaryProperties', {
		label: fieldLabel,
		each: readText,
		fix: 'Set it to the names of binary fields, such as face,profile.',
	});
	for (const property of properties) {
		const label = `Subject Reference ${references.length + 1}`;
		references.push(await readBinaryPicture(context, itemIndex, property, label, fieldLabel));
	}
	return references;
}

/** The model that the parameters name, not yet looked up. */
function readModel(gateway: Gateway, parameters: Parameters): string {
	const chosen = parameters.text('model', {
		label: 'Model',
		fix: `Set it to the ID of a model, such as ${gateway.defaultModel}.`,
	});
	return chosen === undefined || isOthersDefault(gateway, chosen) ? gateway.defaultModel : chosen;
}

/**
 * Longest video that anybody can mean, in seconds; models have limits of their own far below. A spreadsheet makes a date
 * of 6/10, which arrives as the number of that day, 46183: no such length may reach a model whose limits aren't known.
 */
const LONGEST_SECONDS = 3600;

/** The length, size and shape. */
function readFormat(
	parameters: Parameters,
	model: VideoModel | undefined,
): Pick<VideoRequest, 'durationSeconds' | 'resolution' | 'aspectRatio'> {
	const durationSeconds = parameters.number('duration', {
		label: 'Duration (Seconds)',
		unit: 'seconds',
		least: 0,
		most: LONGEST_SECONDS,
	});
	const resolution = { label: 'Resolution', fix: 'Set it to a size such as 1080p.' };
	const ratio = { label: 'Aspect Ratio', fix: 'Set it to a ratio such as 16:9.' };
	return compact({
		// 0 stands for the model's own length.
		durationSeconds: durationSeconds === 0 ? undefined : durationSeconds,
		resolution: parameters.by('resolution', readResolution, { ...resolution, model }),
		aspectRatio: parameters.by('aspectRatio', readAspectRatio, { ...ratio, model }),
	});
}

/** The request that the node's parameters describe for one item. A key is there only where the user set something. */
export async function readRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	gateway: Gateway,
	options: SubmitOptions,
): Promise<VideoRequest> {
	const parameters = readParameters(context, itemIndex);
	const model = readModel(gateway, parameters);
	const references = await readReferences(context, itemIndex, gateway, parameters);
	const picture = (fields: PictureFields) =>
		readPicture(context, itemIndex, gateway, parameters, fields);
	const request = compact<VideoRequest>({
		model,
		prompt: parameters.text('prompt', { label: 'Prompt', verbatim: true }) ?? '',
		firstFrame: await picture({
			label: 'Image',
			source: 'imageSource',
			url: 'imageUrl',
			binary: 'imageBinaryProperty',
		}),
		endFrame: await picture({
			label: 'End Frame',
			source: 'endFrameSource',
			url: 'endFrameUrl',
			binary: 'endFrameBinaryProperty',
		}),
		subjectReferences: references.length > 0 ? references : undefined,
		...readFormat(parameters, describeModel(gateway, model)),
		cameraMovement: options.cameraMovement,
		promptOptimizer: options.promptOptimizer,
		fastPretreatment: options.fastPretreatment,
		watermark: options.watermark,
		callbackUrl: readCallbackUrl(context, itemIndex, gateway, options),
		callbackReference: options.callbackReference,
		account: options.account,
		maxJobs: options.maxJobs,
		blocking: options.blocking || undefined,
		additionalFields: options.additionalFields,
	});
	return { ...request, model: resolveModel(gateway, request) };
}
