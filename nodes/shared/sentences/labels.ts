import { gateways } from '../../../gateways';
import type { Gateway, ModelInput, RequestField } from '../../../gateways/gateway';
import { listModelInputs } from '../../../gateways/request/inputs';

/** A request's fields as the panel labels them. */
const labels: Readonly<Record<string, string>> = {
	model: 'Model',
	prompt: 'Prompt',
	firstFrame: 'Image',
	endFrame: 'End Frame',
	subjectReferences: 'Subject References',
	durationSeconds: 'Duration',
	resolution: 'Resolution',
	aspectRatio: 'Aspect Ratio',
	callbackUrl: 'Callback URL',
	callbackReference: 'Callback Reference',
	additionalFields: 'Additional Fields',
};

/** Every input that some gateway or model declares, once for each key: the rows of one key agree in what the panel shows. */
export function listInputs(some: readonly Gateway[] = gateways): ModelInput[] {
	const rows = some.flatMap((gateway) => [
		...listModelInputs(gateway),
		...(gateway.inputs ?? []),
	]);
	return [...new Map(rows.map((row) => [row.key, row])).values()];
}

const inputLabels = new Map(listInputs().map(({ key, label }) => [key, label]));

/** A field as the panel labels it; one of several pictures with its number. */
export function labelOf(field: RequestField, index?: number): string {
	const label = labels[field] ?? inputLabels.get(field) ?? field;
	return field === 'subjectReferences' && index !== undefined
		? `Subject Reference ${index + 1}`
		: label;
}
