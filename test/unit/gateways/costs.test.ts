import { findGateway } from '../../../gateways';
import {
	money,
	pricedFields,
	whyOverLimit,
	withoutGuesses,
	withCost,
	type SpendingLimits,
	type Spent,
} from '../../../gateways/request/costs';
import type { VideoCost, VideoJob } from '../../../gateways/gateway';

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

test('Additional Fields that the price may depend on are found, at any depth, and no others', () => {
	const fields = {
		seed: 7,
		model: 'another',
		input: {
			num_frames: 81,
			negative_prompt: 'fog',
			last_frame_image: 'https://example.com/a.png',
		},
		options: '1080p-6sec',
		generate_audio: true,
		prompt_optimizer: false,
		callback: 'x',
	};
	expect(pricedFields({ additionalFields: fields })).toEqual([
		'model',
		'options',
		'generate_audio',
		'num_frames',
	]);
	expect(pricedFields({ additionalFields: { seed: 7, aspect_ratio: '9:16' } })).toEqual([]);
	expect(pricedFields({})).toEqual([]);
});

test('a job does not tell a model or length that Additional Fields may have changed', () => {
	const job: VideoJob = {
		gateway: 'segmind',
		jobId: 'a',
		status: 'queued',
		model: 'minimax-ai',
		durationSeconds: 6,
	};
	const told = (additionalFields: Record<string, unknown>) =>
		Object.keys(withoutGuesses(job, { additionalFields })).slice(3);
	expect(told({ seed: 7 })).toEqual(['model', 'durationSeconds']);
	expect(told({ duration: 10 })).toEqual(['model']);
	expect(told({ model: 'another' })).toEqual(['durationSeconds']);
	expect(told({ options: '768p-10sec', model_name: 'another' })).toEqual([]);
});
