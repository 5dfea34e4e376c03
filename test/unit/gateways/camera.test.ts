import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { CAMERA_COMMANDS } from '../../../gateways/protocols/minimax/camera';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import type { Gateway, VideoRequest } from '../../../gateways/gateway';
import { fitToModel } from '../../../gateways/request/fit';
import { resolveModel } from '../../../gateways/request/models';
import { useapi } from '../../../gateways/adapters/useapi';
import { FACTS } from '../../facts';
import { GATEWAYS, promptIn, type GatewayId } from '../../support/simulator';
import { leastRequest, picture } from './bench';
import { bodyOf } from './sentBody';

function moving(gateway: Gateway, id: string, more: Partial<VideoRequest> = {}): VideoRequest {
	const request = {
		...leastRequest(
			gateway,
			gateway.models.find((model) => model.id === id)!,
		),
		model: id,
		prompt: 'A lake',
		inputs: { cameraMovement: ['Pan left', 'Pedestal up'] },
		...more,
	};
	return { ...request, model: resolveModel(gateway, request) };
}

const sentPrompt = (gateway: Gateway, request: VideoRequest) =>
	promptIn(bodyOf(gateway.submit(request).request), GATEWAYS[gateway.id as GatewayId].orderKeys);

test('fifteen commands are offered', () => {
	expect(new Set(CAMERA_COMMANDS).size).toBe(15);
});

test.each(
	gateways.flatMap((gateway) =>
		gateway.models.map(({ id }) => ({
			gateway,
			id,
			follows: FACTS[gateway.id as GatewayId].cameraFollowers.includes(id),
		})),
	),
)('$id of $gateway.label gets the commands in its prompt: $follows', ({ gateway, id, follows }) => {
	const wanted = moving(gateway, id);
	expect(checkRequest(gateway, wanted)).toEqual([]);
	const { request, notices, dropped } = fitToModel(gateway, wanted);
	expect(sentPrompt(gateway, request)).toBe(follows ? '[Pan left,Pedestal up] A lake' : 'A lake');
	const notSent = { code: 'notSent', field: 'cameraMovement', gateway: gateway.label };
	expect(notices).toEqual(follows ? [] : [expect.objectContaining(notSent)]);
	expect(dropped).toEqual(follows ? [] : ['cameraMovement']);
	expect(request).not.toHaveProperty('inputs');
});

test('Automatic of useapi.net is a Director model where the camera shall move', () => {
	expect(moving(useapi, 'auto').model).toBe('T2V-01-Director');
	expect(moving(useapi, 'auto', { firstFrame: picture(useapi) }).model).toBe('I2V-01-Director');
	expect(resolveModel(useapi, { model: 'auto', prompt: 'A lake' })).toBe('T2V-01');
});

test('the commands count for the length of the prompt where they are sent', () => {
	const prompt = 'x'.repeat(1990);
	const problems = (id: string) => checkRequest(useapi, moving(useapi, id, { prompt }));
	expect(problems('T2V-2.3')).toEqual([
		{
			field: 'prompt',
			code: 'tooLong',
			length: 2013,
			most: 2000,
			whose: 'model',
			with: ['cameraMovement'],
		},
	]);
	expect(problems('T2V-01')).toEqual([]);
});

test('a word that is no command is refused, with those that are', () => {
	const inputs = { cameraMovement: ['Push out', 'Shake'] };
	expect(checkRequest(useapi, moving(useapi, 'T2V-2.3', { inputs }))).toEqual([
		{
			field: 'cameraMovement',
			code: 'notOffered',
			value: 'Push out',
			offered: CAMERA_COMMANDS,
		},
	]);
});

test('a fallback gateway gets them once, and none that must keep them is asked without', () => {
	const wanted = moving(aimlapi, 'minimax/hailuo-2.3');
	const kept = translate(aimlapi, useapi, wanted, new Set(['cameraMovement']));
	expect(kept).toMatchObject({
		request: { model: 'T2V-2.3', prompt: '[Pan left,Pedestal up] A lake' },
	});
	expect(translate(aimlapi, aigateway, wanted, new Set(['cameraMovement']))).toEqual({
		leftOut: { code: 'mustKeep', field: 'cameraMovement' },
	});
	expect(translate(aimlapi, aigateway, wanted, new Set())).toMatchObject({
		request: { prompt: 'A lake' },
		notices: expect.arrayContaining([
			expect.objectContaining({ code: 'notSent', field: 'cameraMovement' }),
		]) as unknown,
	});
});
