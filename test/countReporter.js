const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** Lines of a failure that tell what was expected and what came, without the code around it. */
const LINES = 25;

/** More failures than this have a common cause. */
const MOST = 20;

/** The failed tests in a few lines each: at the end of a log, where they are found although the middle is cut out. */
function failures({ testResults }) {
	return testResults
		.flatMap((file) => file.testResults)
		.filter(({ status }) => status === 'failed')
		.slice(0, MOST)
		.map(({ fullName, failureMessages }) => {
			const lines = stripVTControlCharacters(failureMessages.join('\n')).split('\n');
			const shown = lines.filter((line) => !/^\s*(at |$)/.test(line)).slice(0, LINES);
			return [`FAILED ${fullName}`, ...shown.map((line) => `  ${line.slice(0, 300)}`)].join(
				'\n',
			);
		});
}

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
		process.stdout.write([...failures(results), line, ''].join('\n'));
	}
};
