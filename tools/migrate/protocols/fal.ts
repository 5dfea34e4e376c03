import { computed, renamed, statusField, videoList } from '../rules';
import { fromParts, type Part } from '../values';
import { isOnlyCode, pageOf, type Protocol } from './types';

/** fal's queue (fal.ai/docs/documentation/model-apis/inference/queue, read 2026-11). */

const HOST = /^https?:\/\/queue\.fal\.run(?=\/)/;
const urls = { response_url: 'https://queue.fal.run/r', status_url: 'https://queue.fal.run/s' };
const requestId = computed('request_id', (item) => `${item}.jobId.split(':').pop()`);

export const fal: Protocol = {
	gateway: 'fal',
	stepOf(call) {
		if (isOnlyCode(call, /\bstatus_url\b/)) return 'status';
		if (isOnlyCode(call, /\bresponse_url\b/)) return 'result';
		const page = pageOf(call);
		if (!HOST.test(page)) return undefined;
		if (call.method === 'POST') return page.includes('/requests/') ? undefined : 'submit';
		if (call.method !== 'GET') return undefined;
		if (/\/requests\/[^/]+\/status$/.test(page)) return 'status';
		return /\/requests\/[^/]+(\/response)?$/.test(page) ? 'result' : undefined;
	},
	accepted: { status: 'IN_QUEUE', request_id: 'r', queue_position: 0, ...urls },
	answers: {
		running: ['IN_PROGRESS', 'IN_QUEUE'].map((status) => ({
			status,
			request_id: 'r',
			...urls,
		})),
		done: [{ status: 'COMPLETED', request_id: 'r', ...urls }],
		// fal itself has no such words; many loops ask for them.
		failed: ['FAILED', 'ERROR'].map((status) => ({ status, request_id: 'r', ...urls })),
	},
	shapes: {
		submit: [
			requestId,
			renamed('status', 'status', 'the status was IN_QUEUE and is queued now'),
		],
		status: [requestId, statusField('status', 'COMPLETED')],
		result: [
			requestId,
			renamed('video.url', 'videoUrl'),
			renamed('video_url', 'videoUrl'),
			renamed('videos.0.url', 'videoUrl'),
			renamed('video.width', 'width'),
			renamed('video.height', 'height'),
			renamed('video.duration', 'durationSeconds'),
			renamed('seed', 'seed'),
			...videoList('video_urls'),
		],
	},
	wireOf(call) {
		const path = pageOf(call).replace(HOST, '');
		const codes = [...call.codes];
		const parts = path
			.slice(1)
			.split(/(\{\})/)
			.map((piece): Part => (piece === '{}' ? { code: codes.shift() ?? '' } : piece));
		return { path, model: fromParts(parts) };
	},
};
