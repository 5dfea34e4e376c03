import type { Gateway, ImageFormat, RequestProblem } from '../../../gateways/gateway';
import { describeModel } from '../../../gateways/request/models';
import { labelOf, list } from './labels';

/** What a user reads about a request that isn't sent: what is wrong with which parameter, and how to fix it. */

/** What a sentence is about. */
interface Names {
	/** The parameter as the panel labels it. */
	label: string;
	gateway: string;
	model: string;
}

type Sentences = {
	[Code in RequestProblem['code']]: (
		problem: Extract<RequestProblem, { code: Code }>,
		names: Names,
	) => string;
};

const formatNames: Readonly<Record<ImageFormat, string>> = {
	'image/jpeg': 'JPEG',
	'image/png': 'PNG',
	'image/webp': 'WebP',
};

/** The formats that a gateway documents, as a sentence without its end. */
function accepted(gateway: string, formats: readonly ImageFormat[]): string {
	const names = formats.map((format) => formatNames[format]);
	return names.length === 0
		? 'Use a JPEG or PNG'
		: `${gateway} accepts ${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ')}`;
}

const BEYOND = 'To send it all the same, leave it out here and use Options > Additional Fields.';

const range = (least?: number, most?: number): string =>
	[
		least === undefined ? [] : `from ${least}`,
		most === undefined ? [] : `${least === undefined ? 'up ' : ''}to ${most}`,
	]
		.flat()
		.join(' ');

const unsupported: Readonly<Record<string, (names: Names) => string>> = {
	firstFrame: ({ model }) =>
		`${model} takes no image. Set Image to None, or choose an image-to-video model.`,
	endFrame: ({ model }) =>
		`${model} takes no end frame. Set End Frame to None, or choose a model that takes one.`,
};

const pictureSentences = {
	bytesRefused: ({ field }, { label, gateway }) =>
		field === 'subjectReferences'
			? `${gateway} takes Subject References by URL only. Set their addresses.`
			: `${gateway} documents images by URL only. Set ${label} to URL, with an address that can be reached from the internet.`,
	wrongKind: ({ kind, formats, url }, { label, gateway }) =>
		kind
			? `'${label}' is ${kind.name}. ${accepted(gateway, formats)}. ${kind.fix}${url === undefined ? '' : ` Its address: ${url}`}`
			: `'${label}' isn't an image that can be read: it is damaged, or of an unknown format. ${accepted(gateway, formats)}.`,
	tooSmall: ({ width, height, shortSideOver }, { label, gateway }) =>
		`${label} has ${width}x${height} pixels; ${gateway} takes images whose shorter side is over ${shortSideOver}. Use a larger one.`,
	wrongRatio: ({ width, height, from, to }, { label, gateway }) =>
		`${label} has ${width}x${height} pixels; ${gateway} takes a ratio of ${from.join(':')} to ${to.join(':')}. Crop it, or use another one.`,
	wrongSize: ({ width, height, sizes }, { label, model }) =>
		`${label} has ${width}x${height} pixels; ${model} takes ${sizes.map((sides) => sides.join('x')).join(', ')} only. Resize it, or use another one.`,
	needsFirstFrame: ({ value }, { model }) =>
		`${model} makes ${value} from an image only. Set Image, or choose another Resolution.`,
	needsPicture: ({ value }, { label }) =>
		`${label} "${value}" follows a picture. Set Image, or another ${label}.`,
	missing: (problem, { model }) =>
		problem.for === undefined
			? `${model} needs an image. Set Image to URL or Binary, or choose a text-to-video model.`
			: `${labelOf(problem.for)} add to Image: set Image to the first picture of the subject.`,
	sameAs: ({ other }, { label }) =>
		`${label} is the same picture as ${labelOf(other)}. Use another one, or set ${label} to None.`,
	onlyWith: ({ other, values }, { model }) =>
		`${model} takes an end frame only with ${labelOf(other)} ${list(values)}. Change ${labelOf(other)}, or set End Frame to None.`,
	tooMany: ({ count, most }, { label, model }) =>
		`${label} holds ${count} pictures; ${model} takes ${most} at most. Remove some.`,
	differentAccounts: ({ accounts }) =>
		`The pictures lie on different accounts (${list(accounts)}). Upload them to one account, and set Options > Account to it.`,
} satisfies Partial<Sentences>;

const valueSentences = {
	empty: ({ field }, { label }) =>
		field === 'prompt'
			? 'Prompt is empty. Describe what the video shows.'
			: `${label} is empty. Set it.`,
	tooLong: (problem, { label, gateway, model }) => {
		const inputs = (problem.with ?? []).map((key) => labelOf(key)).join(' and ');
		const what = inputs === '' ? label : `${label} with ${inputs}`;
		const whose = problem.whose === 'model' ? model : gateway;
		return `${what} has ${problem.length} characters; ${whose} takes ${problem.most} at most. Shorten it.`;
	},
	unsupported: ({ field }, names) =>
		unsupported[field]?.(names) ?? `${names.model} takes no ${names.label}. Leave it out.`,
	notOffered: ({ field, value, offered }, { label, model }) =>
		field === 'durationSeconds'
			? `${model} makes no video of ${value} s. Set Duration to ${list(offered)}.`
			: field === 'resolution' || field === 'aspectRatio'
				? `${model} makes no video of ${value}. Set ${label} to ${list(offered)}.`
				: `"${value}" isn't one of the values of Options > ${label}. It takes: ${list(offered)}.`,
	notTogether: ({ value, otherValue, offered, other }, { label, model }) =>
		`${model} makes ${otherValue} with ${list(offered)} s only, not with ${value} s. Change ${label} or ${labelOf(other)}.`,
	notPositive: (_problem, { label }) => `${label} must be a number of seconds over 0.`,
	outOfRange: ({ least, most, whole }, { label }) =>
		`${label} must be a ${whole ? 'whole ' : ''}number ${range(least, most)}.`.replace(
			' .',
			'.',
		),
	implausible: ({ field, value, most }, { gateway, model }) =>
		field === 'durationSeconds'
			? `A Duration of ${value} s looks like a mistake. ${gateway} documents no limit for ${model}, so more than ${most} s isn't sent. Set Duration to ${most} or less. ${BEYOND}`
			: `"${value}" doesn't look like a resolution. Set Resolution to a value such as 720p, 1080p, 2K or 1920x1080, or leave it empty for the model's default. ${BEYOND}`,
	notAnAddress: ({ value }, { label }) =>
		`'${label}' is "${value}", which isn't a web address. It must start with https:// (or http://).`,
	notHttps: (_problem, { label, gateway }) =>
		`${gateway} calls back to https addresses only. Start ${label} with https://.`,
	unknownModel: ({ value }, { gateway }) =>
		`${gateway} has no model "${value}". Choose one from the list.`,
	onlyForModel: ({ model }, { label, gateway }) =>
		`${gateway} documents the ${label.toLowerCase()} route for ${model} only. Choose that model, or turn ${label} off.`,
} satisfies Partial<Sentences>;

const sentences: Sentences = { ...pictureSentences, ...valueSentences };

/** A problem as a sentence, with the names of the gateway and of the model that it is about. */
export function problemSentence(
	problem: RequestProblem,
	{ gateway, model }: { gateway: Gateway; model: string },
): string {
	const names: Names = {
		label: labelOf(problem.field, problem.index),
		gateway: gateway.label,
		model: describeModel(gateway, model)?.name ?? model,
	};
	const sentence = sentences[problem.code] as (problem: RequestProblem, names: Names) => string;
	return sentence(problem, names);
}
