import type { Gateway, GatewayError } from '../../../gateways/gateway';
import { reasonOf } from '../failure';
import { collectLayers } from './networkErrors';

/**
 * n8n reads a credential from its database for every call. While the database restarts or has no connection to spare,
 * that fails, and nothing is wrong with the credential or the job.
 */

/**
 * What PostgreSQL's and SQLite's drivers say then (pg 8, pg-pool 3, sqlite3 5; PostgreSQL 17, appendix A, classes 08, 53
 * and 57). All seen while PostgreSQL was restarted under n8n 2.41, except for the last line.
 */
const databaseIsAway = new RegExp(
	[
		'timeout exceeded when trying to connect',
		'Connection terminated',
		'Client has encountered a connection error',
		'terminating connection due to',
		'the database system is (starting up|shutting down|in recovery mode)',
		'too many clients already|remaining connection slots|SQLITE_BUSY|Database connection timed out',
	].join('|'),
	'i',
);

/** TypeORM's name for any query that the driver could not carry out. */
const FAILED_QUERY = 'QueryFailedError';

/** Whether n8n's own database did not answer, so that the same may work a moment later. */
export const isDatabaseAway = (error: unknown): boolean =>
	collectLayers(error).some(
		({ name, message }) => name === FAILED_QUERY || databaseIsAway.test(String(message)),
	);

/** A call that did not go out, because n8n couldn't read the credential for it. */
export function databaseError({ label }: Gateway, error: unknown): GatewayError {
	return {
		kind: 'gatewayError',
		code: 'gateway',
		message: `n8n couldn't read the credential for ${label}, because its database didn't respond: ${reasonOf(error)}`,
		fix: "Check n8n's database, and try again.",
		retryable: true,
		accepted: 'no',
	};
}
