import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import type { IDataObject } from 'n8n-workflow';
import { programPath } from '../debian';
import { newFolder, startProgram } from './start';

/** A WebDAV server, as Nextcloud and many others are. */
export interface WebDav {
	/** Of its folder, without a slash at the end. */
	url: string;
	/** The same folder on this machine. */
	files: string;
	/** Data of a credential of type `httpBasicAuth`. */
	credential: IDataObject;
	stop(): Promise<void>;
}

const modulesFolder = '/usr/lib/apache2/modules';
const modules = [
	...['mpm_event', 'dav', 'dav_fs', 'auth_basic', 'authn_core', 'authn_file'],
	...['authz_core', 'authz_user'],
];

const configuration = (folder: string, port: number) => `
${modules.map((name) => `LoadModule ${name}_module ${modulesFolder}/mod_${name}.so`).join('\n')}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
# Apache can't open what Node.js reads its errors from.
ErrorLog "|/bin/cat"
# Only root's Apache becomes another user.
User nobody
Group nogroup
DavLockDB ${folder}/files/.lock
DocumentRoot ${folder}/files
<Directory ${folder}/files>
	Dav On
	AuthType Basic
	AuthName Videos
	AuthUserFile ${folder}/users
	Require valid-user
</Directory>
`;

/** Starts Debian's Apache with mod_dav. */
export async function startWebDav(): Promise<WebDav> {
	const folder = await newFolder('webdav');
	const port = await getPort();
	const files = join(folder, 'files');
	await mkdir(files);
	await chmod(folder, 0o755);
	await chmod(files, 0o777);
	const [user, password] = ['editor', 'simulated'];
	const hash = createHash('sha1').update(password).digest('base64');
	await writeFile(join(folder, 'users'), `${user}:{SHA}${hash}\n`);
	const file = join(folder, 'apache.conf');
	await writeFile(file, configuration(folder, port));
	const server = await startProgram({
		name: 'Apache',
		readyLine: 'resuming normal operations',
		file: (await programPath('apache2'))!,
		parameters: ['-D', 'FOREGROUND', '-d', folder, '-f', file],
		folder,
		port,
	});
	return {
		url: `http://127.0.0.1:${port}`,
		files,
		credential: { user, password },
		stop: server.stop,
	};
}
