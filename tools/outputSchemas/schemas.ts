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

/** Those of Wait For Video and Check Video Status, which are the same for each of their versions. */
const ofJobNodes = (version: number): Record<string, Schema> => {
	const folder = `v${version.toFixed(1)}.0`;
	return {
		[`WaitForVideo/__schema__/${folder}.json`]: job,
		[`CheckVideoStatus/__schema__/${folder}/check.json`]: job,
		[`CheckVideoStatus/__schema__/${folder}/cancel.json`]: job,
		[`CheckVideoStatus/__schema__/${folder}/getMany.json`]: job,
		[`CheckVideoStatus/__schema__/${folder}/getBalance.json`]: schemaOf(balanceSample),
		[`CheckVideoStatus/__schema__/${folder}/getQueue.json`]: schemaOf(queueSample),
	};
};

/** The schemas by their path below `nodes`. */
export const schemas: Readonly<Record<string, Schema>> = Object.assign(
	{ 'SubmitVideo/__schema__/v1.0.0.json': job },
	...[1, 1.1].map(ofJobNodes),
) as Record<string, Schema>;
