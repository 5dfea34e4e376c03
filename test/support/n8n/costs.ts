import { gateways } from '../../../gateways';
import type { GatewayId } from '../simulator';

/** What the demo has to know of a gateway to use it for real. */
export interface RealGateway {
	id: string;
	label: string;
	credentialType: string;
	/** The variable that holds the user's key. */
	keyVariable: string;
	/** What one run of the gateway's example costs, and who says so. */
	cost: string;
}

const keysAndCosts: Record<GatewayId, Pick<RealGateway, 'keyVariable' | 'cost'>> = {
	aigateway: {
		keyVariable: 'AIGATEWAY_API_KEY',
		cost:
			'about $3.00: video-01 costs $0.50 for each second and makes 6 s ' +
			'(aigateway.sh, model page of video-01)',
	},
	aimlapi: {
		keyVariable: 'AIMLAPI_API_KEY',
		cost:
			'probably under $1: the page of video-01 prints no price; the newer minimax/hailuo-2.3 ' +
			'took 588,000 credits, $0.29, in its sample (docs.aimlapi.com)',
	},
	pixazo: {
		keyVariable: 'PIXAZO_SUBSCRIPTION_KEY',
		cost: '$0.35 for 6 s in any resolution (pixazo.ai, page of MiniMax Hailuo)',
	},
	segmind: {
		keyVariable: 'SEGMIND_API_KEY',
		cost: 'about $0.63: $0.625 for each video (segmind.com, page of minimax-ai)',
	},
	useapi: {
		keyVariable: 'USEAPI_API_TOKEN',
		cost:
			'no money beyond the subscription of $15 a month, and 25 credits of your own ' +
			'hailuoai.video account for a video of the 01 models (useapi.net, POST videos/create)',
	},
};

/** The ids that `--real` takes. */
export const realGatewayIds = Object.keys(keysAndCosts);

/** What the demo knows of a gateway, or undefined if there is no gateway of that id. */
export function realGateway(id: string): RealGateway | undefined {
	const gateway = gateways.find((candidate) => candidate.id === id);
	const own: Partial<typeof keysAndCosts>[GatewayId] = keysAndCosts[id as GatewayId];
	return gateway && own
		? { id, label: gateway.label, credentialType: gateway.credentialType, ...own }
		: undefined;
}
