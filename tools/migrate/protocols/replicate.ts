import { renamed, statusField, computed } from '../rules';
import { fromParts, literal, type Part } from '../values';
import { fieldOf, isOnlyCode, pageOf, type Protocol } from './types';

/** Replicate's predictions (replicate.com/docs/reference/http, read 2026-11). */

const BASE = /^https?:\/\/api\.replicate\.com\/v1\//;

const prediction = (status: string, output: unknown = null) => ({
	id: 'p',
	status,
	output,
	error: status === 'failed' ? 'It failed' : null,
	urls: { get: 'https://api.replicate.com/v1/predictions/p' },
});

const shape = [
	renamed('id', 'jobId'),
	renamed('model', 'model'),
	renamed('created_at', 'submittedAt'),
	renamed('completed_at', 'completedAt'),
];

export const replicate: Protocol = {
	gateway: 'replicate',
	stepOf(call) {
		if (isOnlyCode(call, /\burls\b.*\bget\b/)) return 'status';
		const page = pageOf(call);
		if (!BASE.test(page)) return undefined;
		const path = page.replace(BASE, '');
		if (call.method === 'POST') {
			return /^(predictions|models\/[^/]+(\/[^/]+)?\/predictions)$/.test(path)
				? 'submit'
				: undefined;
		}
		return /^predictions\/[^/]+$/.test(path) ? 'status' : undefined;
	},
	accepted: prediction('starting'),
	answers: {
		running: ['processing', 'starting'].map((status) => prediction(status)),
		done: [prediction('succeeded', 'https://replicate.delivery/v.mp4')],
		failed: ['failed', 'canceled', 'aborted'].map((status) => prediction(status)),
	},
	shapes: {
		submit: [
			...shape,
			renamed('status', 'status', 'the status was starting and is queued now'),
		],
		status: [
			...shape,
			renamed('output', 'videoUrl'),
			renamed('output.0', 'videoUrl'),
			renamed('output.url', 'videoUrl'),
			renamed('output.video', 'videoUrl'),
			renamed('error', 'failure.message'),
			computed(
				'urls.get',
				(item) => `('https://api.replicate.com/v1/predictions/' + ${item}.jobId)`,
			),
			statusField('status', 'succeeded'),
		],
		result: [],
	},
	wireOf(call, body) {
		const path = pageOf(call).replace(BASE, '/v1/');
		const codes = [...call.codes];
		const parts = (/^\/v1\/models\/(.+)\/predictions$/.exec(path)?.[1] ?? '')
			.split(/(\{\})/)
			.map((piece): Part => (piece === '{}' ? { code: codes.shift() ?? '' } : piece));
		const version = fieldOf(body, 'version');
		return {
			path,
			model: version ?? fieldOf(body, 'model') ?? fromParts(parts) ?? literal(''),
		};
	},
};
