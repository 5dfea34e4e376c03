import { isExpression } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway, ImageInput, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { canWakeExecution } from '../../../gateways/request/callbacks';
import { compact } from '../../../gateways/compact';
import { findModel, modelRow, resolveModel } from '../../../gateways/request/models';
import { readFileField } from '../../shared/files';
import type { Item } from '../../shared/item';
import { nodeOf } from '../../shared/nodeContext';
import { splitAddresses } from '../../shared/splitAddresses';
import { readText } from '../../shared/values';
import { readWakeUpAddress } from '../../shared/wakeUpAddress';
import { pictureParameters } from '../pictureParameters';
import { readBinaryPicture, readPicture, readReference } from './readPictures';
import type { SubmitOptions } from './readOptions';
import { readAspectRatio, readResolution } from './size';

/** The address for the gateway to call, from Callback URL or Wake This Execution. */
function readCallbackUrl(item: Item, gateway: Gateway, options: SubmitOptions): string | undefined {
	const { callbackUrl } = options;
	if (!options.wakeExecution || !canWakeExecution(gateway)) return callbackUrl;
	if (callbackUrl !== undefined) {
		throw item.fail({
			code: 'callback',
			gateway: gateway.id,
			field: 'callbackUrl',
			title: "'Callback URL' and 'Wake This Execution' are both set, but a gateway calls only one address",
			fix: 'Remove one of them.',
		});
	}
	return readWakeUpAddress(item);
}

/**
 * Whether the model is one that nobody chose: if the gateway comes from the item, the panel's untouched Model is the
 * default of whichever gateway n8n shows first. Several gateways sell the same one under the same ID, so that a model
 * that somebody has set isn't taken for that.
 */
function isOthersDefault(gateway: Gateway, model: string, { context }: Item): boolean {
	const { gateway: from, model: set } = nodeOf(context).parameters;
	const isSet = typeof from === 'string' && !isExpression(from);
	const value = (set as { value?: unknown } | undefined)?.value ?? set;
	return (
		!isSet &&
		!isExpression(value) &&
		gateways.some(({ defaultModel }) => defaultModel === model) &&
		findModel(gateway, model) === undefined
	);
}

/** At whichever gateway: where it is the wrong one, the message names the reference alone. */
const startsPicture = (part: string): boolean =>
	/^(https?|data):/i.test(part) || gateways.some(({ images }) => images.isReference?.(part));

/** The images of the subject: those by address or file ID, then those in binary fields. */
async function readReferences(item: Item, gateway: Gateway): Promise<ImageInput[]> {
	const { params } = item;
	const names = pictureParameters.subjectReferences;
	const references = params
		.list(names.url, {
			label: names.label,
			each: readText,
			split: (text) => splitAddresses(text, startsPicture),
		})
		.map((text, index) =>
			readReference(item, gateway, {
				text,
				label: `Subject Reference ${index + 1}`,
				field: names.url,
			}),
		);
	const fieldLabel = 'Subject Reference Input Fields';
	const properties = params.list(names.bytes, {
		label: fieldLabel,
		each: readFileField,
		fix: 'Set it to the names of binary fields, such as face,profile.',
	});
	for (const property of properties) {
		const label = `Subject Reference ${references.length + 1}`;
		references.push(
			await readBinaryPicture(item, property, {
				label,
				fieldLabel,
				field: names.bytes,
			}),
		);
	}
	return references;
}

/** The model that the parameters name, not yet looked up. */
function readModel(gateway: Gateway, item: Item): string {
	const chosen = item.params.text('model', {
		label: 'Model',
		fix: `Set it to the ID of a model, such as ${gateway.defaultModel}.`,
	});
	return chosen === undefined || isOthersDefault(gateway, chosen, item)
		? gateway.defaultModel
		: chosen;
}

/**
 * Longest video that anybody can mean, in seconds; models have their own, far lower limits. A spreadsheet turns 6/10
 * into a date, which arrives as the number of that day, 46183: such a length must not reach a model whose limits aren't
 * known.
 */
const LONGEST_SECONDS = 3600;

/** The length, size and shape. */
function readFormat(
	{ params }: Item,
	model: VideoModel | undefined,
): Pick<VideoRequest, 'durationSeconds' | 'resolution' | 'aspectRatio'> {
	const durationSeconds = params.number('duration', {
		label: 'Duration (Seconds)',
		unit: 'seconds',
		least: 0,
		most: LONGEST_SECONDS,
	});
	const resolution = { label: 'Resolution', fix: 'Set it to a size such as 1080p.' };
	const ratio = { label: 'Aspect Ratio', fix: 'Set it to a ratio such as 16:9.' };
	return compact({
		// 0 means the model's own length.
		durationSeconds: durationSeconds === 0 ? undefined : durationSeconds,
		resolution: params.by('resolution', readResolution, { ...resolution, model }),
		aspectRatio: params.by('aspectRatio', readAspectRatio, { ...ratio, model }),
	});
}

/** The images that the video begins and ends with. */
async function readFrames(
	item: Item,
	gateway: Gateway,
): Promise<Pick<VideoRequest, 'firstFrame' | 'endFrame'>> {
	const firstFrame = await readPicture(item, gateway, pictureParameters.firstFrame);
	const endFrame = await readPicture(item, gateway, pictureParameters.endFrame);
	return compact({ firstFrame, endFrame });
}

/** The request that the node's parameters describe for one item. A key is there only if the user set it. */
export async function readRequest(
	item: Item,
	gateway: Gateway,
	options: SubmitOptions,
): Promise<VideoRequest> {
	const model = readModel(gateway, item);
	const references = await readReferences(item, gateway);
	const request = compact<VideoRequest>({
		model,
		prompt: item.params.text('prompt', { label: 'Prompt', verbatim: true }) ?? '',
		...(await readFrames(item, gateway)),
		subjectReferences: references.length > 0 ? references : undefined,
		...readFormat(item, modelRow(gateway, model)),
		inputs: options.inputs,
		callbackUrl: readCallbackUrl(item, gateway, options),
		callbackReference: options.callbackReference,
		additionalFields: options.additionalFields,
	});
	return { ...request, model: resolveModel(gateway, request) };
}
