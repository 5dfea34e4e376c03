import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { findGateway, gateways } from '../../../gateways';
import { readCredential } from '../../../nodes/shared/credentials';
import { createItem, startRun } from '../../../nodes/shared/item';
import { submitVideos } from '../../../nodes/SubmitVideo/submitVideos';
import { fakeRun } from './fakeContext';

/** What n8n is asked for once, where the answer can't be another one. */

const fal = findGateway('fal')!;

/** A run whose questions to n8n are counted. */
function counted(items: number, parameters: INodeParameters = {}) {
	const { context } = fakeRun(Array.from({ length: items }, () => parameters));
	const credentials: number[] = [];
	const read: string[] = [];
	const sentWith: unknown[] = [];
	context.getNode().parameters = parameters;
	const own = {
		getCredentials: async (_type: string, index: number) => {
			credentials.push(index);
			return await Promise.resolve({
				apiKey: `key-${index}`,
				baseUrl: 'https://a.example.com',
			});
		},
		getNodeParameter: (name: string, index: number, fallback: unknown) => {
			read.push(`${name} ${index}`);
			return parameters[name] ?? fallback;
		},
	};
	const { helpers } = context;
	const { httpRequestWithAuthentication: request } = helpers;
	Object.assign(helpers, {
		httpRequestWithAuthentication: async (
			...[type, options, extra]: Parameters<typeof request>
		) => {
			sentWith.push(extra);
			return (await request.call(context, type, options)) as unknown;
		},
	});
	return {
		context: Object.assign(context, own) as IExecuteFunctions,
		credentials,
		read,
		sentWith,
	};
}

describe('a credential', () => {
	test('is read once for an item, and n8n sends with it as it was read for that item', async () => {
		const { context, credentials, sentWith } = counted(3, { gateway: 'fal', prompt: 'A lake' });
		await submitVideos(context);

		expect(credentials).toEqual([0, 1, 2]);
		expect(sentWith).toEqual(
			[0, 1, 2].map((index) => ({
				credentialsDecrypted: {
					id: '',
					name: fal.credentialType,
					type: fal.credentialType,
					data: { apiKey: `key-${index}`, baseUrl: 'https://a.example.com' },
				},
			})),
		);
	});

	test('of another gateway is another one', async () => {
		const { context, credentials } = counted(1);
		const item = createItem(startRun(context), 0);
		for (const gateway of gateways) await readCredential(item, gateway);
		expect(credentials).toHaveLength(gateways.length);
	});

	test('is read again after a minute: somebody may have changed it', async () => {
		const { context, credentials } = counted(1);
		const item = createItem(startRun(context), 0);
		jest.useFakeTimers();
		try {
			for (const seconds of [0, 59, 2, 59]) {
				jest.advanceTimersByTime(seconds * 1000);
				await readCredential(item, fal);
			}
			expect(credentials).toHaveLength(2);
		} finally {
			jest.useRealTimers();
		}
	});

	test('that could not be read is read again', async () => {
		const { context, credentials } = counted(1);
		const { getCredentials } = context;
		context.getCredentials = async () => await Promise.reject(new Error('database is locked'));
		const item = createItem(startRun(context), 0);
		await expect(readCredential(item, fal)).rejects.toThrow('database is locked');
		context.getCredentials = getCredentials;
		await readCredential(item, fal);
		expect(credentials).toHaveLength(1);
	});
});

describe('a parameter', () => {
	const parameters = {
		text: 'A lake',
		expression: '={{ $json.prompt }}',
		locator: { __rl: true, mode: 'id', value: '={{ $json.model }}' },
		list: [{ b: '={{ $json.b }}' }],
		plain: { b: ['a = b', '1'] },
	};
	const itemsThatRead = (name: string) => {
		const { context, read } = counted(3, parameters);
		for (const index of [0, 1, 2]) createItem(startRun(context), index).params.has(name);
		return read.length;
	};

	test.each([
		['text', 1],
		['plain', 1],
		['expression', 3],
		['locator', 3],
		['list', 3],
		// Only n8n knows what it is.
		['absent', 3],
	])('%s is read for %i of three items', (name, times) => {
		expect(itemsThatRead(name)).toBe(times);
	});

	test.each([
		['without an expression are read once', { seed: 7 }, 1],
		['with one are read for each item', { seed: 7, callbackUrl: '={{ $json.url }}' }, 3],
	])('Options %s', (_, options, times) => {
		const { context, read } = counted(3, { options });
		const seeds = [0, 1, 2].map((index) =>
			createItem(startRun(context), index).options.number('seed', { label: 'Seed' }),
		);
		expect({ seeds, times: read.length }).toEqual({ seeds: [7, 7, 7], times });
	});
});
