import { gateways } from '../../../gateways';
import { FACTS } from '../../facts';
import { GATEWAY_IDS } from '../simulator';

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

/** The ids that `--real` takes. */
export const realGatewayIds: readonly string[] = GATEWAY_IDS;

/** What the demo knows of a gateway, or undefined if there is no gateway of that id. */
export function realGateway(id: string): RealGateway | undefined {
	const gateway = gateways.find((candidate) => candidate.id === id);
	const known = GATEWAY_IDS.find((candidate) => candidate === id);
	return gateway && known
		? {
				id,
				label: gateway.label,
				credentialType: gateway.credentialType,
				...FACTS[known].liveRun,
			}
		: undefined;
}
