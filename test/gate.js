const { sep } = require('node:path');

/**
 * Files that `npm test` leaves out, so that it ends within half an hour on two cores: each has a subject that others
 * touch too, at less length. The workflow `test` runs them on each push, and `CASES=all npm test` runs everything.
 */
const LEFT_OUT = [
	'browser/clicks',
	'browser/preview',
	'n8n/agent',
	'n8n/callers',
	'n8n/deletedVideos',
	'n8n/examplesOfFilms',
	'n8n/examplesWithoutLoops',
	'n8n/executeStep',
	'n8n/executionLimit',
	'n8n/host',
	'n8n/learned',
	'n8n/lookAhead',
	'n8n/lookups',
	'n8n/mcp',
	'n8n/mediaBreaks',
	'n8n/migrate',
	'n8n/rateLimits',
	'n8n/retry',
	'n8n/suspendRounds',
	'n8n/triggerAccount',
	'n8n/triggerDownload',
	'n8n/triggerJob',
	'n8n/triggerOnce',
	'n8n/waitSettings',
	'queue/retry',
	'queue/suspend',
	'queue/trigger',
	'queue/videos',
];

const isLeftOut = (path) =>
	LEFT_OUT.some((name) => path.endsWith(`test/${name}.test.ts`.replaceAll('/', sep)));

/** jest's `--filter`. */
module.exports = async (paths) => ({
	filtered: process.env.CASES === 'all' ? paths : paths.filter((path) => !isLeftOut(path)),
});
