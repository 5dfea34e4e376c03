import { findGateway } from '../../gateways';
import {
	money,
	whyOverLimit,
	withCost,
	type SpendingLimits,
	type Spent,
} from '../../gateways/costs';
import type { VideoCost } from '../../gateways/gateway';

const segmind = findGateway('segmind')!;
const usd = (amount: number): VideoCost => ({ amount, currency: 'USD', basis: 'estimate' });
const credits = (amount: number): VideoCost => ({ amount, currency: 'credits', basis: 'estimate' });

const judge = (cost: VideoCost | undefined, limits: Partial<SpendingLimits>, spent: Spent = {}) =>
	whyOverLimit(segmind, 'minimax-ai', cost, spent, { unknownPrice: 'refuse', ...limits });

test('an amount is written without the errors of its sum', () => {
	expect([money(usd(0.1 + 0.2)), money(usd(3)), money(credits(25))]).toEqual([
		'$0.3',
		'$3',
		'25 credits',
	]);
});

test('a limit is kept to the cent, over any number of videos', () => {
	let spent: Spent = {};
	for (let count = 1; count <= 10; count++) {
		expect([count, judge(usd(0.1), { perRun: 1 }, spent)]).toEqual([count, undefined]);
		spent = withCost(spent, usd(0.1));
	}
	expect(judge(usd(0.1), { perRun: 1 }, spent)).toMatch(/would cost \$1\.1, and .* is \$1\./);
});

test('dollars and credits are counted apart', () => {
	const spent = withCost(withCost({}, usd(5)), credits(25));
	expect(spent).toEqual({ USD: 5, credits: 25 });
	expect(judge(credits(25), { perRun: 50 }, spent)).toBeUndefined();
	expect(judge(credits(26), { perRun: 50 }, spent)).toMatch(/51 credits/);
});

test('an unknown price is refused only where there is a limit, and the user has not allowed it', () => {
	expect(judge(undefined, {})).toBeUndefined();
	expect(judge(undefined, { perVideo: 1 })).toMatch(/is not known/);
	expect(judge(undefined, { perRun: 1 })).toMatch(/is not known/);
	expect(judge(undefined, { perRun: 1, unknownPrice: 'allow' })).toBeUndefined();
});
