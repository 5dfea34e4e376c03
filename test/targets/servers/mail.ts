import getPort from 'get-port';
import type { IDataObject } from 'n8n-workflow';
import { targetFile } from '../install';
import { startScript } from './start';

/** A mail that arrived. */
export interface Mail {
	subject: string;
	text: string;
	attachments: Array<{ name: string; type: string; bytes: Buffer }>;
}

/** A mail server, and the box of all mails that it was sent. */
export interface MailServer {
	/** Data of a credential of type `smtp`. */
	credential: IDataObject;
	mails(): Promise<Mail[]>;
	stop(): Promise<void>;
}

interface MaildevMail {
	id: string;
	subject: string;
	text: string;
	attachments?: Array<{ filename: string; generatedFileName: string; contentType: string }>;
}

/** Starts MailDev (github.com/maildev/maildev). */
export async function startMail(): Promise<MailServer> {
	const smtp = await getPort();
	const server = await startScript('maildev', 'MailDev API running', ({ folder, port }) => [
		targetFile('maildev', 'dist', 'bin', 'maildev.js'),
		...['--smtp', String(smtp), '--ip', '127.0.0.1', '--hide-extensions', 'STARTTLS'],
		...['--web', String(port), '--web-ip', '127.0.0.1', '--mail-directory', folder],
	]);
	const get = async (path: string) => {
		const answer = await fetch(`http://127.0.0.1:${server.port}/api/email${path}`);
		if (!answer.ok) throw new Error(`MailDev answered ${answer.status} to ${path}`);
		return answer;
	};
	const attachmentsOf = ({ id, attachments = [] }: MaildevMail) =>
		attachments.map(async ({ filename: name, generatedFileName, contentType: type }) => {
			const file = await get(`/${id}/attachment/${encodeURIComponent(generatedFileName)}`);
			return { name, type, bytes: Buffer.from(await file.arrayBuffer()) };
		});
	return {
		credential: { host: '127.0.0.1', port: smtp, secure: false, disableStartTls: true },
		mails: async () =>
			await Promise.all(
				((await (await get('')).json()) as MaildevMail[]).map(async (mail) => ({
					subject: mail.subject,
					text: mail.text.trim(),
					attachments: await Promise.all(attachmentsOf(mail)),
				})),
			),
		stop: server.stop,
	};
}
