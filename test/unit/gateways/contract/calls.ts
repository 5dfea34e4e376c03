import { canWakeExecution } from '../../../../gateways/request/callbacks';
import { fitToModel } from '../../../../gateways/request/fit';
import { resolveModel } from '../../../../gateways/request/models';
import type { Gateway, Upload } from '../../../../gateways/gateway';
import type { GatewayFacts } from '../../../facts/types';
import { GATEWAYS, promptIn, type GatewayId } from '../../../support/simulator';
import { errorIn, leastRequest, type Bench } from '../bench';
import { asSent, bodyOf } from '../sentBody';
import { defaultRequest } from './jobs';

/** What every gateway's calls must be like, and which of them it has. */

/** Keys, ids and additional fields on their way out. */
export function testCalls(
	bench: Bench,
	gateway: Gateway,
	{ refusesInBody, wire }: GatewayFacts,
): void {
	test('a wrong key is refused by name, and the key is not repeated', async () => {
		const key = bench.simulator.credentials[bench.id];
		const right = key.apiKey;
		key.apiKey = 'a-wrong-key-that-nobody-should-see';
		try {
			const error = await bench.refused(defaultRequest(gateway));
			expect(error).toMatchObject({
				code: 'authentication',
				accepted: 'no',
				...(refusesInBody ? { gatewayCode: refusesInBody.wrongKey } : { httpStatus: 401 }),
			});
			expect(JSON.stringify(error)).not.toContain(key.apiKey);
		} finally {
			key.apiKey = right;
		}
	});

	test('a job that the gateway does not know is told as not found', async () => {
		const error = errorIn(await bench.look('no-such-job'));
		expect(error).toMatchObject({
			code: 'notFound',
			retryable: false,
			...(refusesInBody ? { gatewayCode: refusesInBody.unknownJob } : { httpStatus: 404 }),
		});
		expect(error.fix).toContain('Job ID');
	});

	test('an id stays whole and in its place, whatever signs it holds', () => {
		const id = 'user:1/../2?x=1#y&z';
		const { path, query, body } = gateway.status(id).request;
		const placed = Object.values<unknown>(query ?? { ...body }).includes(id);
		expect(placed || path!.includes(`/${encodeURIComponent(id)}`)).toBe(true);
		expect(path).not.toMatch(/\.\.\/|[?#&]/);
	});

	test('additional fields go out as they are, over what the package would send', () => {
		// The first part of a path: what is set replaces all below.
		const { inputsIn } = wire;
		const path = GATEWAYS[bench.id].orderKeys.prompt.split('.');
		const key = path[inputsIn === undefined ? 0 : 1]!;
		const additionalFields = {
			seed: 7,
			[key]: 'mine',
			nested: { list: [null] },
			nothing: null,
		};
		const { request } = gateway.submit({ ...defaultRequest(gateway), additionalFields });
		const body = bodyOf(request);
		expect(inputsIn === undefined ? body : body[inputsIn]).toMatchObject(
			asSent(request, additionalFields),
		);
	});

	test('a submit is repeated only when it was refused, a look always', () => {
		expect(gateway.submit(defaultRequest(gateway)).repeat).toBe('ifNotAccepted');
		expect(gateway.status('job').repeat).toBe('always');
	});
}

/** The gateway has what its pages tell, no more and no less. */
export function testCapabilities(
	gateway: Gateway,
	{ capabilities, images, inputs = [], rateLimits, callback }: GatewayFacts,
): void {
	test('the capabilities are those of its pages', () => {
		const own = (
			[
				...(['cancel', 'list', 'balance', 'queue', 'slots', 'references'] as const),
				...(['modelList', 'readDescription', 'directVideo', 'callbacks'] as const),
			] as const
		).filter((member) => gateway[member]);
		const ofCallbacks = (['handshake', 'signature', 'accountDefault'] as const).filter(
			(member) => gateway.callbacks?.[member],
		);
		expect([...own, ...ofCallbacks].sort()).toEqual([...capabilities].sort());
	});

	test('pictures get into it in the ways of its pages', () => {
		const wayOf = (way: string | Upload) => (typeof way === 'string' ? way : 'uploaded');
		const { url, bytes } = gateway.images;
		expect({ url: wayOf(url), bytes: wayOf(bytes) }).toEqual(images);
	});

	test('its own inputs are those of its pages', () => {
		expect((gateway.inputs ?? []).map(({ key }) => key)).toEqual(inputs);
	});

	test('its limits for a minute are those of its pages', () => {
		expect(gateway.rateLimits).toEqual(rateLimits);
	});

	test('an execution can be resumed by its callbacks, or not, as its page tells', () => {
		expect(canWakeExecution(gateway)).toBe(callback?.wakesExecution ?? false);
		expect(gateway.callbacks?.handshake !== undefined).toBe(callback?.handshake !== undefined);
	});

	test('the panel can say which secret signs its callbacks, where only the user knows it', () => {
		const { signature } = gateway.callbacks ?? {};
		const isKnown = signature === undefined || signature.secret !== undefined;
		expect(isKnown || signature.entered !== undefined).toBe(true);
	});

	test('it calls back as its page tells, or not at all', () => {
		expect(gateway.callbacks !== undefined).toBe(callback !== undefined);
	});

	test('what changes nothing may always be repeated, and has a time limit', () => {
		const calls = [
			gateway.list?.({ limit: 1 }),
			gateway.balance?.(),
			gateway.queue?.(),
			gateway.modelList?.read(),
			gateway.readDescription?.('acme/some-model'),
		].filter((call) => call !== undefined);
		for (const { repeat, timeoutSeconds, request } of calls) {
			expect([repeat, request.method]).toEqual(['always', 'GET']);
			expect(timeoutSeconds).toBeLessThanOrEqual(60);
		}
	});
}

/** MiniMax's camera commands go out with the prompt of the models that follow them, and with no other. */
export function testCameraFollowers(gateway: Gateway, { cameraFollowers }: GatewayFacts): void {
	test('the camera commands are in the prompts of the models that follow them', () => {
		const following = gateway.models.filter((model) => {
			const wanted = {
				...leastRequest(gateway, model),
				model: model.id,
				prompt: 'A lake',
				inputs: { cameraMovement: ['Pan left', 'Pedestal up'] },
			};
			const request = { ...wanted, model: resolveModel(gateway, wanted) };
			const body = bodyOf(gateway.submit(fitToModel(gateway, request).request).request);
			const { orderKeys } = GATEWAYS[gateway.id as GatewayId];
			return promptIn(body, orderKeys) === '[Pan left,Pedestal up] A lake';
		});
		expect(following.map(({ id }) => id).sort()).toEqual([...cameraFollowers].sort());
	});
}
