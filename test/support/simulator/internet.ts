import { readFile } from 'node:fs/promises';
import {
	createServer,
	request as forward,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import execa from 'execa';
import { CLIP } from './media';

/** A request that arrived at one of the hosts, or at an address where nobody should have asked. */
export interface ArrivedRequest {
	/** The whole address, such as `https://media.example/a.mp4`. */
	url: string;
	headers: IncomingHttpHeaders;
}

/**
 * Public hosts on this machine, behind a proxy that writes down what it is asked for. Who is to use them gets the
 * proxy by `env`. An address that is no host of these answers with a video: who asks where he must not is not kept
 * from it, but found in the record.
 */
export interface Internet {
	/** Variables that send a process of Node.js over the proxy, with trust in the hosts' certificate. */
	env: Record<string, string>;
	/** A server on 127.0.0.1 that belongs to nobody: with a video, and every request to it on record. */
	loopbackPort: number;
	/** Where the hosts listen for TLS on 127.0.0.1, for who gets there without the proxy. */
	tlsPort: number;
	/** `host:port` of each connection that the proxy was asked for, oldest first. */
	readonly connections: string[];
	/** Every request that arrived anywhere, oldest first. */
	readonly requests: ArrivedRequest[];
	/** Clears the record. */
	forget: () => void;
	close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and gives the port. */
async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** A certificate for these names, and its key, as files. */
async function certify(folder: string, names: string[]): Promise<{ cert: string; key: string }> {
	const cert = join(folder, 'cert.pem');
	const key = join(folder, 'key.pem');
	const subject = ['-subj', '/CN=Test', '-days', '2'];
	const alternatives = names.map((name) => `DNS:${name}`).join(',');
	await execa('openssl', [
		...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
		...['-keyout', key, '-out', cert, ...subject, '-addext', `subjectAltName=${alternatives}`],
	]);
	return { cert, key };
}

/** Answers by handing the request on to another server of this machine, and its answer back. */
export function handOn(origin: string): RequestListener {
	return (request, response) => {
		const { method, headers, url = '/' } = request;
		const onward = forward(new URL(url, origin), { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		request.pipe(onward);
	};
}

/** Starts the hosts, each with what it answers. Needs the program openssl, whose certificate lies in `folder`. */
export async function startInternet(
	folder: string,
	hosts: Readonly<Record<string, RequestListener>>,
): Promise<Internet> {
	const connections: string[] = [];
	const requests: ArrivedRequest[] = [];
	const open = new Set<Socket>();

	function answer(url: string, request: IncomingMessage, response: ServerResponse): void {
		requests.push({ url, headers: request.headers });
		const listener = hosts[new URL(url).hostname];
		if (listener) return void listener(request, response);
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': CLIP.length });
		response.end(CLIP);
	}

	const files = await certify(folder, Object.keys(hosts));
	const tls = createTlsServer(
		{ cert: await readFile(files.cert), key: await readFile(files.key) },
		(request, response) => {
			answer(`https://${request.headers.host}${request.url}`, request, response);
		},
	);
	// Who does not like the certificate hangs up.
	tls.on('tlsClientError', () => undefined);
	const tlsPort = await listen(tls);

	const proxy = createServer((request, response) => {
		// A proxy is asked for a whole address; a path alone is for this server itself.
		const { url = '/', headers } = request;
		if (url.startsWith('/')) return answer(`http://${headers.host}${url}`, request, response);
		const { hostname, port, pathname, search } = new URL(url);
		connections.push(`${hostname}:${port || 80}`);
		request.url = `${pathname}${search}`;
		answer(url, request, response);
	});
	proxy.on('connect', ({ url = '' }: IncomingMessage, client: Socket) => {
		connections.push(url);
		// A host that is none of these gets the certificate of the others, as a name does that leads astray.
		const tunnel = connect(tlsPort, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			client.pipe(tunnel).pipe(client);
		});
		for (const [one, other] of [
			[client, tunnel],
			[tunnel, client],
		] as const) {
			one.on('error', () => undefined).on('close', () => other.destroy());
		}
	});
	for (const server of [proxy, tls]) {
		server.on('connection', (socket: Socket) => {
			open.add(socket.on('close', () => open.delete(socket)));
		});
	}
	const port = await listen(proxy);
	const proxyUrl = `http://127.0.0.1:${port}`;

	return {
		env: {
			HTTP_PROXY: proxyUrl,
			HTTPS_PROXY: proxyUrl,
			NODE_EXTRA_CA_CERTS: files.cert,
		},
		loopbackPort: port,
		tlsPort,
		connections,
		requests,
		forget() {
			connections.length = 0;
			requests.length = 0;
		},
		async close() {
			const closed = [proxy, tls].map(
				async (server) => await new Promise((resolve) => server.close(resolve)),
			);
			for (const socket of open) socket.destroy();
			await Promise.all(closed);
		},
	};
}
