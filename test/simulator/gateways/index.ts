import type { Ground, SimulatedGateway } from '../gateway';
import type { Answer, GatewayId } from '../types';
import { aigateway, aigatewayError, AIGATEWAY_VARIANTS } from './aigateway';
import { aimlapi, aimlapiError, AIMLAPI_VARIANTS } from './aimlapi';
import { pixazo, pixazoError, PIXAZO_VARIANTS } from './pixazo';
import { segmind, segmindError, SEGMIND_VARIANTS } from './segmind';
import { useapi, useapiError, USEAPI_VARIANTS } from './useapi';

/** What makes each gateway, given the ground that all stand on. */
export const GATEWAYS: Record<GatewayId, (ground: Ground) => SimulatedGateway> = {
	aigateway,
	aimlapi,
	pixazo,
	segmind,
	useapi,
};

/** The names for `JobPlan.variant`: every answer shape that a gateway documents. */
export const VARIANTS = {
	aigateway: AIGATEWAY_VARIANTS,
	aimlapi: AIMLAPI_VARIANTS,
	pixazo: PIXAZO_VARIANTS,
	segmind: SEGMIND_VARIANTS,
	useapi: USEAPI_VARIANTS,
} as const satisfies Record<GatewayId, readonly string[]>;

const ERRORS: Record<GatewayId, (status: number) => Answer> = {
	aigateway: aigatewayError,
	aimlapi: aimlapiError,
	pixazo: pixazoError,
	segmind: segmindError,
	useapi: useapiError,
};

/** A gateway's answer for an HTTP error status, in its own body shape and words; fit for `respond`. */
export function documentedError(gateway: GatewayId, status: number): Answer {
	return ERRORS[gateway](status);
}
