import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type {
	Gateway,
	InputValues,
	ModelInput,
	VideoModel,
	VideoRequest,
} from '../../../gateways/gateway';

/** What follows from a row of declared inputs, at gateways that are made up for it. */

export const row = (key: string, more: Partial<ModelInput> = {}): ModelInput => ({
	key,
	label: key,
	description: key,
	type: 'text',
	...more,
});

/** A number with limits. */
export const strength = row('strength', { type: 'number', least: 0, most: 1 });
/** A whole number. */
export const steps = row('steps', { type: 'number', least: 1, whole: true });
/** One of several. */
export const style = row('style', { type: 'options', options: ['film', 'anime'] });
/** Some of several. */
export const moods = row('moods', { type: 'options', options: ['calm', 'wild'], many: true });
/** An input that the model reads in the prompt. */
export const lens = row('lens', {
	wire: false,
	intoPrompt: (prompt, value) => `${prompt}, ${String(value)}`,
});
/** A switch with another name on the wire. */
export const loop = row('loop', { type: 'boolean', wire: 'is_loop' });
/** A text. */
export const account = row('account');

/** The prompt of every request. */
export const prompt = 'A lake';

/** A gateway with one model, which has these inputs. */
export const gatewayWith = (
	id: string,
	inputs: readonly ModelInput[],
	{ own = [], ...model }: Partial<VideoModel> & { own?: readonly ModelInput[] } = {},
): Gateway => ({
	...aimlapi,
	id,
	label: id,
	check: () => [],
	models: [
		{
			id: `${id}-model`,
			name: `${id} Model`,
			family: 'f',
			typicalSeconds: 9,
			inputs,
			...model,
		},
	],
	defaultModel: `${id}-model`,
	inputs: own,
});

/** A request with these values. */
export const requestFor = (gateway: Gateway, inputs: InputValues): VideoRequest => ({
	model: gateway.defaultModel,
	prompt,
	inputs,
});
