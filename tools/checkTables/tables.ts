import * as aigateway from '../../gateways/aigateway/models';
import * as aimlapi from '../../gateways/aimlapi/models';
import * as pixazo from '../../gateways/pixazo/models';
import * as segmind from '../../gateways/segmind/models';
import * as useapi from '../../gateways/useapi/models';
import type { Table } from './ages';

/** The model table of every gateway. */
export const tables: readonly Table[] = Object.entries({
	aigateway,
	aimlapi,
	pixazo,
	segmind,
	useapi,
}).map(([gateway, { models, source }]) => ({ gateway, models, source }));
