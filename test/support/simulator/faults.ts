import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, FaultName, FaultRule, RecordedRequest } from './types';

/** How an answer goes over the wire: whole, dripping, cut off half way, or not at all. */
export type Delivery =
	{ how: 'whole' | 'drip' | 'cut'; answer: Answer } | { how: 'reset' } | { how: 'silence' };

interface Play {
	/** Carries the request out and yields the usual answer. */
	usual: () => Promise<Answer>;
	/** Keys that carry the job's id in the usual answer, with dots for what lies deeper. */
	idKeys: readonly string[];
}

const HTML_PAGE =
	'<!DOCTYPE html><html><head><title>Just a moment...</title></head>' +
	'<body><h1>Checking your browser</h1></body></html>';

function withoutKeys(body: unknown, keys: readonly string[]): unknown {
	if (typeof body !== 'object' || body === null) return body;
	const below = (key: string) =>
		keys.filter((one) => one.startsWith(`${key}.`)).map((one) => one.slice(key.length + 1));
	return Object.fromEntries(
		Object.entries(body)
			.filter(([key]) => !keys.includes(key))
			.map(([key, value]) => [
				key,
				below(key).length ? withoutKeys(value, below(key)) : value,
			]),
	);
}

function firstHalf(answer: Answer): Answer {
	const json = JSON.stringify(answer.body) ?? '';
	return {
		status: 200,
		headers: { ...answer.headers, 'content-type': 'application/json' },
		body: json.slice(0, Math.ceil(json.length / 2)),
	};
}

const PLAYS: Record<FaultName, (play: Play) => Delivery | Promise<Delivery>> = {
	asUsual: async ({ usual }) => ({ how: 'whole', answer: await usual() }),
	resetUnread: () => ({ how: 'reset' }),
	resetBefore: () => ({ how: 'reset' }),
	async resetAfter({ usual }) {
		await usual();
		return { how: 'reset' };
	},
	silence: () => ({ how: 'silence' }),
	async silenceAfter({ usual }) {
		await usual();
		return { how: 'silence' };
	},
	async truncated({ usual }) {
		const answer = await usual();
		return answer.stream ? { how: 'cut', answer } : { how: 'whole', answer: firstHalf(answer) };
	},
	html: () => ({
		how: 'whole',
		answer: { status: 200, headers: { 'content-type': 'text/html' }, body: HTML_PAGE },
	}),
	slowDrip: async ({ usual }) => ({ how: 'drip', answer: await usual() }),
	async withoutId({ usual, idKeys }) {
		const answer = await usual();
		return { how: 'whole', answer: { ...answer, body: withoutKeys(answer.body, idKeys) } };
	},
};

/** What a rule makes of a request. */
export async function play({ respond }: FaultRule, parts: Play): Promise<Delivery> {
	if (typeof respond === 'string') return await PLAYS[respond](parts);
	if ('rewrite' in respond) {
		const answer = await parts.usual();
		return { how: 'whole', answer: { ...answer, body: respond.rewrite(answer.body) } };
	}
	const { accepted, ...answer } = respond;
	if (accepted) await parts.usual();
	return { how: 'whole', answer };
}

/** The word under which a fault is recorded. */
export function faultLabel({ respond }: FaultRule): string {
	if (typeof respond === 'string') return respond;
	return 'rewrite' in respond ? 'rewrite' : String(respond.status);
}

function covers(rule: FaultRule, request: RecordedRequest): boolean {
	if (rule.gateway && rule.gateway !== request.gateway) return false;
	const names = typeof rule.endpoint === 'string' ? [rule.endpoint] : rule.endpoint;
	if (names && !names.includes(request.endpoint)) return false;
	return rule.when?.(request) ?? true;
}

/** The faults that wait for their request. */
export interface FaultList {
	add: (rule: FaultRule) => () => void;
	/** Takes the rule for a request, before (`unread`) or after its body has been read. */
	take: (request: RecordedRequest, bodyIs: 'unread' | 'read') => FaultRule | undefined;
	clear: () => void;
}

/** Keeps the faults, the newest first. */
export function createFaultList(): FaultList {
	let entries: Array<{ rule: FaultRule; left: number }> = [];
	return {
		add(rule) {
			const entry = { rule, left: rule.times ?? Infinity };
			entries.unshift(entry);
			return () => {
				entries = entries.filter((other) => other !== entry);
			};
		},
		take(request, bodyIs) {
			const entry = entries.find(
				({ rule, left }) =>
					left > 0 &&
					(rule.respond === 'resetUnread') === (bodyIs === 'unread') &&
					covers(rule, request),
			);
			if (entry) entry.left -= 1;
			return entry?.rule;
		},
		clear() {
			entries = [];
		},
	};
}

/** Waits out a rule's delay. */
export async function delayOf(rule: FaultRule | undefined, closing: AbortSignal): Promise<void> {
	if (rule?.delaySeconds) {
		await sleep(rule.delaySeconds * 1000, undefined, { signal: closing });
	}
}
