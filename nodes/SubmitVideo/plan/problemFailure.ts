import type {
	Gateway,
	ImageInput,
	PictureField,
	RequestProblem,
	VideoRequest,
} from '../../../gateways/gateway';
import { failureText, type Failure } from '../../shared/failure';
import { problemText } from '../../shared/sentences/problems';
import { pictureParameters } from '../pictureParameters';

/** What is wrong with a request, as the failure of an item: with the parameter that the user has to change. Pure. */

const isPicture = (field: string): field is PictureField => Object.hasOwn(pictureParameters, field);

function pictureIn(
	{ firstFrame, endFrame, subjectReferences }: VideoRequest,
	field: PictureField,
	index = 0,
): ImageInput | undefined {
	const pictures = { firstFrame, endFrame, subjectReferences: subjectReferences?.[index] };
	return pictures[field];
}

/** The name of the parameter that a field of a request is read from. Declared inputs are named by their keys. */
export function parameterOf(
	{ field, index }: Pick<RequestProblem, 'field' | 'index'>,
	request: VideoRequest,
): string {
	if (field === 'durationSeconds') return 'duration';
	if (!isPicture(field)) return field;
	const { source, url, bytes } = pictureParameters[field];
	const picture = pictureIn(request, field, index);
	if (picture === undefined) return source;
	return picture.kind === 'bytes' ? bytes : url;
}

/** The failure of a request with problems. The first one is the headline. */
export function problemFailure(
	problems: readonly [RequestProblem, ...RequestProblem[]],
	{ gateway, request }: { gateway: Gateway; request: VideoRequest },
): Failure {
	const [first, ...others] = problems;
	const text = (problem: RequestProblem) =>
		problemText(problem, { gateway, model: request.model });
	const { title, fix } = text(first);
	return {
		code: first.code,
		gateway: gateway.id,
		field: parameterOf(first, request),
		title,
		fix: [fix, ...others.map((problem) => failureText(text(problem)))].join(' '),
	};
}
