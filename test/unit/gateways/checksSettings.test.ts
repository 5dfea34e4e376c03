import { gateways } from '../../../gateways';
import { aigateway } from '../../../gateways/adapters/aigateway';
import { aimlapi } from '../../../gateways/adapters/aimlapi';
import { checkRequest } from '../../../gateways/request/checks';
import type { InputValues, VideoRequest } from '../../../gateways/gateway';
import { pixazo } from '../../../gateways/adapters/pixazo';
import { segmind } from '../../../gateways/adapters/segmind';
import { useapi } from '../../../gateways/adapters/useapi';
import { modelOf, picture } from './bench';
import { expectProblem, fileOf, problemsOf } from './problems';

describe('Callback URL', () => {
	test.each(['example.com', 'ftp://example.com', 'mailto:a@example.com', ' '])(
		'%j is no web address',
		(callbackUrl) => {
			for (const gateway of gateways) {
				const model = modelOf(gateway, gateway.defaultModel);
				const problems = problemsOf(gateway, model, { callbackUrl });
				const fault = { code: 'notAnAddress', value: callbackUrl } as const;
				expectProblem(problems, 'callbackUrl', fault);
			}
		},
	);

	const ofAiGateway = (callbackUrl: string) =>
		problemsOf(aigateway, modelOf(aigateway, aigateway.defaultModel), { callbackUrl });

	/** OpenAPI file of AIgateway: "HTTPS URL to POST on completion". */
	test.each([
		'http://example.com/hook',
		'HTTP://example.com/hook',
		'http://localhost.example.com/hook',
		'http://127.example.com/hook',
		' http://example.com/hook',
	])('%j is not https, which AIgateway asks for', (callbackUrl) => {
		expectProblem(ofAiGateway(callbackUrl), 'callbackUrl', {
			code: 'notHttps',
			value: callbackUrl,
		});
	});

	test.each([
		'https://example.com/hook',
		'http://localhost:5678/hook',
		'http://127.0.0.1:5678/hook',
		'http://[::1]:5678/hook',
	])('%s is taken by AIgateway', (callbackUrl) => {
		expect(ofAiGateway(callbackUrl)).toEqual([]);
	});

	const tooLong = { code: 'tooLong', length: 1025, most: 1024, whose: 'gateway' } as const;
	const padded = (length: number) => 'https://example.com/'.padEnd(length, 'x');
	const model = modelOf(useapi, 'T2V-01');

	test('of 1024 characters is taken by useapi.net, one more is not', () => {
		expect(problemsOf(useapi, model, { callbackUrl: padded(1024) })).toEqual([]);
		const problems = problemsOf(useapi, model, { callbackUrl: padded(1025) });
		expectProblem(problems, 'callbackUrl', tooLong);
	});

	test('has a reference of 1024 characters at most at useapi.net', () => {
		const of = (length: number) =>
			problemsOf(useapi, model, { callbackReference: 'x'.repeat(length) });
		expect(of(1024)).toEqual([]);
		expectProblem(of(1025), 'callbackReference', tooLong);
	});
});

describe('settings of one gateway', () => {
	const veo = { model: 'Veo-3.1', prompt: 'a', firstFrame: fileOf('1', 1) };

	const setting = (inputs: InputValues) => ({ model: 'T2V-01', prompt: 'a', inputs });

	test.each([0, 11, 1.5, -1, Number.NaN])('Max Jobs %d is none of 1 to 10', (maxJobs) => {
		expect(checkRequest(useapi, setting({ maxJobs }))).toEqual([
			{
				field: 'maxJobs',
				code: 'outOfRange',
				value: maxJobs,
				least: 1,
				most: 10,
				whole: true,
			},
		]);
	});

	test.each([1, 10])('Max Jobs %d is taken', (maxJobs) => {
		expect(checkRequest(useapi, setting({ maxJobs }))).toEqual([]);
	});

	test.each<[string, VideoRequest]>([
		['the end frame', { ...veo, endFrame: fileOf('2') }],
		['Account', { ...veo, inputs: { account: '2' } }],
		['a reference', { ...veo, model: 'Veo-3.1-S2V', subjectReferences: [fileOf('2')] }],
	])('pictures and %s on two accounts of useapi.net are a problem', (_name, request) => {
		expectProblem(checkRequest(useapi, request), 'firstFrame', {
			code: 'differentAccounts',
			// The one that the user named is the first.
			accounts: request.inputs ? ['2', '1'] : ['1', '2'],
		});
	});

	test('pictures and Account on one account of useapi.net are none', () => {
		const request = { ...veo, inputs: { account: '1' }, endFrame: fileOf('1', 2) };
		expect(checkRequest(useapi, request)).toEqual([]);
	});

	test('the blocking route of Segmind is documented for one model', () => {
		const request = { model: 'hailuo-2.3', prompt: 'a', inputs: { blocking: true } };
		expectProblem(checkRequest(segmind, request), 'blocking', {
			code: 'onlyForModel',
			model: 'minimax-ai',
		});
		expect(checkRequest(segmind, { ...request, model: 'minimax-ai' })).toEqual([]);
	});

	test('a model that the routes of Pixazo do not have is a slip', () => {
		const problems = checkRequest(pixazo, { model: 'hailuo-9', prompt: 'a' });
		expect(problems).toEqual([{ field: 'model', code: 'unknownModel', value: 'hailuo-9' }]);
	});

	test.each([aigateway, aimlapi, segmind, useapi])(
		'a model of $label that is newer than the table is left to the gateway',
		(gateway) => {
			const request: VideoRequest = {
				model: 'newer-than-the-table',
				prompt: 'x'.repeat(9000),
				firstFrame: picture(gateway),
				durationSeconds: 77,
				resolution: '8K',
				aspectRatio: '2:1',
			};
			expect(checkRequest(gateway, request)).toEqual([]);
		},
	);
});
