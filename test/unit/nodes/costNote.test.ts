import { minimax } from '../../../gateways/adapters/minimax';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import type { VideoRequest } from '../../../gateways/gateway';
import { estimate } from '../../../nodes/SubmitVideo/costNote';

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
