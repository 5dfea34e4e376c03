import type {
	IBinaryData,
	IExecuteFunctions,
	IN8nHttpFullResponse,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Gateway, VideoJob } from '../../gateways/gateway';
import { credentialOf } from './credentials';
import { apiError } from './errors';
import { assertGoing, pauseUntil, type Halt } from './pause';
import { streamOf, timely, type ByteStream } from './streams';

/** Who a video is stored for: the file belongs to an execution, or to the one that a callback starts. */
type Downloader = IExecuteFunctions | IWebhookFunctions;

/** How a video is stored. */
export interface StoreOptions {
	halt: Halt;
	/** Empty: `{gateway}-{jobId}.mp4`. */
	fileName?: string;
	/** Default 1,024. */
	maxSizeMb?: number;
}

export interface DownloadOptions extends StoreOptions {
	itemIndex: number;
}

/** As the panel shows it. */
export const DEFAULT_MAX_SIZE_MB = 1024;

/** How often a download is tried, and the seconds between. */
const TRIES = 3;
const SECONDS_BETWEEN = 2;

/** Seconds without a byte after which a connection counts as broken. */
const SILENCE_SECONDS = 60;

/** A failed try. `final`: another try can not help. */
class DownloadFailed extends Error {
	constructor(
		message: string,
		readonly final: boolean,
	) {
		super(message);
	}
}

/** A file name that every system takes. */
function safeFileName(name: string): string {
	const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').replace(/^\.+/, '');
	return safe.slice(0, 200) || 'video.mp4';
}

/** Streams a video into n8n's binary data: never more than a chunk of it in memory. */
export async function storeVideo(
	context: Downloader,
	stream: ByteStream,
	job: Pick<VideoJob, 'gateway' | 'jobId'>,
	{ fileName, maxSizeMb = DEFAULT_MAX_SIZE_MB, halt }: StoreOptions,
	expectedBytes?: number,
): Promise<IBinaryData> {
	const limit = maxSizeMb * 1024 * 1024;
	const tooLarge = () =>
		new DownloadFailed(
			`the video is larger than ${maxSizeMb} MB. Raise Options > Max Size`,
			true,
		);
	if (expectedBytes !== undefined && expectedBytes > limit) {
		stream.destroy();
		throw tooLarge();
	}
	const chunks = timely(stream, {
		silenceSeconds: SILENCE_SECONDS,
		isOver: () => halt.stopped,
		inspect: (bytes, ended) => {
			if (bytes > limit) throw tooLarge();
			if (!ended) return;
			if (bytes === 0) throw new DownloadFailed('the file is empty', false);
			if (expectedBytes !== undefined && bytes !== expectedBytes) {
				throw new DownloadFailed(`only ${bytes} of ${expectedBytes} bytes arrived`, false);
			}
		},
	});
	return await context.helpers.prepareBinaryData(
		streamOf(chunks, stream),
		safeFileName(fileName || `${job.gateway}-${job.jobId}.mp4`),
		'video/mp4',
	);
}

async function downloadOnce(
	context: Downloader,
	gateway: Gateway,
	job: VideoJob,
	options: DownloadOptions,
): Promise<IBinaryData> {
	const url = job.videoUrl!;
	const credential = await credentialOf(context, gateway, options.itemIndex);
	const withKey =
		gateway.mediaNeedsKey?.(new URL(url), new URL(String(credential.baseUrl))) ?? false;
	const request = {
		method: 'GET' as const,
		url,
		encoding: 'stream' as const,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: SILENCE_SECONDS * 1000,
		// A key is for the gateway's own host and no other.
		...(withKey ? { disableFollowRedirect: true } : {}),
		...('getExecutionCancelSignal' in context
			? { abortSignal: context.getExecutionCancelSignal() }
			: {}),
	};
	const response = (await (withKey
		? context.helpers.httpRequestWithAuthentication.call(
				context,
				gateway.credentialType,
				request,
			)
		: context.helpers.httpRequest(request))) as IN8nHttpFullResponse;
	const stream = response.body as unknown as ByteStream;
	const { statusCode, headers } = response;
	if (statusCode !== 200) {
		stream.destroy();
		throw new DownloadFailed(
			`the address answered HTTP ${statusCode}${statusCode === 403 || statusCode === 410 ? ', so the link has probably run out' : ''}`,
			statusCode < 500 && statusCode !== 429,
		);
	}
	if (/^(text\/|application\/json)/i.test(String(headers['content-type'] ?? ''))) {
		stream.destroy();
		throw new DownloadFailed('the address answered with text instead of a video', true);
	}
	const encoded = headers['content-encoding'] !== undefined;
	const length = Number(headers['content-length'] ?? Number.NaN);
	return await storeVideo(
		context,
		stream,
		job,
		options,
		encoded || Number.isNaN(length) ? undefined : length,
	);
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
	for (let count = 1; ; count++) {
		try {
			return await downloadOnce(context, gateway, job, options);
		} catch (error) {
			assertGoing(options.halt);
			if (count < TRIES && !(error instanceof DownloadFailed && error.final)) {
				await pauseUntil(Date.now() + SECONDS_BETWEEN * 1000, options.halt);
				continue;
			}
			const reason = error instanceof DownloadFailed ? error.message : 'the connection broke';
			throw apiError(
				context,
				options.itemIndex,
				`The video of ${gateway.label} job ${job.jobId} is ready, but its download failed: ${reason}. Run Check Video Status with this Job ID for a fresh address. The address was: ${job.videoUrl}`,
			);
		}
	}
}
