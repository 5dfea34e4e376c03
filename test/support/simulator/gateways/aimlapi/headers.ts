import { hasHeaders, type SimulatedGateway } from '../../gateway';
import { aimlapiError } from './errors';

/** A key of the form that AI/ML API gives out. */
export const API_KEY = '7c2fd0a4e1b84d5e9a3610f8c5d27be4';

/** The header that carries a key. */
export const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** What is wrong with the headers of a call. */
export const headers: Pick<SimulatedGateway, 'unauthorized' | 'headerProblem'> = {
	unauthorized: (sent, path) =>
		hasHeaders(sent, keyHeaders(API_KEY)) ? undefined : aimlapiError(401, path),
	// docs.aimlapi.com, request tracing (api-docs repository, 2026-08-21).
	headerProblem(sent) {
		const traced = sent['x-client-request-id'];
		return traced === undefined || /^[\w.:-]{1,128}$/.test(String(traced))
			? undefined
			: 'X-Client-Request-Id is not 1 to 128 of A-Z a-z 0-9 . _ : -';
	},
};
