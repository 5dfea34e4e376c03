'use strict';

const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');

// Runs a server that knows nothing of its parent, for servers.ts, which holds the other end of
// stdin. The pipe closes when servers.ts stops the server, and also whenever the parent ends, even
// if it was killed and could clean up nothing: the server then ends, and its folder is deleted.
// A signal's name in the pipe ends the server with that signal, and starts it again on its data.

const graceMilliseconds = 5000;
const { file, parameters, environment, user, signal, folder } = JSON.parse(process.argv[2]);

let server;
let isRestarting = false;
start();

process.stdin.setEncoding('utf8').on('data', (restartSignal) => {
	isRestarting = true;
	server.kill(restartSignal.trim());
});
process.stdin.on('end', () => {
	isRestarting = false;
	server.kill(signal);
	setTimeout(() => server.kill('SIGKILL'), graceMilliseconds);
});

function start() {
	server = spawn(file, parameters, {
		cwd: folder,
		env: environment,
		...user,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	server.on('error', (error) => {
		process.stderr.write(`${error.message}\n`);
		finish(1);
	});
	server.on('exit', (code) => {
		if (!isRestarting) return finish(code ?? 1);
		isRestarting = false;
		start();
	});
}

function finish(code) {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	process.exit(code);
}
