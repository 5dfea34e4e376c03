import { jsonOf, stageForTests } from '../n8n/stage';
import { startPostgres, type PostgresServer } from '../support/n8n/queue/postgres';
import { connectTo, type PostgresClient } from './servers/postgresClient';
import { startTelegram, type Telegram } from './servers/telegram';
import { clips, credentialFor, expectVideos, sendVideos } from './stage';
import { describeTarget } from './targets';

/** Links to finished videos, written down by n8n's own nodes: each leads to the video of its row. */

const stage = stageForTests(1);
const row = "$('Rows').item.json";

/** Expects each link to lead to the video of its row. */
async function expectLinks(links: Array<[name: string, url: string]>): Promise<void> {
	const files = links.map(async ([name, url]) => {
		const { prompt } = clips.find((clip) => clip.name === name)!;
		const job = stage.simulator.jobs.find((one) => one.prompt === prompt)!;
		expect(url).toBe(job.videoUrl);
		const answer = await fetch(url);
		return [name, Buffer.from(await answer.arrayBuffer())];
	});
	await expectVideos(Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>);
}

describeTarget('postgres')('a table of PostgreSQL', () => {
	let server: PostgresServer;
	let client: PostgresClient;
	beforeAll(async () => {
		server = await startPostgres();
		client = await connectTo(server);
		await client.query(
			'CREATE TABLE videos (name text PRIMARY KEY, status text, url text, price numeric)',
		);
		for (const { name } of clips) {
			await client.query("INSERT INTO videos VALUES ($1, 'new')", [name]);
		}
	});
	afterAll(async () => {
		await client?.end();
		await server?.stop();
	});

	test('has status, link and price of each row', async () => {
		const { host, port, database, user, password } = server;
		const execution = await sendVideos(stage, {
			name: 'Write Result',
			type: 'n8n-nodes-base.postgres',
			typeVersion: 2.6,
			parameters: {
				operation: 'update',
				schema: { __rl: true, mode: 'name', value: 'public' },
				table: { __rl: true, mode: 'name', value: 'videos' },
				columns: {
					mappingMode: 'defineBelow',
					matchingColumns: ['name'],
					value: {
						name: `={{ ${row}.name }}`,
						status: '={{ $json.status }}',
						url: '={{ $json.videoUrl }}',
						price: '={{ $json.cost?.amount ?? null }}',
					},
					schema: ['name', 'status', 'url', 'price'].map((id) => ({
						id,
						displayName: id,
						type: id === 'price' ? 'number' : 'string',
						display: true,
						required: false,
						defaultMatch: id === 'name',
						canBeUsedToMatch: true,
					})),
				},
				options: {},
			},
			credentials: await credentialFor(stage, 'postgres', {
				...{ host, port, database, user, password, ssl: 'disable' },
			}),
		});
		const { rows } = await client.query<{
			name: string;
			status: string;
			url: string;
			price: string | null;
		}>('SELECT * FROM videos');
		expect(rows.map(({ status }) => status)).toEqual(clips.map(() => 'completed'));
		const prices = jsonOf(execution, 'Wait For Video').map(({ jobId, cost }) => {
			const { prompt } = stage.simulator.jobs.find((job) => job.jobId === jobId)!;
			const { name } = clips.find((clip) => clip.prompt === prompt)!;
			return [name, (cost as { amount?: number } | undefined)?.amount ?? null];
		});
		expect(Object.fromEntries(prices)).toEqual(
			Object.fromEntries(rows.map(({ name, price }) => [name, price && Number(price)])),
		);
		await expectLinks(rows.map(({ name, url }) => [name, url]));
	});
});

describeTarget('telegram')('a Telegram chat', () => {
	let telegram: Telegram;
	beforeAll(async () => {
		telegram = await startTelegram();
	});
	afterAll(async () => await telegram?.stop());

	test('has a message for each row with the link to its video', async () => {
		await sendVideos(stage, {
			name: 'Tell',
			type: 'n8n-nodes-base.telegram',
			typeVersion: 1.2,
			parameters: {
				resource: 'message',
				operation: 'sendMessage',
				chatId: telegram.chatId,
				text: `={{ ${row}.name }} {{ $json.videoUrl }}`,
				additionalFields: { appendAttribution: false },
			},
			credentials: await credentialFor(stage, 'telegramApi', telegram.credential),
		});
		const messages = await telegram.unread();
		await expectLinks(messages.map((text) => text.split(' ') as [string, string]));
	});
});
