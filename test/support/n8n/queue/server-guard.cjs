'use strict';

const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');

// Runs a server that knows nothing of its parent, for servers.ts, which holds the other end of
// stdin. The pipe closes when servers.ts stops the server, and also whenever the parent ends, even
// if it was killed and could clean up nothing: the server then ends, and its folder is deleted.

const graceMilliseconds = 5000;
const { file, parameters, environment, user, signal, folder } = JSON.parse(process.argv[2]);

const server = spawn(file, parameters, {
	cwd: folder,
	env: environment,
	...user,
	stdio: ['ignore', 'inherit', 'inherit'],
});
server.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	finish(1);
});
server.on('exit', (code) => finish(code ?? 1));

process.stdin.on('end', () => {
	server.kill(signal);
	setTimeout(() => server.kill('SIGKILL'), graceMilliseconds);
});
process.stdin.resume();

function finish(code) {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	process.exit(code);
}
