import type { RequestProblem, VideoModel, VideoRequest } from '../../gateway';
import { referenceAudio, referenceVideos } from '../../inputs';
import { inputValue, isSet } from '../../request/inputs';
import { listPictures } from '../../request/pictures';

/** What the pages of single models rule out. */

/** h3-max.json: "Reference images, videos and audio clips must add up to at most 12 files." */
const MOST_FILES = 12;

function checkFiles(request: VideoRequest): RequestProblem[] {
	const addresses = [referenceAudio, referenceVideos].flatMap(
		({ key }) => inputValue<readonly string[]>(request, key) ?? [],
	);
	const count = addresses.length + (request.subjectReferences ?? []).length;
	const others = ['subjectReferences', referenceVideos.key];
	return count > MOST_FILES
		? [{ field: referenceAudio.key, code: 'tooMany', count, most: MOST_FILES, with: others }]
		: [];
}

/** `adaptive` follows a picture or a reference. */
function checkAdaptive(request: VideoRequest): RequestProblem[] {
	const { aspectRatio: value } = request;
	const hasMaterial = listPictures(request).length > 0 || isSet(request, referenceVideos.key);
	return value === 'adaptive' && !hasMaterial
		? [{ field: 'aspectRatio', code: 'needsPicture', value }]
		: [];
}

/** h3-lite: "Reference generation requires a concrete aspect ratio." */
function checkRatio(request: VideoRequest, { aspectRatios }: VideoModel): RequestProblem[] {
	const field = ['subjectReferences', referenceVideos.key].find((one) => isSet(request, one));
	return field !== undefined && request.aspectRatio === undefined && Array.isArray(aspectRatios)
		? [{ field, code: 'onlyWith', other: 'aspectRatio', values: aspectRatios as string[] }]
		: [];
}

const checks: Readonly<
	Record<string, (request: VideoRequest, model: VideoModel) => RequestProblem[]>
> = {
	'minimax/h3': checkAdaptive,
	'minimax/h3-max': (request) => [...checkAdaptive(request), ...checkFiles(request)],
	'minimax/h3-lite': checkRatio,
};

/** What the page of the model rules out, and what all pages do: references are links. */
export function check(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const problems = Object.hasOwn(checks, model.id) ? checks[model.id]!(request, model) : [];
	const { subjectReferences = [] } = request;
	return subjectReferences.some(({ kind }) => kind === 'bytes')
		? [...problems, { field: 'subjectReferences', code: 'bytesRefused' }]
		: problems;
}
