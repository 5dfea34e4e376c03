import { readFile, writeFile } from 'node:fs/promises';
import { main } from './main';

void (async () => {
	process.exitCode = await main(process.argv.slice(2), {
		print: (line) => process.stdout.write(`${line}\n`),
		read: async (file) => await readFile(file, 'utf8'),
		write: async (file, text, { replace }) =>
			await writeFile(file, text, { flag: replace ? 'w' : 'wx' }),
	});
})();
