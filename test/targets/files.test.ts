import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stageForTests } from '../n8n/stage';
import { startMail, type MailServer } from './servers/mail';
import { startS3, type S3 } from './servers/s3';
import { startSftp, type Sftp } from './servers/sftp';
import { startWebDav, type WebDav } from './servers/webdav';
import { clips, credentialFor, expectVideos, runExample, sendVideos } from './stage';
import { describeTarget } from './targets';

/** Files that n8n's own nodes send on: what is in the target in the end is the video of its row. */

const stage = stageForTests(1);

/** The mp4 files in a folder, by their names. */
async function videosIn(folder: string): Promise<Record<string, Buffer>> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.mp4'));
	const files = names.map(async (name) => [
		name.slice(0, -'.mp4'.length),
		await readFile(join(folder, name)),
	]);
	return Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>;
}

describeTarget('s3')('an S3 bucket', () => {
	let s3: S3;
	beforeAll(async () => {
		s3 = await startS3();
	});
	afterAll(async () => await s3?.stop());

	test('has the video of each row under its name', async () => {
		const credentials = await credentialFor(stage, 's3', s3.credential);
		await runExample(stage, 's3', { Upload: { bucketName: s3.bucket } }, credentials);
		const keys = await s3.keys();
		const files = keys.map(async (key) => [key.replace('.mp4', ''), await s3.read(key)]);
		await expectVideos(Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>);
	});
});

describeTarget('sftp')('an SFTP server', () => {
	let sftp: Sftp;
	beforeAll(async () => {
		sftp = await startSftp();
	});
	afterAll(async () => await sftp?.stop());

	test('has the video of each row in its folder', async () => {
		const credentials = await credentialFor(stage, 'sftp', sftp.credential);
		const path = `=${sftp.files}/clips/{{ $binary.data.fileName }}`;
		await runExample(stage, 'sftp', { Upload: { path } }, credentials);
		await expectVideos(await videosIn(join(sftp.files, 'clips')));
	});
});

describeTarget('mail')('a mailbox', () => {
	let mail: MailServer;
	beforeAll(async () => {
		mail = await startMail();
	});
	afterAll(async () => await mail?.stop());

	test('has a mail for each row with its video attached', async () => {
		const credentials = await credentialFor(stage, 'smtp', mail.credential);
		await runExample(stage, 'email', {}, credentials);
		const mails = await mail.mails();
		const files = mails.map(({ subject, text, attachments: [file, ...others] }) => {
			const { name, prompt } = clips.find((clip) => subject === `Your video: ${clip.name}`)!;
			const job = stage.simulator.jobs.find((one) => one.prompt === prompt)!;
			expect(text).toBe(`${prompt}\n\n${job.videoUrl}`);
			expect({ name: file?.name, type: file?.type, others }).toEqual({
				name: `${name}.mp4`,
				type: 'video/mp4',
				others: [],
			});
			return [name, file!.bytes];
		});
		await expectVideos(Object.fromEntries(files) as Record<string, Buffer>);
	});
});

describeTarget('webdav')('a WebDAV folder', () => {
	let server: WebDav;
	beforeAll(async () => {
		server = await startWebDav();
	});
	afterAll(async () => await server?.stop());

	test('has the video of each row, by HTTP Request', async () => {
		await sendVideos(stage, {
			name: 'Put',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'PUT',
				url: `=${server.url}/{{ $('Rows').item.json.name }}.mp4`,
				authentication: 'genericCredentialType',
				genericAuthType: 'httpBasicAuth',
				sendBody: true,
				contentType: 'binaryData',
				inputDataFieldName: 'data',
				options: {},
			},
			credentials: await credentialFor(stage, 'httpBasicAuth', server.credential),
		});
		await expectVideos(await videosIn(server.files));
	});
});
