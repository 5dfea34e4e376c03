import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
	callbackProblem,
	endpoint,
	type Call,
	type Endpoint,
	type Ground,
	type Refusal,
} from '../../gateway';
import { isWebAddress } from '../../images';
import type { Answer } from '../../types';
import { aigatewayError } from './errors';
import { headers } from './headers';
import { snapshot } from './job';
import { MODELS, ROUTED_MODELS } from './models';

/** Checks of one job are answered once in this time (https://aigateway.sh/docs/async-jobs). */
const SHORTEST_CHECK_INTERVAL_MS = 3000;

const submitBody = z
	.object({
		model: z.string(),
		prompt: z.string().min(1),
		duration: z.number().positive(),
		aspect_ratio: z.string().regex(/^\d+:\d+$/),
		resolution: z.string(),
		image_url: z.string().refine(isWebAddress, 'not an http(s) address'),
		webhook_url: z.string().superRefine((address, context) => {
			const message = callbackProblem(address);
			if (message) context.addIssue({ code: 'custom', message });
		}),
	})
	.partial()
	.required({ prompt: true })
	.strict();

/** The calls on jobs: submit, status, cancel. */
export const jobEndpoints = (ground: Ground, fileUrl: (jobId: string) => string): Endpoint[] => [
	endpoint(headers, {
		name: 'submit',
		method: 'POST',
		path: '/v1/videos/generations',
		body: submitBody,
		answer: (call) => submit(ground, call, fileUrl),
	}),
	endpoint(headers, {
		name: 'status',
		method: 'GET',
		path: '/v1/jobs/:id',
		answer: ({ params }) => status(ground, params.id ?? ''),
	}),
	endpoint(headers, {
		name: 'cancel',
		method: 'DELETE',
		path: '/v1/jobs/:id',
		answer({ params }) {
			const job = ground.find('aigateway', params.id ?? '');
			if (!job) return aigatewayError(404, 'Job not found');
			ground.cancel(job);
			// Documented as 200 "Cancelled or terminal". [Inferred: the body.]
			return { status: 200, body: snapshot(job) };
		},
	}),
];

function submit(
	ground: Ground,
	{ path, body }: Call<unknown, z.infer<typeof submitBody>>,
	fileUrl: (jobId: string) => string,
): Answer | Refusal {
	const { model } = body;
	const isKnown =
		!model ||
		[...MODELS, ...ROUTED_MODELS].includes(model) ||
		ground.models.isAdded('aigateway', model);
	if (!isKnown || ground.models.isRetired('aigateway', model)) {
		return { refused: `no model ${model}`, answer: aigatewayError(404) };
	}
	const jobId = `job_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
	const job = ground.accept({
		gateway: 'aigateway',
		jobId,
		path,
		body,
		callbackUrl: body.webhook_url,
		videoUrl: (variant) =>
			variant === 'asyncDocs' ? fileUrl(jobId) : ground.mediaUrl('aigateway', jobId),
	});
	return { status: 202, body: { ...snapshot(job), status: 'queued' } };
}

function status(ground: Ground, jobId: string): Answer {
	const job = ground.find('aigateway', jobId);
	if (!job) return aigatewayError(404, 'Job not found');
	const now = Date.now();
	const lastCheck = job.statusCalls.at(-1) ?? -Infinity;
	const isEarly = now - lastCheck < SHORTEST_CHECK_INTERVAL_MS;
	if (isEarly && ground.openFacts().earlyChecksUnchanged) {
		job.unchangedCalls.push(now);
		return { status: 304 };
	}
	job.statusCalls.push(now);
	return { status: 200, body: snapshot(job) };
}
