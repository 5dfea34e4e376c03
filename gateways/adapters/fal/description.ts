import type { z } from 'zod';

import { readAnswer, unreadable } from '../../answer/answers';
import type { Call, DescribedModel, GatewayError } from '../../gateway';
import { describeInputs } from '../../protocols/openApi/describe';
import { isObject } from '../../json';
import { at } from '../../protocols/openApi/shape';
import { errors } from './errors';
import { appOf } from './jobId';
import { schemaAnswer } from './wire';

/**
 * What fal says of an endpoint's input: the OpenAPI document that the page fal.ai/models/{endpoint}/llms.txt links to as
 * "OpenAPI Schema". "All of them are public: no API key, no authentication header" (fal.ai/docs, setting-up/agent-surfaces,
 * read 2026-11); so the key isn't sent, to a host that isn't the queue's.
 */

/** The schema of what an endpoint is sent: of the one path of the queue that no request's ID is part of. */
function inputOf(paths: unknown): unknown {
	if (!isObject(paths)) return undefined;
	return Object.entries(paths)
		.filter(([path]) => !path.includes('/requests/'))
		.map(([, path]) => at(path, 'post', 'requestBody', 'content', 'application/json', 'schema'))
		.find((schema) => schema !== undefined);
}

/**
 * Categories of fal's catalogue whose models return no video, such as `text-to-image`. Others may, or aren't certain:
 * `vision`, `training`.
 */
const NO_VIDEO = /^[a-z]+-to-(image|audio|speech|text|json|3d)$/;

function readDocument(document: z.output<typeof schemaAnswer>): DescribedModel | GatewayError {
	const described = describeInputs(document, inputOf(document.paths));
	if (!described) return unreadable(errors, 'sent a description without inputs');
	const category = at(document.info, 'x-fal-metadata', 'category');
	return typeof category === 'string' && NO_VIDEO.test(category)
		? { ...described, description: { ...described.description, otherKind: category } }
		: described;
}

export function readDescription(id: string): Call<DescribedModel> | undefined {
	if (appOf(id) === undefined) return undefined;
	return {
		request: {
			method: 'GET',
			base: 'schemaUrl',
			path: '/api/openapi/queue/openapi.json',
			query: { endpoint_id: id },
			withoutKey: true,
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) => readAnswer(errors, answer, schemaAnswer, readDocument),
	};
}
