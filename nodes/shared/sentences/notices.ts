import type {
	Gateway,
	Notice,
	RatioReason,
	RequestField,
	VideoCost,
	VideoJob,
} from '../../../gateways/gateway';
import { withCost, type Spent } from '../../../gateways/request/costs';
import type { LeftOut } from '../../../gateways/request/failover';
import { money } from './costs';
import { labelOf } from './labels';
import { resolutionName } from './prices';
import { problemText } from './problems';
import { shortList } from './text';

/** What a user reads about things that were changed or left out on the way to a gateway, and about what was submitted. */

type Sentences<All extends { code: string }> = {
	[Code in All['code']]: (one: Extract<All, { code: Code }>, gateway: Gateway) => string;
};

/** Fields whose labels are plural. */
const plural: ReadonlySet<RequestField> = new Set(['subjectReferences', 'additionalFields']);

const notSent = (field: RequestField): string =>
	`'${labelOf(field)}' ${plural.has(field) ? "weren't" : "wasn't"} sent`;

/** Why a ratio isn't sent in this request: the end of a sentence. */
const ratioReasons: Readonly<Record<RatioReason, (model: string, gateway: Gateway) => string>> = {
	ofImage: (model) => `with an image, ${model} makes the video in the ratio of the image`,
	ofPixels: () => "the pixels in 'Resolution' already set another ratio",
	needsResolution: (_model, { label }) =>
		`${label} accepts it only together with 'Resolution', such as 720p`,
};

const notices: Sentences<Notice> = {
	notSent: ({ field, beside, model }) =>
		`${notSent(field)}: ${model} doesn't support ${plural.has(field) ? 'them' : 'it'}${beside === undefined ? '' : ` together with '${labelOf(beside)}'`}.`,
	ratioNotSent: ({ field, why, model }, gateway) =>
		`${notSent(field)}: ${ratioReasons[why](model, gateway)}.`,
	notSentTo: ({ field, problem, model }, gateway) =>
		`${notSent(field)} to ${gateway.label}: ${problemText(problem, { gateway, model }).title}.`,
	unknownInputs: ({ names, known, model }, { label }) =>
		`'Additional Fields' sets ${shortList(names)}, which ${label} doesn't list as ${names.length === 1 ? 'an input' : 'inputs'} of ${model}. Its inputs: ${shortList(known)}.`,
	notPortable: ({ from, to }) =>
		`${notSent('additionalFields')} to ${to}: they only work at ${from}.`,
	noCallbacks: ({ gateway, model }) =>
		`${notSent('callbackUrl')}: ${gateway} doesn't support callbacks${model === undefined ? '' : ` for ${model}`}.`,
	resolutionSet: ({ resolution, durationSeconds, model }) =>
		`'Resolution' was set to ${resolutionName(resolution)}: ${model} supports ${durationSeconds} s at ${resolutionName(resolution)} only.`,
	otherModel: ({ gateway, model, wanted }) => `${gateway} uses ${model} instead of ${wanted}.`,
};

const reasons: Sentences<LeftOut> = {
	problem: ({ problem, model }, gateway) => `${problemText(problem, { gateway, model }).title}.`,
	mustKeep: ({ field }, gateway) =>
		`'${labelOf(field)}' must be kept, and ${gateway.label} doesn't support ${plural.has(field) ? 'them' : 'it'}.`,
	ratioNotKept: ({ field, why, model }, gateway) =>
		`'${labelOf(field)}' must be kept, but ${ratioReasons[why](model, gateway)}.`,
	foreignPicture: (reason) =>
		`The image is stored at ${reason.gateway}, and only ${reason.gateway} can use it.`,
	foreignFields: (reason) =>
		`'Additional Fields' must be kept, but they only work at ${reason.gateway}.`,
	noSameModel: ({ wanted }, gateway) => `${gateway.label} doesn't have ${wanted}.`,
};

/** A notice as a sentence. `gateway` is the one that the request goes to. */
export function noticeSentence(notice: Notice, gateway: Gateway): string {
	const sentence = notices[notice.code] as (one: Notice, gateway: Gateway) => string;
	return sentence(notice, gateway);
}

/** Why `gateway` can't stand in for another one, as a sentence. */
export function leftOutSentence(reason: LeftOut, gateway: Gateway): string {
	const sentence = reasons[reason.code] as (one: LeftOut, gateway: Gateway) => string;
	return sentence(reason, gateway);
}

/** Why a gateway can't stand in for one that was to wake the execution. */
export const cantWakeSentence = ({ label }: Pick<Gateway, 'label'>): string =>
	`${label} can't wake this execution.`;

/** That a gateway gets no callback address, and why, in sentences. */
export const callbackNotSentSentence = (
	url: string,
	{ label }: Pick<Gateway, 'label'>,
	reason: string,
): string => `Callback URL ${url} wasn't sent to ${label}: ${reason}`;

/** What to do about a callback address that works, but resumes whichever node waits. */
export const resumeUrlSentence =
	'Callback URL is $execution.resumeUrl, which resumes whichever node is waiting when the gateway calls, even an approval. Clear it and turn on the Wake This Execution option instead: it wakes only Wait For Video.';

/** That a model that isn't in the gateway's table couldn't be looked up in the gateway's own list either. */
export const listUnreadSentence = (
	{ label, modelSource }: Pick<Gateway, 'label' | 'modelSource'>,
	model: string,
	reason: string,
): string =>
	`The limits and the price of ${model} aren't known: it isn't in the built-in table for ${label} (${modelSource.read}), and ${label}'s own list of models couldn't be read. ${reason}.`;

/** That the inputs of a model that isn't in the gateway's table couldn't be looked up at the gateway. */
export const undescribedSentence = (
	{ label }: Pick<Gateway, 'label'>,
	model: string,
	reason: string,
): string =>
	`The input names for ${model} are a guess based on other models at ${label}: the model's description couldn't be read. ${reason}.`;

/** What videos cost together; empty if no price is known. */
function costText(costs: readonly VideoCost[]): string {
	const sum = costs.reduce<Spent>((spent, cost) => withCost(spent, cost), {});
	const amounts = Object.entries(sum).map(([currency, amount]) =>
		money({ amount, currency: currency as VideoCost['currency'] }),
	);
	const estimate = costs.some(({ basis }) => basis === 'estimate') ? ' (estimate)' : '';
	return `${amounts.join(' and ')}${amounts.length > 0 ? estimate : ''}`;
}

/**
 * What a run has submitted, and what that costs, as a sentence.
 *
 * @param earlier how many of the jobs an earlier try has submitted
 */
export function spentSentence(jobs: ReadonlyArray<Pick<VideoJob, 'cost'>>, earlier = 0): string {
	const costs = jobs.flatMap(({ cost }) => (cost ? [cost] : []));
	const unknown = jobs.length - costs.length;
	const attempt = ` in an earlier attempt`;
	const before =
		earlier === 0 ? '' : earlier === jobs.length ? attempt : `, ${earlier} of them${attempt}`;
	const videos = `${jobs.length} video${jobs.length === 1 ? '' : 's'} submitted${before}`;
	if (costs.length === 0) {
		return `${videos}. The price isn't known.`;
	}
	const rest = unknown === 0 ? '' : `, and ${unknown} at a price that isn't known`;
	return `${videos}: ${costText(costs)}${rest}.`;
}

/** How to get the files of jobs that nothing waits for. */
export const ADD_WAIT = 'Add Wait For Video after this node to get the file.';

/** How a model gets a video that wasn't ready while its call was open. */
export const notReadySentence = (typicalSeconds: number): string =>
	`The video isn't ready yet. It usually takes about ${typicalSeconds} s. Don't request it again, which would be billed again: call Check Video Status with this jobId in a minute.`;

/** For a node of a loop in which n8n starts an Execute step. */
export const STEP_IN_LOOP =
	"This node is in a loop: in the editor, Execute step on another node of the loop submits again. Use Execute workflow, or pin this node's output first.";

/**
 * What becomes of the jobs of a run that ends with an error, as sentences.
 *
 * @param waits whether the run has failed while it waited for them
 */
export function keptJobsSentence(
	jobs: ReadonlyArray<Pick<VideoJob, 'gateway' | 'jobId'>>,
	waits: boolean,
): string {
	const ids = jobs.map(({ gateway, jobId }) => `${gateway} ${jobId}`).join(', ');
	const retry = waits
		? 'wait for them again instead of submitting them'
		: "don't submit them again";
	return `Already submitted in this run, and billed: ${ids}. Retry On Fail and Retry of this execution ${retry}; Wait For Video picks them up by their Job ID.`;
}
