import type { Answer, EndpointName, GatewayId, LimitedRequest, Plan } from './types';

/** Counts requests as the gateways do that say how many they allow, for accounts whose plan a test has set. */

/** Requests that are counted together, over a rolling window. */
export interface RateLimit {
	/** Which of them: those that submit, or all others. Absent: both. Downloads never count. */
	of?: 'submits' | 'others';
	/** Only those whose path ends so. */
	path?: string;
	most: number | Readonly<Record<Plan, number>>;
	seconds: number;
}

/** What a gateway's pages say of limits. */
export interface RateLimits {
	rules: readonly RateLimit[];
	/** The answer to one request too many; `seconds` until there is room again. */
	answer: (seconds: number, path: string) => Answer;
}

/** What is asked of a request before it is carried out. */
interface Counted {
	gateway: GatewayId;
	endpoint: EndpointName;
	path: string;
}

/** Keeps count. */
export interface LimitBook {
	/** The answer to a request that is one too many; it isn't counted itself. [Inferred.] */
	refusal: (request: Counted, limits: RateLimits | undefined) => Answer | undefined;
	/** Every request that was one too many, oldest first. */
	limited: LimitedRequest[];
	clear: () => void;
}

function covers({ of, path = '' }: RateLimit, request: Counted): boolean {
	if (request.endpoint === 'media' || !request.path.endsWith(path)) return false;
	return of === undefined || (of === 'submits') === (request.endpoint === 'submit');
}

/** @param plan of the account at a gateway; none where its requests aren't counted */
export function createLimitBook(plan: (gateway: GatewayId) => Plan | undefined): LimitBook {
	const times = new Map<RateLimit, number[]>();
	const limited: LimitedRequest[] = [];

	/** Milliseconds until a limit has room for one more. */
	function waitFor(rule: RateLimit, own: Plan, now: number): number {
		const most = typeof rule.most === 'number' ? rule.most : rule.most[own];
		const recent = (times.get(rule) ?? []).filter((time) => time > now - rule.seconds * 1000);
		times.set(rule, recent);
		const first = recent[recent.length - most];
		return first === undefined ? 0 : first + rule.seconds * 1000 - now;
	}

	return {
		limited,
		refusal(request, limits) {
			const own = plan(request.gateway);
			if (!own || !limits) return undefined;
			const now = Date.now();
			const rules = limits.rules.filter((rule) => covers(rule, request));
			const wait = Math.max(0, ...rules.map((rule) => waitFor(rule, own, now)));
			if (wait === 0) {
				for (const rule of rules) times.get(rule)!.push(now);
				return undefined;
			}
			const { gateway, endpoint, path } = request;
			limited.push({ at: now, gateway, endpoint, path });
			return limits.answer(Math.ceil(wait / 1000), path);
		},
		clear() {
			times.clear();
			limited.length = 0;
		},
	};
}
