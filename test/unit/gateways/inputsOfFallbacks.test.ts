import { gateways } from '../../../gateways';
import type { Gateway, InputValues, ModelInput, RequestField } from '../../../gateways/gateway';
import { listDroppable, translate } from '../../../gateways/request/failover';
import { declaredInputs, wireInputs } from '../../../gateways/request/inputs';
import { account, gatewayWith, lens, loop, prompt, requestFor, strength, style } from './inputRows';

describe('a fallback gateway', () => {
	const from = gatewayWith('from', [strength, loop, lens, style], { own: [account] });
	const move = (to: Gateway, inputs: InputValues, ...kept: RequestField[]) =>
		translate(from, to, requestFor(from, inputs), new Set(kept));

	test('gets the values of inputs that it has, whatever they are called there', () => {
		const to = gatewayWith('to', [{ ...loop, wire: 'seamless' }, strength]);
		const moved = move(to, { loop: true, strength: 0.5 }, 'loop', 'strength');
		expect(moved).toEqual({
			request: requestFor(to, { loop: true, strength: 0.5 }),
			notices: [],
		});
		expect(
			'request' in moved && wireInputs(declaredInputs(to, 'to-model'), moved.request),
		).toEqual({ seamless: true, strength: 0.5 });
	});

	test('gets it in the prompt where it reads it there, and as a field where it does not', () => {
		const asField = gatewayWith('to', [
			{ ...lens, intoPrompt: undefined, wire: 'optics' } as ModelInput,
		]);
		expect(move(asField, { lens: '35 mm' }, 'lens')).toEqual({
			request: requestFor(asField, { lens: '35 mm' }),
			notices: [],
		});
		const inPrompt = gatewayWith('to', [lens]);
		expect(move(inPrompt, { lens: '35 mm' }, 'lens')).toEqual({
			request: { model: 'to-model', prompt: 'A lake, 35 mm' },
			notices: [],
		});
	});

	test('goes without one that it does not have, with a notice, and is not asked where it must be kept', () => {
		const to = gatewayWith('to', [strength]);
		const moved = move(to, { loop: true, strength: 0.5 });
		expect(moved).toEqual({
			request: requestFor(to, { strength: 0.5 }),
			notices: [{ code: 'notSent', field: 'loop', gateway: 'to', model: 'to Model' }],
		});
		expect(move(to, { loop: true }, 'loop')).toEqual({
			leftOut: { code: 'mustKeep', field: 'loop' },
		});
		expect(move(to, { strength: 0.5 }, 'loop')).toHaveProperty('request');
	});

	test('goes without a value that it refuses, with the problem, and is not asked where it must be kept', () => {
		const to = gatewayWith('to', [
			{ ...strength, most: 0.3 },
			{ ...style, options: ['anime'] },
		]);
		const problem = {
			field: 'strength',
			code: 'outOfRange',
			value: 0.5,
			least: 0,
			most: 0.3,
			whole: false,
		};
		expect(move(to, { strength: 0.5, style: 'anime' })).toEqual({
			request: requestFor(to, { style: 'anime' }),
			notices: [
				{ code: 'notSentTo', field: 'strength', gateway: 'to', problem, model: 'to Model' },
			],
		});
		expect(move(to, { strength: 0.5 }, 'strength')).toEqual({
			leftOut: { code: 'problem', problem, model: 'to Model' },
		});
	});

	test('goes without what makes the prompt too long for it, but only where that helps', () => {
		const to = gatewayWith('to', [lens], { promptLimit: 8 });
		expect(move(to, { lens: '35 mm' })).toMatchObject({
			request: { prompt },
			notices: [
				{ code: 'notSentTo', field: 'lens', problem: { code: 'tooLong', length: 13 } },
			],
		});
		expect(move(to, { lens: '35 mm' }, 'lens')).toMatchObject({ leftOut: { code: 'problem' } });
		const shorter = gatewayWith('to', [lens], { promptLimit: 5 });
		expect(move(shorter, { lens: '35 mm' })).toMatchObject({ leftOut: { code: 'problem' } });
	});

	test('never gets what belongs to one gateway, though it has the same; without a notice', () => {
		const to = gatewayWith('to', [], { own: [account] });
		for (const own of [[account], []]) {
			const request = requestFor(from, { account: '7' });
			expect(translate({ ...from, inputs: own }, to, request, new Set())).toEqual({
				request: { model: 'to-model', prompt },
				notices: [],
			});
		}
	});
});

test('inputs of models may be left out by a fallback gateway, each once; those of gateways are no choice', () => {
	const droppable = listDroppable(gateways);
	expect(new Set(droppable).size).toBe(droppable.length);
	for (const { models, unlistedModels, inputs = [] } of gateways) {
		for (const { inputs: rows = [] } of [
			...models,
			...(unlistedModels ? [unlistedModels] : []),
		]) {
			expect(droppable).toEqual(
				expect.arrayContaining(rows.map(({ key }: ModelInput) => key)),
			);
		}
		for (const { key } of inputs) expect(droppable).not.toContain(key);
	}
});
