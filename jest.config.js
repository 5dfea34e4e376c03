const shared = {
	rootDir: __dirname,
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': '@swc/jest' },
	modulePathIgnorePatterns: [
		'/dist/',
		'/test/host/node_modules/',
		'/test/host/n8n-1/node_modules/',
		'/test/host/queue/node_modules/',
		'/test/clients/node_modules/',
		'/.demo/',
	],
};

module.exports = {
	reporters: ['default', '<rootDir>/test/countReporter.js'],
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/{gateways,nodes,simulator,store,tools}/**/*.test.ts'],
		},
		{
			...shared,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/host/*.test.ts'],
		},
		{
			...shared,
			displayName: 'queue',
			globalSetup: '<rootDir>/test/host/queue/setup.ts',
			testMatch: ['<rootDir>/test/host/queue/*.test.ts'],
		},
		{
			...shared,
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
	],
};
