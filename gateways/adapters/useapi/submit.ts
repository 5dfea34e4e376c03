import { readAnswer } from '../../answer/answers';
import { compact } from '../../compact';
import { imageText } from '../../bytes/imageText';
import type {
	Call,
	GatewayInput,
	ImageInput,
	RequestField,
	RequestProblem,
	VideoJob,
	VideoModel,
	VideoRequest,
} from '../../gateway';
import { withAdditionalFields } from '../../request/additionalFields';
import { usersReference } from '../../request/callbacks';
import { declaredInputs, inputValue, wireInputs } from '../../request/inputs';
import { findFormat, findModel } from '../../request/models';
import { listPictures } from '../../request/pictures';
import { errors } from './jobs';
import { models, unlistedModels } from './models';
import { createAnswer, fileAnswer } from './wire';

/** Submitting a video, and the pictures that go ahead of it. Pages: post-minimax-videos-create, post-minimax-files. */

/** The longest replyUrl and replyRef, in characters. */
const REPLY_LIMIT = 1024;

/** A file of one account: `user:<user>-minimax:<account>-file:<file>`. */
const fileId = /^user:.+-minimax:(.+)-file:.+$/;

/** Whether a text is a file that an account has. */
export const isFileId = (text: string): boolean => fileId.test(text);

const account: GatewayInput = {
	key: 'account',
	label: 'Account',
	type: 'text',
	placeholder: 'e.g. 987654321',
	description:
		'Which of your hailuoai.video accounts to use. Leave empty to use any, or the one that has the image.',
	wire: false,
	alsoFor: ['list', 'balance'],
	alsoForDescription:
		'Which of your hailuoai.video accounts to look up. Leave empty if you have only one.',
};

const maxJobs: GatewayInput = {
	key: 'maxJobs',
	label: 'Max Jobs',
	type: 'number',
	whole: true,
	least: 1,
	most: 10,
	default: 1,
	description: "How many videos the account's plan can generate at a time",
};

/** What useapi.net alone has: the user's accounts at hailuoai.video. */
export const inputs: readonly GatewayInput[] = [account, maxJobs];

/** The account that the user named; undefined for any, or the only one. */
export const namedAccount = (request: Pick<VideoRequest, 'inputs'>): string | undefined =>
	inputValue<string>(request, account.key) || undefined;

/** The accounts whose files the request's pictures are. */
const accountsOfPictures = (request: VideoRequest): string[] =>
	listPictures(request).flatMap(({ image }) =>
		image.kind === 'reference' ? (fileId.exec(image.reference)?.[1] ?? []) : [],
	);

/** A file belongs to one account, so a request goes to the account of its pictures. */
export const accountFor = (request: VideoRequest): string | undefined =>
	namedAccount(request) ?? accountsOfPictures(request)[0];

function checkLength(field: RequestField, text: string | undefined): RequestProblem[] {
	return text !== undefined && text.length > REPLY_LIMIT
		? [{ field, code: 'tooLong', length: text.length, most: REPLY_LIMIT, whose: 'gateway' }]
		: [];
}

/** What the model table doesn't cover. */
export function check(request: VideoRequest, model: VideoModel): RequestProblem[] {
	const { callbackUrl, callbackReference, firstFrame, subjectReferences = [] } = request;
	const problems = [
		...checkLength('callbackUrl', callbackUrl),
		...checkLength('callbackReference', callbackReference),
	];
	const addsToFirst = model.subjectReferences !== undefined && subjectReferences.length > 0;
	if (addsToFirst && firstFrame === undefined) {
		problems.push({ field: 'firstFrame', code: 'missing', for: 'subjectReferences' });
	}
	const named = namedAccount(request);
	const accounts = [...new Set([...(named ? [named] : []), ...accountsOfPictures(request)])];
	if (accounts.length > 1) {
		problems.push({ field: 'firstFrame', code: 'differentAccounts', accounts });
	}
	return problems;
}

const table = { models, unlistedModels };

/** `options` for Hailuo, Sora and Veo; `resolution` and `duration` for Seedance. */
function lengthAndSize(request: VideoRequest): Record<string, unknown> {
	if (request.durationSeconds === undefined && request.resolution === undefined) return {};
	const option = findFormat(findModel(table, request.model), request)?.option;
	return option === undefined
		? { resolution: request.resolution, duration: request.durationSeconds }
		: { options: option };
}

function submitBody(request: VideoRequest): Record<string, unknown> {
	const more = (request.subjectReferences ?? []).map((image, index) => [
		`fileID${index + 2}`,
		imageText(image),
	]);
	const rows = declaredInputs({ ...table, inputs }, request.model);
	return withAdditionalFields(
		compact<Record<string, unknown>>({
			account: accountFor(request),
			prompt: request.prompt.trim() === '' ? undefined : request.prompt,
			...wireInputs(rows, request),
			fileID: imageText(request.firstFrame),
			...Object.fromEntries(more),
			end_frame_fileID: imageText(request.endFrame),
			model: request.model,
			...lengthAndSize(request),
			aspectRatio: request.aspectRatio,
			replyUrl: request.callbackUrl,
			replyRef: request.callbackReference,
		}),
		request.additionalFields,
	);
}

/** Submits the video. */
export const submit = (request: VideoRequest): Call<VideoJob> => ({
	request: { method: 'POST', path: '/v1/minimax/videos/create', body: submitBody(request) },
	repeat: 'ifNotAccepted',
	timeoutSeconds: 120,
	read: (answer) =>
		readAnswer(errors, answer, createAnswer, (wire) =>
			compact<VideoJob>({
				gateway: 'useapi',
				jobId: wire.videoId,
				status: 'queued',
				model: request.model,
				callbackReference: usersReference(wire.replyRef),
			}),
		),
});

/** Uploads a picture as a raw body; webp goes as image/jpeg (page post-minimax-files). */
export const upload = (
	{ bytes, mimeType }: { bytes: Uint8Array; mimeType: string },
	request: VideoRequest,
): Call<ImageInput> => ({
	request: {
		method: 'POST',
		path: '/v1/minimax/files/',
		query: compact<Record<string, string>>({ account: accountFor(request) }),
		headers: { 'Content-Type': mimeType === 'image/png' ? 'image/png' : 'image/jpeg' },
		body: bytes,
	},
	repeat: 'always',
	timeoutSeconds: 120,
	read: (answer) =>
		readAnswer(errors, answer, fileAnswer, ({ fileID }) => ({
			kind: 'reference',
			reference: fileID,
		})),
});
