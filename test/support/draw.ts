/** The seed of everything that a test draws; `seed.js` settles it, once for a run. */
export const SEED = Number(process.env.SEED);

/** Whether everything is tried, as every night; the gate tries some of it. */
export const ALL_CASES = process.env.CASES === 'all';

/**
 * How many cases a property tries in this run.
 *
 * @param all - the cases of a run with a seed of its own, as every night
 * @param inGate - those of the gate; a tenth where each is quick
 */
export const cases = (all: number, inGate = Math.ceil(all / 10)): number =>
	ALL_CASES ? all : inGate;

/** Of cases that are much the same, such as all gateways, those that this run tries: a third in the gate, by turns. */
export const drawn = <Case>(all: readonly Case[]): readonly Case[] =>
	ALL_CASES ? all : all.filter((_, index) => (index + SEED) % 3 === 0);
