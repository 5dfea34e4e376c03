import { isGatewayError, type Answer } from '../../../../gateways/gateway';
import { send } from '../../../../nodes/shared/transport/send';
import { callTo, gatewayWith, KEY, liveServer } from './liveCaller';

/** What goes over the wire for the calls that a gateway describes. */

const gateway = gatewayWith();
const server = liveServer(gateway);

const keysSent = () => server.received.map(({ headers }) => headers.authorization);

describe('the key', () => {
	test('goes with a path below the Base URL', async () => {
		await send(server.item(), gateway, callTo({ method: 'GET', path: '/v1/jobs' }));
		expect(keysSent()).toEqual([`Bearer ${KEY}`]);
	});

	test("doesn't go with a call that wants none", async () => {
		const call = callTo({ method: 'GET', path: '/v1/public-keys', withoutKey: true });
		const { outcome } = await send(server.item(), gateway, call);
		expect(outcome).toEqual({});
		expect(server.received).toMatchObject([{ method: 'GET', path: '/v1/public-keys' }]);
		expect(keysSent()).toEqual([undefined]);
	});

	test("doesn't go to a whole address, such as one out of an answer", async () => {
		const call = callTo({ method: 'GET', url: `${server.origin}/signed?token=1` });
		const { outcome } = await send(server.item(), gateway, call);
		expect(outcome).toEqual({});
		expect(server.received).toMatchObject([{ path: '/signed?token=1' }]);
		expect(keysSent()).toEqual([undefined]);
		expect(JSON.stringify(server.received)).not.toContain(KEY);
	});

	test('that an answer repeats is taken out of it', async () => {
		server.answers.set('/echo', { body: JSON.stringify({ key: KEY }) });
		const call = callTo({ method: 'GET', path: '/echo', withoutKey: true });
		const sent = await send(server.item(), gateway, call);
		expect(JSON.stringify(sent)).not.toContain(KEY);
	});
});

describe('a whole address in a private network', () => {
	const inside = [
		'http://127.0.0.1:9',
		'http://localhost:9',
		'http://10.0.0.7',
		'http://[::1]:9',
	];

	test.each([...inside, 'http://169.254.169.254/latest/meta-data'])(
		"isn't called for a gateway on the internet: %s",
		async (url) => {
			const item = server.item({ baseUrl: 'https://api.example.com' });
			const { outcome } = await send(item, gateway, callTo({ method: 'GET', url }));
			expect(outcome).toMatchObject({
				kind: 'gatewayError',
				code: 'gateway',
				message: 'Made Up directed n8n to an address in a private network',
				fix: "Check 'Base URL' in the credential.",
				retryable: false,
				accepted: 'no',
			});
		},
	);

	test('where this server listens gets nothing either', async () => {
		const item = server.item({ baseUrl: 'https://api.example.com' });
		const url = `${server.origin}/admin`;
		await send(item, gateway, callTo({ method: 'PUT', url, body: new Uint8Array([1]) }));
		expect(server.received).toEqual([]);
	});

	test('is called for a gateway in a private network', async () => {
		const url = `${server.origin}/signed`;
		await send(server.item(), gateway, callTo({ method: 'GET', url }));
		expect(server.received).toHaveLength(1);
	});
});

describe('bodies', () => {
	test('a PUT sends the bytes of a file with the type that the call names', async () => {
		const bytes = new Uint8Array([0, 255, 13, 10]);
		const headers = { 'Content-Type': 'image/png' };
		const url = `${server.origin}/upload?signature=1`;
		await send(server.item(), gateway, callTo({ method: 'PUT', url, headers, body: bytes }));
		const [received] = server.received;
		expect(received).toMatchObject({ method: 'PUT', path: '/upload?signature=1' });
		expect(received!.headers['content-type']).toBe('image/png');
		expect([...received!.body]).toEqual([...bytes]);
	});

	test('JSON goes as JSON, also by PUT', async () => {
		const body = { prompt: 'A lake – 湖' };
		await send(server.item(), gateway, callTo({ method: 'PUT', path: '/v1/jobs', body }));
		const [received] = server.received;
		expect(received!.headers['content-type']).toMatch(/^application\/json/);
		expect(JSON.parse(received!.body.toString())).toEqual(body);
	});

	test('a multipart body arrives with its fields and files, and the key', async () => {
		const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 45, 45]);
		const multipart = {
			fields: { prompt: 'A lake', seconds: '6' },
			files: [{ name: 'image', fileName: 'first.png', mimeType: 'image/png', bytes }],
		};
		const call = callTo({ method: 'POST', path: '/v1/videos', multipart });
		await send(server.item(), gateway, call);
		const [received] = server.received;
		const type = received!.headers['content-type']!;
		expect(type).toMatch(/^multipart\/form-data; boundary=\S+$/);
		expect(received!.headers['content-length']).toBe(String(received!.body.length));
		const form = await new Response(new Uint8Array(received!.body), {
			headers: { 'content-type': type },
		}).formData();
		expect([form.get('prompt'), form.get('seconds')]).toEqual(['A lake', '6']);
		const file = form.get('image') as File;
		expect([file.name, file.type]).toEqual(['first.png', 'image/png']);
		expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([...bytes]);
		expect(keysSent()).toEqual([`Bearer ${KEY}`]);
	});

	test('each multipart body has a boundary that nobody can guess', async () => {
		const multipart = { fields: { prompt: 'A lake' }, files: [] };
		const call = callTo({ method: 'POST', path: '/v1/videos', multipart });
		for (const item of [server.item(), server.item()]) await send(item, gateway, call);
		const types = server.received.map(({ headers }) => headers['content-type']);
		expect(new Set(types).size).toBe(2);
	});
});

describe('a call that follows another', () => {
	test('is made of the first outcome and the first answer', async () => {
		server.answers.set('/first', { status: 202, body: '{"id":"J-1"}' });
		const seen: Array<{ outcome: unknown; answer: Answer | undefined }> = [];
		const call = callTo(
			{ method: 'POST', path: '/first', body: {} },
			{
				next: (outcome, answer) => {
					seen.push({ outcome, answer });
					const { id } = outcome as { id: string };
					return callTo({ method: 'GET', path: `/second/${id}` });
				},
			},
		);
		server.answers.set('/second/J-1', { body: '{"done":true}' });
		const { outcome } = await send(
			server.item({ baseUrl: `${server.origin}/` }),
			gateway,
			call,
		);
		expect(outcome).toEqual({ done: true });
		expect(seen).toEqual([
			{
				outcome: { id: 'J-1' },
				answer: expect.objectContaining({
					status: 202,
					body: '{"id":"J-1"}',
					// Without the slash that the credential has.
					baseUrl: server.origin,
				}) as unknown,
			},
		]);
	});

	test('gets no answer where none came', async () => {
		const seen: unknown[] = [];
		const call = callTo(
			{ method: 'GET', path: '/first' },
			{
				next: (outcome, answer) => {
					seen.push([isGatewayError(outcome), answer]);
					return undefined;
				},
			},
		);
		await send(server.item({ baseUrl: 'http://127.0.0.1:1' }), gateway, call);
		expect(seen).toEqual([[true, undefined]]);
	});
});

describe('limits for a minute', () => {
	const submit = callTo({ method: 'POST', path: '/submit', body: {} });
	const check = callTo({ method: 'GET', path: '/status' });
	const soon = { timeoutSeconds: 1 };

	test('submits are counted apart: checks go on where they are used up', async () => {
		const limited = gatewayWith({ rateLimits: { submitsPerMinute: 2 } });
		const item = server.item();
		// However busy the machine, the three submits come at one time.
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
		for (let count = 0; count < 2; count++) {
			const { outcome } = await send(item, limited, submit, { ...soon, isSubmit: true });
			expect(outcome).toEqual({});
		}
		const refused = (await send(item, limited, submit, { ...soon, isSubmit: true })).outcome;
		expect(refused).toMatchObject({
			code: 'rateLimited',
			accepted: 'no',
			message: 'The limit of 2 submits per minute for Made Up is reached',
			fix: 'Submit fewer videos at a time, or set the Requests per Minute option if your plan allows more.',
		});
		clock.mockRestore();
		expect((refused as { retryAfterSeconds: number }).retryAfterSeconds).toBe(61);
		for (let count = 0; count < 5; count++) {
			expect((await send(item, limited, check, soon)).outcome).toEqual({});
		}
		expect(server.received).toHaveLength(7);
	});

	test('a submit counts as a request, too', async () => {
		const limited = gatewayWith({ rateLimits: { requestsPerMinute: 2, submitsPerMinute: 2 } });
		const item = server.item();
		await send(item, limited, check, soon);
		await send(item, limited, submit, { ...soon, isSubmit: true });
		const refused = (await send(item, limited, submit, { ...soon, isSubmit: true })).outcome;
		expect(refused).toMatchObject({
			message: 'The limit of 2 requests per minute for Made Up is reached',
			fix: 'Raise the Requests per Minute option if the plan allows more.',
		});
		expect(server.received).toHaveLength(2);
	});

	test.each([
		['none', 0, []],
		['a higher one', 3, ['The limit of 3 requests per minute for Made Up is reached']],
	])("the user's own limit counts for submits, too: %s", async (_name, own, messages) => {
		const limited = gatewayWith({ rateLimits: { requestsPerMinute: 1, submitsPerMinute: 1 } });
		const item = { ...server.item(), requestsPerMinute: own };
		const refused: unknown[] = [];
		for (let count = 0; count < 4; count++) {
			const { outcome } = await send(item, limited, submit, { ...soon, isSubmit: true });
			if (isGatewayError(outcome)) refused.push(outcome.message);
		}
		expect(refused).toEqual(messages);
		expect(server.received).toHaveLength(4 - messages.length);
	});

	test('each execution has its own', async () => {
		const limited = gatewayWith({ rateLimits: { submitsPerMinute: 1 } });
		for (const item of [server.item(), server.item()]) {
			const { outcome } = await send(item, limited, submit, { ...soon, isSubmit: true });
			expect(outcome).toEqual({});
		}
	});
});

describe("while n8n's database is away", () => {
	const away = [
		new Error('timeout exceeded when trying to connect'),
		new Error('Connection terminated unexpectedly'),
		new Error('Client has encountered a connection error and is not queryable'),
		new Error('terminating connection due to administrator command'),
		new Error('the database system is starting up'),
		Object.assign(new Error('SQLITE_BUSY: database is locked'), { name: 'QueryFailedError' }),
		Object.assign(new Error('Node failed'), { cause: new Error('Connection terminated') }),
	];
	const check = callTo({ method: 'GET', path: '/v1/jobs/1' }, { repeat: 'always' });
	const submit = callTo({ method: 'POST', path: '/v1/jobs' }, { repeat: 'ifNotAccepted' });

	/** An item whose n8n can't read the credential so many times. */
	function itemWithout(error: Error, times: number) {
		const item = server.item();
		const { getCredentials } = item.context;
		let left = times;
		Object.assign(item.context, {
			getCredentials: async (type: string) => {
				if (left-- > 0) throw error;
				return await getCredentials.call(item.context, type);
			},
		});
		return item;
	}

	test.each(away)('a check may be made again: %s', async (error) => {
		const { outcome } = await send(itemWithout(error, 1), gateway, check, { tries: 1 });
		expect(outcome).toMatchObject({ kind: 'gatewayError', retryable: true, accepted: 'no' });
		expect(server.received).toEqual([]);
	});

	test.each([check, submit])('a call goes out once it is back: %j', async (call) => {
		const { outcome } = await send(itemWithout(away[0]!, 1), gateway, call);
		expect(outcome).toEqual({});
		expect(server.received).toHaveLength(1);
	});

	test('a submit that fails in the middle for this reason is not sent again', async () => {
		const item = server.item();
		const httpRequestWithAuthentication = async () => await Promise.reject(away[0]!);
		Object.assign(item.context.helpers, { httpRequestWithAuthentication });
		const { outcome } = await send(item, gateway, submit);
		expect(outcome).toMatchObject({ retryable: true, accepted: 'maybe' });
		const checked = await send(item, gateway, check, { tries: 1 });
		expect(checked.outcome).toMatchObject({ retryable: true });
	});

	test("any other error of the credential is the item's", async () => {
		const missing = new Error('Credential with ID "1" does not exist for type "x".');
		const sent = send(itemWithout(missing, 1), gateway, check, { tries: 1 });
		await expect(sent).rejects.toThrow('does not exist');
	});
});
