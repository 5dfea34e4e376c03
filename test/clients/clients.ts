import { createRequire } from 'node:module';
import { join } from 'node:path';
import { unavailableVariable } from './setup';

const modules = join(__dirname, 'node_modules');

/** A file of an installed client. */
export const clientFile = (...path: string[]): string => join(modules, ...path);

/** Loads an installed client as another package would. */
export const loadClient = createRequire(join(__dirname, 'package.json'));

/** For tests with clients; skipped where these could not be installed. */
export const describeClient = process.env[unavailableVariable] ? describe.skip : describe;

/**
 * A test of something that a client and the simulator do not do together, with the reason. It fails as soon as they
 * do, or differ in another way.
 */
export function exception(what: string, reason: string, run: () => Promise<void>): void {
	test(`exception: ${what}. ${reason}`, run);
}
