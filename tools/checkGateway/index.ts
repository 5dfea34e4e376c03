import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { main } from './main';
import { sendOverHttp } from './send';

void (async () => {
	process.exitCode = await main(process.argv.slice(2), {
		env: process.env,
		print: (line) => process.stdout.write(`${line}\n`),
		isTerminal: process.stdout.isTTY,
		send: sendOverHttp,
		sleep,
		now: Date.now,
		recordings: join(__dirname, '..', '..', 'test', 'recorded'),
	});
})();
