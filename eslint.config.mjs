import { config } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';

export default [
	globalIgnores([
		'dist',
		'test/support/n8n/node_modules',
		'test/support/n8n/queue/node_modules',
		'test/clients/node_modules',
		'.demo',
		'test-results',
	]),
	// n8n's own rules for community packages, eslint-plugin-n8n-nodes-base among them.
	...config,
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			// Left out by n8n's configuration: no key may be shown as it is typed.
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'error',
		},
	},
	{
		// Dependencies point one way: a gateway knows nothing of n8n, nor of the nodes.
		files: ['gateways/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							group: ['**/nodes/**', '**/credentials/**'],
							message: 'Dependencies point from nodes to gateways.',
						},
						{ group: ['n8n-*'], message: 'A gateway knows nothing of n8n.' },
					],
				},
			],
		},
	},
	{
		// Tests, the simulator, the demo and the tools run on a developer's machine, not in n8n.
		files: ['test/**/*.ts', 'tools/**/*.ts'],
		rules: {
			'no-console': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
];
