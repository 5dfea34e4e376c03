const { randomInt } = require('node:crypto');

/** The seed of a gate: the same faults, kills and cases each time, so that red is never bad luck. */
const USUAL_SEED = '20261127';

/**
 * Settles what a whole run draws from, before its workers start and inherit the variables.
 *
 * - `SEED`: the one given, a new one for `random`, or else the usual one.
 * - `CASES`: `all` cases of each property, or a `tenth`. The gate draws the same cases each time, so a tenth does
 *   there; a run with a seed of its own tries all.
 */
function settleSeed() {
	const { SEED } = process.env;
	process.env.CASES ??= SEED === undefined ? 'tenth' : 'all';
	process.env.SEED = SEED === 'random' ? String(randomInt(2 ** 31)) : (SEED ?? USUAL_SEED);
}

module.exports = { settleSeed };
