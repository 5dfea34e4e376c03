'use strict';

const { isMainThread } = require('node:worker_threads');

// Loaded into n8n by n8n.ts, which holds the other end of stdin. The pipe closes whenever the parent
// ends, also when it was killed and could clean up nothing: n8n and its task runners, which are one
// process group, then end too. n8n's worker threads load this as well, with a stdin that is closed
// from the start.
if (isMainThread) {
	process.stdin.on('end', () => {
		try {
			process.kill(-process.pid, 'SIGKILL');
		} catch {
			process.exit(1);
		}
	});
	process.stdin.resume();
}
