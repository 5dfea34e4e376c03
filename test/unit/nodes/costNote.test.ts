import { gateways } from '../../../gateways';
import { fal } from '../../../gateways/adapters/fal';
import { minimax } from '../../../gateways/adapters/minimax';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import { openrouter } from '../../../gateways/adapters/openrouter';
import { compact } from '../../../gateways/compact';
import type { VideoRequest } from '../../../gateways/gateway';
import { listFormats, listMatching } from '../../../gateways/request/models';
import { estimateCost } from '../../../gateways/request/prices';
import { estimate } from '../../../nodes/SubmitVideo/plan/costNote';

/** What a user is told to change about a price that isn't known. */

const h3: VideoRequest = {
	model: 'MiniMax-H3',
	prompt: 'A lake',
	durationSeconds: 6,
	resolution: '768P',
};
const withVideo = { ...h3, inputs: { referenceVideos: ['https://example.com/walk.mp4'] } };

test('is what costs extra, where length and size are set and their price is known', () => {
	expect(estimate(minimax, h3)).toEqual({
		cost: expect.objectContaining({ currency: 'USD' }) as unknown,
	});
	const extra = estimate(minimax, withVideo);
	expect(extra).not.toHaveProperty('cost');
	expect(extra.costNote).toMatch(/isn't known for these settings/);
	expect(extra.costUnknown).toMatch(/^Remove the references/);
});

test('is not in a credential that only sets something else', () => {
	const request = { model: 'wan', prompt: 'A lake' };
	const { settings } = openaicompatible;
	const gateway = { ...openaicompatible, settings: { ...settings!, advice: {} } };
	expect(estimate(gateway, request)).toEqual({
		costNote: expect.stringMatching(/^The price of wan .* isn't known\.$/) as unknown,
	});
});

test('is the field of the credential, where that has the price', () => {
	expect(estimate(openaicompatible, { model: 'wan', prompt: 'A lake' }).costUnknown).toMatch(
		/credential/i,
	);
});

test('is the additional field that the price may depend on', () => {
	const { cost, costUnknown } = estimate(minimax, { ...h3, additionalFields: { duration: 10 } });
	expect(cost).toBeUndefined();
	expect(costUnknown).toMatch(/^Remove duration from Additional Fields/);
});

describe('a length or size that the gateway chooses', () => {
	const seedance = { model: 'bytedance/seedance-2.0', prompt: 'A lake' };

	test.each([
		[fal, { ...seedance, resolution: '720p' }, "Set 'Duration'"],
		[fal, seedance, "Set 'Duration' and 'Resolution'"],
		[fal, { ...seedance, durationSeconds: 5 }, "Set 'Resolution'"],
		[
			openrouter,
			{ model: 'google/veo-3.1', prompt: 'A lake', resolution: '1080p' },
			"Set 'Duration'",
		],
	])(
		'of $label: the price of %j is unknown, and the note says what to set',
		(gateway, request, fix) => {
			expect(estimateCost(gateway, request)).toBeUndefined();
			const { costUnknown, costNote } = estimate(gateway, request);
			expect(costUnknown).toBe(fix);
			expect(costNote).toMatch(new RegExp(`${fix} to get an estimate\\.$`));
		},
	);

	test('that no setting makes known is not asked for', () => {
		const large = { ...seedance, resolution: '1080p' };
		expect(estimateCost(fal, large)).toBeUndefined();
		const { costUnknown, costNote } = estimate(fal, large);
		expect(costUnknown).toBeUndefined();
		expect(costNote).toMatch(/isn't known for these settings\.$/);
	});

	/** What may be billed for a request, by the table: a limit must never be checked against less. */
	const models = gateways.flatMap((gateway) =>
		gateway.models
			.filter(({ defaultFormatUnknown }) => defaultFormatUnknown)
			.map((model) => ({ gateway, model, name: `${gateway.label} ${model.id}` })),
	);

	test.each(models)(
		'of $name never has an estimate below what it may cost',
		({ gateway, model }) => {
			const rows = listFormats(model);
			const amountOf = (set: object) =>
				estimateCost(gateway, { model: model.id, prompt: 'A lake', ...set })?.amount;
			for (const { durationSeconds, resolution } of rows) {
				for (const set of [{}, compact({ durationSeconds }), compact({ resolution })]) {
					const amount = amountOf(set);
					// What has a row only together with an image is refused without one.
					const possible = listMatching(model, set);
					if (amount === undefined || possible.length === 0) continue;
					const all = possible.map((row) =>
						amountOf(
							compact({
								durationSeconds: row.durationSeconds,
								resolution: row.resolution,
							}),
						),
					);
					expect([set, Math.max(...all.map((one) => one ?? Infinity))]).toEqual([
						set,
						amount,
					]);
				}
			}
		},
	);
});
