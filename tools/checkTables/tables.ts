import { gateways } from '../../gateways';
import type { Table } from './ages';

/** The model table of every gateway. */
export const tables: readonly Table[] = gateways.map(({ id, models, modelSource }) => ({
	gateway: id,
	models,
	source: modelSource,
}));
