import { isPrivateGateway, isPrivateHost } from './addresses';

/**
 * The address to fetch a video from, or why it isn't fetched. A gateway on the internet has no reason to name addresses
 * in the user's own network, so those are refused, and http: addresses are fetched with https:, as MiniMax's own client
 * does (mmx-cli, read 2026-11).
 * Only the text is checked here: n8n checks what a host name resolves to (`isPrivateGateway` says when that doesn't
 * matter). A gateway whose own `baseUrl` is private may name private addresses.
 */
export function addressToFetch(
	address: string,
	baseUrl: string,
): { url: string } | { problem: string } {
	if (!URL.canParse(address)) return { problem: "the video's link isn't a valid URL" };
	const url = new URL(address);
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return {
			problem: `the video's link starts with ${url.protocol} instead of https:`,
		};
	}
	if (url.username !== '' || url.password !== '') {
		return { problem: "the video's link contains a user name or a password" };
	}
	if (isPrivateGateway(baseUrl)) return { url: address };
	if (isPrivateHost(url.hostname)) {
		return {
			problem: `the video's link points to a private network (${url.hostname})`,
		};
	}
	const mayBePlain = URL.canParse(baseUrl) && new URL(baseUrl).protocol === 'http:';
	if (url.protocol === 'https:' || mayBePlain) return { url: address };
	url.protocol = 'https:';
	return { url: url.href };
}
