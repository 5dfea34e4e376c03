import type { Gateway, Notice, RequestField } from '../../../gateways/gateway';
import type { LeftOut } from '../../../gateways/request/failover';
import { labelOf } from './labels';
import { problemText } from './problems';

/** What a user reads about things that were changed or left out on the way to a gateway. */

type Sentences<All extends { code: string }> = {
	[Code in All['code']]: (one: Extract<All, { code: Code }>, gateway: Gateway) => string;
};

/** Fields whose labels are plural. */
const plural: ReadonlySet<RequestField> = new Set(['subjectReferences', 'additionalFields']);

const notSent = (field: RequestField): string =>
	`'${labelOf(field)}' ${plural.has(field) ? "weren't" : "wasn't"} sent`;

const notices: Sentences<Notice> = {
	notSent: ({ field, model }) =>
		`${notSent(field)}: ${model} doesn't support ${plural.has(field) ? 'them' : 'it'}.`,
	notSentTo: ({ field, problem, model }, gateway) =>
		`${notSent(field)} to ${gateway.label}: ${problemText(problem, { gateway, model }).title}.`,
	notPortable: ({ from, to }) =>
		`${notSent('additionalFields')} to ${to}: they are specific to ${from}.`,
	noCallbacks: ({ gateway, model }) =>
		`${notSent('callbackUrl')}: ${gateway} doesn't support callbacks${model === undefined ? '' : ` for ${model}`}.`,
	resolutionSet: ({ resolution, durationSeconds, model }) =>
		`'Resolution' was set to ${resolution}: ${model} supports ${durationSeconds} s at ${resolution} only.`,
	otherModel: ({ gateway, model, wanted }) => `${gateway} uses ${model} instead of ${wanted}.`,
};

const reasons: Sentences<LeftOut> = {
	problem: ({ problem, model }, gateway) => `${problemText(problem, { gateway, model }).title}.`,
	mustKeep: ({ field }, gateway) =>
		`'${labelOf(field)}' must be kept, and ${gateway.label} doesn't support ${plural.has(field) ? 'them' : 'it'}.`,
	foreignPicture: (reason) => `The image is stored at ${reason.gateway}, which alone can use it.`,
	foreignFields: (reason) =>
		`'Additional Fields' must be kept, and they are specific to ${reason.gateway}.`,
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
