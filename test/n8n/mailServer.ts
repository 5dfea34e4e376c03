import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

/** A mail server on loopback: as much of SMTP (RFC 5321) as it takes to receive. */
export interface MailServer {
	/** Each mail as it was sent, its quoted-printable text decoded (RFC 2045). */
	received: string[];
	/** Data of a credential of type `smtp`. */
	credential: IDataObject;
	close(): void;
}

const decode = (text: string) =>
	text
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Talks to one sender. */
function receive(socket: Socket, received: string[]): void {
	let text = '';
	let isMail = false;
	socket.write('220 loopback\r\n');
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk) => {
		text += chunk.toString('latin1');
		for (;;) {
			const end = isMail ? '\r\n.\r\n' : '\r\n';
			const at = text.indexOf(end);
			if (at < 0) return;
			const part = text.slice(0, at);
			text = text.slice(at + end.length);
			if (isMail) received.push(decode(part));
			isMail = !isMail && part === 'DATA';
			socket.write(isMail ? '354 Go on\r\n' : part === 'QUIT' ? '221 Bye\r\n' : '250 OK\r\n');
		}
	});
}

/** Starts a mail server that takes every mail. */
export async function startMailServer(): Promise<MailServer> {
	const received: string[] = [];
	const server = createServer((socket) => receive(socket, received));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		received,
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true },
		close: () => void server.close(),
	};
}
