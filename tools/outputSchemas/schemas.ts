import { balanceSample, jobSample, queueSample } from './samples';

/**
 * What n8n's editor knows of a node's output before its first run. It asks for a file by the node's version and the
 * values of its parameters `resource` and `operation`: `__schema__/v1.0.0/<operation>.json` beside the node, or
 * `__schema__/v1.0.0.json` for a node that has neither (n8n 2.41.1, n8n-core's output-schema-resolver.js). n8n 1.123
 * ignores them.
 */

/** As much of a JSON schema as n8n's editor reads. */
export interface Schema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean';
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** The schema of JSON like this. An array is like its first element; an empty one says nothing of its elements. */
export function schemaOf(value: unknown): Schema {
	if (Array.isArray(value)) {
		return { type: 'array', ...(value.length > 0 ? { items: schemaOf(value[0]) } : {}) };
	}
	if (typeof value === 'object' && value !== null) {
		const properties = Object.entries(value).map(([key, one]) => [key, schemaOf(one)]);
		return {
			type: 'object',
			properties: Object.fromEntries(properties) as Record<string, Schema>,
		};
	}
	const type = typeof value;
	if (type === 'string' || type === 'number' || type === 'boolean') return { type };
	throw new Error(`${String(value)} isn't a value that a schema can describe`);
}

const job = schemaOf(jobSample);

/** The schemas by their path below `nodes`. */
export const schemas: Readonly<Record<string, Schema>> = {
	'SubmitVideo/__schema__/v1.0.0.json': job,
	'WaitForVideo/__schema__/v1.0.0.json': job,
	'CheckVideoStatus/__schema__/v1.0.0/check.json': job,
	'CheckVideoStatus/__schema__/v1.0.0/cancel.json': job,
	'CheckVideoStatus/__schema__/v1.0.0/getMany.json': job,
	'CheckVideoStatus/__schema__/v1.0.0/getBalance.json': schemaOf(balanceSample),
	'CheckVideoStatus/__schema__/v1.0.0/getQueue.json': schemaOf(queueSample),
};
