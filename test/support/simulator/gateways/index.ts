import type { DocumentedGateway } from '../gateway';
import { GATEWAY_IDS } from '../types';
import type { Answer, GatewayId } from '../types';
import { aigateway } from './aigateway';
import { aimlapi } from './aimlapi';
import { pixazo } from './pixazo';
import { segmind } from './segmind';
import { useapi } from './useapi';

/** Every gateway by its pages. A new one is one line here. */
export const GATEWAYS: Readonly<Record<GatewayId, DocumentedGateway>> = {
	aigateway,
	aimlapi,
	pixazo,
	segmind,
	useapi,
};

/** Something of each gateway. */
export function mapGateways<Value>(make: (id: GatewayId) => Value): Record<GatewayId, Value> {
	return Object.fromEntries(GATEWAY_IDS.map((id) => [id, make(id)])) as Record<GatewayId, Value>;
}

/** The names for `JobPlan.variant`: every answer shape that a gateway documents. */
export const VARIANTS = mapGateways((id) => GATEWAYS[id].variants);

/** A gateway's answer for an HTTP error status, in its own body shape and words; fit for `respond`. */
export function documentedError(gateway: GatewayId, status: number): Answer {
	return GATEWAYS[gateway].error(status);
}
