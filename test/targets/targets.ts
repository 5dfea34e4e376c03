import type { DebianNeeds } from './debian';

/** The servers that the tests send videos to, or install the package from. None was written here. */
export const targets: Record<TargetName, { label: string; debian?: DebianNeeds }> = {
	s3: { label: 'S3' },
	sftp: {
		label: 'SFTP',
		debian: { files: ['sshd', 'ssh-keygen'], packages: ['openssh-server', 'openssh-client'] },
	},
	mail: { label: 'Mail' },
	directus: { label: 'Directus' },
	postgres: { label: 'PostgreSQL' },
	telegram: { label: 'Telegram' },
	webdav: {
		label: 'WebDAV',
		debian: {
			files: ['apache2', '/usr/lib/apache2/modules/mod_dav_fs.so'],
			packages: ['apache2-bin'],
		},
	},
	wordpress: {
		label: 'WordPress',
		debian: {
			files: ['mariadbd', 'mariadb-install-db', 'php', '/usr/share/wordpress/wp-load.php'],
			packages: [
				'wordpress',
				'mariadb-server',
				'php-cli',
				'php-mysql',
				'php-curl',
				'php-xml',
			],
		},
	},
	registry: { label: 'The npm registry' },
};

export type TargetName =
	| 'directus'
	| 'mail'
	| 'postgres'
	| 'registry'
	| 's3'
	| 'sftp'
	| 'telegram'
	| 'webdav'
	| 'wordpress';

/** Says which targets can't be run here: a JSON object of their reasons, by name. */
export const unavailableVariable = 'TARGETS_UNAVAILABLE';

/** Whether a target could be installed. */
export const isAvailable = (name: TargetName): boolean =>
	!(name in (JSON.parse(process.env[unavailableVariable] ?? '{}') as object));

/** `describe` for tests with a target; skipped where `setup.ts` could not install it. */
export const describeTarget = (name: TargetName): jest.Describe =>
	isAvailable(name) ? describe : describe.skip;
