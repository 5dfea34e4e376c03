import { CLIP_FILES, type CreateBody, MORE_FILES } from './bodies';
import { MODELS } from './models';

/** A file that the account holds. */
export interface StoredFile {
	contentType: string;
	width?: number | undefined;
	height?: number | undefined;
}

function modelOf(body: CreateBody): string {
	return body.model ?? (body.fileID === undefined ? 'T2V-01' : 'I2V-01');
}

/** Each rule of the page's tables, with what is said when it is broken. */
export function* brokenRules(body: CreateBody, fileOf: (id: unknown) => StoredFile | undefined) {
	const model = modelOf(body);
	const rules = MODELS[model];
	if (!rules) return;
	const { options, fileID, end_frame_fileID: endFrame } = body;
	const isSeedance = rules.resolutions !== undefined;
	const given = (names: readonly string[]) => names.filter((name) => body[name] !== undefined);

	if (!isSeedance && (body.prompt?.length ?? 0) > 2000) yield 'prompt is over 2,000 characters';
	if (fileID !== undefined && rules.fileID === 'refused') yield `${model} takes no fileID`;
	if (fileID === undefined && rules.fileID === 'required') yield `${model} requires fileID`;

	if (options !== undefined && !rules.options.includes(options)) {
		yield `${model} does not support options ${options}`;
	}
	if (options?.startsWith('512p') && fileID === undefined) yield '512p is image-to-video only';

	if (endFrame !== undefined) {
		if (!rules.endFrame) yield `${model} takes no end_frame_fileID`;
		if (Array.isArray(rules.endFrame) && options && !rules.endFrame.includes(options)) {
			yield `${model} takes no end_frame_fileID with ${options}`;
		}
		if (endFrame === fileID) yield 'end_frame_fileID is the same as fileID';
	}

	const more = given(MORE_FILES);
	if (more.length > 0) {
		if (rules.files === 1) yield `${model} takes no ${more[0]}`;
		else if (more.length >= rules.files) yield `${model} takes up to ${rules.files} files`;
		if (fileID === undefined) yield `${more[0]} requires fileID first`;
		if (more.some((name, index) => name !== MORE_FILES[index])) yield 'a gap in fileID2, ...';
	}

	const clips = given(CLIP_FILES);
	if (clips.length > 0 && !isSeedance) yield `${model} takes no ${clips[0]}`;
	if (clips.length > 0 && endFrame !== undefined) yield `${clips[0]} excludes end_frame_fileID`;

	if (body.aspectRatio !== undefined && !rules.aspectRatios.includes(body.aspectRatio)) {
		yield `${model} does not support aspectRatio ${body.aspectRatio}`;
	}
	if (body.resolution !== undefined && !rules.resolutions?.includes(body.resolution)) {
		yield `${model} does not support resolution ${body.resolution}`;
	}
	if (body.duration !== undefined && !isSeedance) yield `${model} takes no duration`;

	for (const name of ['fileID', 'end_frame_fileID', ...more, ...clips]) {
		if (body[name] === undefined) continue;
		const file = fileOf(body[name]);
		const kind = /^(video|audio)/.exec(name)?.[0] ?? 'image';
		if (!file) yield `${name} is no file of this account`;
		else if (!file.contentType.startsWith(`${kind}/`)) yield `${name} is not of kind ${kind}`;
		else if (model === 'Sora-2' && !isSoraSize(file)) {
			yield 'Sora-2 takes images of exactly 1280x720 or 720x1280';
		}
	}
}

function isSoraSize({ width, height }: StoredFile): boolean {
	return ['1280x720', '720x1280'].includes(`${width}x${height}`);
}
