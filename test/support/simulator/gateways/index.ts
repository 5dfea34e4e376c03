import { FACTS } from '../../../facts';
import type { DocumentedGateway } from '../gateway';
import { namesId } from '../jobs';
import type { Answer, CallingGateway, GatewayId, RecordedRequest, SimulatedJob } from '../types';

/** Every gateway, by the name that the package uses. */
export const GATEWAY_IDS = Object.keys(FACTS) as GatewayId[];

/** Something of each gateway. */
export function mapGateways<Value>(make: (id: GatewayId) => Value): Record<GatewayId, Value> {
	return Object.fromEntries(GATEWAY_IDS.map((id) => [id, make(id)])) as Record<GatewayId, Value>;
}

/** Every gateway by its pages. */
export const GATEWAYS: Readonly<Record<GatewayId, DocumentedGateway>> = mapGateways(
	(id) => FACTS[id].simulator,
);

/** The names for `JobPlan.variant`: every answer shape that a gateway documents. */
export const VARIANTS = mapGateways((id) => GATEWAYS[id].variants);

/** Every shape of the callbacks of each gateway that calls back, the default first. */
export const CALLBACK_VARIANTS = Object.fromEntries(
	GATEWAY_IDS.flatMap((id) => {
		const { callbackVariants } = GATEWAYS[id];
		return callbackVariants ? [[id, callbackVariants]] : [];
	}),
) as Record<CallingGateway, readonly string[]>;

/** The gateways that call back. */
export const CALLING_GATEWAYS = Object.keys(CALLBACK_VARIANTS) as CallingGateway[];

/** The ID of a job as its gateway writes it in answers and callbacks. */
export const wireIdOf = ({ gateway, jobId }: Pick<SimulatedJob, 'gateway' | 'jobId'>): string =>
	GATEWAYS[gateway].wireId?.(jobId) ?? jobId;

/** Whether a request names a job, wherever its gateway wants the ID. */
export const isAbout = (request: RecordedRequest, jobId: string): boolean =>
	namesId(
		request,
		request.gateway === '' ? jobId : wireIdOf({ gateway: request.gateway, jobId }),
	);

/** A gateway's answer for an HTTP error status, in its own body shape and words; fit for `respond`. */
export function documentedError(gateway: GatewayId, status: number): Answer {
	return GATEWAYS[gateway].error(status);
}
