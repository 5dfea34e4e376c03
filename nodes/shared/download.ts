import type {
	IBinaryData,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	IWebhookFunctions,
} from 'n8n-workflow';

import { isGatewayError, type Gateway, type VideoJob } from '../../gateways/gateway';
import {
	boxReader,
	isPrivateGateway,
	mayBeVideo,
	videoType,
	whyNotFetch,
} from '../../gateways/media';
import { asIfChosen } from './caller';
import { credentialOf } from './credentials';
import { apiError } from './errors';
import { assertGoing, pauseUntil, type Halt } from './pause';
import { streamOf, timely, type ByteStream } from './streams';
import { send } from './transport';

/** Who a video is stored for: the file belongs to an execution, or to the one that a callback starts. */
type Downloader = IExecuteFunctions | IWebhookFunctions;

/** What a node's Options may say of the file. */
export interface FileOptions {
	/** The binary field of the item that gets it. Empty: `data`. */
	binaryPropertyName?: string;
	/** Empty: `{gateway}-{jobId}.mp4`. */
	fileName?: string;
	/** Default 1,024. */
	maxSizeMb?: number;
}

/** The file where an item holds it. */
export function binaryOf(
	file: IBinaryData,
	{ binaryPropertyName }: FileOptions,
): { binary: Record<string, IBinaryData> } {
	return { binary: { [binaryPropertyName || 'data']: file } };
}

/** How a video is stored. */
export interface StoreOptions extends FileOptions {
	halt: Halt;
}

export interface DownloadOptions extends StoreOptions {
	itemIndex: number;
}

/** As the panel shows it. */
export const DEFAULT_MAX_SIZE_MB = 1024;

/** How often a download may break off in a row without a byte, and the seconds between. */
const TRIES = 3;
const SECONDS_BETWEEN = 2;

/** How often it may break off in all: an address that gives a byte a time would have no end. */
const MOST_TRIES = 20;

/** Redirects that are followed. */
const MOST_REDIRECTS = 5;

/** Seconds without a byte after which a connection counts as broken. */
const SILENCE_SECONDS = 60;

/** Why a try failed: for good, for now, or because the link has run out. */
class DownloadFailed extends Error {
	constructor(
		message: string,
		readonly kind: 'final' | 'passing' | 'linkRanOut',
	) {
		super(message);
	}
}

/** Longest file name in bytes that every file system takes (255), with room for what others put before it. */
const LONGEST_NAME = 200;

/** A file name that every system takes. */
function safeFileName(name: string): string {
	const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').replace(/^\.+/, '');
	const [ending = ''] = /\.\w{1,5}$/.exec(safe) ?? [];
	let stem = safe.slice(0, safe.length - ending.length);
	// By whole characters, so that none is cut in half.
	while (Buffer.byteLength(stem + ending) > LONGEST_NAME) stem = [...stem].slice(0, -1).join('');
	return stem + ending || 'video.mp4';
}

/** The bytes of a video on their way, and what is known of them beforehand. */
interface Source {
	chunks: AsyncIterable<Uint8Array>;
	/** A stream of the class that n8n's helpers use. */
	like: ByteStream;
	/** As the server declares it. */
	contentType?: string;
}

/** Bytes by which a type is told. */
const START = 16;

/** The first bytes of a stream, of which a chunk may hold any number. */
async function startOf(rest: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
	let start = Buffer.alloc(0);
	while (start.length < START) {
		const next = await rest.next();
		if (next.done) break;
		start = Buffer.concat([start, next.value]);
	}
	return start;
}

/** Streams a video into n8n's binary data: never more than a chunk of it in memory. */
async function store(
	context: Downloader,
	{ chunks, like, contentType }: Source,
	job: Pick<VideoJob, 'gateway' | 'jobId'>,
	{ fileName }: StoreOptions,
): Promise<IBinaryData> {
	const rest = chunks[Symbol.asyncIterator]();
	const start = await startOf(rest);
	if (start.length === 0) throw new DownloadFailed('the file is empty', 'passing');
	const byBytes = videoType(start);
	if (byBytes === undefined && !mayBeVideo(contentType)) {
		await rest.return?.();
		const what = /^text\/|json/i.test(contentType ?? '') ? 'text' : contentType;
		throw new DownloadFailed(`the address answered with ${what} instead of a video`, 'final');
	}
	const boxes = boxReader();
	async function* whole(): AsyncGenerator<Uint8Array> {
		boxes.read(start);
		yield start;
		for await (const chunk of { [Symbol.asyncIterator]: () => rest }) {
			boxes.read(chunk);
			yield chunk;
		}
		if (!boxes.isWhole()) {
			throw new DownloadFailed('the file ends in the middle of the video', 'final');
		}
	}
	const declared = /^video\/[\w.+-]+/i.exec(contentType ?? '')?.[0].toLowerCase();
	return await context.helpers.prepareBinaryData(
		streamOf(whole(), like),
		safeFileName(fileName || `${job.gateway}-${job.jobId}.mp4`),
		byBytes ?? declared ?? 'video/mp4',
	);
}

function tooLarge(maxSizeMb: number): DownloadFailed {
	return new DownloadFailed(
		`the video is larger than ${maxSizeMb} MB. Raise Options > Max Size`,
		'final',
	);
}

/** Stores a video that is the answer to a call. */
export async function storeVideo(
	context: Downloader,
	stream: ByteStream,
	job: Pick<VideoJob, 'gateway' | 'jobId'>,
	options: StoreOptions,
): Promise<IBinaryData> {
	const { maxSizeMb = DEFAULT_MAX_SIZE_MB, halt } = options;
	const chunks = timely(stream, {
		silenceSeconds: SILENCE_SECONDS,
		isOver: () => halt.stopped,
		inspect: (bytes) => {
			if (bytes > maxSizeMb * 1024 * 1024) throw tooLarge(maxSizeMb);
		},
	});
	return await store(context, { chunks, like: stream }, job, options);
}

/** One connection to the video. */
interface Opened {
	stream: ByteStream;
	contentType?: string;
	/** The byte that its first one is. */
	from: number;
	/** Bytes of the whole file, where the server tells. */
	total?: number;
	/** The server's mark of this very file, where it gives one that says byte for byte (RFC 9110, 8.8.3). */
	mark?: string;
}

const headerOf = (response: IN8nHttpFullResponse, name: string): string | undefined => {
	const value = response.headers[name];
	return value === undefined ? undefined : String(value);
};

/**
 * Throws where n8n finds a private address behind the name of a host. n8n that goes through a proxy does not look
 * names up, and one older than 2.30 has no such filter: there the text of the address decides alone.
 */
async function assertPublicHost(context: Downloader, url: string): Promise<void> {
	const { getSecureEgressFilter } = context.helpers as Partial<typeof context.helpers>;
	const judged = await getSecureEgressFilter?.('enforced')
		.validateUrl(url)
		.catch(() => undefined);
	if (judged && !judged.ok) {
		throw new DownloadFailed(
			`the address of the video leads into a private network (${new URL(url).hostname})`,
			'final',
		);
	}
}

/** Asks for the video from byte `from` on, over redirects, each of which is judged like the first address. */
async function open(
	context: Downloader,
	gateway: Gateway,
	address: string,
	{ from, mark, itemIndex }: { from: number; mark?: string; itemIndex: number },
): Promise<Opened> {
	const { baseUrl } = await credentialOf(context, gateway, itemIndex);
	let url = address;
	for (let redirects = 0; ; redirects++) {
		const problem = whyNotFetch(url, String(baseUrl));
		if (problem) throw new DownloadFailed(problem, 'final');
		if (!isPrivateGateway(String(baseUrl))) await assertPublicHost(context, url);
		const request = {
			method: 'GET' as const,
			url,
			// The length is that of the file only where nothing packs it.
			headers: {
				'Accept-Encoding': 'identity',
				...(from > 0 ? { Range: `bytes=${from}-` } : {}),
				...(from > 0 && mark !== undefined ? { 'If-Range': mark } : {}),
			},
			encoding: 'stream' as const,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: SILENCE_SECONDS * 1000,
			disableFollowRedirect: true,
			...('getExecutionCancelSignal' in context
				? { abortSignal: context.getExecutionCancelSignal() }
				: {}),
		};
		// A key is for the gateway's own host and no other.
		const withKey = gateway.mediaNeedsKey?.(new URL(url), new URL(String(baseUrl))) ?? false;
		const response = (await (withKey
			? context.helpers.httpRequestWithAuthentication.call(
					asIfChosen(context, gateway),
					gateway.credentialType,
					request,
				)
			: context.helpers.httpRequest(request))) as IN8nHttpFullResponse;
		const { statusCode } = response;
		const stream = response.body as unknown as ByteStream;
		const location = headerOf(response, 'location');
		if (statusCode >= 300 && statusCode < 400 && location !== undefined) {
			stream.destroy();
			if (redirects === MOST_REDIRECTS) {
				throw new DownloadFailed(
					`the address leads over more than ${MOST_REDIRECTS} redirects`,
					'final',
				);
			}
			url = URL.canParse(location, url) ? new URL(location, url).href : location;
			continue;
		}
		if (statusCode === 200 || statusCode === 206) return openedOf(response, stream, from);
		stream.destroy();
		if (statusCode === 416 && from > 0) {
			throw new DownloadFailed(`only ${from} bytes arrived, and there are no more`, 'final');
		}
		const ranOut = statusCode === 403 || statusCode === 404 || statusCode === 410;
		throw new DownloadFailed(
			`the address answered HTTP ${statusCode}${ranOut ? ', so the link has probably run out' : ''}`,
			ranOut ? 'linkRanOut' : statusCode < 500 && statusCode !== 429 ? 'final' : 'passing',
		);
	}
}

function openedOf(response: IN8nHttpFullResponse, stream: ByteStream, from: number): Opened {
	const contentType = headerOf(response, 'content-type');
	const mark = headerOf(response, 'etag');
	const facts = {
		...(contentType === undefined ? {} : { contentType }),
		...(mark?.startsWith('"') ? { mark } : {}),
	};
	if (response.statusCode === 206) {
		const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headerOf(response, 'content-range') ?? '');
		if (range === null || Number(range[1]) !== from) {
			stream.destroy();
			throw new DownloadFailed('the address answered with another part of the file', 'final');
		}
		const total = Number(range[2]);
		return { stream, from, ...facts, ...(Number.isNaN(total) ? {} : { total }) };
	}
	const packed = headerOf(response, 'content-encoding') ?? 'identity';
	const total = Number(headerOf(response, 'content-length') ?? Number.NaN);
	const known = packed === 'identity' && !Number.isNaN(total);
	return { stream, from: 0, ...facts, ...(known ? { total } : {}) };
}

/** The job's video, over as many connections as it takes: a broken one goes on where it broke off. */
async function sourceOf(
	context: Downloader,
	gateway: Gateway,
	job: VideoJob,
	{ halt, itemIndex, maxSizeMb = DEFAULT_MAX_SIZE_MB }: DownloadOptions,
): Promise<Source> {
	const limit = maxSizeMb * 1024 * 1024;
	let address = job.videoUrl ?? '';
	let isFresh = false;
	let received = 0;
	let total: number | undefined;
	let mark: string | undefined;
	/** Tries in a row that brought nothing, and tries in all. */
	let fruitless = 0;
	let tries = 0;

	/** Opens the next connection; throws once it is of no more use to try. */
	async function connect(): Promise<Opened> {
		for (;;) {
			tries++;
			fruitless++;
			try {
				const opened = await open(context, gateway, address, {
					from: received,
					itemIndex,
					...(mark === undefined ? {} : { mark }),
				});
				checkSize(opened);
				return opened;
			} catch (error) {
				await retry(error);
			}
		}
	}

	function checkSize(opened: Opened): void {
		total ??= opened.total;
		mark ??= opened.mark;
		const isSame =
			(opened.total ?? total) === total && (received === 0 || (opened.mark ?? mark) === mark);
		if ((total ?? 0) <= limit && isSame) return;
		opened.stream.destroy();
		throw (total ?? 0) > limit
			? tooLarge(maxSizeMb)
			: new DownloadFailed('the file has changed in the middle of the download', 'final');
	}

	/** Waits for the next try, or throws where none can help. */
	async function retry(error: unknown): Promise<void> {
		assertGoing(halt);
		const kind = error instanceof DownloadFailed ? error.kind : 'passing';
		if (kind === 'linkRanOut' && !isFresh) {
			isFresh = true;
			address = await freshAddress(context, gateway, job, { halt, itemIndex });
			return;
		}
		if (kind !== 'passing' || fruitless >= TRIES || tries >= MOST_TRIES) {
			throw error instanceof DownloadFailed
				? error
				: new DownloadFailed('the connection broke', 'passing');
		}
		await pauseUntil(Date.now() + SECONDS_BETWEEN * 1000, halt);
	}

	async function* chunks(first: Opened): AsyncGenerator<Uint8Array> {
		for (let opened = first; ; opened = await connect()) {
			// A server that knows no ranges begins anew: what is there already is passed over.
			let passOver = received - opened.from;
			try {
				const patience = { silenceSeconds: SILENCE_SECONDS, isOver: () => halt.stopped };
				for await (const chunk of timely(opened.stream, patience)) {
					const news = chunk.subarray(Math.min(passOver, chunk.length));
					passOver -= chunk.length - news.length;
					if (news.length === 0) continue;
					received += news.length;
					fruitless = 0;
					if (received > limit) throw tooLarge(maxSizeMb);
					yield news;
				}
				if (total === undefined || received === total) return;
				throw new DownloadFailed(
					`only ${received} of ${total} bytes arrived`,
					received > total ? 'final' : 'passing',
				);
			} catch (error) {
				await retry(error);
			}
		}
	}

	const first = await connect();
	return {
		chunks: chunks(first),
		like: first.stream,
		...(first.contentType === undefined ? {} : { contentType: first.contentType }),
	};
}

/** A new address for a video whose link has run out, by one more look at its job. */
async function freshAddress(
	context: Downloader,
	gateway: Gateway,
	job: VideoJob,
	{ halt, itemIndex }: { halt: Halt; itemIndex: number },
): Promise<string> {
	const { outcome } = await send(context, gateway, gateway.status(job.jobId), {
		halt,
		itemIndex,
	});
	if (!isGatewayError(outcome) && outcome.videoUrl !== undefined) return outcome.videoUrl;
	throw new DownloadFailed('the link has run out, and the gateway gives no new one', 'final');
}

/** Longest address in a message, in characters: signed ones have some hundred. */
const LONGEST_ADDRESS = 1000;

/** An address as a message may show it: without a password, and not without end. */
function shownAddress(address = ''): string {
	const bare = address.replace(/^(\w+:\/\/)[^/?#]*@/, '$1');
	return bare.length > LONGEST_ADDRESS ? `${bare.slice(0, LONGEST_ADDRESS)}...` : bare;
}

/**
 * Downloads the job's video into n8n's binary data. Throws a NodeApiError that keeps the job id and the address,
 * and Stopped.
 */
export async function downloadVideo(
	context: Downloader,
	gateway: Gateway,
	job: VideoJob,
	options: DownloadOptions,
): Promise<IBinaryData> {
	try {
		return await store(context, await sourceOf(context, gateway, job, options), job, options);
	} catch (error) {
		assertGoing(options.halt);
		const reason =
			error instanceof DownloadFailed
				? error.message
				: `n8n could not store it (${error instanceof Error ? error.message : String(error)})`;
		throw apiError(
			context,
			options.itemIndex,
			`The video of ${gateway.label} job ${job.jobId} is ready, but its download failed: ${reason}. Run Check Video Status with this Job ID for a fresh address. The address was: ${shownAddress(job.videoUrl)}`,
		);
	}
}
