import { parseArgs } from 'node:util';
import { GATEWAY_IDS, startSimulator } from './index';

function readNumber(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text === '' || !Number.isFinite(value) || value < 0) {
		throw new Error(`--${name} takes a number, not "${text}"`);
	}
	return value;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, 'video-seconds': { type: 'string' } },
	});
	const port = readNumber('port', values.port);
	const videoSeconds = readNumber('video-seconds', values['video-seconds']);
	const simulator = await startSimulator({
		...(port !== undefined && { port }),
		...(videoSeconds !== undefined && { videoSeconds }),
	});

	console.log(`The gateways at ${simulator.origin}; a video takes ${simulator.videoSeconds} s.`);
	console.log(`An image for image parameters: ${simulator.imageUrl}`);
	console.table(
		Object.fromEntries(GATEWAY_IDS.map((gateway) => [gateway, simulator.credentials[gateway]])),
	);

	const end = () => void simulator.close();
	process.once('SIGINT', end).once('SIGTERM', end);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
