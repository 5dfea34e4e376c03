import { canWakeExecution } from '../../../gateways/request/callbacks';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import type { Gateway, VideoRequest } from '../../../gateways/gateway';
import type { SpendingLimits } from '../../../gateways/request/costs';
import { fitToModel } from '../../../gateways/request/fit';
import { modelRow, findModel, resolveModel } from '../../../gateways/request/models';
import { listPictures } from '../../../gateways/request/pictures';
import { readCredential, withSettings } from '../../shared/credentials';
import { readGateway } from '../../shared/gatewayChoice';
import { failureText, type Failure } from '../../shared/failure';
import type { Item } from '../../shared/item';
import { whyOutOfReach } from '../../shared/reach';
import {
	callbackNotSentSentence,
	cantWakeSentence,
	leftOutSentence,
	listUnreadSentence,
	noticeSentence,
	resumeUrlSentence,
	undescribedSentence,
} from '../../shared/sentences/notices';
import { isResumeUrl } from '../../shared/wakeUpAddress';
import type { Followed, ModelLists } from './modelLists';
import { problemFailure } from './problemFailure';
import { readOptions, type SubmitOptions } from '../read/readOptions';
import { readRequest } from '../read/readRequest';
import { spellFor } from '../read/size';
import { estimate, type Estimate } from './costNote';

/** A gateway that an item may be sent to, and its request. */
export interface Candidate extends Estimate {
	gateway: Gateway;
	request: VideoRequest;
	/** What would be left out. */
	warnings: string[];
	/** As the user set it; absent where it is empty. */
	prompt?: string;
}

/**
 * What an item asks for: read from its parameters alone, so that it's the same in every try of an execution, whatever a
 * gateway's own list says by then.
 */
export interface ItemRequest {
	gateway: Gateway;
	/** As the parameters describe it, in no gateway's own terms. */
	wanted: VideoRequest;
	options: SubmitOptions;
}

/** What will happen to one item. Nothing has been sent yet. */
export interface Plan {
	/** The gateway that was chosen, then its fallbacks. */
	candidates: [Candidate, ...Candidate[]];
	/** Fallbacks that can't generate it, as sentences. */
	leftOut: string[];
	limits: SpendingLimits;
	/** How long it may wait for a free slot, in minutes. */
	slotWaitMinutes: number;
}

/** Whether an item has images as bytes: its plan isn't kept, because a batch of them would fill the memory. */
export function holdsBytes({ wanted }: ItemRequest): boolean {
	return listPictures(wanted).some(({ image }) => image.kind === 'bytes');
}

const makeCandidate = (
	gateway: Gateway,
	{ request, warnings }: { request: VideoRequest; warnings: string[] },
	{ prompt }: VideoRequest,
): Candidate => ({
	gateway,
	request,
	...(prompt === '' ? {} : { prompt }),
	warnings,
	...estimate(gateway, request),
});

/** Why the gateway could not call the address of this request; undefined if it could, or if none is set. */
async function whyNoCallback(
	item: Item,
	gateway: Gateway,
	{ callbackUrl }: VideoRequest,
): Promise<Failure | undefined> {
	return callbackUrl === undefined
		? undefined
		: await whyOutOfReach(item, gateway, {
				url: callbackUrl,
				instead: 'remove the callback: Wait For Video finds the video without it',
			});
}

/** A request for a fallback gateway with its warnings, or why that one is left out, as sentences. */
type Translation = { request: VideoRequest; warnings: string[] } | { leftOut: string };

async function translateFor(
	item: Item,
	from: Gateway,
	to: Gateway,
	wanted: VideoRequest,
	options: SubmitOptions,
): Promise<Translation> {
	const required = new Set(options.fallbackMustKeep);
	const translated = (request: VideoRequest): Translation => {
		const result = translate(from, to, request, required);
		return 'leftOut' in result
			? { leftOut: leftOutSentence(result.leftOut, to) }
			: {
					request: result.request,
					warnings: result.notices.map((notice) => noticeSentence(notice, to)),
				};
	};
	const noCallback =
		options.wakeExecution && !canWakeExecution(to)
			? cantWakeSentence(to)
			: await whyNoCallback(item, to, wanted).then(
					(failure) => failure && failureText(failure),
				);
	if (noCallback === undefined || wanted.callbackUrl === undefined) {
		return translated(wanted);
	}
	if (required.has('callbackUrl')) return { leftOut: noCallback };
	const { callbackUrl, ...rest } = wanted;
	const result = translated(rest);
	if ('leftOut' in result) return result;
	const warning = callbackNotSentSentence(callbackUrl, to, noCallback);
	return { ...result, warnings: [warning, ...result.warnings] };
}

/** The option that has set the address which the gateway is to call. */
const callbackField = ({ wakeExecution }: SubmitOptions): string =>
	wakeExecution ? 'wakeExecution' : 'callbackUrl';

/** Reads what one item asks for. Throws a NodeOperationError for a parameter that can't be read. */
export async function readItemRequest(item: Item): Promise<ItemRequest> {
	const gateway = readGateway(item);
	const options = readOptions(item);
	return { gateway, options, wanted: await readRequest(item, gateway, options) };
}

/**
 * The gateway as this node's credential and then its own list of models make it.
 *
 * @param how `keptOnly`: a list that isn't at hand is done without, nothing is sent; `model`: the one that is asked for
 */
async function asOffered(
	item: Item,
	gateway: Gateway,
	lists: ModelLists,
	how: { keptOnly?: boolean | undefined; model?: string },
): Promise<Followed> {
	return await lists.follow(item, await withSettings(item, gateway), how);
}

/** The fallbacks as candidates, and why others are left out, as sentences. */
async function planFallbacks(
	item: Item,
	{ gateway: from, wanted, options }: ItemRequest,
	lists: ModelLists,
): Promise<Pick<Plan, 'leftOut'> & { candidates: Candidate[] }> {
	const candidates: Candidate[] = [];
	const leftOut: string[] = [];
	for (const fallback of new Set(options.fallbackGateways)) {
		if (fallback.id === from.id) continue;
		await readCredential(item, fallback);
		const { gateway: to } = await asOffered(item, fallback, lists, {
			keptOnly: options.dryRun,
		});
		const translated = await translateFor(item, from, to, wanted, options);
		if ('leftOut' in translated) {
			leftOut.push(`${to.label} was left out: ${translated.leftOut}`);
		} else {
			candidates.push(makeCandidate(to, translated, wanted));
		}
	}
	return { candidates, leftOut };
}

/**
 * What the item asks for, at the gateway as its own list describes it, and a warning where that couldn't be read. A dry
 * run, of which users expect that it sends nothing, asks for the list only where nothing else is known of the model.
 */
async function followItemRequest(
	item: Item,
	{ gateway: chosen, wanted, options }: ItemRequest,
	lists: ModelLists,
): Promise<{ itemRequest: ItemRequest; warnings: string[] }> {
	const isInTable = findModel(chosen, wanted.model) !== undefined;
	const { gateway, unread, undescribed } = await asOffered(item, chosen, lists, {
		keptOnly: options.dryRun && isInTable,
		model: wanted.model,
	});
	const model = resolveModel(gateway, wanted);
	const spelled = spellFor(modelRow(gateway, model), { ...wanted, model });
	return {
		itemRequest: { gateway, wanted: spelled, options },
		warnings: [
			...(unread === undefined || isInTable
				? []
				: [listUnreadSentence(gateway, model, unread)]),
			...(undescribed === undefined
				? []
				: [undescribedSentence(gateway, model, undescribed)]),
		],
	};
}

/** Checks one item. Throws a NodeOperationError for every fault that can be seen before anything is sent. */
export async function makePlan(item: Item, read: ItemRequest, lists: ModelLists): Promise<Plan> {
	const { itemRequest, warnings: ofList } = await followItemRequest(item, read, lists);
	const { gateway, wanted, options } = itemRequest;
	const { limits, slotWaitMinutes } = options;
	const [problem, ...others] = checkRequest(gateway, wanted);
	if (problem)
		throw item.fail(problemFailure([problem, ...others], { gateway, request: wanted }));
	await readCredential(item, gateway);
	const noCallback = await whyNoCallback(item, gateway, wanted);
	if (noCallback) throw item.fail({ ...noCallback, field: callbackField(options) });

	const fitted = fitToModel(gateway, wanted);
	const warnings = [
		...(isResumeUrl(item, wanted.callbackUrl) ? [resumeUrlSentence] : []),
		...ofList,
		...fitted.notices.map((notice) => noticeSentence(notice, gateway)),
	];
	const chosen = makeCandidate(gateway, { request: fitted.request, warnings }, wanted);
	const { candidates, leftOut } = await planFallbacks(item, itemRequest, lists);
	return { candidates: [chosen, ...candidates], leftOut, limits, slotWaitMinutes };
}
