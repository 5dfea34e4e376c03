import { minimax } from '../../../gateways/adapters/minimax';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import type { VideoRequest } from '../../../gateways/gateway';
import { estimateCost } from '../../../gateways/request/prices';
import { howToGetEstimate, whyNoEstimate } from '../../../nodes/SubmitVideo/costNote';

/** What a user is told to change about a price that isn't known. */

const h3: VideoRequest = {
	model: 'MiniMax-H3',
	prompt: 'A lake',
	durationSeconds: 6,
	resolution: '768P',
};
const withVideo = { ...h3, inputs: { referenceVideos: ['https://example.com/walk.mp4'] } };

test('is what costs extra, where length and size are set and their price is known', () => {
	expect(estimateCost(minimax, h3)).toMatchObject({ currency: 'USD' });
	expect(howToGetEstimate(minimax, h3)).toBeUndefined();
	expect(estimateCost(minimax, withVideo)).toBeUndefined();
	expect(howToGetEstimate(minimax, withVideo)).toMatch(/^Remove the references/);
});

test('is not in a credential that only sets something else', () => {
	const request = { model: 'wan', prompt: 'A lake' };
	const { settings } = openaicompatible;
	const gateway = { ...openaicompatible, settings: { ...settings!, advice: {} } };
	expect(howToGetEstimate(gateway, request)).toBeUndefined();
	expect(whyNoEstimate(gateway, request)).toMatch(/^The price of wan .* isn't known\.$/);
});

test('is the field of the credential, where that has the price', () => {
	expect(howToGetEstimate(openaicompatible, { model: 'wan', prompt: 'A lake' })).toMatch(
		/credential/i,
	);
});
