import { z } from 'zod';
import { withNames } from '../../fields';
import { endpoint, type Call, type Endpoint, type Ground } from '../../gateway';
import type { Answer } from '../../types';
import { aimlapiError } from './errors';
import { headers } from './headers';
import { LEGACY_PATH, UNIVERSAL_PATH, newId, shapeOf, state, usageOf } from './job';
import { legacyBody, universalBody, universalModels } from './models';

interface VideoOrder {
	model: string;
	/** Some models need none beside an image. */
	prompt?: string | undefined;
}

/** Submit and status, at the older and the newer address. */
export const videoEndpoints = (ground: Ground): Endpoint[] => [
	submitTo(ground, LEGACY_PATH, offeredBody(ground, legacyBody)),
	submitTo(ground, UNIVERSAL_PATH, offeredBody(ground, universalBody)),
	fetchFrom(ground, LEGACY_PATH),
	fetchFrom(ground, UNIVERSAL_PATH),
];

/** The body for a model that is in the list and on no page. [Inferred: that its fields are called as those of others.] */
const addedBody = withNames(
	universalModels.options.flatMap(({ shape }) => Object.keys(shape)),
	{ model: z.string(), prompt: z.string().min(1) },
) as unknown as z.ZodType<VideoOrder, z.ZodTypeDef, unknown>;

/** The documented body, for the models that are offered now. */
const offeredBody = (
	{ models }: Ground,
	documented: z.ZodType<VideoOrder, z.ZodTypeDef, unknown>,
): z.ZodType<VideoOrder, z.ZodTypeDef, unknown> =>
	z.unknown().transform((body, context) => {
		const model = (body as Partial<VideoOrder> | null)?.model;
		if (models.isRetired('aimlapi', model)) {
			context.addIssue({ code: 'custom', path: ['model'], message: 'not offered any more' });
			return z.NEVER;
		}
		const shape = models.isAdded('aimlapi', model) ? addedBody : documented;
		const read = shape.safeParse(body);
		if (read.success) return read.data;
		for (const issue of read.error.issues) context.addIssue(issue);
		return z.NEVER;
	});

const submitTo = (
	ground: Ground,
	path: string,
	body: z.ZodType<VideoOrder, z.ZodTypeDef, unknown>,
): Endpoint =>
	endpoint(headers, {
		name: 'submit',
		method: 'POST',
		path,
		body,
		answer: (call) => submit(ground, call),
	});

function submit(ground: Ground, { path, body }: Call<unknown, VideoOrder>): Answer {
	const shaped = { path, body: { ...body } };
	const job = ground.accept({
		gateway: 'aimlapi',
		jobId: (variant) => newId({ ...shaped, variant }),
		path,
		body: shaped.body,
		// cdn.aimlapi.com signs its addresses with these three (api-docs, hailuo-2.3 example).
		videoUrl: (_variant, jobId) =>
			`${ground.mediaUrl('aimlapi', jobId)}?Expires=${Math.floor(Date.now() / 1000) + 86400}` +
			'&OSSAccessKeyId=simulated&Signature=c2ltdWxhdGVk',
	});
	const { jobId } = job;
	const { idKey, id } = shapeOf(job);
	const tellsUsage = id === 'bare' || id === 'withModel';
	return {
		status: 200,
		body: {
			[idKey]: jobId,
			status: 'queued',
			...(tellsUsage && { meta: { usage: usageOf(job) } }),
		},
	};
}

const fetchFrom = (ground: Ground, address: string): Endpoint =>
	endpoint(headers, {
		name: 'status',
		method: 'GET',
		path: address,
		query: z.object({ generation_id: z.string().min(1) }).strict(),
		answer({ path, query }) {
			const job = ground.find('aimlapi', query.generation_id);
			// "GET on the same path": a job is known only where it was submitted.
			if (!job?.path.endsWith(address)) {
				return aimlapiError(job ? ground.openFacts().foreignIdStatus : 404, path);
			}
			job.statusCalls.push(Date.now());
			return { status: 200, body: state(job) };
		},
	});
