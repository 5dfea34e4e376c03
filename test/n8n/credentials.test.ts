import { gateways } from '../../gateways';
import type { GatewayId } from '../support/simulator';
import { stageForTests } from './stage';

/** The Test button of each credential, on a real n8n: it costs nothing and tells a good key from a bad one. */

const stage = stageForTests(2);

describe.each(gateways.map(({ id, label, credentialType }) => ({ id, label, credentialType })))(
	'$label',
	({ id, credentialType }) => {
		test('the right key passes, with a slash at the end of the address or not', async () => {
			const data = { ...stage.simulator.credentials[id as GatewayId] };
			expect(await stage.n8n.testCredential({ type: credentialType, data })).toMatchObject({
				status: 'OK',
			});
			expect(
				await stage.n8n.testCredential({
					type: credentialType,
					data: { ...data, baseUrl: `${data.baseUrl}/` },
				}),
			).toMatchObject({ status: 'OK' });
			expect(stage.simulator.jobs).toEqual([]);
			expect(stage.simulator.refusals).toEqual([]);
		});

		test('and with what comes along when both are pasted', async () => {
			const { apiKey, baseUrl, ...data } = stage.simulator.credentials[id as GatewayId];
			expect(
				await stage.n8n.testCredential({
					type: credentialType,
					data: { ...data, apiKey: ` Bearer ${apiKey}\n`, baseUrl: ` ${baseUrl}/ ` },
				}),
			).toMatchObject({ status: 'OK' });
			expect(stage.simulator.refusals).toEqual([]);
		});

		test('a wrong key and a wrong address fail', async () => {
			const data = { ...stage.simulator.credentials[id as GatewayId] };
			const wrongKey = await stage.n8n.testCredential({
				type: credentialType,
				data: { ...data, apiKey: 'wrong-key-0123456789' },
			});
			expect(wrongKey.status).toBe('Error');
			expect(JSON.stringify(wrongKey)).not.toContain('wrong-key-0123456789');
			const wrongAddress = await stage.n8n.testCredential({
				type: credentialType,
				data: { ...data, baseUrl: 'http://127.0.0.1:9' },
			});
			expect(wrongAddress.status).toBe('Error');
			expect(stage.simulator.jobs).toEqual([]);
		});
	},
);
