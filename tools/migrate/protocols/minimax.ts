import { computed, renamed, statusField } from '../rules';
import { literal } from '../values';
import { fieldOf, pageOf, type Protocol } from './types';

/** MiniMax's API, both versions (platform.minimax.io, api-reference/video-generation, read 2026-11). */

const BASE = /^(https?:\/\/api\.minimaxi?\.(?:io|com|chat))(\/v[12]\/.+)$/;
const USUAL = 'https://api.minimax.io';

const query = (status: string, fileId: string) => ({
	task_id: 't',
	status,
	file_id: fileId,
	base_resp: { status_code: 0, status_msg: 'success' },
	task: { id: 't', status: { Success: 'succeeded', Fail: 'failed' }[status] ?? 'running' },
});

/** Jobs of version 2 have a mark in front of their ID. */
const taskId = computed('task_id', (item) => `${item}.jobId.replace(/^v2:/, '')`);

export const minimax: Protocol = {
	gateway: 'minimax',
	onlyVideos: true,
	stepOf(call) {
		const [, , path = ''] = BASE.exec(pageOf(call)) ?? [];
		if (call.method === 'POST') {
			return /^\/v[12]\/video_generation$/.test(path) ? 'submit' : undefined;
		}
		if (/^\/v1\/query\/video_generation$|^\/v2\/query\/video_generation\/[^/]+$/.test(path)) {
			return 'status';
		}
		return path === '/v1/files/retrieve' ? 'result' : undefined;
	},
	accepted: { task_id: 't', base_resp: { status_code: 0, status_msg: 'success' } },
	answers: {
		running: ['Processing', 'Queueing', 'Preparing'].map((status) => query(status, '')),
		done: [query('Success', '1')],
		failed: [query('Fail', '')],
	},
	shapes: {
		submit: [taskId],
		status: [
			taskId,
			renamed('video_width', 'width'),
			renamed('video_height', 'height'),
			renamed('task.content.url', 'videoUrl'),
			renamed('task.duration', 'durationSeconds'),
			statusField('status', 'Success'),
			statusField('task.status', 'succeeded'),
		],
		result: [renamed('file.download_url', 'videoUrl')],
	},
	wireOf(call, body) {
		const [, host = USUAL, path = ''] = BASE.exec(pageOf(call)) ?? [];
		const model = fieldOf(body, 'model') ?? literal('');
		return { path, model, ...(host === USUAL ? {} : { baseUrl: host }) };
	},
};
