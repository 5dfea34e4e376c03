'use strict';

// Loaded into n8n by tests: at SIGUSR2 the machine's clock is set back by an hour, as far as Date.now() tells.
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
	const now = Date.now;
	let setBack = 0;
	Date.now = () => now() - setBack;
	process.on('SIGUSR2', () => {
		setBack += 3_600_000;
	});
}
