import * as fc from 'fast-check';

import { gateways } from '../../../gateways';
import type { Answer, Call, Gateway } from '../../../gateways/gateway';
import {
	CALLBACK_VARIANTS,
	OUTCOMES,
	startSimulator,
	VARIANTS,
	type GatewayId,
} from '../../support/simulator';
import { callbackOf, leastRequest, usualModel, uploadOf } from './bench';
import { callGateway } from './callGateway';
import { png } from './images';

/**
 * Whole answers of every gateway as its pages print them, in every documented shape and stage, and what breaks them. What
 * gateways really answered, as others recorded it, lies in `test/recorded`.
 */

/** Stands for the key that is taken away. */
const REMOVED = Symbol('removed');

const oddities: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		...[null, true, false, 0, -1, 1.5, 1e308, -0, '', ' ', '0', '-1', '1e9', 'NaN', [], {}],
		...[[null], [[]], { url: null }, { url: {} }, 'https://a/v.mp4', 'javascript:alert(1)'],
		...['constructor', '__proto__', 'completed', 'COMPLETED', 'failed', 'Success', 'archiving'],
		...['\u0000', '\ud800', '💥', 'a'.repeat(10_000), '\\"'.repeat(2000), '"'],
		...['file:///etc/passwd', '//a', 'https://a/?Expires=99999999999', '2026-13-45'],
	),
	fc.string({ unit: 'binary' }),
	fc.jsonValue({ maxDepth: 3 }),
);

/** A value put in a place of a body, which is found by its turns: the n-th key, round and round. */
const change = fc.record({
	turns: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
	to: fc.oneof(
		{ weight: 4, arbitrary: oddities },
		{ weight: 1, arbitrary: fc.constant(REMOVED) },
	),
});

/** The body with another value in one place. */
function changed(body: unknown, [turn, ...turns]: readonly number[], to: unknown): unknown {
	if (turn === undefined || typeof body !== 'object' || body === null) return to;
	const keys = Object.keys(body);
	const key = keys[turn % keys.length];
	if (key === undefined) return to;
	const entries = Object.entries(body).flatMap(([name, value]) => {
		if (name !== key) return [[name, value]];
		const inner = changed(value, turns, to);
		return inner === REMOVED ? [] : [[name, inner]];
	});
	return Array.isArray(body)
		? entries.map(([, value]) => value as unknown)
		: Object.fromEntries(entries);
}

const headers = fc.dictionary(
	fc.constantFrom('retry-after', 'x-rate-limit-reset-at-utc', 'x-cost', 'x-request-id'),
	fc.oneof(fc.string(), fc.constantFrom('-1', '1e99', '', 'Thu, 01 Oct 2026 12:00:30 GMT')),
);

/** How a body reaches its reader. */
const forms: Record<string, (json: string) => string> = {
	whole: (json) => json,
	'as text in JSON': (json) => JSON.stringify(json),
	'cut off': (json) => json.slice(0, Math.ceil(json.length / 2)),
	deep: (json) => `${'[{"a":'.repeat(2000)}${json}${'}]'.repeat(2000)}`,
	page: (json) => `<html>${json}</html>`,
};

/** A page's answer with anything in the place of any part of it. */
export const damaged = (real: readonly Answer[]): fc.Arbitrary<Answer> =>
	fc
		.record({
			base: fc.constantFrom(...real),
			changes: fc.oneof(
				fc.array(change, { maxLength: 1 }),
				fc.array(change, { maxLength: 3 }),
			),
			instead: fc.oneof(
				{ weight: 11, arbitrary: fc.constant(null) },
				{ weight: 1, arbitrary: oddities },
			),
			status: fc.option(fc.oneof(fc.constantFrom(200, 304, 422, 429, 500), fc.nat(999)), {
				freq: 2,
			}),
			more: headers,
			form: fc.oneof(
				{ weight: 12, arbitrary: fc.constant('whole') },
				{ weight: 1, arbitrary: fc.constantFrom(...Object.keys(forms)) },
			),
		})
		.map(({ base, changes, instead, status, more, form }) => {
			const body = changes.reduce(
				(sofar, { turns, to }) => changed(sofar, turns, to),
				JSON.parse(base.body || 'null') as unknown,
			);
			const shown = instead === null ? (body === REMOVED ? null : body) : instead;
			return {
				...base,
				status: status ?? base.status,
				headers: { ...base.headers, ...more },
				body: forms[form]!(JSON.stringify(shown) ?? ''),
			};
		});

/** One call of one gateway: what answers to it look like, and how they are read. */
export interface Reading {
	gateway: Gateway;
	call: string;
	real: Answer[];
	/** Reads an answer, and `second` in case that another call follows. */
	read: (answer: Answer, second: Answer) => unknown;
	/** It may also say that this is nothing of its own. */
	mayPass?: true;
	/** It yields something else than a job: the key whose text it is for. */
	yields?: string;
}

function readWhole<Result>(call: Call<Result>, answers: readonly Answer[]): unknown {
	const outcome = call.read(answers[0]!);
	const next = call.next?.(outcome, answers[0]);
	const [, ...more] = answers;
	return next && more.length > 0 ? readWhole(next, more) : outcome;
}

const toAnswer = (body: string): Answer => ({
	status: 200,
	headers: {},
	body,
	receivedAt: 0,
	baseUrl: 'https://api.example.com',
});

const callbackShapes = (id: GatewayId): readonly string[] => CALLBACK_VARIANTS[id] ?? [];

/** Every call of every gateway, with the answers that the simulator gives in all variants, outcomes and stages. */
export async function gatherReadings(): Promise<Reading[]> {
	const simulator = await startSimulator();
	simulator.callbackChallenge = false;
	const readings: Reading[] = [];
	for (const gateway of gateways) {
		const id = gateway.id as GatewayId;
		const send = async <Result>(call: Call<Result>) =>
			await callGateway(id, simulator.credentials[id], call);
		const request = leastRequest(gateway, usualModel(gateway));
		const submits: Answer[] = [];
		const looks: Answer[] = [];
		const callbacks: Answer[] = [];
		for (const variant of VARIANTS[id]) {
			for (const outcome of OUTCOMES) {
				for (const seconds of [0, 1000]) {
					simulator.plan = () => ({ variant, outcome, seconds });
					submits.push(...(await send(gateway.submit(request))).answers);
					const job = simulator.jobs.at(-1)!;
					looks.push(...(await send(gateway.status(job.jobId))).answers);
					for (const shape of callbackShapes(id)) {
						const url = simulator.origin;
						const { body } = simulator.callback(job, { variant: shape, url });
						callbacks.push(toAnswer(body));
					}
				}
			}
		}
		const add = (
			call: string,
			real: Answer[],
			more: Omit<Reading, 'gateway' | 'call' | 'real'>,
		) => readings.push({ gateway, call, real, ...more });
		add('submit', submits, { read: (answer) => readWhole(gateway.submit(request), [answer]) });
		add('status', looks, {
			read: (answer, second) => readWhole(gateway.status('1'), [answer, second]),
		});
		const upload = uploadOf(gateway);
		const { read: readCallback, signature, accountDefault } = gateway.callbacks ?? {};
		if (gateway.inputs?.some(({ key }) => key === 'blocking')) {
			const json = VARIANTS[id].filter((variant) => variant === 'json');
			simulator.plan = () => ({ seconds: 0, ...(json[0] && { variant: json[0] }) });
			// The one model that is documented for it.
			const call = gateway.submit({
				...request,
				model: 'minimax-ai',
				inputs: { blocking: true },
			});
			add('blocking submit', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
			});
		}
		if (upload) {
			const call = upload.call({ bytes: png(1280, 720), mimeType: 'image/png' }, request);
			add('upload', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'kind',
			});
		}
		if (readCallback) {
			add('callback', callbacks, {
				read: ({ body, receivedAt }) => readCallback(callbackOf(body, { receivedAt })),
				mayPass: true,
			});
		}
		if (signature?.secret) {
			const call = signature.secret();
			add('webhook secret', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'secret',
			});
		}
		if (accountDefault) {
			const call = accountDefault.read();
			add('account', (await send(call)).answers, {
				read: (answer) => readWhole(call, [answer]),
				yields: 'url',
			});
		}
	}
	await simulator.close();
	return readings;
}
