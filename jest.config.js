const { existsSync } = require('node:fs');
const { availableParallelism } = require('node:os');

const { settleSeed } = require('./test/support/seed.js');

settleSeed();

const shared = {
	rootDir: __dirname,
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': '@swc/jest' },
	setupFiles: ['<rootDir>/test/support/fixedSeed.ts'],
	setupFilesAfterEnv: ['<rootDir>/test/support/timeout.ts'],
	modulePathIgnorePatterns: [
		'/dist/',
		'/test/support/n8n/node_modules/',
		'/test/support/n8n/n8n-1/node_modules/',
		'/test/support/n8n/queue/node_modules/',
		'/test/clients/node_modules/',
		'/test/targets/node_modules/',
		'/test/targets/directus/node_modules/',
		'/test/bench/ai/node_modules/',
		'/.demo/',
	],
};

const onN8n = {
	...shared,
	globalSetup: '<rootDir>/test/support/n8n/setup.ts',
	globalTeardown: '<rootDir>/test/support/n8n/teardown.ts',
};

/**
 * Servers that nobody here wrote. Their installation takes minutes, so they run only if they are asked for:
 * `--selectProjects targets`.
 */
const targets = {
	...onN8n,
	displayName: 'targets',
	globalSetup: '<rootDir>/test/targets/setup.ts',
	testMatch: ['<rootDir>/test/targets/*.test.ts'],
};

/** The one of them that takes nothing from npm; also without being asked for, on a machine that has it. */
const wordpress = {
	...onN8n,
	displayName: 'wordpress',
	testMatch: ['<rootDir>/test/targets/wordpress.test.ts'],
};
const isWordPressInstalled = [
	'/usr/share/wordpress/wp-load.php',
	'/usr/sbin/mariadbd',
	'/usr/bin/php',
].every(existsSync);

const targetProjects = () => {
	if (process.argv.includes(targets.displayName)) return [targets];
	return isWordPressInstalled ? [wordpress] : [];
};

module.exports = {
	// Many files wait for most of their time, and by default jest leaves one core idle: half of a machine with two.
	maxWorkers: Math.max(5, availableParallelism()),
	testSequencer: '<rootDir>/test/sequencer.js',
	reporters: ['default', '<rootDir>/test/countReporter.js'],
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/unit/**/*.test.ts'],
		},
		{
			...onN8n,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/n8n/*.test.ts'],
		},
		{
			...shared,
			displayName: 'queue',
			globalSetup: '<rootDir>/test/queue/setup.ts',
			testMatch: ['<rootDir>/test/queue/*.test.ts'],
		},
		{
			...onN8n,
			displayName: 'faults',
			testMatch: ['<rootDir>/test/faults/*.test.ts'],
		},
		{
			...shared,
			displayName: 'clients',
			globalSetup: '<rootDir>/test/clients/setup.ts',
			testMatch: ['<rootDir>/test/clients/*.test.ts'],
		},
		{
			...shared,
			displayName: 'browser',
			testMatch: ['<rootDir>/test/browser/*.test.ts'],
		},
		...targetProjects(),
	],
};
