import type { IExecuteFunctions } from 'n8n-workflow';

import type { Gateway } from '../../gateways/gateway';
import type { Item } from '../shared/item';
import { executionName } from './logPlace';

/** What n8n's log has of submits that are about to go out: without it, one that was cut off would leave no trace. */
export interface SubmitLog {
	/** Ends once the line is written. Those that are called for in the same moment share one. */
	submitting: (item: Pick<Item, 'index'>, gateway: Pick<Gateway, 'label'>) => Promise<void>;
}

/** The log of one run. A line takes n8n longer than the request, so it's one for all that were recorded together. */
export function openSubmitLog(context: IExecuteFunctions): SubmitLog {
	const gathered = new Map<string, { items: number[]; written: Promise<void> }>();

	const write = (label: string, items: readonly number[]): void => {
		const one = items.length === 1;
		const what = one ? 'a video' : `${items.length} videos`;
		const where = `${executionName(context)}, item${one ? '' : 's'} ${items.join(', ')}`;
		context.logger.info(`Submitting ${what} to ${label} (${where})`);
	};

	return {
		submitting: async ({ index }, { label }) => {
			const open = gathered.get(label);
			if (open) {
				open.items.push(index);
				return await open.written;
			}
			const items = [index];
			// The others are called for before this goes on.
			const written = Promise.resolve().then(() => {
				gathered.delete(label);
				write(label, items);
			});
			gathered.set(label, { items, written });
			await written;
		},
	};
}
