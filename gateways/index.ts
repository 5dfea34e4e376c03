import { aigateway } from './aigateway';
import { aimlapi } from './aimlapi';
import type { Gateway } from './gateway';
import { pixazo } from './pixazo';
import { segmind } from './segmind';
import { useapi } from './useapi';

/** Every gateway the package knows, in the order users see them. A new one is one line here. */
export const gateways: readonly Gateway[] = [aigateway, aimlapi, pixazo, segmind, useapi];

/** The gateway with this id, or undefined. */
export function findGateway(id: unknown): Gateway | undefined {
	return gateways.find((gateway) => gateway.id === id);
}
