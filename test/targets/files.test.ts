import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stageForTests } from '../n8n/stage';
import { startMail, type MailServer } from './servers/mail';
import { startS3, type S3 } from './servers/s3';
import { startSftp, type Sftp } from './servers/sftp';
import { clips, credentialFor, expectVideos, sendVideos } from './stage';
import { describeTarget } from './targets';

/** Finished videos, sent on by n8n's own nodes: what is in the target in the end is the video of its row. */

const stage = stageForTests(1);
const row = "$('Rows').item.json";

describeTarget('s3')('an S3 bucket', () => {
	let s3: S3;
	beforeAll(async () => {
		s3 = await startS3();
	}, 60_000);
	afterAll(async () => await s3?.stop());

	test('has the video of each row under its name', async () => {
		await sendVideos(stage, {
			name: 'S3',
			type: 'n8n-nodes-base.s3',
			parameters: {
				resource: 'file',
				operation: 'upload',
				bucketName: s3.bucket,
				fileName: `={{ ${row}.name }}.mp4`,
				binaryData: true,
				binaryPropertyName: 'data',
			},
			credentials: await credentialFor(stage, 's3', s3.credential),
		});
		const keys = await s3.keys();
		const files = keys.map(async (key) => [key.replace('.mp4', ''), await s3.read(key)]);
		await expectVideos(Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>);
	}, 120_000);
});

describeTarget('sftp')('an SFTP server', () => {
	let sftp: Sftp;
	beforeAll(async () => {
		sftp = await startSftp();
	}, 60_000);
	afterAll(async () => await sftp?.stop());

	test('has the video of each row in its folder', async () => {
		await sendVideos(stage, {
			name: 'SFTP',
			type: 'n8n-nodes-base.ftp',
			parameters: {
				protocol: 'sftp',
				operation: 'upload',
				path: `=${sftp.files}/clips/{{ ${row}.name }}.mp4`,
				binaryData: true,
				binaryPropertyName: 'data',
			},
			credentials: await credentialFor(stage, 'sftp', sftp.credential),
		});
		const folder = join(sftp.files, 'clips');
		const files = (await readdir(folder)).map(async (file) => [
			file.replace('.mp4', ''),
			await readFile(join(folder, file)),
		]);
		await expectVideos(Object.fromEntries(await Promise.all(files)) as Record<string, Buffer>);
	}, 120_000);
});

describeTarget('mail')('a mailbox', () => {
	let mail: MailServer;
	beforeAll(async () => {
		mail = await startMail();
	}, 60_000);
	afterAll(async () => await mail?.stop());

	test('has a mail for each row with its video attached', async () => {
		await sendVideos(stage, {
			name: 'Send',
			type: 'n8n-nodes-base.emailSend',
			typeVersion: 2.1,
			parameters: {
				fromEmail: 'videos@example.com',
				toEmail: 'editor@example.com',
				subject: `={{ ${row}.name }}`,
				emailFormat: 'text',
				text: '={{ $json.status }}: {{ $json.videoUrl }}',
				options: { attachments: 'data', appendAttribution: false },
			},
			credentials: await credentialFor(stage, 'smtp', mail.credential),
		});
		const mails = await mail.mails();
		const files = mails.map(({ subject, attachments: [file, ...others] }) => {
			expect({ type: file?.type, others }).toEqual({ type: 'video/mp4', others: [] });
			expect(file!.name).toMatch(/\.mp4$/);
			return [subject, file!.bytes];
		});
		await expectVideos(Object.fromEntries(files) as Record<string, Buffer>);
		for (const { subject, text } of mails) {
			const { prompt } = clips.find(({ name }) => name === subject)!;
			const job = stage.simulator.jobs.find((one) => one.prompt === prompt)!;
			expect(text).toBe(`completed: ${job.videoUrl}`);
		}
	}, 120_000);
});
