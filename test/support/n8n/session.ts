import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { startSeconds } from './process';

/** The log-in of the n8n that this starts. It is bound to loopback, so this is no secret. */
export const owner = {
	email: 'owner@example.com',
	password: 'Video-Gateways-1',
	firstName: 'Video',
	lastName: 'Gateways',
};

/** How often a call is repeated, a second apart, while n8n's database isn't ready. */
const LONGEST_PAUSES = 30;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Calls of one who is logged in. Each throws on an answer of 400 or more. */
export interface Session {
	/** Gives the `data` of n8n's answer; the caller says what it is. */
	call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer>;
	/** The body of a file. */
	download(path: string): Promise<Readable>;
}

/**
 * Waits until n8n answers, sets up its owner if there is none, and logs in.
 *
 * @throws Error if n8n has ended, or isn't ready within `startSeconds`
 */
export async function logIn(url: string, hasEnded: () => boolean): Promise<Session> {
	const http = axios.create({
		baseURL: url,
		proxy: false,
		validateStatus: () => true,
		maxContentLength: Infinity,
		maxBodyLength: Infinity,
		// The cookie is bound to this id, which the editor makes up for each browser.
		headers: { 'browser-id': randomUUID() },
	});

	const settings = await untilReady(hasEnded, async () => {
		const ready = await http.get<unknown>('/healthz/readiness');
		if (ready.status !== 200) throw new Error('not ready');
		return dataOf<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			await send(http, 'GET', '/settings'),
		);
	});
	// The REST routes answer some seconds before the first log-in can succeed.
	const answer = await untilReady(hasEnded, () =>
		settings.userManagement.showSetupOnFirstLoad
			? send(http, 'POST', '/owner/setup', owner)
			: send(http, 'POST', '/login', {
					emailOrLdapLoginId: owner.email,
					password: owner.password,
				}),
	);
	http.defaults.headers.common.Cookie = (answer.headers['set-cookie'] ?? [])
		.map((line) => line.split(';')[0] ?? '')
		.join('; ');

	return {
		call: async <Answer>(method: Method, path: string, body?: unknown) =>
			dataOf<Answer>(await send(http, method, path, body)),
		download: (path) => download(http, path),
	};
}

async function send(http: AxiosInstance, method: Method, path: string, body?: unknown) {
	const request = () => http.request<unknown>({ method, url: `/rest${path}`, data: body });
	let response = await request();
	// n8n on a busy machine: its database didn't answer within five seconds, and nothing was done.
	for (let pause = 1; response.status === 503 && pause <= LONGEST_PAUSES; pause++) {
		await sleep(1000);
		response = await request();
	}
	if (response.status >= 400) {
		const detail = (response.data as { message?: string } | null)?.message;
		throw new Error(
			`n8n answered ${response.status} to ${method} /rest${path}: ${detail ?? 'no message'}`,
		);
	}
	return response;
}

const dataOf = <Answer>(response: AxiosResponse<unknown>) =>
	(response.data as { data: Answer }).data;

async function download(http: AxiosInstance, path: string): Promise<Readable> {
	const response = await http.get<Readable>(`/rest${path}`, { responseType: 'stream' });
	if (response.status >= 400) {
		response.data.destroy();
		throw new Error(`n8n answered ${response.status} to GET /rest${path}`);
	}
	return response.data;
}

async function untilReady<Answer>(
	hasEnded: () => boolean,
	attempt: () => Promise<Answer>,
): Promise<Answer> {
	const deadline = Date.now() + startSeconds * 1000;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (hasEnded()) throw new Error('it ended by itself');
			if (Date.now() > deadline) throw error;
		}
		await sleep(250);
	}
}
