'use strict';

const { renameSync, writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { isMainThread } = require('node:worker_threads');

// Loaded into n8n by keepRunning.ts. On a signal it writes down how long n8n's event loop was blocked at most since the
// last one, and begins anew. n8n's worker threads load this as well.
const file = process.env.BENCH_LOOP_DELAY_FILE;
if (isMainThread && file) {
	const resolution = 10;
	const delays = monitorEventLoopDelay({ resolution });
	delays.enable();
	process.on('SIGUSR2', () => {
		const milliseconds = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
		const longest = milliseconds(delays.max);
		const p99 = milliseconds(delays.percentile(99));
		delays.reset();
		// In one step, so that nobody reads half of it.
		writeFileSync(`${file}.new`, JSON.stringify({ longest, p99 }));
		renameSync(`${file}.new`, file);
	});
}
