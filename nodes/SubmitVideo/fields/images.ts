import type { INodeProperties } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import { modelIds } from './model';

/** The pictures of a request. Each is hidden for the models that take none. */

const withReferences = gateways.filter(({ images }) => images.isReference).map(({ id }) => id);
const urlOnly = gateways.filter(({ images }) => images.bytes === 'refused').map(({ id }) => id);

const textOnly = modelIds((model) => (model.firstFrame ?? 'unsupported') === 'unsupported');
const needsImage = modelIds((model) => model.firstFrame === 'required');
const noEndFrame = modelIds((model) => !model.endFrame);
const noReferences = modelIds((model) => model.subjectReferences === undefined);

const NONE = { name: 'None', value: 'none' };
const URL = { name: 'URL', value: 'url' };
const BINARY = { name: 'Binary File', value: 'binary' };

function addressField(
	name: string,
	displayName: string,
	source: string,
	hidden: string[],
): INodeProperties[] {
	const field = {
		name,
		type: 'string',
		default: '',
		required: true,
	} as const;
	return [
		{
			...field,
			displayName,
			placeholder: 'e.g. https://example.com/first-frame.jpg',
			displayOptions: {
				show: { [source]: ['url'] },
				hide: { gateway: withReferences, model: hidden },
			},
		},
		{
			...field,
			displayName: `${displayName} or File ID`,
			placeholder: 'e.g. https://example.com/first-frame.jpg',
			description: 'An address is uploaded to your account first; a file ID is used as it is',
			displayOptions: {
				show: { [source]: ['url'], gateway: withReferences },
				hide: { model: hidden },
			},
		},
	];
}

function pictureFields(
	prefix: { source: string; url: string; binary: string },
	label: string,
	description: string,
	hidden: string[],
): INodeProperties[] {
	return [
		{
			displayName: label,
			name: prefix.source,
			type: 'options',
			options: [NONE, URL, BINARY],
			default: 'none',
			description,
			displayOptions: { hide: { model: hidden, gateway: urlOnly } },
		},
		{
			displayName: label,
			name: prefix.source,
			type: 'options',
			options: [NONE, URL],
			default: 'none',
			description: `${description}. This gateway takes images by URL only.`,
			displayOptions: { show: { gateway: urlOnly }, hide: { model: hidden } },
		},
		...addressField(prefix.url, `${label} URL`, prefix.source, hidden),
		{
			displayName: `${label} Input Field`,
			name: prefix.binary,
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input binary field that holds the image',
			displayOptions: { show: { [prefix.source]: ['binary'] }, hide: { model: hidden } },
		},
	];
}

export const imageFields: INodeProperties[] = [
	...pictureFields(
		{ source: 'imageSource', url: 'imageUrl', binary: 'imageBinaryProperty' },
		'Image',
		'The picture that the video starts with, or the character it shows',
		textOnly,
	),
	{
		displayName: 'This model needs an image',
		name: 'imageNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { model: needsImage, imageSource: ['none'] } },
	},
	...pictureFields(
		{ source: 'endFrameSource', url: 'endFrameUrl', binary: 'endFrameBinaryProperty' },
		'End Frame',
		'The picture that the video ends with',
		noEndFrame,
	),
];

/** More pictures, which few models take. */
export const referenceFields: INodeProperties[] = [
	{
		displayName: 'Subject References',
		name: 'subjectReferences',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Picture' },
		default: [],
		placeholder: 'e.g. https://example.com/character.jpg',
		description:
			'More pictures of the character or subject: addresses, or file IDs where the gateway has them',
		displayOptions: { hide: { model: noReferences } },
	},
	{
		displayName: 'Subject Reference Input Fields',
		name: 'subjectReferenceBinaryProperties',
		type: 'string',
		default: '',
		placeholder: 'e.g. face,profile',
		hint: 'The names of input binary fields that hold such pictures, separated by commas',
		displayOptions: { hide: { model: noReferences, gateway: urlOnly } },
	},
];
