import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import execa from 'execa';
import getPort from 'get-port';
import type { IDataObject } from 'n8n-workflow';
import { programPath } from '../debian';
import { newFolder, startProgram, type Started } from './start';

/** A WordPress site. */
export interface WordPress {
	/** Without a slash at the end. */
	url: string;
	/** Data of a credential of type `wordpressApi`. */
	credential: IDataObject;
	/** Asks its REST API for a list, such as `posts?status=draft`, as the administrator. */
	list<Entry>(what: string): Promise<Entry[]>;
	stop(): Promise<void>;
}

const host = '127.0.0.1';
const administrator = 'admin';

/** Starts Debian's WordPress on PHP's own web server, with a MariaDB of its own. */
export async function startWordPress(): Promise<WordPress> {
	const database = await startDatabase();
	try {
		const site = await startSite(database.port);
		return {
			...site,
			stop: async () => {
				await site.stop();
				await database.stop();
			},
		};
	} catch (error) {
		await database.stop();
		throw error;
	}
}

async function startDatabase(): Promise<Started> {
	const folder = await newFolder('mariadb');
	const port = await getPort();
	const data = join(folder, 'data');
	// As root it would become another user, who may not enter the folder.
	const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
	await execa((await programPath('mariadb-install-db'))!, [
		...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
		...['--skip-test-db', ...asRoot],
	]);
	const start = join(folder, 'start.sql');
	await writeFile(
		start,
		'CREATE DATABASE wordpress;\n' +
			`CREATE USER wordpress@${host} IDENTIFIED BY 'wordpress';\n` +
			`GRANT ALL ON wordpress.* TO wordpress@${host};\n`,
	);
	return await startProgram({
		name: 'MariaDB',
		readyLine: 'ready for connections',
		file: (await programPath('mariadbd'))!,
		parameters: [
			...['--no-defaults', `--datadir=${data}`, `--bind-address=${host}`, `--port=${port}`],
			...[`--socket=${join(folder, 'socket')}`, `--init-file=${start}`, ...asRoot],
		],
		folder,
		port,
	});
}

async function startSite(databasePort: number): Promise<WordPress> {
	const folder = await newFolder('wordpress');
	const port = await getPort();
	const url = `http://${host}:${port}`;
	const site = join(folder, 'site');
	// Debian links some of its files to other packages.
	await cp('/usr/share/wordpress', site, { recursive: true, dereference: true });
	await mkdir(join(site, 'wp-content', 'uploads'), { recursive: true });
	await writeFile(join(site, 'wp-config.php'), configuration(url, databasePort));
	await writeFile(join(folder, 'install.php'), installation);
	await writeFile(join(folder, 'router.php'), router);
	const php = (await programPath('php'))!;
	const { stdout: password } = await execa(php, [join(folder, 'install.php')], { cwd: site });
	const server = await startProgram({
		name: 'WordPress',
		readyLine: 'Development Server',
		file: php,
		parameters: ['-S', `${host}:${port}`, '-t', site, join(folder, 'router.php')],
		folder,
		port,
	});
	const login = Buffer.from(`${administrator}:${password}`).toString('base64');
	return {
		url,
		credential: { username: administrator, password, url },
		list: async <Entry>(what: string) => {
			const headers = { authorization: `Basic ${login}` };
			const answer = await fetch(`${url}/wp-json/wp/v2/${what}`, { headers });
			if (!answer.ok) throw new Error(`WordPress answered ${answer.status} to ${what}`);
			return (await answer.json()) as Entry[];
		},
		stop: server.stop,
	};
}

/** Application passwords need HTTPS, except on a "local" site. */
const configuration = (url: string, databasePort: number) => `<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', 'wordpress');
define('DB_HOST', '${host}:${databasePort}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', '${url}');
define('WP_SITEURL', '${url}');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

/** What the page wp-admin/install.php does, and an application password, which it prints. */
const installation = `<?php
define('WP_INSTALLING', true);
function wp_mail() { return true; }
require 'wp-load.php';
require 'wp-admin/includes/upgrade.php';
wp_install('Videos', '${administrator}', 'admin@example.com', false, '', 'not-asked-for');
update_option('permalink_structure', '/%postname%/');
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'n8n']);
echo $password;
`;

/** Addresses that are no files are WordPress's, as its .htaccess has it for Apache. */
const router = `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($_SERVER['DOCUMENT_ROOT'] . $path)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
`;
