import type { PictureField } from '../../gateways/gateway';

/** The parameters of a picture: where it comes from, its address, and its binary field. */
export interface PictureParameters {
	/** As the panel shows it. */
	label: string;
	source: string;
	url: string;
	bytes: string;
}

/** By the field of the request that they are read into. */
export const pictureParameters: Readonly<Record<PictureField, PictureParameters>> = {
	firstFrame: {
		label: 'Image',
		source: 'imageSource',
		url: 'imageUrl',
		bytes: 'imageBinaryProperty',
	},
	endFrame: {
		label: 'End Frame',
		source: 'endFrameSource',
		url: 'endFrameUrl',
		bytes: 'endFrameBinaryProperty',
	},
	subjectReferences: {
		label: 'Subject References',
		source: 'subjectReferences',
		url: 'subjectReferences',
		bytes: 'subjectReferenceBinaryProperties',
	},
};
