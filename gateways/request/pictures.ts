import type { ImageInput, PictureField, VideoRequest } from '../gateway';

/** One picture of a request, and where it belongs. */
export interface Picture {
	image: ImageInput;
	field: PictureField;
	/** Which one of several, from 0. */
	index?: number;
}

/** The pictures of a request, in the order in which a gateway gets them: the first frame decides where others go. */
export function listPictures({
	firstFrame,
	endFrame,
	subjectReferences = [],
}: Pick<VideoRequest, PictureField>): Picture[] {
	return [
		...(firstFrame ? [{ image: firstFrame, field: 'firstFrame' as const }] : []),
		...(endFrame ? [{ image: endFrame, field: 'endFrame' as const }] : []),
		...subjectReferences.map((image, index) => ({
			image,
			field: 'subjectReferences' as const,
			index,
		})),
	];
}

/** The request with another picture in one place. */
export function withPicture(
	request: VideoRequest,
	{ field, index = 0 }: Pick<Picture, 'field' | 'index'>,
	image: ImageInput,
): VideoRequest {
	return field === 'subjectReferences'
		? { ...request, subjectReferences: (request.subjectReferences ?? []).with(index, image) }
		: { ...request, [field]: image };
}

/** The request with every picture as `change` makes it. */
export function mapPictures(
	request: VideoRequest,
	change: (picture: Picture) => ImageInput,
): VideoRequest {
	return listPictures(request).reduce(
		(changed, picture) => withPicture(changed, picture, change(picture)),
		request,
	);
}
