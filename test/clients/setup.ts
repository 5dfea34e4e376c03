import { ensureClientsInstalled } from './install';

/** Says that the clients could not be installed, and why. */
export const unavailableVariable = 'CLIENTS_UNAVAILABLE';

/** Clients that would belong here and are not to be had. */
export const missingClients: ReadonlyArray<{ name: string; reason: string }> = [
	{
		name: 'aigateway-js',
		reason: "AIgateway's own SDK (github.com/aigateway-sh/sdk-node 0.1.3): not on npm (404, 2026-11-27)",
	},
	{
		name: 'n8n-nodes-aimlapi',
		reason: 'github.com/D1m7asis/n8n-nodes-aimlapi 2.0.3: not on npm (404, 2026-11-27)',
	},
];

const say = (line: string) => process.stderr.write(`${line}\n`);

/** For Jest: whether the clients' tests are skipped must be known before they are collected. */
export default async function setup(): Promise<void> {
	for (const { name, reason } of missingClients) say(`Not tried: ${name}, ${reason}`);
	delete process.env[unavailableVariable];
	try {
		await ensureClientsInstalled({ log: say });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		process.env[unavailableVariable] = reason;
		say(`Skipping the tests with the gateways' own clients: ${reason}`);
	}
}
