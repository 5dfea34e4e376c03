import { computed, renamed, statusField, videoList } from '../rules';
import { literal } from '../values';
import { fieldOf, pageOf, type Protocol } from './types';

/** Kie.ai's two routes (docs.kie.ai: market/common/get-task-detail, old-model/veo3-api, read 2026-11). */

const BASE = /^https?:\/\/api\.kie\.ai\/api\/v1\//;
const VEO = 'veo/generate';

const task = (state: string) => ({
	code: 200,
	msg: 'success',
	data: { taskId: 't', state, resultJson: '', failMsg: '', failCode: '' },
});
const veo = (successFlag: number) => ({
	code: 200,
	msg: 'success',
	data: { taskId: 't', successFlag, response: { resultUrls: [] }, errorMessage: '' },
});

/** One answer of each route: a loop is about one of them, and its conditions say which. */
const both = (state: string, flag: number) => ({
	...task(state),
	data: { ...task(state).data, ...veo(flag).data },
});

/** Jobs of Veo can have a mark in front of their ID. */
const taskId = computed('data.taskId', (item) => `${item}.jobId.replace(/^veo:/, '')`);

const packed = (item: string): string =>
	`JSON.stringify({ resultUrls: [${item}.videoUrl, ...(${item}.moreVideoUrls ?? [])] })`;

export const kie: Protocol = {
	gateway: 'kie',
	stepOf(call) {
		const page = pageOf(call);
		if (!BASE.test(page)) return undefined;
		const path = page.replace(BASE, '');
		if (call.method === 'POST') {
			return path === VEO || path === 'jobs/createTask' ? 'submit' : undefined;
		}
		return path === 'jobs/recordInfo' || path === 'veo/record-info' ? 'status' : undefined;
	},
	accepted: { code: 200, msg: 'success', data: { taskId: 't', recordId: 't' } },
	answers: {
		running: ['generating', 'queuing', 'waiting'].map((state) => both(state, 0)),
		done: [both('success', 1)],
		failed: [2, 3].map((flag) => both('fail', flag)),
	},
	shapes: {
		submit: [taskId],
		status: [
			taskId,
			renamed('data.model', 'model'),
			...videoList('data.response.resultUrls'),
			...videoList('data.resultUrls'),
			...videoList('data.response.result_urls'),
			computed('data.resultJson', packed),
			computed(
				'data.creditsConsumed',
				(item) => `${item}.cost.amount`,
				'it is in US dollars now',
			),
			renamed('data.failMsg', 'failure.message'),
			renamed('data.errorMessage', 'failure.message'),
			statusField('data.state', 'success'),
			computed('data.successFlag', (item) => `(${item}.status === 'completed' ? 1 : 0)`),
		],
		result: [],
	},
	packedIn: 'resultJson',
	wireOf(call, body) {
		const path = pageOf(call).replace(BASE, '/api/v1/');
		return { path, model: fieldOf(body, 'model') ?? literal('veo3') };
	},
};
