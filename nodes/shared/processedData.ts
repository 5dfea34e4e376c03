import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What the users of n8n's table `processed_data` share: one row for each workflow and node, which n8n keeps for its
 * Remove Duplicates node. n8n reads the row, changes it, and writes it back without a lock (n8n 2.41,
 * `deduplication-helper`): if two processes do so at the same moment, the later one overwrites the earlier one.
 */

/**
 * Milliseconds until written data is read again: longer than another process needs to read the row, change it and write
 * it back, so that by then its copy has overwritten ours if it ever will.
 */
export const SETTLED = 500;

/**
 * What all tries of this execution share, also those that a user starts with Retry: n8n's token for resuming it, which
 * no other execution has. Undefined on n8n 1.x, which has none.
 */
export function executionToken(context: IExecuteFunctions): string | undefined {
	const address = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) ?? '');
	const token = URL.canParse(address) && new URL(address).searchParams.get('signature');
	return token || undefined;
}
