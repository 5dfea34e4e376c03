import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type { Price, VideoCost, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { estimateCost, listPrices } from '../../../gateways/request/prices';

/** How a price of a table becomes that of a request. The prices of the gateways themselves: prices.test.ts. */

const usd = (amount: number, more: Partial<Price> = {}): Price => ({
	amount,
	currency: 'USD',
	...more,
});

const bySecond = { per: 'second' } as const;

const modelWith = (more: Partial<VideoModel>): VideoModel => ({
	id: 'm',
	name: 'M',
	typicalSeconds: 9,
	...more,
});

const amountOf = (
	model: Partial<VideoModel>,
	request: Partial<VideoRequest> = {},
): VideoCost['amount'] | undefined =>
	estimateCost(
		{ ...aimlapi, models: [modelWith(model)] },
		{ model: 'm', prompt: 'A lake', ...request },
	)?.amount;

describe('a price by the second', () => {
	test('of a model counts for the length that is set', () => {
		const model = { formats: 'any', price: usd(0.1, bySecond) } as const;
		expect(amountOf(model, { durationSeconds: 3 })).toBe(0.3);
		expect(amountOf(model, { durationSeconds: 6.5 })).toBe(0.65);
		expect(amountOf(model)).toBeUndefined();
	});

	test('counts for the length of the row that the request means where none is set', () => {
		const formats = [
			{ resolution: '720p', durationSeconds: 5 },
			{ resolution: '720p', durationSeconds: 10 },
			{ resolution: '1080p', durationSeconds: 8 },
		];
		const model = { formats, price: usd(0.1, bySecond) };
		expect(amountOf(model)).toBe(0.5);
		expect(amountOf(model, { resolution: '1080P' })).toBe(0.8);
		expect(amountOf(model, { durationSeconds: 10 })).toBe(1);
		expect(amountOf({ ...model, defaultFormatUnknown: true })).toBeUndefined();
		expect(amountOf({ ...model, defaultFormatUnknown: true }, { durationSeconds: 10 })).toBe(1);
		expect(amountOf({ ...model, defaultFormatUnknown: true }, { resolution: '1080p' })).toBe(
			0.8,
		);
	});

	test('is unknown where the gateway may choose between lengths that cost different amounts', () => {
		const clips = (resolution: string, lengths: number[], price?: Price) =>
			lengths.map((durationSeconds) => ({
				resolution,
				durationSeconds,
				...(price ? { price } : {}),
			}));
		const model = {
			formats: [
				...clips('720p', [5, 4, 15], usd(0.3, bySecond)),
				...clips('1080p', [8], usd(0.4, bySecond)),
				...clips('4K', [5, 10]),
			],
			defaultFormatUnknown: true,
		};
		expect(amountOf(model, { resolution: '720p' })).toBeUndefined();
		expect(amountOf(model, { resolution: '720p', durationSeconds: 4 })).toBe(1.2);
		// Of the sizes with 5 s, one has no price; with 15 s and in 1080p, there is only one row.
		expect(amountOf(model, { durationSeconds: 5 })).toBeUndefined();
		expect(amountOf(model, { durationSeconds: 15 })).toBe(4.5);
		expect(amountOf(model, { resolution: '1080p' })).toBe(3.2);
		expect(amountOf(model)).toBeUndefined();
		// Of a model whose gateway says what it makes, that counts.
		const known = { formats: model.formats };
		expect(amountOf(known, { resolution: '720p' })).toBe(1.5);
	});

	test('of any length or size that all cost the same is known, whichever the gateway chooses', () => {
		const price = usd(0.4);
		const formats = [
			{ resolution: '720p', durationSeconds: 8, price },
			{ resolution: '1080p', durationSeconds: 8, price },
			{ resolution: '4K', durationSeconds: 8, price: usd(0.9) },
			{ resolution: '720p', durationSeconds: 4, needsFirstFrame: true, price: usd(0.1) },
		];
		const model = { formats, defaultFormatUnknown: true, firstFrame: 'optional' } as const;
		expect(amountOf(model, { resolution: '720p' })).toBe(0.4);
		expect(amountOf(model)).toBeUndefined();
		expect(amountOf({ ...model, price })).toBe(0.4);
		const firstFrame = { kind: 'url', url: 'https://example.com/a.png' } as const;
		expect(amountOf(model, { resolution: '720p', firstFrame })).toBeUndefined();
	});

	test('of a row counts for its own length', () => {
		const formats = [
			{ resolution: '720p', durationSeconds: 5, price: usd(0.05, bySecond) },
			{ resolution: '720p', durationSeconds: 10, price: usd(0.05, bySecond) },
			{ resolution: '1080p', durationSeconds: 5, price: usd(0.08, bySecond) },
		];
		expect(amountOf({ formats })).toBe(0.25);
		expect(amountOf({ formats }, { durationSeconds: 10 })).toBe(0.5);
		expect(amountOf({ formats }, { resolution: '1080p' })).toBe(0.4);
		expect(amountOf({ formats }, { durationSeconds: 10, resolution: '1080p' })).toBeUndefined();
	});

	test('of a row without a length is unknown, as the length of its video is', () => {
		const formats = [{ resolution: '720p', price: usd(0.05, bySecond) }];
		expect(amountOf({ formats }, { resolution: '720p' })).toBeUndefined();
	});

	test('has the currency and basis of any other', () => {
		const model = modelWith({
			formats: 'any',
			price: { amount: 3, currency: 'credits', per: 'second' },
		});
		const request = { model: 'm', prompt: 'A lake', durationSeconds: 4 };
		expect(estimateCost({ models: [model] }, request)).toEqual({
			amount: 12,
			currency: 'credits',
			basis: 'estimate',
		});
	});
});

describe('a price that depends on an input', () => {
	const audio = { key: 'audio', label: 'Audio', description: '', type: 'boolean' } as const;
	const price = [usd(0.4, { when: { audio: true } }), usd(0.2, { when: { audio: false } })];

	test('is the row that agrees', () => {
		const model = { inputs: [audio], price };
		expect(amountOf(model, { inputs: { audio: true } })).toBe(0.4);
		expect(amountOf(model, { inputs: { audio: false } })).toBe(0.2);
	});

	test('is that of what the model does where nothing is set, and unknown where that is not known', () => {
		expect(amountOf({ inputs: [{ ...audio, whenUnset: true }], price })).toBe(0.4);
		expect(amountOf({ inputs: [{ ...audio, whenUnset: false }], price })).toBe(0.2);
		expect(amountOf({ inputs: [audio], price })).toBeUndefined();
		// What the panel starts with is no word about what the model does.
		expect(amountOf({ inputs: [{ ...audio, default: true }], price })).toBeUndefined();
	});

	test('is the first that agrees; one without a condition always does', () => {
		const model = { inputs: [audio], price: [price[0]!, usd(0.1)] };
		expect(amountOf(model, { inputs: { audio: true } })).toBe(0.4);
		expect(amountOf(model, { inputs: { audio: false } })).toBe(0.1);
		expect(amountOf(model)).toBe(0.1);
	});

	test('asks for all of its inputs', () => {
		const both = [usd(0.9, { when: { audio: true, mode: 'pro' } }), usd(0.1)];
		expect(amountOf({ price: both }, { inputs: { audio: true, mode: 'pro' } })).toBe(0.9);
		expect(amountOf({ price: both }, { inputs: { audio: true, mode: 'std' } })).toBe(0.1);
		expect(amountOf({ price: both }, { inputs: { mode: 'pro' } })).toBe(0.1);
	});

	test('of a row goes with the length, by the second', () => {
		const rows = price.map((one) => ({ ...one, ...bySecond }));
		const formats = [5, 10].map((durationSeconds) => ({ durationSeconds, price: rows }));
		const model = { inputs: [audio], formats };
		expect(amountOf(model, { inputs: { audio: true } })).toBe(2);
		expect(amountOf(model, { durationSeconds: 10, inputs: { audio: false } })).toBe(2);
		expect(amountOf(model)).toBeUndefined();
	});

	test('falls back to that of the row where that of the model does not agree', () => {
		const formats = [{ durationSeconds: 5, price: usd(0.7) }];
		const model = { inputs: [audio], formats, price: price.slice(0, 1) };
		expect(amountOf(model, { inputs: { audio: true } })).toBe(0.4);
		expect(amountOf(model)).toBe(0.7);
	});
});

test('every price of a table is listed, whatever its form', () => {
	const rows = [usd(0.2, { when: { audio: true } }), usd(0.1)];
	const model = modelWith({
		price: usd(3),
		formats: [{ durationSeconds: 5 }, { durationSeconds: 6, price: rows }, { price: usd(4) }],
	});
	expect(listPrices(model)).toEqual([usd(3), ...rows, usd(4)]);
	expect(listPrices(modelWith({ formats: 'any' }))).toEqual([]);
});
