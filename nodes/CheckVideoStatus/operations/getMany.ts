import type { INodeExecutionData } from 'n8n-workflow';

import { compact } from '../../../gateways/compact';
import type { Item } from '../../shared/item';
import { jobItem } from '../../shared/jobItem';
import { DEFAULT_LIMIT } from '../fields';
import { lookUp, readOwnInputs } from './lookUp';

const readLimit = ({ params }: Item): number =>
	params.number('limit', { label: 'Limit', whole: true, least: 1 }) ?? DEFAULT_LIMIT;

/** The newest jobs, one item for each. */
export async function getMany(item: Item): Promise<INodeExecutionData[]> {
	const { result: jobs } = await lookUp(item, {
		capability: 'list',
		what: 'list of jobs',
		call: (gateway) =>
			gateway.list?.(
				compact({ limit: readLimit(item), inputs: readOwnInputs(item, gateway, 'list') }),
			),
	});
	return jobs.map((job) => jobItem(job, item.index));
}
