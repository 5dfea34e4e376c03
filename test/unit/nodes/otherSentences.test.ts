import type { IHttpRequestOptions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { kie } from '../../../gateways/adapters/kie';
import { openaicompatible } from '../../../gateways/adapters/openaicompatible';
import { pixazo } from '../../../gateways/adapters/pixazo';
import type { VideoJob } from '../../../gateways/gateway';
import { receive } from '../../../nodes/VideoTrigger/receive';
import {
	asEarlyItems,
	withLostVideos,
	withWorkingLinks,
} from '../../../nodes/WaitForVideo/release';
import { lacking } from '../../../nodes/shared/capabilities';
import { downloadVideo, type DownloadOptions } from '../../../nodes/shared/download';
import { messageOf } from '../../../nodes/shared/errors';
import { failureText } from '../../../nodes/shared/failure';
import { createItem, startRun } from '../../../nodes/shared/item';
import {
	callbackNotSentSentence,
	cantWakeSentence,
	listUnreadSentence,
	resumeUrlSentence,
	undescribedSentence,
} from '../../../nodes/shared/sentences/notices';
import { LOOP_FIX } from '../../../nodes/shared/suspendLoop';
import { findTimeLimit } from '../../../nodes/shared/waiting/executionLimit';
import { CLIP } from '../../support/simulator';
import { fakeGateway, fakeN8n, job, type FakeAnswer } from './download/fakes';
import { fakeRun } from './fakeContext';
import { banned } from './plainWords';

/** What a user reads that isn't in a table: downloads, waits, callbacks. To be read as a whole in the snapshot. */

const pause = async (seconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const thrown = (code?: string): Error => Object.assign(new Error('x'), { code });

async function* breaking(error: Error, start: Uint8Array = Buffer.alloc(0)) {
	if (start.length > 0) yield await Promise.resolve(start);
	throw error;
}

async function* trickle() {
	for (;;) {
		yield Buffer.alloc(1);
		await pause(30);
	}
}

async function* silence(): AsyncGenerator<Uint8Array> {
	await pause(1e6);
	yield CLIP;
}

type Answering = (request: IHttpRequestOptions) => FakeAnswer;

/** A first connection that breaks after a part of the file, and what the server answers to the next one. */
const resumed =
	(headers: Record<string, string>, body: readonly Uint8Array[]): Answering =>
	({ headers: { Range } = {} }) =>
		Range === undefined
			? { body: breaking(thrown(), CLIP.subarray(0, 100)) }
			: { status: 206, headers, body };

const answers: Readonly<Record<string, Answering>> = {
	slow: () => ({ body: trickle() }),
	compressed: () => ({ body: breaking(thrown('Z_DATA_ERROR')) }),
	broken: () => ({ body: breaking(thrown()) }),
	short: () => ({
		headers: { 'content-type': 'video/mp4', 'content-length': '5000000' },
		body: [CLIP.subarray(0, 100)],
	}),
	redirects: () => ({ status: 302, headers: { location: '/video.mp4' } }),
	expired: () => ({ status: 404 }),
	refused: () => ({ status: 418 }),
	'wrong part': resumed({ 'content-range': 'bytes 5-9/10' }, []),
	'too long': resumed({ 'content-range': 'bytes 100-109/110' }, [Buffer.alloc(50)]),
	page: () => ({ body: [Buffer.from('<!doctype html><p>Log in')] }),
	empty: () => ({}),
	large: () => ({ headers: { 'content-length': '2000000000' } }),
};

/** What came of a download: its error as a user reads it. */
async function downloadError(
	answer: Answering,
	{
		now = {},
		helpers = {},
		...options
	}: Partial<DownloadOptions> & { now?: object; helpers?: object } = {},
): Promise<string> {
	const context = fakeN8n(answer);
	Object.assign(context.helpers, helpers);
	const item = createItem({ context, stop: { stopped: false, stop: () => undefined } }, 0);
	let ended: string | undefined;
	downloadVideo(item, fakeGateway({ ...job, ...now } as VideoJob), job, options).then(
		() => (ended = '(downloaded)'),
		(error: unknown) => (ended = messageOf(error)),
	);
	for (let step = 0; step < 2000 && ended === undefined; step++) {
		await jest.advanceTimersByTimeAsync(500);
		for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
	}
	return ended ?? '(not ended)';
}

async function downloads(): Promise<Record<string, string>> {
	const shown: Record<string, string> = {};
	for (const [name, answer] of Object.entries(answers)) shown[name] = await downloadError(answer);
	const gone = () => ({ status: 403 });
	const failure = { code: 'notFound', message: 'The video was deleted.', retryable: false };
	const filter = { validateUrl: async () => await Promise.resolve({ ok: false }) };
	return {
		...shown,
		'no new link': await downloadError(gone, { now: { videoUrl: undefined } }),
		deleted: await downloadError(gone, {
			now: { status: 'failed', videoUrl: undefined, failure },
		}),
		private: await downloadError(gone, { helpers: { getSecureEgressFilter: () => filter } }),
		'not stored': await downloadError(() => ({ body: [CLIP] }), {
			helpers: {
				prepareBinaryData: async () =>
					await Promise.reject(new Error('no space left on device')),
			},
		}),
		late: await downloadError(() => ({ body: silence() }), { deadline: Date.now() + 5000 }),
	};
}

const SOON = '2026-11-28T10:00:00.000Z';
const completed = (gateway: string): INodeExecutionData => ({
	json: {
		gateway,
		jobId: '1',
		status: 'completed',
		videoUrl: 'https://a/1.mp4',
		expiresAt: SOON,
	},
});
const warningsOf = (items: readonly INodeExecutionData[]) =>
	items.flatMap(({ json }) => json.warnings);

async function waits() {
	const now = Date.parse(SOON);
	jest.setSystemTime(now);
	const { context } = fakeRun([{}]);
	const failed = await withWorkingLinks(startRun(context), [completed('aimlapi')]);
	return {
		early: warningsOf(asEarlyItems([completed('replicate')], now)),
		deleted: warningsOf(withLostVideos([completed('replicate')], now)),
		'link not renewed': warningsOf(failed),
		'time limit': findTimeLimit(now + 60_000, 30, now).note,
		'no loop': LOOP_FIX,
		'not supported': [
			...(['cancel', 'list', 'balance', 'queue'] as const).map((capability) =>
				failureText(lacking(pixazo, capability)),
			),
			failureText(lacking(openaicompatible, 'cancel')),
		],
	};
}

/** What a callback is answered, and what n8n's log says of it. */
async function called(
	gateway: string,
	{ rawBody = Buffer.from('{}'), secret = '' }: { rawBody?: Buffer; secret?: string } = {},
): Promise<unknown[]> {
	const shown: unknown[] = [];
	const log = (text: string) => void shown.push(text);
	const parameters: Record<string, unknown> = { gateway, 'options.signatureSecret': secret };
	const overrides = {
		getNodeParameter: (name: string, otherwise: unknown) => parameters[name] ?? otherwise,
		getRequestObject: () => {
			if (rawBody.length === 0) throw new Error('the connection broke');
			return { rawBody };
		},
		getHeaderData: () => ({}),
		getQueryData: () => ({}),
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: '1' }),
		logger: { info: log, warn: log, error: log },
		getResponseObject: () => ({
			status: (status: number) => ({
				json: ({ message }: { message: string }) => void shown.push(`${status} ${message}`),
			}),
		}),
	};
	const { context } = fakeRun([{}]);
	await receive({ ...context, ...overrides } as unknown as IWebhookFunctions);
	return shown;
}

const callbacks = async () => ({
	unsupported: await called('segmind'),
	large: await called('useapi', { rawBody: Buffer.alloc(16 * 1024 * 1024 + 1) }),
	unverified: await called('aigateway'),
	unsigned: await called('kie', { secret: 'key' }),
	foreign: await called('useapi'),
	broken: await called('useapi', { rawBody: Buffer.alloc(0) }),
});

const notices = {
	wake: cantWakeSentence(pixazo),
	'callback not sent': callbackNotSentSentence(
		'https://n8n.example.com/1',
		pixazo,
		"Pixazo can't reach http://localhost:5678, a private address.",
	),
	'resume URL': resumeUrlSentence,
	'list not read': listUnreadSentence(kie, 'kling-9', 'Kie.ai is overloaded'),
	'no description': undescribedSentence(kie, 'kling-9', 'Kie.ai is overloaded'),
};

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});

afterEach(() => {
	jest.useRealTimers();
});

test('downloads, waits, callbacks and notices are in plain English', async () => {
	const shown = {
		downloads: await downloads(),
		waits: await waits(),
		callbacks: await callbacks(),
		notices,
	};
	expect(JSON.stringify(shown)).not.toMatch(banned);
	expect(JSON.stringify(shown)).not.toMatch(/undefined|null|NaN|\[object|not ended/);
	expect(shown).toMatchSnapshot();
});
