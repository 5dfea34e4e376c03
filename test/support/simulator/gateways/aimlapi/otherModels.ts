import { z } from 'zod';
import { imageProblem, isWebAddress } from '../../images';
import { AIMLAPI_INPUTS } from './inputs';

/** The bodies of the models of other providers, out of `inputs.ts`. */

const file = z.string().superRefine((value, context) => {
	const message = imageProblem(value, ['png', 'jpeg']);
	if (message) context.addIssue({ code: 'custom', message });
});
const address = z.string().refine(isWebAddress, 'not an http(s) address');

interface Limits {
	least: number | undefined;
	most: number | undefined;
}

const withinLength = <Kind extends z.ZodString | z.ZodArray<z.ZodTypeAny>>(
	kind: Kind,
	{ least = 0, most = Infinity }: Limits,
): z.ZodTypeAny => kind.min(least).max(most);

const withinValue = (kind: z.ZodNumber, { least = -Infinity, most = Infinity }: Limits) =>
	kind.min(least).max(most);

const KINDS: Readonly<Record<string, (limits: Limits) => z.ZodTypeAny>> = {
	text: (limits) => withinLength(z.string(), limits),
	file: () => file,
	address: () => address,
	files: (limits) => withinLength(z.array(file), limits),
	addresses: (limits) => withinLength(z.array(address), limits),
	boolean: () => z.boolean(),
	integer: (limits) => withinValue(z.number().int(), limits),
	number: (limits) => withinValue(z.number(), limits),
};

/** The rule of one field, as `AIMLAPI_INPUTS` writes it. */
function ruleOf(type: string): z.ZodTypeAny {
	const [, kind = '', least, most] = /^(\w+)(?:\((\d*)\.\.(\d*)\))?$/.exec(type) ?? [];
	const numberOf = (text: string | undefined) => (text ? Number(text) : undefined);
	if (KINDS[kind]) return KINDS[kind]({ least: numberOf(least), most: numberOf(most) });
	const values = type.replace(/^#/, '').split('|').filter(Boolean);
	return type.startsWith('#')
		? z.number().refine((value) => values.map(Number).includes(value), `not of ${type}`)
		: z.enum(values as [string, ...string[]]);
}

/** Strict: what a model does with other fields isn't documented. */
function bodyOf([id, inputs]: [id: string, inputs: string]) {
	const fields = inputs.split(' ').map((field) => {
		const [, name = '', required, type = ''] = /^(\w+)(!?)=(.+)$/.exec(field) ?? [];
		const rule = ruleOf(type);
		return [name, required ? rule : rule.optional()] as const;
	});
	return z.object({ ...Object.fromEntries(fields), model: z.literal(id) }).strict();
}

export const otherModels = Object.entries(AIMLAPI_INPUTS).map(bodyOf);

type Body = Readonly<Record<string, unknown>>;

/** What the descriptions of the fields exclude together. */
const EXCLUDED: ReadonlyArray<readonly [model: RegExp, isWrong: (body: Body) => boolean]> = [
	[
		/^google\/veo-3-1-lite-generate-preview$/,
		({ last_image_url: last, duration = 8 }) => last !== undefined && duration !== 8,
	],
	[/^pixverse\//, ({ resolution, duration }) => resolution === '1080p' && duration === 8],
	[
		/^x-ai\/grok-imagine-video$/,
		({ image_url: image, reference_images: list }) => image !== undefined && list !== undefined,
	],
	[
		/^klingai\/video-v3-omni-/,
		({ tail_image_url: tail, generate_audio: audio }) => tail !== undefined && audio !== false,
	],
	// "Either prompt or multi_prompt must be provided"; the second is left out.
	[/^klingai\/video-v3-/, ({ prompt }) => prompt === undefined],
];

/** Why the page of the model rules a body out; undefined if it doesn't. */
export function excludedBy(body: Body): string | undefined {
	const rule = EXCLUDED.find(
		([models, isWrong]) => models.test(String(body.model)) && isWrong(body),
	);
	return rule && `the page of ${String(body.model)} excludes this`;
}
