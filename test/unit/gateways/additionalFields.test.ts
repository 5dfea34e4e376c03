import { gateways } from '../../../gateways';
import { withAdditionalFields } from '../../../gateways/request/additionalFields';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { leastRequest, modelOf } from './bench';
import { asSent, bodyOf } from './sentBody';

type Fields = Record<string, unknown>;

test.each<[string, Fields, Fields | undefined, Fields]>([
	['none', { a: 1 }, undefined, { a: 1 }],
	['a field that is new', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
	['a field that is there', { a: 1 }, { a: 2 }, { a: 2 }],
	['a field set to null', { a: 1, b: { c: 1 } }, { a: null, b: null }, { a: null, b: null }],
	[
		'a field of an object, at any depth',
		{ input: { seed: 1, size: { width: 3, height: 4 } }, model: 'm' },
		{ input: { size: { width: 5 } } },
		{ input: { seed: 1, size: { width: 5, height: 4 } }, model: 'm' },
	],
	['a list', { a: [1, 2, { b: 1 }] }, { a: [{ c: 1 }] }, { a: [{ c: 1 }] }],
	['an empty list', { a: [1] }, { a: [] }, { a: [] }],
	['an object over a list', { a: [1] }, { a: { b: 1 } }, { a: { b: 1 } }],
	['a list over an object', { a: { b: 1 } }, { a: [1] }, { a: [1] }],
	['an object over a value', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
	['an object over null', { a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
	['an empty object', { a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
	['names that every object has', {}, { constructor: { b: 1 } }, { constructor: { b: 1 } }],
])('%s', (_name, body, additional, expected) => {
	const before = structuredClone([body, additional]);
	expect(withAdditionalFields(body, additional)).toEqual(expected);
	expect([body, additional]).toEqual(before);
});

test.each(['{"__proto__":{"admin":true}}', '{"input":{"__proto__":{"admin":true}}}'])(
	'%s stays a field, and no object gets its contents',
	(json) => {
		const body = { input: { seed: 1 } };
		const merged = withAdditionalFields(body, JSON.parse(json) as Fields);
		expect(JSON.stringify(merged)).toContain('"__proto__":{"admin":true}');
		expect(merged.admin).toBeUndefined();
		expect((merged.input as Fields).admin).toBeUndefined();
		expect(({} as Fields).admin).toBeUndefined();
		expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
		// Over one that is there already.
		const twice = withAdditionalFields(merged, JSON.parse(json) as Fields);
		expect(JSON.stringify(twice)).toBe(JSON.stringify(merged));
		expect(({} as Fields).admin).toBeUndefined();
	},
);

test.each(gateways)('$label sends them over its own, beside its other fields', (gateway) => {
	const request = leastRequest(gateway, modelOf(gateway, gateway.defaultModel));
	const { wire }: GatewayFacts = FACTS[gateway.id as keyof typeof FACTS];
	const plain = gateway.submit(request).request;
	const additionalFields = { prompt: 'Another lake', extra: { deep: [1, 2] } };
	const { inputsIn: key } = wire;
	const own = bodyOf(plain);
	const set = asSent(plain, additionalFields);
	expect(bodyOf(gateway.submit({ ...request, additionalFields }).request)).toEqual(
		key === undefined
			? { ...own, ...set }
			: { ...own, [key]: { ...(own[key] as Fields), ...set } },
	);
});
