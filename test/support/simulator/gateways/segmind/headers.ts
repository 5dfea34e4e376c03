import type { SimulatedGateway } from '../../gateway';
import { segmindError } from './errors';

/** A key of the form that Segmind gives out. */
export const API_KEY = 'SG_4f1c9be07d2a3865';
const KEY_HEADER = 'x-api-key';

/** The header that carries a key. */
export const keyHeaders = (apiKey: string) => ({ [KEY_HEADER]: apiKey });

/** What is wrong with the headers of a call. */
export const headers: Pick<SimulatedGateway, 'unauthorized' | 'notJson'> = {
	// Two different bodies are documented, one for each case. [Inferred: their texts.]
	unauthorized({ [KEY_HEADER]: key }) {
		if (key === undefined) return segmindError(401, 'API key header is missing');
		return key === API_KEY ? undefined : segmindError(401);
	},
	notJson: () => segmindError(406, 'Content-Type must be application/json'),
};
