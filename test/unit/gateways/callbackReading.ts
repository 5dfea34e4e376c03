import type { Gateway } from '../../../gateways/gateway';
import { GATEWAYS, type CallingGateway } from '../../support/simulator';
import { callbackOf } from './bench';

/** What a gateway reads from the body of a callback, and from the query of its address. */
export const readBy = (gateway: Gateway, body: unknown, query: Record<string, string> = {}) =>
	gateway.callbacks!.read({ ...callbackOf(JSON.stringify(body) ?? '', { query }), body });

/** Where a callback carries the job's id. */
export const idKeyOf = (id: CallingGateway) => GATEWAYS[id].idKeys[0]!;

/** A callback about what is otherwise an answer of its own. */
export const callbackAbout = (id: CallingGateway, job: Readonly<Record<string, unknown>>) =>
	GATEWAYS[id].inCallback?.(job) ?? job;
