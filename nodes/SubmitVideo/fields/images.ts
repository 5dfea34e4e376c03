import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { Gateway } from '../../../gateways/gateway';
import { pictureParameters, type PictureParameters } from '../pictureParameters';
import { forModels, valuesThatLack, type Accepts } from './shownFor';

/** The images of a request. Each is shown for the models that accept it. */

const NONE = { name: 'None', value: 'none' } as const;
const URL = { name: 'URL', value: 'url' } as const;
const BINARY = { name: 'Binary File', value: 'binary' } as const;

/** Where an image can come from. */
export const pictureSources = [NONE, URL, BINARY] as const;

const withReferences = gateways.filter(({ images }) => images.isReference).map(({ id }) => id);

const acceptsBytes = (gateway?: Gateway): boolean => gateway?.images.bytes !== 'refused';

const needsFirstFrame: Accepts = ({ firstFrame }) => firstFrame === 'required';
const acceptsFirstFrame: Accepts = ({ firstFrame = 'unsupported' }) => firstFrame !== 'unsupported';
const acceptsEndFrame: Accepts = ({ endFrame = false }) => endFrame !== false;
const acceptsReferences: Accepts = ({ subjectReferences }) => subjectReferences !== undefined;

/**
 * Where an image comes from. One field for all gateways, required only if its source says so: n8n treats every field
 * that depends on an expression as shown, and would report a missing one for each gateway that has none.
 */
function addressFields(
	{ label, source, url: name, example }: PictureParameters & { example: string },
	accepts: Accepts,
): INodeProperties[] {
	const field = {
		name,
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. https://example.com/${example}`,
	} as const;
	const model = valuesThatLack(accepts);
	return [
		{
			...field,
			displayName: `${label} URL`,
			displayOptions: {
				show: { [source]: ['url'] },
				hide: { gateway: withReferences, model },
			},
		},
		{
			...field,
			displayName: `${label} URL or File ID`,
			description:
				'Images at a URL are uploaded to your account first; a file ID is used as is',
			displayOptions: {
				show: { [source]: ['url'], gateway: withReferences },
				hide: { model },
			},
		},
	];
}

function pictureFields(
	name: PictureParameters & { example: string },
	description: string,
	{ accepts, needs = () => false }: { accepts: Accepts; needs?: Accepts },
): INodeProperties[] {
	const { label } = name;
	const source = (gateway: Gateway | undefined, isNeeded: boolean) => ({
		displayName: label,
		name: name.source,
		type: 'options' as const,
		options: [...(isNeeded ? [] : [NONE]), ...(acceptsBytes(gateway) ? [URL, BINARY] : [URL])],
		default: isNeeded ? 'url' : 'none',
		description: acceptsBytes(gateway)
			? description
			: `${description}. This gateway accepts images by URL only.`,
	});
	return [
		...forModels(needs, (gateway) => source(gateway, true), null),
		...forModels(
			(model) => accepts(model) && !needs(model),
			(gateway) => source(gateway, false),
			accepts,
		),
		...addressFields(name, accepts),
		{
			displayName: `${label} Input Field`,
			name: name.bytes,
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input binary field that contains the image',
			displayOptions: {
				show: { [name.source]: ['binary'] },
				hide: { model: valuesThatLack(accepts) },
			},
		},
	];
}

export const imageFields: INodeProperties[] = [
	...pictureFields(
		{ ...pictureParameters.firstFrame, example: 'first-frame.jpg' },
		'The image the video starts with, or the character it shows',
		{ accepts: acceptsFirstFrame, needs: needsFirstFrame },
	),
	...pictureFields(
		{ ...pictureParameters.endFrame, example: 'last-frame.jpg' },
		'The image the video ends with',
		{ accepts: acceptsEndFrame },
	),
];

const references = pictureParameters.subjectReferences;

/** More images, which few models accept. */
export const referenceFields: INodeProperties[] = [
	...forModels(acceptsReferences, () => ({
		displayName: references.label,
		name: references.url,
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image' },
		default: [],
		placeholder: 'e.g. https://example.com/character.jpg',
		description:
			'More images of the character or subject, as URLs or, if the gateway supports them, file IDs',
	})),
	...forModels(acceptsReferences, (gateway) =>
		acceptsBytes(gateway)
			? {
					displayName: 'Subject Reference Input Fields',
					name: references.bytes,
					type: 'string',
					default: '',
					placeholder: 'e.g. face,profile',
					hint: 'The names of the input binary fields that contain the images, separated by commas',
				}
			: undefined,
	),
];
