import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';

import { FACTS } from '../facts';
import type { GatewayFacts } from '../facts/types';
import {
	bodyWith,
	CLIP,
	documentedError,
	GATEWAYS,
	gzipBomb,
	hugeJson,
	merged,
	redirect,
	type FaultRule,
	type FixedResponse,
	type GatewayId,
} from '../support/simulator';

/** Where a fault is played. */
export interface Place {
	gateway: GatewayId;
	call: 'submit' | 'status' | 'download' | 'upload';
	/** The gateway's key, for answers that repeat it. */
	apiKey: string;
	/** Another address of the same file, or of nothing. */
	elsewhere: string;
}

/** A fault of the table, as the simulator plays it. */
export interface Fault {
	play: (place: Place) => Pick<FaultRule, 'respond' | 'delaySeconds'>;
	/** Seconds that the gateway asks to be left alone. */
	rest?: number;
	/** Holds the call until its time-out. */
	isSlow?: true;
	/** Cuts the connection before the request was read, so that only its headers tell whose it is. */
	isUnread?: true;
	/** Too large to hold; played apart from the others. */
	isHeavy?: true;
	/** The job was submitted a moment ago, instead of five minutes. */
	isFresh?: true;
}

const MEGABYTE = 1024 * 1024;

const fixed = (make: (place: Place) => FixedResponse): Fault => ({
	play: (place) => ({ respond: make(place) }),
});

const status = (code: number): Fault => fixed(({ gateway }) => documentedError(gateway, code));

/** 429 with these headers and no others that name a time. */
function busy(headers: Record<string, string>, rest?: number): Fault {
	const fault = fixed(({ gateway }) => ({ ...documentedError(gateway, 429), headers }));
	return { ...fault, ...(rest === undefined ? {} : { rest }) };
}

const proxyPage: FixedResponse = {
	status: 503,
	headers: { 'content-type': 'text/html' },
	body: '<html><body><h1>503 Service Unavailable</h1></body></html>',
};

/** A value of another type in place of each. */
function wrongTypes(body: unknown): unknown {
	return Object.fromEntries(
		Object.entries(body as object).map(([key, value]) => [
			key,
			typeof value === 'string' ? [1] : typeof value === 'object' ? 7 : { unexpected: true },
		]),
	);
}

/** The body of a job that has no video yet. */
const withoutAddresses = (body: unknown): unknown =>
	JSON.parse(
		JSON.stringify(body)
			.replace(/"https?:[^"]*"/g, 'null')
			// MiniMax's address is behind the file.
			.replace(/"file_id":"[^"]*"/g, '"file_id":""'),
	);

async function* everySecond(text: string, times: number) {
	for (let count = 0; count < times; count++) {
		yield text;
		await sleep(1000);
	}
}

async function* slowly(bytes: Buffer, seconds: number) {
	const slice = Math.ceil(bytes.length / seconds);
	for (let at = 0; at < bytes.length; at += slice) {
		yield bytes.subarray(at, at + slice);
		await sleep(1000);
	}
}

/** A video of a gigabyte that packs well. */
function* hugeVideo() {
	yield CLIP;
	for (let megabytes = 0; megabytes < 1024; megabytes++) yield Buffer.alloc(MEGABYTE);
}

/** The file host sends a video, packed: what a limit for sizes must be kept with. */
const bomb = ({ call }: Place): FixedResponse =>
	call === 'download'
		? {
				status: 200,
				headers: { 'content-type': 'video/mp4', 'content-encoding': 'gzip' },
				stream: () => Readable.from(hugeVideo(), { objectMode: false }).pipe(createGzip()),
			}
		: gzipBomb(1024 * MEGABYTE);

type Streamed = FixedResponse & { stream: () => Readable };

let mostRead = 0;

/** The most bytes that any client has taken of one answer that is too large to hold. */
export const largestRead = (): number => mostRead;

/** Counts what a client takes of an answer, but for some megabytes that lie in the buffers of the connection. */
const watched = (response: Streamed): Streamed => ({
	...response,
	stream: () => {
		async function* chunks() {
			let taken = 0;
			for await (const chunk of response.stream() as AsyncIterable<Buffer>) {
				yield chunk;
				taken += chunk.length;
				mostRead = Math.max(mostRead, taken);
			}
		}
		return Readable.from(chunks(), { objectMode: false });
	},
});

const JSON_HEADERS = { 'content-type': 'application/json' };

/** Faults that only one gateway has, as its facts say. */
const ownFaults = Object.values<GatewayFacts>(FACTS).flatMap(({ faults: rows }) =>
	rows.flatMap(({ fault, play, rest }): Array<[string, Fault]> =>
		play === undefined
			? []
			: [[fault, { ...fixed(play), ...(rest === undefined ? {} : { rest }) }]],
	),
);

/** How each fault is played, by its name in the table. */
export const faults: Readonly<Record<string, Fault>> = {
	...Object.fromEntries(
		[
			...[400, 402, 403, 404, 406, 408, 409, 410, 412, 422, 425, 499],
			...[500, 502, 503, 504, 596],
		].map((code) => [String(code), status(code)]),
	),
	...Object.fromEntries(ownFaults),
	'401 that repeats the key': fixed(({ apiKey }) => ({
		status: 401,
		body: { error: `The key ${apiKey} is not valid`, message: `No such key: ${apiKey}` },
	})),
	'404 right after the submit': { ...status(404), isFresh: true },
	'429': busy({}),
	'429 without end': busy({}),
	'429, Retry-After 6 s': busy({ 'retry-after': '6' }, 6),
	'429, Retry-After as a date': busy(
		// Of the moment of the answer, and in whole seconds.
		{
			get 'retry-after'() {
				return new Date(Date.now() + 7000).toUTCString();
			},
		},
		6,
	),
	'429, Retry-After -5': busy({ 'retry-after': '-5' }),
	'429, Retry-After of a day': busy({ 'retry-after': '86400' }),
	'503 of a proxy': fixed(() => proxyPage),
	'HTML with 200': fixed(() => ({
		status: 200,
		headers: { 'content-type': 'text/html' },
		body: '<!DOCTYPE html><html><body><h1>Checking your browser</h1></body></html>',
	})),
	'empty 200': fixed(() => ({ status: 200, headers: JSON_HEADERS, body: '' })),
	'cut off in the middle': { play: () => ({ respond: 'truncated' }) },
	'wrong types': { play: () => ({ respond: { rewrite: wrongTypes } }) },
	'unknown status word': {
		play: ({ gateway }) => ({
			respond: {
				rewrite: (body) => merged(withoutAddresses(body), GATEWAYS[gateway].unknownStatus),
			},
		}),
	},
	'answer after 8 s': { play: () => ({ respond: 'asUsual', delaySeconds: 8 }) },
	'reset before it was read': { play: () => ({ respond: 'resetUnread' }), isUnread: true },
	'reset after it was read': { play: () => ({ respond: 'resetBefore' }) },
	'reset after it was carried out': { play: () => ({ respond: 'resetAfter' }) },
	'silence until the time-out': {
		play: ({ call }) => ({ respond: call === 'submit' ? 'silenceAfter' : 'silence' }),
		isSlow: true,
	},
	'a byte a second, without end': {
		...fixed(() => ({
			status: 200,
			headers: JSON_HEADERS,
			stream: () => Readable.from(everySecond(' ', 300), { objectMode: false }),
		})),
		isSlow: true,
	},
	'a slow file': fixed(() => ({
		status: 200,
		headers: { 'content-type': 'video/mp4', 'content-length': String(CLIP.length) },
		stream: () => Readable.from(slowly(CLIP, 20), { objectMode: false }),
	})),
	'304': fixed(() => ({ status: 304 })),
	redirect: fixed(({ elsewhere }) => redirect(elsewhere)),
	'redirect 307': fixed(({ elsewhere }) => redirect(elsewhere, 307)),
	'refusal with a job': fixed(
		({ gateway }) =>
			merged(documentedError(gateway, 400), {
				body: bodyWith(GATEWAYS[gateway].idKeys[0]!, 'J-4711'),
			}) as unknown as FixedResponse,
	),
	'gzip bomb of 1 GB': { ...fixed(bomb), isHeavy: true },
	'100 MB of JSON': {
		...fixed(() => watched(hugeJson(100 * MEGABYTE) as Streamed)),
		isHeavy: true,
	},
};
