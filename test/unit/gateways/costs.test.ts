import {
	addAmounts,
	findOverLimit,
	withCost,
	withoutCost,
	type SpendingLimits,
	type Spent,
} from '../../../gateways/request/costs';
import { pricedFields, withoutGuesses } from '../../../gateways/request/additionalFields';
import type { VideoCost, VideoJob } from '../../../gateways/gateway';

const usd = (amount: number): VideoCost => ({ amount, currency: 'USD', basis: 'estimate' });
const credits = (amount: number): VideoCost => ({ amount, currency: 'credits', basis: 'estimate' });

const judge = (cost: VideoCost | undefined, limits: Partial<SpendingLimits>, spent: Spent = {}) =>
	findOverLimit(cost, spent, { unknownPrice: 'refuse', ...limits });

test('a limit is kept to the cent, over any number of videos', () => {
	let spent: Spent = {};
	for (let count = 1; count <= 10; count++) {
		expect([count, judge(usd(0.1), { perRun: 1 }, spent)]).toEqual([count, undefined]);
		spent = withCost(spent, usd(0.1));
	}
	expect(judge(usd(0.1), { perRun: 1 }, spent)).toEqual({
		code: 'overRunLimit',
		cost: usd(0.1),
		limit: 1,
		sum: expect.closeTo(1.1, 9) as number,
	});
});

test('a video over its own limit is refused, whatever else was spent; one that costs just that is not', () => {
	const limits = { perVideo: 0.3, perRun: 0.1 };
	expect(judge(usd(0.31), limits)).toEqual({
		code: 'overVideoLimit',
		cost: usd(0.31),
		limit: 0.3,
	});
	expect(judge(usd(0.1 + 0.2), { perVideo: 0.3 }, { USD: 50 })).toBeUndefined();
});

test('what was counted can be taken back, and two sums put together', () => {
	const spent = withCost(withCost({}, usd(0.5)), credits(25));
	expect(withoutCost(spent, credits(25))).toEqual({ USD: 0.5, credits: 0 });
	expect(withoutCost(spent, undefined)).toEqual(spent);
	expect(addAmounts(spent, { USD: 1 })).toEqual({ USD: 1.5, credits: 25 });
});

test('dollars and credits are counted apart', () => {
	const spent = withCost(withCost({}, usd(5)), credits(25));
	expect(spent).toEqual({ USD: 5, credits: 25 });
	expect(judge(credits(25), { perRun: 50 }, spent)).toBeUndefined();
	expect(judge(credits(26), { perRun: 50 }, spent)).toEqual({
		code: 'overRunLimit',
		cost: credits(26),
		limit: 50,
		sum: 51,
	});
});

test('an unknown price is refused only where there is a limit, and the user has not allowed it', () => {
	expect(judge(undefined, {})).toBeUndefined();
	expect(judge(undefined, { perVideo: 1 })).toEqual({ code: 'priceUnknown' });
	expect(judge(undefined, { perRun: 1 })).toEqual({ code: 'priceUnknown' });
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
		'last_frame_image',
	]);
	expect(pricedFields({ additionalFields: { seed: 7, aspect_ratio: '9:16' } })).toEqual([]);
	for (const additionalFields of [
		{
			input_references: [
				{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
			],
		},
		{ frame_images: [] },
		{ previous_job_id: 'gen-vid-1' },
		{ start_image: 'https://example.com/a.png' },
	]) {
		expect(pricedFields({ additionalFields })).not.toEqual([]);
	}
	expect(pricedFields({})).toEqual([]);
	for (const name of [
		'motion_mode',
		'service_tier',
		'serviceTier',
		'motion-mode',
		'api_version',
	]) {
		expect(pricedFields({ additionalFields: { [name]: 'x' } })).toEqual([name]);
	}
	for (const name of [
		'moderation',
		'frontier',
		'camera',
		'camera_motion',
		'prompt_optimizer',
		'nsfw',
	]) {
		expect(pricedFields({ additionalFields: { [name]: 'x' } })).toEqual([]);
	}
	// A reference video is billed by its length.
	const content = [{ type: 'video_url', video_url: { url: 'https://example.com/walk.mp4' } }];
	expect(pricedFields({ additionalFields: { content } })).toEqual(['video_url']);
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
