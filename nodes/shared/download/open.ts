import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { Gateway } from '../../../gateways/gateway';
import { isPrivateGateway } from '../../../gateways/bytes/addresses';
import { addressToFetch } from '../../../gateways/bytes/videoAddress';
import { readBaseUrl, readCredential, requestWithKey } from '../credentials';
import type { Item } from '../item';
import type { ByteStream } from '../streams';
import { DownloadFailed, toDownloadFailure } from './failed';
import { rangeHeaders, type DownloadFailure, type Opening, type Progress } from './progress';

/** One connection to a video. */
export interface Opened extends Opening {
	stream: ByteStream;
	/** As the server declares it. */
	contentType?: string;
}

/** Seconds without a byte after which a connection counts as broken. */
export const SILENCE_SECONDS = 60;

/** Redirects that are followed. */
const MOST_REDIRECTS = 5;

const failed = (kind: DownloadFailure['kind'], message: string): DownloadFailed =>
	new DownloadFailed({ kind, message });

const readHeader = (response: IN8nHttpFullResponse, name: string): string | undefined => {
	const value = response.headers[name];
	return value === undefined ? undefined : String(value);
};

const streamIn = (response: IN8nHttpFullResponse): ByteStream =>
	response.body as unknown as ByteStream;

/**
 * Throws if n8n finds a private address behind a host name. An n8n that uses a proxy does not resolve names, and one
 * older than 2.30 has no such filter: there, only the text of the address is checked.
 */
async function assertPublicHost(context: IExecuteFunctions, url: string): Promise<void> {
	const { getSecureEgressFilter } = context.helpers as Partial<typeof context.helpers>;
	const judged = await getSecureEgressFilter?.('enforced')
		.validateUrl(url)
		.catch(() => undefined);
	if (judged && !judged.ok) {
		throw failed(
			'final',
			`the video's link points to a private network (${new URL(url).hostname})`,
		);
	}
}

/** Requests one address, whatever it answers. A key is only for the gateway's own host. */
async function request(
	context: IExecuteFunctions,
	gateway: Gateway,
	url: string,
	{
		credential,
		headers,
	}: { credential: ICredentialDataDecryptedObject; headers: Record<string, string> },
): Promise<IN8nHttpFullResponse> {
	const baseUrl = readBaseUrl(credential);
	if (!isPrivateGateway(baseUrl)) await assertPublicHost(context, url);
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		// The length is the file's only if nothing compresses it.
		headers: { 'Accept-Encoding': 'identity', ...headers },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: SILENCE_SECONDS * 1000,
		disableFollowRedirect: true,
		abortSignal: context.getExecutionCancelSignal(),
	};
	const withKey = gateway.mediaNeedsKey?.(new URL(url), new URL(baseUrl)) ?? false;
	return withKey
		? await requestWithKey(context, gateway, credential, options)
		: ((await context.helpers.httpRequest(options)) as IN8nHttpFullResponse);
}

/** The statuses that aren't temporary server trouble: an expired link, and too many requests. */
const meanings: Readonly<Record<number, DownloadFailure['kind']>> = {
	403: 'linkExpired',
	404: 'linkExpired',
	408: 'transient',
	410: 'linkExpired',
	429: 'transient',
};

/** The length of the whole file that an answer declares which has none of its bytes (RFC 9110, 14.4). */
function lengthIn(response: IN8nHttpFullResponse): number | undefined {
	const length = /^bytes \*\/(\d+)$/.exec(readHeader(response, 'content-range') ?? '')?.[1];
	return length === undefined ? undefined : Number(length);
}

/** The failure that an HTTP status means; `received`: bytes received before it. */
function explainStatus(response: IN8nHttpFullResponse, received: number): DownloadFailure {
	const status = response.statusCode;
	if (status === 416 && received > 0) {
		return {
			kind: (lengthIn(response) ?? received) === received ? 'noMore' : 'final',
			message: `only ${received} bytes arrived, and there are no more`,
		};
	}
	const kind = meanings[status] ?? (status < 500 ? 'final' : 'transient');
	const remark = kind === 'linkExpired' ? ', so the link has probably expired' : '';
	return { kind, message: `the server returned HTTP ${status}${remark}` };
}

/** One step of a chain of redirects: the answer with the video, or the next address. */
async function hop(
	ask: () => Promise<IN8nHttpFullResponse>,
	received: number,
): Promise<{ response: IN8nHttpFullResponse } | { location: string }> {
	const response = await ask();
	const { statusCode } = response;
	if (statusCode === 200 || statusCode === 206) return { response };
	streamIn(response).destroy();
	const location = readHeader(response, 'location');
	if (statusCode >= 300 && statusCode < 400 && location !== undefined) return { location };
	throw new DownloadFailed(explainStatus(response, received));
}

/** Requests an address, and those it redirects to, each of which is checked like the first one. */
async function followRedirects(
	address: string,
	baseUrl: string,
	askOnce: (url: string) => ReturnType<typeof hop>,
): Promise<IN8nHttpFullResponse> {
	let next = address;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		const allowed = addressToFetch(next, baseUrl);
		if ('problem' in allowed) throw failed('final', allowed.problem);
		const { url } = allowed;
		const isUpgraded = /^http:/i.test(next) && url.startsWith('https:');
		const step = await askOnce(url).catch((error: unknown) => {
			const { kind, message } = toDownloadFailure(error);
			const remark = isUpgraded
				? ' (the link starts with http://, and was tried with https://)'
				: '';
			throw failed(kind, `${message}${remark}`);
		});
		if ('response' in step) return step.response;
		next = URL.canParse(step.location, url) ? new URL(step.location, url).href : step.location;
	}
	throw failed('final', `the link redirects more than ${MOST_REDIRECTS} times`);
}

/** The first byte and the length that a partial answer declares (RFC 9110, 14.4). */
function rangeIn(response: IN8nHttpFullResponse): { from: number; total?: number } | undefined {
	const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(readHeader(response, 'content-range') ?? '');
	if (range === null) return undefined;
	return { from: Number(range[1]), ...(range[2] === '*' ? {} : { total: Number(range[2]) }) };
}

/** Reads what an answer says about the file. Throws if its bytes can't be appended to those already received. */
function readOpening(response: IN8nHttpFullResponse, { received }: Progress): Opened {
	const stream = streamIn(response);
	const contentType = readHeader(response, 'content-type');
	const mark = readHeader(response, 'etag');
	const facts = {
		stream,
		...(contentType === undefined ? {} : { contentType }),
		...(mark?.startsWith('"') ? { mark } : {}),
	};
	if (response.statusCode === 200) {
		const length = Number(readHeader(response, 'content-length') ?? Number.NaN);
		const total = Number.isNaN(length) ? {} : { total: length };
		return { ...facts, isPart: false, from: 0, ...total };
	}
	const range = rangeIn(response);
	if (range?.from === received) return { ...facts, isPart: true, ...range };
	stream.destroy();
	throw failed('final', 'the server returned the wrong part of the file');
}

/** Requests the missing part of a video, following redirects. */
export async function openVideo(
	item: Item,
	gateway: Gateway,
	address: string,
	progress: Progress,
): Promise<Opened> {
	const credential = await readCredential(item, gateway);
	const headers = rangeHeaders(progress);
	const response = await followRedirects(address, readBaseUrl(credential), async (url) =>
		hop(
			async () => await request(item.context, gateway, url, { credential, headers }),
			progress.received,
		),
	);
	return readOpening(response, progress);
}
