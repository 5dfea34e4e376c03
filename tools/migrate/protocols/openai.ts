import { computed, renamed } from '../rules';
import { literal } from '../values';
import { fieldOf, pageOf, type Protocol } from './types';

/** The videos API of OpenAI, which it has switched off, and which many servers speak (openai 6.49.0, read 2026-11). */

const BASE = /^(https?:\/\/(?!openrouter\.ai)[^/{}]+(?:\/[^{}]*)?)\/v1\/videos(\/.*)?$/;
const OPENAI = 'https://api.openai.com';
const ENDED = '2026-09-24';

const video = (status: string) => ({ id: 'v', object: 'video', status, progress: 0, error: null });

export const openai: Protocol = {
	gateway: 'openaicompatible',
	onlyVideos: true,
	stepOf(call) {
		const [, base, path = ''] = BASE.exec(pageOf(call)) ?? [];
		if (base === undefined) return undefined;
		if (call.method === 'POST') return path === '' ? 'submit' : undefined;
		if (call.method !== 'GET') return undefined;
		if (/^\/[^/]+$/.test(path)) return 'status';
		return /^\/[^/]+\/content$/.test(path) ? 'file' : undefined;
	},
	accepted: video('queued'),
	answers: {
		running: ['in_progress', 'queued'].map(video),
		done: [video('completed')],
		failed: ['failed', 'cancelled'].map(video),
	},
	shapes: {
		submit: [renamed('id', 'jobId'), renamed('status', 'status'), renamed('model', 'model')],
		status: [
			renamed('id', 'jobId'),
			renamed('model', 'model'),
			renamed('error.message', 'failure.message'),
			renamed('seconds', 'durationSeconds'),
			computed('size', (item) => `(${item}.width + 'x' + ${item}.height)`),
			renamed('url', 'videoUrl'),
			renamed('metadata.url', 'videoUrl'),
			renamed('status', 'status'),
		],
		result: [],
	},
	wireOf(call, body) {
		const [, baseUrl = OPENAI] = BASE.exec(pageOf(call)) ?? [];
		const model = fieldOf(body, 'model') ?? literal('default');
		// Its own address is of no use any more.
		return { path: '/v1/videos', model, ...(baseUrl === OPENAI ? {} : { baseUrl }) };
	},
	warning: ({ baseUrl }) =>
		baseUrl === undefined
			? `OpenAI switched off its videos API on ${ENDED}, so this loop no longer works as it is. ` +
				'Either enter the address of a server that speaks the same API in the credential, or set Gateway in the ' +
				'submit node to another one and choose a model there, such as Veo 3.1 Fast at fal: the prompt stays.'
			: undefined,
};
