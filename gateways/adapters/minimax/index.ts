import { readAnswer, unreadable } from '../../answer/answers';
import type { Answer, Call, Gateway, GatewayError, VideoJob, VideoRequest } from '../../gateway';
import {
	answerMinimaxHandshake,
	minimaxImageShape,
	readMinimaxCallback,
	readMinimaxError,
} from '../../protocols/minimax/answers';
import { declaredInputs } from '../../request/inputs';
import { findModel, listFormats } from '../../request/models';
import { cancel } from './cancel';
import { list } from './list';
import { models, source } from './models';
import * as version1 from './version1';
import * as version2 from './version2';
import { submitAnswer } from './wire';

/**
 * MiniMax itself (platform.minimax.io, read 2026-10-08 and 2026-11). The model decides which version of its API is
 * called, and the job's ID tells which one knows the job.
 */

const errors = version1.errors;

const requestOf = (request: VideoRequest): Call<VideoJob>['request'] => {
	const [usual = {}] = listFormats(findModel(minimax, request.model));
	return version2.isVersion2(request.model)
		? { method: 'POST', path: '/v2/video_generation', body: version2.body(request, usual) }
		: {
				method: 'POST',
				path: '/v1/video_generation',
				body: version1.body(request, declaredInputs(minimax, request.model)),
			};
};

function readSubmit(answer: Answer, model: string): VideoJob | GatewayError {
	const isNew = version2.isVersion2(model);
	const read = isNew ? version2.readVersion2 : readVersion1;
	return read(answer, submitAnswer, (wire): VideoJob | GatewayError => {
		const error = readMinimaxError(errors, wire.base_resp);
		if (error) return error;
		if (!wire.task_id) return unreadable(errors, 'sent a response without a task_id');
		const jobId = isNew ? version2.jobIdOf(wire.task_id) : wire.task_id;
		return { gateway: 'minimax', jobId, status: 'queued', model };
	});
}

const readVersion1: typeof version2.readVersion2 = (answer, schema, then) =>
	readAnswer(errors, answer, schema, then);

export const minimax: Gateway = {
	id: 'minimax',
	label: errors.label,
	summary: 'MiniMax Hailuo up to H3, from MiniMax itself',
	credentialType: 'minimaxVideoApi',
	models,
	modelSource: source,
	defaultModel: models[0]!.id,
	// No page of MiniMax gives a shortest interval; Pixazo-AI/skills has 5 s for the same query (2026-08-20).
	minPollSeconds: 5,
	// guides/rate-limits: 20 requests a minute to create videos; 300 for H3, which the same key may use.
	rateLimits: { submitsPerMinute: 20 },
	// Of version 1; H3 has its own. [Left out: HEIC, which H3 accepts as well.]
	images: {
		url: 'sent',
		bytes: 'dataUrl',
		formats: ['image/jpeg', 'image/png', 'image/webp'],
		shape: minimaxImageShape,
	},
	callbacks: {
		reference: false,
		read: (request) =>
			version2.readCallback(request) ?? readMinimaxCallback('minimax', request.body),
		handshake: answerMinimaxHandshake,
	},
	dashboard: 'the usage page at https://platform.minimax.io',

	check: (request) => (version2.isVersion2(request.model) ? version2.check(request) : []),

	submit: (request): Call<VideoJob> => ({
		request: requestOf(request),
		repeat: 'ifNotAccepted',
		timeoutSeconds: 120,
		read: (answer) => readSubmit(answer, request.model),
	}),

	status: (jobId) => {
		const taskId = version2.taskIdIn(jobId);
		return taskId === undefined ? version1.status(jobId) : version2.status(taskId);
	},

	partly: { cancel: 'MiniMax H3 in the queue', list: 'MiniMax H3' },
	cancel: (jobId) => {
		const taskId = version2.taskIdIn(jobId);
		return taskId === undefined ? undefined : cancel(taskId);
	},
	list,
};
