import * as aigateway from '../../gateways/adapters/aigateway/models';
import * as aimlapi from '../../gateways/adapters/aimlapi/models';
import * as pixazo from '../../gateways/adapters/pixazo/models';
import * as segmind from '../../gateways/adapters/segmind/models';
import * as useapi from '../../gateways/adapters/useapi/models';
import type { Table } from './ages';

/** The model table of every gateway. */
export const tables: readonly Table[] = Object.entries({
	aigateway,
	aimlapi,
	pixazo,
	segmind,
	useapi,
}).map(([gateway, { models, source }]) => ({ gateway, models, source }));
