import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { GatewayId } from '../support/simulator';
import { OTHER_MODELS } from '../support/simulator/gateways/replicateSchemas';
import type { Execution } from '../support/n8n/n8n';
import { errorText, jsonOf, stageForTests, submitNode, rows } from './stage';

/** Models that no table has: what their gateway says of their inputs, on a real n8n. */

const stage = stageForTests(0.5);

let accounts = 0;

/** A credential with which nobody has read a description yet. */
async function newAccount(gateway: GatewayId) {
	const via = `via/${++accounts}`;
	const data = Object.fromEntries(
		Object.entries(stage.simulator.credentials[gateway]).map(([name, value]) => [
			name,
			String(value).replace(/(127\.0\.0\.1:\d+)\//, `$1/${via}/`),
		]),
	);
	const type = findGateway(gateway)!.credentialType;
	const made = await stage.n8n.createCredential({ name: `Account ${accounts}`, type, data });
	return { gateway, credentials: { [type]: made } };
}

type Account = Awaited<ReturnType<typeof newAccount>>;

const submit = async (
	account: Account,
	model: string,
	{
		items = [{ prompt: 'A lake' }],
		options = {},
		...parameters
	}: INodeParameters & { options?: IDataObject; items?: IDataObject[] } = {},
): Promise<Execution> =>
	await stage.run([
		...rows(items),
		submitNode(
			stage,
			account.gateway,
			options,
			{ model: { __rl: true, mode: 'id', value: model }, ...parameters },
			{ credentials: { ...stage.credentials, ...account.credentials } },
		),
	]);

const itemOf = (execution: Execution) => jsonOf(execution, 'Submit Video')[0];
const reads = () => stage.simulator.requests.filter(({ endpoint }) => endpoint === 'description');
const image = { imageSource: 'url', imageUrl: 'https://example.com/a.png' };

test('Replicate: a model that is new today is submitted right at the first try', async () => {
	const account = await newAccount('replicate');
	stage.simulator.models.add('replicate', {
		id: 'acme/film-1',
		schemas: OTHER_MODELS['lightricks/ltx-9-pro'],
	});
	const clip = { duration: 8, resolution: '4K', aspectRatio: '9:16', ...image };
	const item = itemOf(
		await submit(account, 'acme/film-1', {
			...clip,
			options: { audio: false, seed: 7, additionalFields: '{"camera_motion":"jib_up"}' },
		}),
	);
	expect(item).toMatchObject({ gateway: 'replicate', model: 'acme/film-1', status: 'queued' });
	expect(item).not.toHaveProperty('warnings');
	expect(stage.simulator.jobs.map(({ body }) => body)).toEqual([
		{
			input: {
				prompt: 'A lake',
				start_frame: image.imageUrl,
				seconds: 8,
				quality: '4k',
				ratio: '9:16',
				with_audio: false,
				seed: 7,
				camera_motion: 'jib_up',
			},
		},
	]);
	expect(stage.simulator.refusals).toEqual([]);
}, 60_000);
