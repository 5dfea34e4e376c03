const { sep } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Seconds of the files that take longest (2026-11, two cores, three workers). On a machine that has not run the tests
 * before, jest knows their sizes only, and a long file that comes last keeps one worker busy while the others idle.
 */
const SECONDS = {
	'faults/faults.test.ts': 240,
	'queue/suspend.test.ts': 239,
	'n8n/suspend.test.ts': 190,
	'faults/campaign.test.ts': 192,
	'n8n/badInput.test.ts': 176,
	'browser/editor.test.ts': 145,
	'n8n/money.test.ts': 138,
	'queue/queue.test.ts': 134,
	'n8n/mainJob.test.ts': 130,
	'queue/retry.test.ts': 120,
	'n8n/topologies.test.ts': 120,
	'n8n/waiting.test.ts': 120,
	'unit/gateways/anyAnswer.test.ts': 7,
	'unit/gateways/anyCallback.test.ts': 7,
	'unit/gateways/callbacks.test.ts': 6,
	'unit/nodes/oddValues.test.ts': 6,
	'unit/simulator/callbacks.test.ts': 4,
	'unit/simulator/callbacksOfPixazo.test.ts': 4,
};

/** What a file of a project takes about, where nothing else is known: a start of n8n, or next to nothing. */
const USUAL_SECONDS = {
	n8n: 60,
	queue: 60,
	faults: 30,
	clients: 20,
	browser: 60,
	targets: 60,
	wordpress: 90,
	unit: 1,
};

const known = ({ path, context }) => {
	const name = path.split(`${sep}test${sep}`).at(-1).replaceAll(sep, '/');
	return SECONDS[name] ?? USUAL_SECONDS[context.config.displayName?.name] ?? 0;
};

/** Runs what takes longest first: by the last run on this machine, or by the table. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const byJest = super.sort(tests);
		const seconds = (test) =>
			test.duration === undefined ? known(test) : test.duration / 1000;
		return [...byJest].sort((left, right) => seconds(right) - seconds(left));
	}
};
