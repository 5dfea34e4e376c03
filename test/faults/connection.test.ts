import { createServer as createHttpServer } from 'node:http';
import { Agent, createServer as createTlsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import axios from 'axios';
import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { segmind } from '../../gateways/adapters/segmind';
import { connectionError } from '../../nodes/shared/transport/networkErrors';
import { listen, selfSigned, startDamagingTls, type Listening } from '../support/simulator/tls';

/** Which broken connections certainly brought nothing to a gateway, by real errors of Node, wrapped as n8n does. */

const open: Listening[] = [];
let certificate: { key: Buffer; cert: Buffer };

const serve = async (server: Server, scheme: 'http' | 'https' = 'https'): Promise<string> => {
	const listening = await listen(server, scheme);
	open.push(listening);
	return listening.origin;
};

const answering = () => createHttpServer((_request, response) => response.end('{}'));

beforeAll(async () => {
	certificate = await selfSigned();
});

afterAll(async () => {
	await Promise.all(open.map(async ({ close }) => await close()));
});

/** What a submit to this address ends with. */
async function endOf(url: string, trusting = true) {
	const error: unknown = await axios
		.post(
			url,
			{ prompt: 'A lake' },
			{
				proxy: false,
				httpsAgent: new Agent({ rejectUnauthorized: !trusting }),
			},
		)
		.then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
	const node = { name: 'Submit Video', type: 'x', parameters: {} } as unknown as INode;
	const wrapped = new NodeApiError(node, error as JsonObject);
	const [bare, shown] = [connectionError(segmind, error), connectionError(segmind, wrapped)];
	expect(shown.accepted).toBe(bare.accepted);
	return shown;
}

describe('certainly nothing arrived', () => {
	const never = {
		accepted: 'no',
		message: expect.stringMatching(/couldn't be reached/) as string,
	};

	test('where nobody listens', async () => {
		expect(await endOf('http://127.0.0.1:9')).toMatchObject(never);
		expect(await endOf('http://localhost:9')).toMatchObject(never);
	});

	test('where the host has no address', async () => {
		expect(await endOf('http://nobody.invalid')).toMatchObject(never);
	});

	test('where the certificate is refused', async () => {
		const url = await serve(createTlsServer(certificate));
		expect(await endOf(url, false)).toMatchObject(never);
	});

	test('where the server speaks no version of TLS that Node does', async () => {
		const url = await serve(
			createTlsServer({
				...certificate,
				minVersion: 'TLSv1',
				maxVersion: 'TLSv1.1',
				ciphers: 'DEFAULT@SECLEVEL=0',
			}),
		);
		expect(await endOf(url)).toMatchObject(never);
	});

	test('where the server speaks no TLS', async () => {
		const url = await serve(answering());
		expect(await endOf(url)).toMatchObject(never);
	});

	test('where the server hangs up during the handshake', async () => {
		const url = await serve(createServer((socket) => socket.destroy()));
		expect(await endOf(url)).toMatchObject(never);
	});

	test('by what n8n 1.123 keeps of an error', () => {
		for (const httpCode of ['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED']) {
			expect(connectionError(segmind, { httpCode })).toMatchObject(never);
		}
	});
});

describe('it may have arrived', () => {
	test('where the answer was damaged on its way', async () => {
		const inner = await serve(answering(), 'http');
		const outer = await startDamagingTls(inner);
		open.push(outer);
		expect(await endOf(outer.origin)).toMatchObject({
			accepted: 'maybe',
			message: expect.stringMatching(/bad record mac/) as string,
		});
	});

	test('where the connection broke after the request', async () => {
		const url = await serve(
			createServer((socket) => {
				socket.once('data', () => socket.resetAndDestroy());
			}),
			'http',
		);
		expect(await endOf(url)).toMatchObject({ accepted: 'maybe' });
	});

	test('where nothing tells when the network went away', () => {
		for (const httpCode of ['EHOSTUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EPROTO']) {
			expect(connectionError(segmind, { httpCode })).toMatchObject({ accepted: 'maybe' });
		}
		expect(connectionError(segmind, { code: 'EHOSTUNREACH', syscall: 'read' })).toMatchObject({
			accepted: 'maybe',
		});
		expect(
			connectionError(segmind, { code: 'EHOSTUNREACH', syscall: 'connect' }),
		).toMatchObject({ accepted: 'no' });
	});
});
