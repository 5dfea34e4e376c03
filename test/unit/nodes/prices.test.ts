import { segmind } from '../../../gateways/adapters/segmind';
import type { Format, ModelInput, Price, VideoModel } from '../../../gateways/gateway';
import { priceNotice } from '../../../nodes/shared/sentences/prices';

/** The price below Model: first what the panel starts with. Those of the tables themselves: panel.test.ts. */

const usd = (amount: number): Price => ({ amount, currency: 'USD' });
const perSecond = (amount: number): Price => ({ ...usd(amount), per: 'second' });

const row = (durationSeconds: number, resolution: string, price?: Price): Format => ({
	...{ durationSeconds, resolution },
	...(price ? { price } : {}),
});

const audio: ModelInput = {
	...{ key: 'audio', label: 'Audio', description: '', type: 'boolean', whenUnset: true },
};

test.each<[string, Partial<VideoModel>, string]>([
	['one price', { price: usd(0.625) }, '$0.625 per video'],
	[
		'a row without a price',
		{ formats: [row(6, '768p', usd(0.3)), row(10, '768p')] },
		'$0.30 for 6 s at 768p',
	],
	[
		'dearer sizes',
		{ formats: [row(8, '720p', usd(1)), row(8, '4k', usd(2.5))] },
		'$1.00 for 8 s at 720p, up to $2.50 for other sizes',
	],
	[
		'cheaper and dearer settings',
		{
			formats: [
				row(6, '768p', usd(0.25)),
				row(6, '512p', usd(0.12)),
				row(10, '768p', usd(0.5)),
			],
		},
		'$0.25 for 6 s at 768p, $0.12 to $0.50 for other settings',
	],
	[
		'a price by the second',
		{ formats: [row(5, '720p'), row(10, '720p')], price: perSecond(0.1) },
		'$0.50 for 5 s at 720p, up to $1.00 for other lengths',
	],
	[
		'a price by the second for any length',
		{ formats: 'any', price: perSecond(0.1) },
		"$0.10 per second; the total isn't known until you set a duration",
	],
	[
		'a price that depends on an option',
		{ inputs: [audio], price: [{ ...usd(0.2), when: { audio: false } }, usd(0.4)] },
		'$0.40 per video with sound, $0.20 to $0.40 for other settings',
	],
	['no price', {}, "The price isn't known in advance"],
	[
		'no price for what the panel starts with',
		{ formats: [row(6, '768p'), row(10, '768p', usd(0.5))] },
		"The price isn't known in advance",
	],
])('%s', (_name, facts, text) => {
	const model: VideoModel = { id: 'a', name: 'A', typicalSeconds: 60, ...facts };
	expect(priceNotice({ ...segmind, models: [model] }, model)).toBe(
		`${text}. Billed when you submit, even if you never download the video.`,
	);
});
