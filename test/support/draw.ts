/** The seed of everything that a test draws; `seed.js` settles it, once for a run. */
export const SEED = Number(process.env.SEED);

/**
 * How many cases a property tries in this run.
 *
 * @param all - the cases of a run with a seed of its own, as every night
 * @param inGate - those of the gate; a tenth where each is quick
 */
export const cases = (all: number, inGate = Math.ceil(all / 10)): number =>
	process.env.CASES === 'all' ? all : inGate;
