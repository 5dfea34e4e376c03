import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { targetFile } from '../install';
import { startScript } from './start';

/** A Telegram whose bot was given to n8n. */
export interface Telegram {
	/** The chat that the bot may write to. */
	chatId: string;
	/** Data of a credential of type `telegramApi`. */
	credential: IDataObject;
	/** What the bot has written into that chat and nobody has read yet. */
	unread(): Promise<string[]>;
	stop(): Promise<void>;
}

const token = '1:simulated';
const chatId = '1';

/** It has no command line. */
const script = (port: number) => `
const TelegramServer = require(${JSON.stringify(targetFile('telegram-test-api'))});
const server = new TelegramServer({ port: ${port}, host: '127.0.0.1' });
server.start().then(() => console.log('Telegram is ready'));
`;

/** Starts telegram-test-api (github.com/jehy/telegram-test-api), which knows text messages but no files. */
export async function startTelegram(): Promise<Telegram> {
	const server = await startScript('telegram', 'Telegram is ready', async ({ folder, port }) => {
		const file = join(folder, 'start.cjs');
		await writeFile(file, script(port));
		return [file];
	});
	const baseUrl = `http://127.0.0.1:${server.port}`;
	return {
		chatId,
		credential: { accessToken: token, baseUrl },
		unread: async () => {
			const answer = await fetch(`${baseUrl}/getUpdates`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ token, chatId }),
			});
			const { result } = (await answer.json()) as {
				result: Array<{ message: { text: string } }>;
			};
			return result.map(({ message }) => message.text);
		},
		stop: server.stop,
	};
}
