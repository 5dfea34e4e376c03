import { parseArgs } from 'node:util';
import { realGateway, realGatewayIds, type RealGateway } from '../support/n8n/costs';
import { messageOf } from './print';

const defaultPort = 5678;

export const help = `Builds the package, starts n8n with it and makes a video at each gateway.

npm start                       with simulated gateways on this machine; costs nothing
npm start -- --once             ends after the run: 0 if every video is there and playable, else 1
npm start -- --port 5680        n8n on another port than ${defaultPort}
npm start -- --real fal         one video from the real gateway, which costs money; asks before
npm start -- --real fal --yes   the same without asking
npm start -- --help             this text
npm run dev                     opens n8n with the simulated gateways, and reloads the package when you change it

--real takes one of ${realGatewayIds.join(', ')}.
It takes the key from the environment, or asks for it:
${realGatewayIds.map((id) => `  ${id.padEnd(11)} ${realGateway(id)?.keyVariable ?? ''}`).join('\n')}

Everything is kept in .demo; delete that folder to start afresh.
`;

/** What the user asked for in a way that can not be done; ends the demo with exit code 2. */
export class UsageError extends Error {}

/** One video at a real gateway. */
export interface RealRun {
	gateway: RealGateway;
	/** From the environment; none if it isn't there. */
	key?: string;
	/** The cost was agreed to on the command line. */
	confirmed: boolean;
}

export interface Options {
	once: boolean;
	/** Reload the package when its source changes; runs no workflow. */
	dev: boolean;
	port: number;
	real?: RealRun;
}

/**
 * Reads the command line.
 *
 * @param args what follows `npm start --`
 * @throws UsageError that says what is wrong with it
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | 'help' {
	const { values } = parseFlags(args);
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
	const key = env[gateway.keyVariable]?.trim();
	return { ...options, real: { gateway, ...(key && { key }), confirmed: values.yes ?? false } };
}

function parseFlags(args: string[]) {
	try {
		return parseArgs({
			args,
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
