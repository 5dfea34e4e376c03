import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { realGateway, realGatewayIds, type RealGateway } from '../support/n8n/costs';
import { messageOf, print } from './print';

const defaultPort = 5678;

export const help = `Builds the package, starts n8n with it and makes a video at each gateway.

npm start                       with simulated gateways on this machine; costs nothing
npm start -- --once             ends after the run: 0 if every video is there and playable, else 1
npm start -- --port 5680        n8n on another port than ${defaultPort}
npm start -- --real pixazo      one video from the real gateway, which costs money; asks before
npm start -- --real pixazo --yes        the same without asking
npm start -- --help             this text
npm run dev                     opens n8n with the simulated gateways, and reloads the package when you change it

--real takes one of ${realGatewayIds.join(', ')}, and the key from the environment:
${realGatewayIds.map((id) => `  ${id.padEnd(11)} ${realGateway(id)?.keyVariable ?? ''}`).join('\n')}

Everything is kept in .demo; delete that folder to start afresh.
`;

/** What the user asked for in a way that can not be done; ends the demo with exit code 2. */
export class UsageError extends Error {}

export interface Options {
	once: boolean;
	/** Reload the package when its source changes; runs no workflow. */
	dev: boolean;
	port: number;
	real?: { gateway: RealGateway; key: string; confirmed: boolean };
}

/**
 * Reads the command line.
 *
 * @throws UsageError that says what is wrong with it
 */
export function readOptions(): Options | 'help' {
	const { values } = parseFlags();
	if (values.help) return 'help';
	const port = values.port === undefined ? defaultPort : Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new UsageError(`--port takes a number from 1 to 65535, not "${values.port}".`);
	}
	const options: Options = { once: values.once ?? false, dev: values.dev ?? false, port };
	if (options.dev && (options.once || values.real !== undefined)) {
		throw new UsageError('npm run dev supports only --port.');
	}
	if (values.real === undefined) {
		if (values.yes) throw new UsageError('--yes goes with --real.');
		return options;
	}
	const gateway = realGateway(values.real);
	if (!gateway) {
		throw new UsageError(
			`There is no gateway "${values.real}". --real takes one of ${realGatewayIds.join(', ')}.`,
		);
	}
	const key = process.env[gateway.keyVariable];
	if (!key) {
		throw new UsageError(
			`${gateway.label} needs your key: set the environment variable ${gateway.keyVariable}.`,
		);
	}
	return { ...options, real: { gateway, key, confirmed: values.yes ?? false } };
}

function parseFlags() {
	try {
		return parseArgs({
			options: {
				once: { type: 'boolean' },
				dev: { type: 'boolean' },
				port: { type: 'string' },
				real: { type: 'string' },
				yes: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		throw new UsageError(messageOf(error));
	}
}

/** Says what a real video costs, and asks unless `--yes` was given. */
export async function confirmCost({
	gateway,
	confirmed,
}: NonNullable<Options['real']>): Promise<boolean> {
	print(`This makes one video at ${gateway.label}, with your key.`);
	print(`It will cost ${gateway.cost}.`);
	if (confirmed) return true;
	if (!process.stdin.isTTY) {
		throw new UsageError('Nobody is there to confirm the cost; add --yes if you agree to it.');
	}
	const questions = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await questions.question('Go on? (y/N) ');
	questions.close();
	return /^y(es)?$/i.test(answer.trim());
}
