import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stageForTests } from '../n8n/stage';
import { startMail, type MailServer } from './servers/mail';
import { startS3, type S3 } from './servers/s3';
import { startSftp, type Sftp } from './servers/sftp';
import { clips, credentialFor, expectVideos, runExample } from './stage';
import { describeTarget } from './targets';

/** The examples that send files on by n8n's own nodes: what is in the target in the end is the video of its row. */

const stage = stageForTests(1);

describeTarget('s3')('an S3 bucket', () => {
	let s3: S3;
	beforeAll(async () => {
		s3 = await startS3();
	}, 60_000);
	afterAll(async () => await s3?.stop());

	test('has the video of each row under its name', async () => {
		const credentials = await credentialFor(stage, 's3', s3.credential);
		await runExample(stage, 's3', { Upload: { bucketName: s3.bucket } }, credentials);
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
		const credentials = await credentialFor(stage, 'sftp', sftp.credential);
		const path = `=${sftp.files}/clips/{{ $binary.data.fileName }}`;
		await runExample(stage, 'sftp', { Upload: { path } }, credentials);
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
	}, 120_000);
});
