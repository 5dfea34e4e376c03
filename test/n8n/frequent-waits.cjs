'use strict';

// Loaded into n8n before anything else: it looks for suspended executions that are due every second, not every minute
// (n8n 2.41, wait-tracker), so that a test of suspensions takes seconds. What n8n does with them is its own code.
const { setInterval } = globalThis;

globalThis.setInterval = (callback, milliseconds, ...rest) => {
	const isTracker = milliseconds === 60_000 && new Error().stack.includes('wait-tracker');
	return setInterval(callback, isTracker ? 1_000 : milliseconds, ...rest);
};
