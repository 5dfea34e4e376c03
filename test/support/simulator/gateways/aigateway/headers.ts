import { hasHeaders, type SimulatedGateway } from '../../gateway';
import { aigatewayError } from './errors';

/** A key of the form that AIgateway gives out. */
export const API_KEY = 'sk-aig-5b1d0c7e9f2a4836a7c4e1';

/** The header that carries a key. */
export const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** What is wrong with the headers of a call. */
export const headers: Pick<SimulatedGateway, 'unauthorized' | 'headerProblem'> = {
	unauthorized: (sent) =>
		hasHeaders(sent, keyHeaders(API_KEY)) ? undefined : aigatewayError(401),
	// https://aigateway.sh OpenAPI document, 2026-06-23: a cost tag of at most 64 characters.
	headerProblem: (sent) =>
		String(sent['x-aig-tag'] ?? '').length > 64
			? 'x-aig-tag is longer than 64 characters'
			: undefined,
};
