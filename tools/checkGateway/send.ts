import axios from 'axios';
import type { RawAnswer } from './judge';

/** One request, ready to be sent. */
export interface RawRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

/** How requests are sent. */
export type Send = (request: RawRequest) => Promise<RawAnswer>;

/** No answer came: the gateway is not there, or this machine has no network. */
export class NoAnswer extends Error {}

const LONGEST_SECONDS = 30;

/** Which failures of a connection have an explanation of their own. */
const reasons: Readonly<Partial<Record<string, string>>> = {
	ENOTFOUND: 'the name has no address. Is this machine online?',
	EAI_AGAIN: "the name couldn't be looked up. Is this machine online?",
	ECONNREFUSED: 'nothing accepts connections there',
	ECONNRESET: 'the connection broke',
	ETIMEDOUT: `no answer within ${LONGEST_SECONDS} s`,
	ECONNABORTED: `no answer within ${LONGEST_SECONDS} s`,
	ERR_CANCELED: `no answer within ${LONGEST_SECONDS} s`,
};

/**
 * Sends a request and gives whatever comes back. Follows no redirect, which would take the key elsewhere.
 *
 * @throws NoAnswer if nothing comes back
 */
export const sendOverHttp: Send = async ({ method, url, headers, body }) => {
	try {
		const answer = await axios.request<string>({
			method,
			url,
			headers,
			data: body,
			maxRedirects: 0,
			validateStatus: () => true,
			responseType: 'text',
			transformResponse: (text: string) => text,
			maxContentLength: 50_000_000,
			signal: AbortSignal.timeout(LONGEST_SECONDS * 1000),
		});
		const received = Object.entries(answer.headers).map(
			([name, value]) => [name.toLowerCase(), String(value)] as const,
		);
		return {
			status: answer.status,
			headers: Object.fromEntries(received),
			text: answer.data ?? '',
		};
	} catch (error) {
		const { code = '' } = error as { code?: string };
		throw new NoAnswer(`no answer from ${new URL(url).host}: ${reasons[code] ?? code}`);
	}
};
