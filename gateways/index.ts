import { aigateway } from './adapters/aigateway';
import { aimlapi } from './adapters/aimlapi';
import { fal } from './adapters/fal';
import type { Gateway } from './gateway';
import { kie } from './adapters/kie';
import { minimax } from './adapters/minimax';
import { openaicompatible } from './adapters/openaicompatible';
import { openrouter } from './adapters/openrouter';
import { pixazo } from './adapters/pixazo';
import { replicate } from './adapters/replicate';
import { segmind } from './adapters/segmind';
import { useapi } from './adapters/useapi';

/** Every gateway the package knows, in the order users see them. A new one is two lines here. */
export const gateways: readonly Gateway[] = [
	aigateway,
	aimlapi,
	fal,
	kie,
	minimax,
	openrouter,
	pixazo,
	replicate,
	segmind,
	useapi,
	openaicompatible,
];

/** The gateway that the panel opens on: its default model has known limits and a published price. */
export const defaultGateway: Gateway = fal;

/** The gateway with this id, or undefined. */
export function findGateway(id: unknown): Gateway | undefined {
	return gateways.find((gateway) => gateway.id === id);
}
