import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { gateways } from '../../../gateways';
import type { ModelInput } from '../../../gateways/gateway';
import { inputField } from '../../shared/declaredInputs';
import { listInputs } from '../../shared/sentences/labels';
import { optionForModels } from './shownFor';

/** The options that gateways and models declare, each shown where it has an effect. */

const isOwnOf = (key: string) =>
	gateways.filter(({ inputs = [] }) => inputs.some((input) => input.key === key));

function displayOptionsOf({ key }: ModelInput): { displayOptions: IDisplayOptions } {
	const owners = isOwnOf(key);
	return owners.length > 0
		? { displayOptions: { show: { '/gateway': owners.map(({ id }) => id) } } }
		: optionForModels(({ inputs = [] }) => inputs.some((input) => input.key === key));
}

/** One option for each input: n8n offers an option of a collection as often as it's listed. */
const optionsOf = (rows: readonly ModelInput[]): INodeProperties[] =>
	rows.map((row) => ({ ...inputField(row), ...displayOptionsOf(row) }));

/** Inputs of models. */
export const modelInputOptions = optionsOf(
	listInputs().filter(({ key }) => isOwnOf(key).length === 0),
);

/** Inputs of gateways, whatever the model. */
export const gatewayInputOptions = optionsOf(
	listInputs().filter(({ key }) => isOwnOf(key).length > 0),
);
