import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { endpoint, type Endpoint, type Ground } from '../../gateway';
import { hasVideo } from '../../jobs';
import type { Answer } from '../../types';
import { aigatewayError } from './errors';
import { headers } from './headers';

/** The files of finished jobs: with the key, and by a signed link without. */
interface Files {
	/** Where the key is needed. */
	url: (jobId: string) => string;
	endpoints: Endpoint[];
}

/** Serves the files of jobs. */
export function createFiles(ground: Ground): Files {
	const url = (jobId: string) => `${ground.origin}/aigateway/v1/files/jobs/${jobId}/video.mp4`;
	const links = createLinks();

	function video(jobId: string | undefined, range: string | undefined): Answer {
		const job = ground.find('aigateway', jobId ?? '');
		return job && hasVideo(job) ? ground.video(job, range) : aigatewayError(404);
	}

	function link(jobId: string, seconds: number): Answer {
		if (!ground.find('aigateway', jobId)) return aigatewayError(404);
		const expires = Math.floor(Date.now() / 1000) + seconds;
		const signature = `token=${links.sign(jobId, expires)}&exp=${expires}&k=1`;
		return {
			status: 200,
			// [Inferred: that expires_at is in Unix seconds.]
			body: { url: `${url(jobId)}/public?${signature}`, expires_at: expires },
		};
	}

	return {
		url,
		endpoints: [
			endpoint(headers, {
				name: 'media',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename',
				answer: (call) => video(call.params.id, call.headers.range),
			}),
			endpoint(headers, {
				name: 'link',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename/signed',
				query: z
					.object({ expires_in: z.coerce.number().int().min(60).max(604800) })
					.partial()
					.strict(),
				answer: ({ params, query }) => link(params.id ?? '', query.expires_in ?? 3600),
			}),
			endpoint(headers, {
				name: 'media',
				method: 'GET',
				path: '/v1/files/jobs/:id/:filename/public',
				needsKey: false,
				query: linkQuery,
				answer: ({ params, query, headers: { range } }) =>
					links.isValid(params.id ?? '', query)
						? video(params.id, range)
						: aigatewayError(400, 'Link is invalid or expired'),
			}),
		],
	};
}

const linkQuery = z.object({ token: z.string(), exp: z.coerce.number(), k: z.string() }).strict();

/** Signs links to files, and checks them. */
function createLinks() {
	const secret = randomBytes(16);
	const sign = (jobId: string, expires: number) =>
		createHmac('sha256', secret).update(`${jobId} ${expires}`).digest('hex');
	return {
		sign,
		isValid(jobId: string, { exp, token }: z.infer<typeof linkQuery>) {
			const wanted = Buffer.from(sign(jobId, exp));
			const given = Buffer.from(token);
			return (
				wanted.length === given.length &&
				timingSafeEqual(wanted, given) &&
				exp * 1000 > Date.now()
			);
		},
	};
}
