import type { Gateway, Notice } from '../../../gateways/gateway';
import type { LeftOut } from '../../../gateways/request/failover';
import { labelOf } from './labels';
import { problemSentence } from './problems';

/** What a user reads about things that were changed or left out on the way to a gateway. */

type Sentences<All extends { code: string }> = {
	[Code in All['code']]: (one: Extract<All, { code: Code }>, gateway: Gateway) => string;
};

const notices: Sentences<Notice> = {
	notSent: ({ field, model }) => `${labelOf(field)} was not sent: ${model} does not take it.`,
	notSentTo: ({ field, problem, model }, gateway) =>
		`${labelOf(field)} was not sent to ${gateway.label}: ${problemSentence(problem, { gateway, model })}`,
	notPortable: ({ from, to }) =>
		`Additional Fields were not sent to ${to}: they are for ${from}.`,
	noCallbacks: ({ gateway, model }) =>
		`Callback URL was not sent: ${model === undefined ? gateway : `${gateway} (${model})`} documents no callbacks. Use Wait For Video.`,
	resolutionSet: ({ resolution, durationSeconds, model }) =>
		`Resolution was set to ${resolution}: ${model} makes ${durationSeconds} s in that size only.`,
	otherModel: ({ gateway, model, wanted }) =>
		`${gateway} made this with ${model} instead of ${wanted}.`,
};

const reasons: Sentences<LeftOut> = {
	problem: ({ problem, model }, gateway) => problemSentence(problem, { gateway, model }),
	mustKeep: ({ field }, gateway) =>
		`${labelOf(field)} must be kept, and ${gateway.label} does not take it.`,
	foreignPicture: (reason) => `The picture is a file of ${reason.gateway}.`,
	foreignFields: (reason) =>
		`Additional Fields must be kept, and they are for ${reason.gateway}.`,
	noSameModel: ({ wanted }) => `It has no model that is the same as ${wanted}.`,
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
