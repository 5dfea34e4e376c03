import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { endpoint, type Endpoint, type Ground } from '../../gateway';
import { dataUrlProblem, textBy } from '../../images';
import { headers } from './headers';

/** Stands for workflows-api.segmind.com. */
export const UPLOAD_HOST = 'segmind-uploads';

/** The upload of files. */
export const uploadEndpoint = (ground: Ground): Endpoint =>
	endpoint(headers, {
		name: 'upload',
		method: 'POST',
		// workflows-api.segmind.com instead of api.segmind.com.
		host: UPLOAD_HOST,
		path: '/upload-asset',
		body: z
			.object({
				data_urls: z.array(textBy((value) => dataUrlProblem(value))).min(1),
			})
			.strict(),
		answer({ body }) {
			const urls = body.data_urls.map(
				() => `${ground.origin}/media/segmind/assets/${randomUUID()}`,
			);
			const isSdk = ground.variant('segmind') === 'sdk';
			return {
				status: 200,
				body: isSdk ? { file_urls: urls, message: 'Uploaded' } : { urls },
			};
		},
	});
