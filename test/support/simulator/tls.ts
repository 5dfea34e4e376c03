import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import execa from 'execa';

/** A certificate for 127.0.0.1 that nobody has signed, made by the machine's `openssl`. */
export async function selfSigned(): Promise<{ key: Buffer; cert: Buffer }> {
	const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	try {
		await execa('openssl', [
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
			...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
			...['-keyout', key, '-out', cert],
		]);
		return { key: await readFile(key), cert: await readFile(cert) };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A server with an address. */
export interface Listening {
	origin: string;
	close: () => Promise<void>;
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function listen(server: Server, scheme: 'http' | 'https'): Promise<Listening> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `${scheme}://127.0.0.1:${port}`,
		close: async () => await new Promise((resolve) => server.close(() => resolve())),
	};
}

/** Serves what lies at `target` over TLS. `onAnswer` is called with the client's port before each answer goes out. */
async function serveOverTls(
	target: string,
	options: ServerOptions,
	onAnswer: (clientPort: number) => void,
): Promise<Listening> {
	const server = createTlsServer(options, (request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const headers = { ...request.headers };
			delete headers.host;
			void axios
				.request<Buffer>({
					method: request.method ?? 'GET',
					url: target + request.url,
					headers,
					data: Buffer.concat(chunks),
					responseType: 'arraybuffer',
					proxy: false,
					validateStatus: () => true,
				})
				.then(({ status, data }) => {
					onAnswer(request.socket.remotePort ?? 0);
					response.writeHead(status, { 'content-type': 'application/json' }).end(data);
				});
		});
	});
	return await listen(server, 'https');
}

/** Passes what lies at `target` on over TLS, and damages every answer on its way: a bit of the record is flipped. */
export async function startDamagingTls(target: string): Promise<Listening> {
	const damaged = new Set<number>();
	const inner = await serveOverTls(target, await selfSigned(), (port) => damaged.add(port));
	const { hostname, port } = new URL(inner.origin);
	const outer = createServer((client) => {
		const server = connect(Number(port), hostname);
		client.pipe(server);
		server.on('data', (chunk: Buffer) => {
			// Within the first record, whose head has five bytes.
			if (damaged.has(server.localPort ?? 0)) chunk[8]! ^= 1;
			client.write(chunk);
		});
		for (const socket of [client, server]) {
			socket.on('error', () => undefined);
			socket.on('close', () => {
				client.destroy();
				server.destroy();
			});
		}
	});
	const listening = await listen(outer, 'https');
	return {
		origin: listening.origin,
		close: async () => {
			await Promise.all([listening.close(), inner.close()]);
		},
	};
}
