import { readAnswer, unreadable } from '../../answer/answers';
import type { Call, DescribedModel } from '../../gateway';
import { describeInputs } from '../../protocols/openApi/describe';
import { at } from '../../protocols/openApi/shape';
import { errors } from './errors';
import { readModelId } from './modelId';
import { modelAnswer } from './wire';

/**
 * What Replicate says of a model's inputs: the schema `Input` of its newest version or of the one that the ID names
 * (replicate.com/docs/reference/http, models.get and models.versions.get, and reference/openapi, read 2026-11). Of a
 * version without its model it says nothing.
 */
export function readDescription(id: string): Call<DescribedModel> | undefined {
	const { model, version } = readModelId(id) ?? {};
	if (model === undefined) return undefined;
	const path = `/v1/models/${model.split('/').map(encodeURIComponent).join('/')}`;
	return {
		request: {
			method: 'GET',
			path: version === undefined ? path : `${path}/versions/${version}`,
		},
		repeat: 'always',
		timeoutSeconds: 30,
		read: (answer) =>
			readAnswer(errors, answer, modelAnswer, ({ openapi_schema: document }) => {
				const schema = at(document, 'components', 'schemas', 'Input');
				const described = describeInputs(document, schema);
				return described ?? unreadable(errors, 'sent a description without inputs');
			}),
	};
}
