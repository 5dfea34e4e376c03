import type { IWebhookFunctions } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { CallbackRequest, Gateway } from '../../../gateways/gateway';
import { triggerFields } from '../../../nodes/VideoTrigger/fields';
import { isGenuine } from '../../../nodes/VideoTrigger/signature';
import { gatewayWith, liveServer } from './transport/liveCaller';

/** The option Signature Secret: for gateways that sign with a secret, and for no others. */

test('the option is offered where a secret signs, not where public keys do', () => {
	const options = triggerFields.find(({ name }) => name === 'options')!.options!;
	const option = options.find(({ name }) => name === 'signatureSecret')!;
	const offered = (option as (typeof triggerFields)[number]).displayOptions!.show!['/gateway'];
	const signing = gateways.filter(({ callbacks }) => callbacks?.signature);
	const byKeys = signing.filter(({ callbacks }) => callbacks!.signature!.byPublicKeys);
	expect(byKeys.map(({ id }) => id)).toContain('fal');
	expect(offered).toEqual(
		signing.filter((gateway) => !byKeys.includes(gateway)).map(({ id }) => id),
	);
	expect(offered).toContain('aigateway');
});

const signedBy = (byPublicKeys: boolean): Gateway =>
	gatewayWith({
		callbacks: {
			reference: false,
			read: () => undefined,
			signature: {
				secret: () => ({
					request: { method: 'GET', path: '/keys' },
					repeat: 'never',
					timeoutSeconds: 10,
					read: () => ({ secret: 'the keys' }),
				}),
				...(byPublicKeys ? { byPublicKeys } : {}),
				isValid: (_request, secret) => secret === 'the keys',
			},
		},
	});

const server = liveServer(signedBy(true));

/** A trigger in which a secret was entered, perhaps for another gateway. */
const trigger = (): IWebhookFunctions => {
	const { context } = server.item();
	const parameters = { getNodeParameter: { value: () => 'whsec_of_another' } };
	return Object.create(context, {
		...parameters,
		getWorkflow: { value: () => ({ id: String(Math.random()) }) },
	}) as IWebhookFunctions;
};

test.each([
	[true, true],
	[false, false],
])('a secret that was entered counts unless public keys sign (%s)', async (byKeys, isValid) => {
	const request = {} as CallbackRequest;
	expect(await isGenuine(trigger(), signedBy(byKeys), request)).toBe(isValid);
});
