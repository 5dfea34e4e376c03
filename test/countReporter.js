const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Opens a run with its seed, and closes it with one line over all suites: `N passed, N failed, N skipped`. */
module.exports = class CountReporter {
	onRunStart() {
		const { SEED, CASES } = process.env;
		process.stdout.write(
			`Seed ${SEED}, ${CASES} of the cases: SEED=${SEED} CASES=${CASES} repeats this run\n`,
		);
	}

	onRunComplete(_contexts, results) {
		// A suite that could not even start has failed as a whole.
		const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
		const skipped = results.numPendingTests + results.numTodoTests;
		const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
		const folder = join(__dirname, '..', 'test-results');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'count.txt'), `${line}\n`);
		process.stdout.write(`${line}\n`);
	}
};
