import type { Gateway, ImageFormat, RequestProblem } from '../../../gateways/gateway';
import { modelRow } from '../../../gateways/request/models';
import { labelOf } from './labels';
import { resolutionName } from './prices';
import { andList, orList, type Text } from './text';

/** What a user reads about a request that isn't sent: what is wrong with which parameter, and how to fix it. */

/** What a text is about. */
interface ProblemNames {
	/** The parameter as the panel labels it. */
	label: string;
	gateway: string;
	model: string;
	/** The name of another model of the gateway. */
	nameOf: (model: string) => string;
}

type Texts = {
	[Code in RequestProblem['code']]: (
		problem: Extract<RequestProblem, { code: Code }>,
		names: ProblemNames,
	) => Text;
};

const formatNames: Readonly<Record<ImageFormat, string>> = {
	'image/jpeg': 'JPEG',
	'image/png': 'PNG',
	'image/webp': 'WebP',
};

const listFormats = (formats: readonly ImageFormat[]): string =>
	orList(formats.map((format) => formatNames[format]));

const BEYOND = 'To send it anyway, leave it empty here and use the Additional Fields option.';

function range(least?: number, most?: number): string {
	if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
	if (least !== undefined) return ` of at least ${least}`;
	return most === undefined ? '' : ` up to ${most}`;
}

/** Values of a field as the panel names them. */
const inPanel = (
	field: string,
	values: ReadonlyArray<string | number>,
): ReadonlyArray<string | number> =>
	field === 'resolution' ? values.map((value) => resolutionName(String(value))) : values;

const pixels = (width: number, height: number): string => `${width}x${height}`;

const unsupported: Readonly<Record<string, (names: ProblemNames) => Text>> = {
	firstFrame: ({ model }) => ({
		title: `${model} doesn't support images`,
		fix: "Set 'Image' to None, or choose an image-to-video model.",
	}),
	endFrame: ({ model }) => ({
		title: `${model} doesn't support an end frame`,
		fix: "Set 'End Frame' to None, or choose a model that supports it.",
	}),
};

function wrongKind(
	{ kind, formats, url }: Extract<RequestProblem, { code: 'wrongKind' }>,
	{ label, gateway }: ProblemNames,
): Text {
	if (kind === undefined) {
		return {
			title: `'${label}' isn't a readable image: it is damaged or in an unknown format`,
			fix: `Use a ${listFormats(formats) || 'JPEG or PNG'} image.`,
		};
	}
	const accepted = formats.length === 0 ? '' : `, but ${gateway} accepts ${listFormats(formats)}`;
	return {
		title: `'${label}' is ${kind.name}${accepted}`,
		fix: `${kind.fix}${url === undefined ? '' : ` Its URL: ${url}`}`,
	};
}

const pictureTexts = {
	bytesRefused: ({ field }, { label, gateway }) =>
		field === 'subjectReferences'
			? {
					title: `${gateway} accepts 'Subject References' by URL only`,
					fix: 'Enter the URLs of the images instead.',
				}
			: {
					title: `${gateway} accepts images by URL only`,
					fix: `Set '${label}' to URL, and enter an address that can be reached from the internet.`,
				},
	wrongKind,
	tooSmall: ({ width, height, shortSideOver }, { label, gateway }) => ({
		title: `'${label}' is ${pixels(width, height)} pixels, but ${gateway} requires a shorter side of more than ${shortSideOver}`,
		fix: 'Use a larger image.',
	}),
	wrongSides: ({ width, height, least, most }, { label, model }) => ({
		title: `'${label}' is ${pixels(width, height)} pixels, but ${model} requires sides from ${least} to ${most}`,
		fix: 'Resize it, or use another image.',
	}),
	wrongRatio: ({ width, height, from, to }, { label, gateway }) => ({
		title: `'${label}' is ${pixels(width, height)} pixels, but ${gateway} requires an aspect ratio from ${from.join(':')} to ${to.join(':')}`,
		fix: 'Crop it, or use another image.',
	}),
	wrongSize: ({ width, height, sizes }, { label, model }) => ({
		title: `'${label}' is ${pixels(width, height)} pixels, but ${model} supports only ${orList(sizes.map(([w, h]) => pixels(w, h)))}`,
		fix: 'Resize it, or use another image.',
	}),
	needsFirstFrame: ({ value }, { label, model }) => ({
		title: `${model} supports ${resolutionName(value)} only with an image`,
		fix: `Set 'Image', or choose another '${label}'.`,
	}),
	needsPicture: ({ value }, { label }) => ({
		title: `'${label}' can't be "${value}" without an image`,
		fix: `Set 'Image', or choose another '${label}'.`,
	}),
	missing: (problem, { model }) =>
		problem.field === 'subjectReferences'
			? {
					title: `${model} needs a subject reference`,
					fix: "Set 'Subject References' to an image of the subject, or choose another model.",
				}
			: problem.for === undefined
				? {
						title: `${model} needs an image`,
						fix: "Set 'Image' to URL or Binary File, or choose a text-to-video model.",
					}
				: {
						title: `'${labelOf(problem.for)}' can't be used without 'Image'`,
						fix: "Set 'Image' to the first image of the subject.",
					},
	sameAs: ({ other }, { label }) => ({
		title: `'${label}' is the same image as '${labelOf(other)}'`,
		fix: `Use another image, or set '${label}' to None.`,
	}),
	notWith: ({ other }, { label, model }) => ({
		title: `${model} doesn't support '${label}' together with '${labelOf(other)}'`,
		fix: 'Remove one of them.',
	}),
	onlyWith: ({ other, values }, { label, model }) => ({
		title: `${model} supports '${label}' only with '${labelOf(other)}' ${orList(inPanel(other, values))}`,
		fix: `Change '${labelOf(other)}', or set '${label}' to None.`,
	}),
	tooMany: ({ field, count, most, with: others }, { label, model }) => {
		const all = [...(others ?? []).map((other) => labelOf(other)), label];
		const things = field === 'subjectReferences' ? 'images' : 'URLs';
		return others
			? {
					title: `${model} supports up to ${most} files in ${andList(all.map((one) => `'${one}'`))}`,
					fix: `Remove some of the ${count}.`,
				}
			: {
					title: `'${label}' has ${count} ${things}, but ${model} supports up to ${most}`,
					fix: 'Remove some of them.',
				};
	},
	notAlone: ({ others }, { label, model }) => ({
		title: `${model} doesn't support '${label}' on its own`,
		fix: `Set ${orList(others.map((field) => `'${labelOf(field)}'`))} too, or remove '${label}'.`,
	}),
	differentAccounts: ({ accounts }) => ({
		title: `The images belong to different accounts (${accounts.join(', ')})`,
		fix: 'Upload them all to one account, and enter it in the Account option.',
	}),
} satisfies Partial<Texts>;

function notOffered(
	{ field, value, offered }: Extract<RequestProblem, { code: 'notOffered' }>,
	{ label, model }: ProblemNames,
): Text {
	if (field === 'durationSeconds' || field === 'resolution' || field === 'aspectRatio') {
		const what =
			field === 'durationSeconds' ? `${value} s` : String(inPanel(field, [value])[0]);
		return {
			title: `${model} doesn't support ${what}`,
			fix: `Set '${label}' to ${orList(inPanel(field, offered))}.`,
		};
	}
	return { title: `'${label}' can't be "${value}"`, fix: `Choose ${orList(offered)}.` };
}

const valueTexts = {
	empty: ({ field }, { label }) => ({
		title: `'${label}' is empty`,
		fix: field === 'prompt' ? 'Describe what the video should show.' : 'Set it, or remove it.',
	}),
	tooLong: (problem, { label, gateway, model }) => {
		const inputs = (problem.with ?? []).map((key) => `'${labelOf(key)}'`).join(' and ');
		const what = inputs === '' ? `'${label}'` : `'${label}' with ${inputs}`;
		const whose = problem.whose === 'model' ? model : gateway;
		return {
			title: `${what} has ${problem.length} characters, but ${whose} supports up to ${problem.most}`,
			fix: 'Shorten it.',
		};
	},
	tooShort: ({ length, least }, { label, model }) => ({
		title: `'${label}' has ${length} character${length === 1 ? '' : 's'}, but ${model} needs at least ${least}`,
		fix: 'Describe what the video should show.',
	}),
	unsupported: ({ field }, names) =>
		unsupported[field]?.(names) ?? {
			title: `${names.model} doesn't support '${names.label}'`,
			fix: 'Remove it.',
		},
	notOffered,
	notTogether: ({ value, otherValue, offered, other }, { label, model }) => ({
		title: `${model} doesn't support ${resolutionName(otherValue)} at ${value} s`,
		fix: `Set '${label}' to ${orList(offered)}, or change '${labelOf(other)}'.`,
	}),
	noVideo: ({ value, kind }, { label, gateway }) => ({
		title: `'${label}' is ${value}, which doesn't make videos: ${gateway} lists it as ${kind}`,
		fix: `Set '${label}' to a model that makes videos.`,
	}),
	inputMissing: ({ field, input }, { label, model }) =>
		field === 'additionalFields'
			? {
					title: `"${input}" isn't set, but ${model} needs it`,
					fix: `Set "${input}" in the Additional Fields option: there's no other parameter for it.`,
				}
			: {
					title: `'${label}' isn't set, but ${model} needs it`,
					fix: `Set '${label}', or "${input}" in the Additional Fields option.`,
				},
	inputNotOffered: ({ input, value, offered }, { label, model }) => ({
		title: `"${input}" in '${label}' can't be "${value}"`,
		fix: `Set it to ${orList(offered.map(String))}: ${model} doesn't support any other.`,
	}),
	notPositive: (_problem, { label }) => ({
		title: `'${label}' must be greater than 0`,
		fix: 'Enter the length of the video in seconds.',
	}),
	outOfRange: ({ value, least, most, whole }, { label }) => ({
		title: `'${label}' can't be ${value}`,
		fix: `Enter a ${whole ? 'whole ' : ''}number${range(least, most)}.`,
	}),
	implausible: ({ field, value, most }, { label, gateway, model }) =>
		field === 'durationSeconds'
			? {
					title: `'${label}' is ${value} s, which is probably a mistake`,
					fix: `Set it to ${most} or less: ${gateway} documents no limit for ${model}, so anything longer isn't sent. ${BEYOND}`,
				}
			: {
					title: `'${label}' is "${value}", which doesn't look like a resolution`,
					fix: `Use a value such as 720p, 1080p, 2K or 1920x1080, or leave it empty for the model's default. ${BEYOND}`,
				},
	notARatio: ({ value }, { label }) => ({
		title: `'${label}' is "${value}", which isn't a ratio such as 16:9`,
		fix: `Set '${label}' to a ratio such as 16:9 or 9:16, or leave it empty.`,
	}),
	notAnAddress: ({ value }, { label }) => ({
		title: `'${label}' is "${value}", which isn't a web address`,
		fix: 'Use an address that starts with https:// (or http://).',
	}),
	notHttps: (_problem, { label, gateway }) => ({
		title: `'${label}' must start with https://`,
		fix: `Use an https address: ${gateway} doesn't call any other.`,
	}),
	unknownModel: ({ value }, { label, gateway }) => ({
		title: `${gateway} doesn't have the model "${value}"`,
		fix: `Choose a '${label}' from the list.`,
	}),
	retired: ({ instead }, { label, gateway, model, nameOf }) => ({
		title: `${gateway} doesn't offer ${model} any more`,
		fix:
			instead === undefined
				? `Choose another '${label}' from the list.`
				: `Set '${label}' to ${nameOf(instead)} (${instead}), or choose another one from the list.`,
	}),
	onlyForModel: (problem, { label, gateway, nameOf }) => ({
		title: `${gateway} supports '${label}' only for ${nameOf(problem.model)}`,
		fix: `Choose that model, or turn off the ${label} option.`,
	}),
} satisfies Partial<Texts>;

const texts: Texts = { ...pictureTexts, ...valueTexts };

/** What a problem is about: the gateway that the request goes to, and the model by its ID or its name. */
interface ProblemAt {
	gateway: Gateway;
	model: string;
}

/** A problem as what is wrong and how to fix it. */
export function problemText(problem: RequestProblem, { gateway, model }: ProblemAt): Text {
	const nameOf = (id: string) => modelRow(gateway, id)?.name ?? id;
	const names: ProblemNames = {
		label: labelOf(problem.field, problem.index),
		gateway: gateway.label,
		model: nameOf(model),
		nameOf,
	};
	const text = texts[problem.code] as (problem: RequestProblem, names: ProblemNames) => Text;
	return text(problem, names);
}
