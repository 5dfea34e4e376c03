import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import execa from 'execa';
import getPort from 'get-port';
import type { IDataObject } from 'n8n-workflow';
import { programPath } from '../debian';
import { newFolder, startProgram } from './start';

/** An SFTP server. */
export interface Sftp {
	/** The folder that files are sent to, absolute: on this machine, and for who is logged in. */
	files: string;
	/** Data of a credential of type `sftp`. */
	credential: IDataObject;
	stop(): Promise<void>;
}

const makeKey = async (file: string) =>
	await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);

/** Starts OpenSSH's server for the user who runs the tests, who logs in with a key. */
export async function startSftp(): Promise<Sftp> {
	const folder = await newFolder('sftp');
	const port = await getPort();
	const at = (name: string) => join(folder, name);
	await Promise.all([makeKey(at('host-key')), makeKey(at('key')), mkdir(at('files'))]);
	const settings = {
		Port: port,
		ListenAddress: '127.0.0.1',
		HostKey: at('host-key'),
		PidFile: 'none',
		AuthorizedKeysFile: at('key.pub'),
		// The folder lies in one that everybody may write to.
		StrictModes: 'no',
		PasswordAuthentication: 'no',
		PermitRootLogin: 'prohibit-password',
		Subsystem: 'sftp internal-sftp',
		ForceCommand: 'internal-sftp',
	};
	const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
	await writeFile(at('sshd_config'), lines.join(''));
	// Root's server wants this folder, which Debian's service makes.
	if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
	const server = await startProgram({
		name: 'sshd',
		readyLine: 'Server listening',
		file: (await programPath('sshd'))!,
		parameters: ['-D', '-e', '-f', at('sshd_config')],
		folder,
		port,
	});
	return {
		files: at('files'),
		credential: {
			host: '127.0.0.1',
			port,
			username: userInfo().username,
			privateKey: await readFile(at('key'), 'utf8'),
		},
		stop: server.stop,
	};
}
